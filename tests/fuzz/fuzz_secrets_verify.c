/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a candidate of any verifier: never a crash, and the same ruling twice. The first byte chooses the
 * verifier, the second how much stands before the secret.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
#define VERIFIER(function, name, about) name,
#include "checks/secrets/verify.def"
#undef VERIFIER
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void judge(struct ruling *out, const char *name, const struct exhibit *exhibit)
{
	struct err err = {0};

	must(verify(out, name, exhibit, &err) == 0);
	must(out->certainty <= CERTAINTY_NO_SECRET && out->fact_count <= MOST_FACTS);
	must((out->why == NULL) == (out->certainty == CERTAINTY_AS_IS));
	for (size_t i = 0; i < out->fact_count; i++)
		must(memchr(out->facts[i].value, '\0', FACT_BYTES) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ruling first, second;
	struct exhibit exhibit;
	char *copy;

	if (size < 3 || data[1] >= size - 2)
		return 0;
	/* A block of its own, so that a read behind the end is seen. */
	copy = malloc(size - 2);
	must(copy != NULL);
	memcpy(copy, data + 2, size - 2);
	exhibit = (struct exhibit){{copy, size - 2}, 0, data[1], size - 2};
	judge(&first, names[data[0] % (sizeof(names) / sizeof(names[0]))], &exhibit);
	judge(&second, names[data[0] % (sizeof(names) / sizeof(names[0]))], &exhibit);
	must(first.certainty == second.certainty && first.fact_count == second.fact_count);
	free(copy);
	return 0;
}
