/* SPDX-License-Identifier: Apache-2.0
 *
 * Who asks for whom in locks where an entry names the keys of other entries (pnpm, yarn, bun, deno). Entries may come in any
 * order: asks are collected, and made edges at the end.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_ASKS_H
#define SEAMGATE_DEPENDENCIES_FORMATS_ASKS_H

#include "checks/dependencies/format.h"
#include "gate/base/keys.h"

/* As `from`: the entry is named by from_key. */
#define ASK_BY_KEY (UINT32_MAX - 1)

struct ask {
	uint32_t from; /* a pin, EDGE_ROOT or ASK_BY_KEY */
	struct text from_key;
	struct text key;  /* of the entry that is asked for */
	struct text name; /* under which it is asked for */
	struct text
		range; /* NULL, or what the pin must be: of that name, and of a version in that range */
};

/* What asks_shadow compares with; in lock->index. */
struct asks_index {
	struct arena *arena;
	struct keys keys; /* pin + 1 by key */
	/* Once shadow was asked, of a base: */
	struct keys packages; /* "name\nversion"; number is the first pin's, plus 1 */
	uint32_t
		*next; /* by pin plus 1: the next pin of the same package, likewise; 0 at the end */
	uint32_t *targets,
		*first_of; /* whom each pin asks for, likewise in the order of who asks */
	struct keys
		asked;  /* number of a package, "\n", wanted name: of those that were asked about */
	bool *is_noted; /* by package: `asked` has its own */
	bool is_built;
	struct text mark; /* see asks_mark */
	struct keys
		forced; /* names for which the file puts other packages or versions: see asks_force */
	struct text *
		misfits; /* by pin: what it is called by and is not, "name range"; .ptr NULL where it fits */
	uint32_t *
		first_to; /* by pin: its first edge in lock->edges, which are in the order of `to`; one more at the end */
	struct text *dangling; /* keys that are asked for and nowhere */
	size_t dangling_count, dangling_capacity;
	struct asks_offer {
		uint32_t pin, next; /* next: 1 + the pin's offer before it, or 0 */
		struct text name;
	} * offers; /* see asks_offer */
	size_t offer_count, offer_capacity;
	uint32_t *last_offer;         /* by pin, once built */
	struct pnpm_entries *entries; /* pnpm's reader's own: what it may take over for the head */
};

struct asks {
	struct lock *lock;
	struct arena *work;
	struct asks_index *index;
	struct keys names; /* first item of `also` + 1 by name */
	struct also {
		uint32_t pin, next;
	} * also;
	size_t also_count, also_capacity;
	struct ask *items; /* that lead to what was not read yet */
	size_t count, capacity;
	struct edges edges; /* the others */
	struct asker {
		struct text key;
		uint32_t pin;
	} last; /* who asked last: the asks of one entry stand together */
	struct misfit {
		uint32_t pin;
		struct text what;
	} * misfits;
	size_t misfit_count, misfit_capacity;
};

/* What is only needed until asks_resolve goes into `work`. */
MUST_CHECK int asks_start(
	struct asks *asks, struct lock *lock, struct arena *work, struct err *err);

/* A pin is called by this key; of several the last counts. The key must live as long as asks_pin is called. */
MUST_CHECK int asks_name(struct asks *asks, struct text key, uint32_t pin, struct err *err);

/* An ask whose key is nowhere leads to all pins of its name that were given here: what is forced on the asking
 * one has other keys than it asks for. */
MUST_CHECK int asks_also(struct asks *asks, struct text name, uint32_t pin, struct err *err);

/* Texts in it must live as long as the lock, but for the key. */
MUST_CHECK int asks_add(struct asks *asks, const struct ask *ask, struct err *err);

/* Notes a pin where it is not of that name, or of no version in that range. */
MUST_CHECK int asks_fit(
	struct asks *asks, uint32_t pin, struct text name, struct text range, struct err *err);

/* Something that, when it changes, changes what unchanged packages ask for: a checksum of hooks. */
MUST_CHECK int asks_mark(struct asks *asks, struct text mark, struct err *err);

/* The asking entry names that package without leading to a pin: its peer, what it brings along, what was a folder of the project. Should it be
 * asked for later, that is nothing new. Only of a base's lock it matters. Where the asking one is not known nothing is noted. */
MUST_CHECK int asks_offer(struct asks *asks, const struct ask *ask, struct err *err);

/* Whoever asks for that name gets what the file says instead; once it does not say so any more, packages ask for the
 * name again without having changed. */
MUST_CHECK int asks_force(struct asks *asks, struct text name, struct err *err);

/* Gives the lock its edges, in the order of `to`; may be called again once more was asked for. Asks for what is not there are left out: optional ones. */
MUST_CHECK int asks_resolve(struct asks *asks, struct err *err);

/* The pin of that key, or EDGE_ROOT. */
uint32_t asks_pin(const struct asks_index *index, struct text key);

/* True where something that an ask of the base's lock did not find is here now. Before asks_resolve. */
bool asks_land(const struct asks *asks, const struct asks_index *base);

/* format->shadow: a new entry that is another than is asked for, or that only packages ask for which were there before and did
 * not ask for that name then. */
const char *asks_shadow(const struct lock *lock, uint32_t pin, const struct lock *base);

#endif
