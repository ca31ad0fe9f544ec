/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules in force: the built-in ones, whose database lies in the binary, and a team's own, whose
 * database is compiled when the gate starts. Made once, then read-only and shared by all jobs.
 */
#ifndef SEAMGATE_SECRETS_RULESET_H
#define SEAMGATE_SECRETS_RULESET_H

#include "checks/secrets/compile.h"
#include "checks/secrets/marks.h"

enum { MOST_PACKS = 2 };

/* Rules that share a database. */
struct pack {
	struct plans plans;
	const hs_database_t *database;     /* NULL: none of the rules has anything to look for */
	hs_database_t *compiled;           /* the same, where it is not one of the binary's */
	const hs_database_t *far_database; /* of the rules that are far alone (plans_far) */
	hs_database_t *far_compiled;
	const hs_database_t *bulk; /* of those that may match in bulk (bulk.h); NULL: not told */
	hs_scratch_t *scratch;     /* of which each scanner has a copy */
	/* What there is none of is not asked for with each text. */
	uint32_t *far,
		*wholes; /* numbers of the rules that are far, and of those that are PLAN_WHOLE */
	size_t far_count, whole_count;
	const struct rule **by_path; /* the rules that know a file by its path alone */
	size_t by_path_count;
};

/* Bytes of a change, of one text, and of all that lies in one blob, for which light rules are quicker than compiled ones. */
enum { LIGHT_MOST = 8 * 1024 * 1024, LIGHT_MEMBERS = 1024 * 1024 };

struct ruleset {
	struct pack packs[MOST_PACKS];
	size_t pack_count;
	size_t rule_count;
	struct rules
		own; /* the team's, sorted by id: what the policy may name beside the built-in ones */
	unsigned decode_depth;   /* how often encoded text is decoded; 0: not at all */
	unsigned archive_depth;  /* archives in archives that are unpacked; 0: none */
	struct marks_read marks; /* which marks are read beside a finding */
	bool compiled_late; /* no embedded database fits this processor: the rules are the same */
	bool has_builtin;
	enum manner manner;  /* of the team's rules */
	bool light;          /* that is not MANNER_COMPILED */
	struct arena *arena; /* where it is not the caller's */
};

/* Takes a compiled database: the first of the images (database_image; used where they lie) that is whole and fits this
 * machine, else compiles. An empty image is passed over. *late says that none did fit. Never fewer rules. */
struct images {
	const struct text *items, *far; /* of all rules, and of those that are far: count of each */
	size_t count;
};
MUST_CHECK int pack_load(struct pack *pack, const struct plans *plans, const struct images *images,
	bool *late, struct arena *arena, struct err *err);

void pack_free(struct pack *pack);

/* The rules built in (with `builtin`) and `own` (sorted by id; count 0: none). What it makes beside
 * the databases lives in the arena. ERR_LOOK where compiling `own` does not end by the deadline (or NULL). ruleset_close frees the rest. */
MUST_CHECK int ruleset_open(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err);
void ruleset_close(struct ruleset *rules); /* NULL is fine */

/* The same without compiling most of `own`, which is MANNER_ANCHORED or, for few bytes, MANNER_LIGHT. What it finds is what the other finds, but
 * where it has a gap. */
MUST_CHECK int ruleset_open_anchored(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err);
MUST_CHECK int ruleset_open_light(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err);

/* The rules and settings of a light one, compiled. Borrows its rules; from any thread, one at a time. */
MUST_CHECK int ruleset_open_full(struct ruleset **out, const struct ruleset *light,
	const struct deadline *deadline, struct err *err);

#endif
