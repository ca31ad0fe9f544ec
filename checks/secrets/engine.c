/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/engine.h"

#include <hs.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Short texts are looked at in other ways than long ones, few words in others than many. */
enum { MOST_WORDS = 300, WORD = 16, LONGEST_TEXT = 160 };

static const char wanted[] = "acme=";
enum { WANTED = sizeof(wanted) - 1 };

struct probe {
	hs_database_t *database;
	hs_scratch_t *scratch;
	hs_compile_error_t *refused;
};

static int on_match(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	(void)from;
	(void)to;
	(void)flags;
	*(bool *)context |= id == 0;
	return 0;
}

/* The wanted word, and others that occur nowhere. */
static bool compile(struct probe *probe, unsigned count)
{
	char words[MOST_WORDS][WORD];
	const char *patterns[MOST_WORDS];
	unsigned flags[MOST_WORDS], ids[MOST_WORDS];

	for (unsigned i = 0; i < count; i++) {
		snprintf(words[i], WORD, "%c%c%c%u=", 'a' + (int)(i % 26), 'b' + (int)(i * 7 % 25),
			'c' + (int)(i * 11 % 23), i);
		patterns[i] = i > 0 ? words[i] : wanted;
		flags[i] = HS_FLAG_CASELESS;
		ids[i] = i;
	}
	return hs_compile_multi(patterns, flags, ids, count, HS_MODE_BLOCK, NULL, &probe->database,
		       &probe->refused) == HS_SUCCESS &&
	       hs_alloc_scratch(probe->database, &probe->scratch) == HS_SUCCESS;
}

static bool finds_at(const struct probe *probe, unsigned len, unsigned at)
{
	char text[LONGEST_TEXT];
	bool found = false;

	memset(text, 'w', len);
	memcpy(text + at, wanted, WANTED);
	return hs_scan(probe->database, text, len, 0, probe->scratch, on_match, &found) ==
		       HS_SUCCESS &&
	       found;
}

static bool finds_everywhere(const struct probe *probe)
{
	for (unsigned len = WANTED; len <= LONGEST_TEXT; len++)
		for (unsigned at = 0; at + WANTED <= len; at++)
			if (!finds_at(probe, len, at))
				return false;
	return true;
}

static int misses(struct err *err)
{
	err_set(err, ERR_LOOK, "the rule engine %.60s misses matches: no verdict can rest on it",
		hs_version());
	return err_remedy(err,
		"install Hyperscan, or another version of Vectorscan (5.4.9 is known to "
		"be faulty), and build again");
}

static int probe_with(unsigned count, struct err *err)
{
	struct probe probe = {NULL, NULL, NULL};
	int done = 0;

	if (!compile(&probe, count))
		done = err_nomem(err);
	else if (!finds_everywhere(&probe))
		done = misses(err);
	hs_free_compile_error(probe.refused);
	hs_free_scratch(probe.scratch);
	hs_free_database(probe.database);
	return done;
}

int engine_probe(struct err *err)
{
	static const unsigned counts[] = {2, 24, MOST_WORDS};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (probe_with(counts[i], err) < 0)
			return -1;
	return 0;
}
