/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/sha_pair.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/hash.h"

struct sha_pair {
	struct sha *sha1, *sha256;
	bool by_instructions;
};

int sha_pair_new(struct sha_pair **out, struct err *err)
{
	struct sha_pair *made = calloc(1, sizeof(*made));

	*out = NULL;
	if (!made)
		return err_nomem(err);
	if (sha_new(&made->sha1, SHA1_LENGTH, err) < 0 ||
		sha_new(&made->sha256, SHA256_LENGTH, err) < 0) {
		sha_pair_free(made);
		return -1;
	}
	made->by_instructions = sha_x86_can() && !EVP_default_properties_is_fips_enabled(NULL);
	*out = made;
	return 0;
}

void sha_pair_free(struct sha_pair *pair)
{
	if (!pair)
		return;
	sha_free(pair->sha1);
	sha_free(pair->sha256);
	free(pair);
}

void sha_pair_plain(struct sha_pair *pair)
{
	pair->by_instructions = false;
}

static int by_openssl(const struct sha *sha, struct text bytes, unsigned char *out, size_t length,
	struct err *err)
{
	char made[LONGEST_HASH];

	if (sha_bytes(sha, bytes, made, err) < 0)
		return -1;
	memcpy(out, made, length);
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): the bytes and the two digests */
int sha_pair_both(const struct sha_pair *pair, struct text whole, size_t skipped,
	unsigned char sha1[SHA1_LENGTH], unsigned char sha256[SHA256_LENGTH], struct err *err)
{
	if (!pair->by_instructions)
		return by_openssl(pair->sha1, whole, sha1, SHA1_LENGTH, err) < 0
			       ? -1
			       : sha_pair_256(
					 pair, text_slice(whole, skipped, whole.len), sha256, err);
	sha_x86_both(whole, skipped, sha1, sha256);
	return 0;
}

int sha_pair_256(const struct sha_pair *pair, struct text bytes,
	unsigned char sha256[SHA256_LENGTH], struct err *err)
{
	if (!pair->by_instructions)
		return by_openssl(pair->sha256, bytes, sha256, SHA256_LENGTH, err);
	sha_x86_256(bytes, sha256);
	return 0;
}
