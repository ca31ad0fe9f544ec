/* SPDX-License-Identifier: Apache-2.0
 *
 * For the tests of this folder: rules in force, a scanner over them, and texts made from templates.
 */
#ifndef SEAMGATE_TESTS_SCANNING_H
#define SEAMGATE_TESTS_SCANNING_H

#include "unit.h"

#include "checks/secrets/scan.h"
#include "gate/template.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

struct scanning {
	struct arena *arena;
	struct ruleset *rules;
	struct scanner *scanner;
	struct err err;
};

/* Own rules only, sorted by id. False: err says why. */
static inline bool scanning_open(struct scanning *scanning, const struct rule *items, size_t count)
{
	struct rules own = {items, count};

	*scanning = (struct scanning){.arena = arena_new()};
	return ruleset_open(&scanning->rules, false, &own, NULL, scanning->arena, &scanning->err) ==
		       0 &&
	       scanner_open(&scanning->scanner, scanning->rules, &scanning->err) == 0;
}

static inline void scanning_close(struct scanning *scanning)
{
	scanner_close(scanning->scanner);
	ruleset_close(scanning->rules);
	arena_free(scanning->arena);
}

static inline struct text made(struct scanning *scanning, const char *source)
{
	struct text out = {"", 0}, seed = TEXT("test");

	if (template_expand(&out, text_of(source), seed, 0, scanning->arena, &scanning->err) < 0)
		fprintf(stderr, "%s: %s\n", source, scanning->err.message);
	return out;
}

/* NULL where the scan failed. */
static inline const struct scan *scanned(struct scanning *scanning, struct text text)
{
	const struct scan *scan;

	return scan_text(scanning->scanner, text, &scan, &scanning->err) == 0 ? scan : NULL;
}

static inline size_t count_rule(const struct scan *scan, const char *id)
{
	size_t count = 0;

	for (size_t i = 0; scan && i < scan->hit_count; i++)
		count += strcmp(scan->hits[i].rule->id, id) == 0;
	return count;
}

/* ASCII as units of `width` bytes with the character in byte `low`, behind `lead`. */
static inline struct text widened(struct scanning *scanning, struct text lead, struct text ascii,
	unsigned width, unsigned low)
{
	char *out = arena_alloc(scanning->arena, lead.len + ascii.len * width + 1);

	if (lead.len)
		memcpy(out, lead.ptr, lead.len);
	for (size_t i = 0; i < ascii.len; i++)
		out[lead.len + i * width + low] = ascii.ptr[i];
	return (struct text){out, lead.len + ascii.len * width};
}

#endif
