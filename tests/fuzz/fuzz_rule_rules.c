/* SPDX-License-Identifier: Apache-2.0
 *
 * Whatever rules_read takes keeps what rule.h promises.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int holds)
{
	if (!holds)
		abort();
}

static size_t count(const char *const *strings)
{
	size_t found = 0;

	while (strings && strings[found])
		expect(strings[found++][0] != '\0');
	return found;
}

static void check_allow(const struct rule_allow *allow)
{
	expect(allow->pattern || allow->lacks || allow->path || allow->entropy > 0 ||
		count(allow->stopwords) || count(allow->commits));
	expect(allow->target != ALLOW_PATH || (allow->pattern && allow->when == ALLOW_ANY));
}

static void check_rule(const struct rule *rule)
{
	expect(strncmp(rule->id, "secrets/", 8) == 0 && rule->id[8]);
	expect(rule->title && rule->title[0] && rule->why[0] && rule->remedy[0]);
	expect(rule->severity >= SEVERITY_NOTE && rule->severity <= SEVERITY_ERROR);
	expect(confidence_name(rule->confidence) != NULL);
	expect(rule->entropy >= 0 && rule->entropy <= 8 && rule->secret_group <= 99);
	expect(!rule->pattern || rule->origin || (count(rule->hit) >= 2 && count(rule->miss) >= 2));
	expect(rule->pattern || count(rule->keywords) == 0);
	for (size_t i = 0; i < count(rule->keywords); i++)
		expect(rule->origin || strlen(rule->keywords[i]) >= 3);
	for (size_t i = 0; i < rule->allow_count; i++)
		check_allow(&rule->allow[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct rules rules = {0};
	/* A copy of its own, so that a sanitizer sees an overrun. */
	char *copy = malloc(size + 1);

	if (arena && copy) {
		memcpy(copy, data, size);
		if (rules_read(&rules, (struct text){copy, size}, "rules", "secrets", arena,
			    &err) == 0) {
			for (size_t i = 0; i < rules.count; i++) {
				check_rule(&rules.items[i]);
				expect(rule_find(&rules, text_of(rules.items[i].id)) ==
					&rules.items[i]);
			}
		} else {
			expect(err.kind == ERR_USAGE && err.message[0]);
		}
	}
	free(copy);
	arena_free(arena);
	return 0;
}
