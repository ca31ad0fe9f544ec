/* SPDX-License-Identifier: Apache-2.0
 *
 * Refs that are pushed, as ranges: what pre-push (push.c) and pre-receive (receive.c) share. Private.
 */
#ifndef SEAMGATE_CHANGE_PUSH_H
#define SEAMGATE_CHANGE_PUSH_H

#include "gate/change/request.h"

enum { MOST_LIKELY = 3, LONGEST_LINE = 4096, MOST_LINES = 10000 };

/* A range and the names of the refs that lead to it. */
struct pushed {
	struct range range;
	struct text *refs;
	size_t ref_count, ref_capacity;
};

struct push {
	struct repo *repo;
	struct arena *arena;
	struct text remote, shown_remote;
	struct refs known;        /* refs whose history is no news to the other side */
	const struct oid *hidden; /* their commits */
	struct text
		likely[MOST_LIKELY]; /* names among them: the sooner, the likelier the branch that a
	                                  * new one was cut from */
	struct pushed *items;
	size_t count, capacity;
};

/* One ref that is pushed. */
struct update {
	struct text local_ref, remote_ref;
	struct text local;  /* revision */
	struct text remote; /* revision, or "" for a new ref */
};

/* Lists the refs below a prefix as those that the other side knows. */
MUST_CHECK int push_begin(struct push *push, const char *prefix, struct err *err);

/* Adds the range of a ref; two refs of one range are one range with two names. */
MUST_CHECK int push_add(struct push *push, const struct update *update, struct err *err);

MUST_CHECK int push_finish(const struct push *push, struct ranges *out, struct err *err);

/* --- of a line --- */

/* Takes the field behind the last space off *rest. */
bool push_take_last(struct text *rest, struct text *field);
bool push_is_id(struct text text); /* 40 or 64 hex digits */
bool push_is_zero(struct text id);
bool push_has_control(struct text text);

#endif
