/* SPDX-License-Identifier: Apache-2.0
 *
 * From rules to what is scanned with: for each rule a plan of how a candidate is confirmed, and one
 * Hyperscan database for all. For the built-in rules both are made when the binary is built
 * (rules/embed.c) and only read at run time; a team's own rules go the same way when the gate starts.
 *
 * Numbers in a database: i for the pattern of rule i, count + g for gate g, count + gate_count + a for anchor a. Block mode, bytes, no
 * flags, no start of match; with `hasty` one more, UINT32_MAX, which means nothing: Hyperscan proposes ends, PCRE2 decides (confirm.h).
 */
#ifndef SEAMGATE_SECRETS_COMPILE_H
#define SEAMGATE_SECRETS_COMPILE_H

#include <hs.h>

#include "checks/secrets/breaks.h"
#include "gate/base/deadline.h"
#include "gate/rule.h"

enum plan_way {
	PLAN_NOTHING,  /* no pattern */
	PLAN_WINDOW,   /* in the database; confirmed in a window around the reported end */
	PLAN_WHOLE,    /* not for Hyperscan: PCRE2 on the whole blob, if a gate opens */
	PLAN_ANCHORED, /* words of it are in the database (anchor.h); confirmed in a window around each that stands the check */
};

/* Bytes from the beginning of a word on that decide whether it stands its check. */
enum { ANCHOR_SEEN = 64 };

struct anchor {
	const char *pattern; /* of the word */
	uint32_t length;
	uint32_t rule;
	const char *check;
};

#define TO_THE_END UINT32_MAX

struct plan {
	enum plan_way way;
	uint32_t look_back; /* first window: bytes before the reported end */
	uint32_t
		look_ahead; /* and behind it, or TO_THE_END; PLAN_WHOLE: bytes that are searched at once, 0: all of the blob */
	uint32_t
		breaks; /* line breaks that a match goes over at most (breaks.h), of `ends` where there are some */
	bool widens;         /* the match may begin before any look_back: no limit to its width */
	bool far;            /* the match may reach further than plans.reach */
	bool inside;         /* it may be made of nothing but what bulk is made of (bulk.h) */
	bool through;        /* it may have in it what breaks bulk */
	uint32_t gate;       /* in gate_lists: this rule's first */
	uint32_t gate_count; /* 0: each match proves its keyword, or there are none */
	uint32_t
		look_back_lines; /* not 0: the first window begins with a line, if that is further back; 1: the one that look_back is in */
	const char *ends;        /* NULL, or what is in the database instead of the pattern */
};

struct plans {
	const struct rule *rules;
	const struct plan *items; /* items[i] is rules[i]'s */
	size_t count;
	const char *const *gates; /* distinct keywords, lower case, sorted */
	size_t gate_count;
	const uint32_t *gate_lists; /* indices in gates, rule after rule */
	size_t gate_list_count;
	/* A match of any rule that is not far (of its `ends`, where there are some), and any gate, reaches no further, with a byte before it and two behind it that it looks at. TO_THE_END
	 * bytes: no such limit is of use, as a rule that is far has no keywords. A rule that is far has gates, also where each match proves its keyword. */
	struct reach reach;
	const struct anchor *anchors;
	size_t anchor_count;
	bool hasty; /* compiled without Hyperscan's second engine, for short texts, which takes half of the time */
	double trial_s; /* about what compiling the patterns together takes, judging by what trying them one by one took; of plans_sketch: at most */
};

/* Plans for rules, in the arena. Every pattern is compiled once on trial. ERR_USAGE with the rule's
 * id where PCRE2 refuses a pattern, where secret_group names no group, where a rule could only be
 * run on whole blobs and has no keywords, and, with `strict` (the built-in rules), where Hyperscan
 * refuses a pattern or a pattern has no keywords. ERR_LOOK where the deadline (or NULL) passes. */
MUST_CHECK int plans_make(struct plans *out, const struct rules *rules, bool strict,
	const struct deadline *deadline, struct arena *arena, struct err *err);

/* How own rules are looked for. The same is found each way, but where something is left out as it would take too long (ration.h). */
enum manner {
	MANNER_COMPILED, /* by Hyperscan, all that it takes */
	MANNER_ANCHORED, /* by anchors those that have some; what else has keywords by PCRE2 on whole blobs, unless a match may be so wide that it
	                  * is far */
	MANNER_LIGHT, /* and those that are far too, but where the pattern looks at the blob's end: next to nothing is compiled */
};

/* The same without trying patterns one by one, which takes three times what compiling them together does: whether Hyperscan takes a pattern is what
 * it says of its text, and plans_compile may still refuse one. Then, and where trial_s is more time than there is, plans_make has to tell. */
MUST_CHECK int plans_sketch(struct plans *out, const struct rules *rules, enum manner manner,
	const struct deadline *deadline, struct arena *arena, struct err *err);

/* The same rules, of which only those that are far have anything to look for, and no gates: they are the few that whole texts are scanned for
 * where the rest is scanned for in part (carry.h), with a database of their own. *out borrows from both and the arena. */
MUST_CHECK int plans_far(
	struct plans *out, const struct plans *plans, struct arena *arena, struct err *err);

/* Which rules are in a database: all that have a window, or those that may match in bulk. */
enum scope { SCOPE_ALL, SCOPE_BULK };

/* *out is NULL where no rule has anything to look for. The caller owns it (hs_free_database).
 * platform NULL: this machine. Hyperscan cannot be interrupted: where the deadline leaves less time than it
 * will take, judging by trial_s, it is not begun (ERR_LOOK). */
MUST_CHECK int plans_compile(hs_database_t **out, const struct plans *plans, enum scope scope,
	const hs_platform_info_t *platform, const struct deadline *deadline, struct err *err);

/* A database as it lies in memory from an address that is a multiple of DATABASE_ALIGNMENT: what pack_load uses in
 * place. free() it. Hyperscan's databases hold offsets and no addresses. */
enum { DATABASE_ALIGNMENT = 64 };
MUST_CHECK int database_image(struct text *out, const hs_database_t *database, struct err *err);

/* What rules/embed.c writes: the secrets rules of builtin_rules and their plans. */
extern const struct plans builtin_plans;

#endif
