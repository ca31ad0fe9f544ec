/* SPDX-License-Identifier: Apache-2.0
 *
 * Who asks for whom in uv.lock, poetry.lock and pdm.lock, as it is written: by name, sometimes by range. A published version asks
 * for the same for ever, so that a new entry which only packages ask for that were there before, and did not then, was put there.
 * Honest locks differ in two ways: in what is for some platforms and versions of Python only (uv leaves the condition out where it always holds), when
 * the project is for others than before (the mark), and in the lists of extras, when one is asked for that was not.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_PYTHON_ASKS_H
#define SEAMGATE_DEPENDENCIES_FORMATS_PYTHON_ASKS_H

#include "checks/dependencies/formats/python.h"

struct python_ask {
	uint32_t from;       /* pin, or EDGE_ROOT */
	struct text name;    /* in its normal form; "name[extra]" where an extra is asked for */
	struct text range;   /* pep440.h; "" where it is not said */
	struct text extra;   /* of the one who asks: asks for it only with that extra; "" */
	bool is_conditional; /* has a marker */
};

struct python_asks {
	struct arena *arena;
	struct python_ask *items;
	size_t count, capacity;
	struct python_offer {
		uint32_t from;
		struct text name;
	} * offers; /* see python_offer */
	size_t offer_count, offer_capacity;
	bool roots_are_elsewhere; /* what the project asks for stands in its manifest */
	char *mark;               /* for which platforms and versions of Python the lock is */
	size_t mark_len, mark_capacity;
	struct keys by_name; /* 1 + the last ask of a name */
	uint32_t *next;      /* by ask: 1 + an earlier one of its name, or 0 */
	unsigned char *
		known; /* by the last ask of a name: what python_shadow found of its asks; 0: not looked yet */
	struct keys
		said; /* of a base, once it was asked about: who was there, and what it asked for */
	bool is_said;
};

/* Texts must live as long as the lock. */
MUST_CHECK int python_ask(
	struct python_lock *reading, const struct python_ask *ask, struct err *err);

/* Likewise for each extra of a list ("x, y"): an ask for "name[x]". */
MUST_CHECK int python_ask_extras(struct python_lock *reading, const struct python_ask *ask,
	struct text extras, struct err *err);

/* The package's list of its extras names that one: should it be asked for later, that is nothing new. */
MUST_CHECK int python_offer(
	struct python_lock *reading, uint32_t from, struct text name, struct err *err);

/* The texts of a value, and of what is in it, behind what the mark has so far. */
MUST_CHECK int python_mark(struct python_lock *reading, const struct toml *value, struct err *err);

/* Once all is read: the lock's pins by name and its asks are ready for the three below. */
MUST_CHECK int python_asks_done(
	struct python_lock *reading, bool roots_are_elsewhere, struct err *err);

/* struct format's shadow, and is_let_in. */
const char *python_shadow(const struct lock *lock, uint32_t pin, const struct lock *base);
bool python_is_let_in(const struct lock *lock, uint32_t pin);

#endif
