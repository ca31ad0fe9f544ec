/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify.h"

#include <string.h>

#include "checks/secrets/verify/verifiers.h"

static const struct verifier {
	const char *name;
	int (*verify)(struct ruling *out, const struct exhibit *exhibit, struct err *err);
} verifiers[] = {
#define VERIFIER(function, name, about) {name, verify_##function},
#include "checks/secrets/verify.def"
#undef VERIFIER
};

void ruling_fact(struct ruling *ruling, const char *key, struct text value)
{
	struct fact *fact = &ruling->facts[ruling->fact_count];
	size_t len = value.len < FACT_BYTES - 1 ? value.len : FACT_BYTES - 1;

	if (len == 0 || ruling->fact_count == MOST_FACTS)
		return;
	fact->key = key;
	memcpy(fact->value, value.ptr, len);
	fact->value[len] = '\0';
	ruling->fact_count++;
}

static const struct verifier *find(const char *name)
{
	for (size_t i = 0; i < sizeof(verifiers) / sizeof(verifiers[0]); i++)
		if (strcmp(verifiers[i].name, name) == 0)
			return &verifiers[i];
	return NULL;
}

int verify(struct ruling *out, const char *name, const struct exhibit *exhibit, struct err *err)
{
	const struct verifier *verifier = name ? find(name) : NULL;
	bool published = false;

	memset(out, 0, sizeof(*out));
	if (is_published(&published, exhibit_secret(exhibit), err) < 0)
		return -1;
	if (published) {
		ruling_set(out, CERTAINTY_NO_SECRET, "it is an example that everybody knows");
		return 0;
	}
	return verifier ? verifier->verify(out, exhibit, err) : 0;
}
