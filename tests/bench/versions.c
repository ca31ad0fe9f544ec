/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a scanner that remembers the version before finds in real histories what one finds that remembers nothing, with the built-in rules.
 *
 *   sh tests/e2e/by_hand/whole_blobs.sh BUILD REPOSITORY…
 *
 * Prints the first difference of each blob that has one, and totals. Exit 1 where there was one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/scan.h"

enum { LONGEST_LINE = 200 };

struct totals {
	size_t blobs, bytes, hits, differing;
};

static void stop(const struct err *err)
{
	fprintf(stderr, "%s\n", err->message);
	exit(2);
}

/* Where the texts themselves are looked at, also the place is compared; a part that is decoded alone counts from elsewhere. */
static bool same_hit(const struct hit *a, const struct hit *b)
{
	return a->rule == b->rule && a->allowed == b->allowed && a->joined == b->joined &&
	       a->certainty == b->certainty &&
	       a->secret_to - a->secret_from == b->secret_to - b->secret_from &&
	       (a->view == 0) == (b->view == 0) &&
	       (a->view > 0 ||
		       (a->secret_from == b->secret_from && a->match_from == b->match_from));
}

static bool same(const struct scan *a, const struct scan *b)
{
	if (a->hit_count != b->hit_count || a->gap_count != b->gap_count)
		return false;
	for (size_t i = 0; i < a->hit_count; i++)
		if (!same_hit(&a->hits[i], &b->hits[i]))
			return false;
	return true;
}

static void compare(struct totals *totals, struct scanner *scanner, const struct ruleset *rules,
	struct text text, const char *name)
{
	const struct scan *scan, *alone_scan;
	struct scanner *alone;
	struct err err = {0};

	if (scanner_open(&alone, rules, &err) < 0 || scan_text(scanner, text, &scan, &err) < 0 ||
		scan_text(alone, text, &alone_scan, &err) < 0)
		stop(&err);
	totals->blobs++;
	totals->bytes += text.len;
	totals->hits += alone_scan->hit_count;
	if (!same(scan, alone_scan)) {
		totals->differing++;
		printf("%s: %zu hits and %zu\n", name, scan->hit_count, alone_scan->hit_count);
	}
	scanner_close(alone);
}

/* The next object of `git cat-file --batch`; NULL at the end. */
static char *read_object(char name[LONGEST_LINE], size_t *len)
{
	char line[LONGEST_LINE], *bytes;

	if (!fgets(line, sizeof(line), stdin) || sscanf(line, "%64s blob %zu", name, len) != 2)
		return NULL;
	bytes = malloc(*len + 1);
	if (bytes && fread(bytes, 1, *len + 1, stdin) == *len + 1)
		return bytes;
	free(bytes);
	return NULL;
}

int main(void)
{
	static const struct rules none;
	struct arena *arena = arena_new();
	struct totals totals = {0};
	struct ruleset *rules;
	struct scanner *scanner;
	struct err err = {0};
	char name[LONGEST_LINE], *bytes;
	size_t len;

	if (!arena || ruleset_open(&rules, true, &none, NULL, arena, &err) < 0)
		stop(&err);
	rules->decode_depth = 5;
	if (scanner_open(&scanner, rules, &err) < 0)
		stop(&err);
	while ((bytes = read_object(name, &len))) {
		compare(&totals, scanner, rules, (struct text){bytes, len}, name);
		free(bytes);
	}
	printf("%zu blobs, %zu bytes, %zu hits, %zu blobs with differences\n", totals.blobs,
		totals.bytes, totals.hits, totals.differing);
	scanner_close(scanner);
	ruleset_close(rules);
	arena_free(arena);
	return totals.differing > 0;
}
