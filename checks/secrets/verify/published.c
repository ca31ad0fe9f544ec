/* SPDX-License-Identifier: Apache-2.0
 *
 * Examples that documentation, standards and emulators have published, by the SHA-256 of the secret without
 * white space: known to everybody, they open nothing.
 */
#include "checks/secrets/verify/verifiers.h"

#include <stdlib.h>
#include <string.h>

#include "gate/base/hash.h"

enum { MOST_BYTES = 4096 };

static const char *const published[] = {
#include "checks/secrets/verify/published.def"
};

static int compare(const void *left, const void *right)
{
	return strcmp(left, *(const char *const *)right);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

int is_published(bool *out, struct text secret, struct err *err)
{
	char bytes[MOST_BYTES], digest[SHA256_HEX];
	size_t len = 0;

	*out = false;
	if (secret.len > MOST_BYTES)
		return 0;
	for (size_t i = 0; i < secret.len; i++)
		if (!is_space(secret.ptr[i]))
			bytes[len++] = secret.ptr[i];
	if (hash_sha256_hex((struct text){bytes, len}, digest, err) < 0)
		return -1;
	*out = bsearch(digest, published, sizeof(published) / sizeof(published[0]),
		       sizeof(published[0]), compare) != NULL;
	return 0;
}
