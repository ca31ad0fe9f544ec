/* SPDX-License-Identifier: Apache-2.0
 *
 * The commits that a walk has seen, with their colours. Private to walk.c, paint.c, paint_all.c and order.c.
 */
#ifndef SEAMGATE_CHANGE_PAINT_H
#define SEAMGATE_CHANGE_PAINT_H

#include "gate/change/commit.h"
#include "gate/change/oid_table.h"
#include "gate/change/walk.h"

enum {
	FROM_BASE = 1,   /* reachable from the base */
	FROM_HEAD = 2,   /* reachable from a head */
	FROM_HIDDEN = 4, /* reachable from a commit whose history is not new */
	BELOW_BASE = 8,  /* an ancestor of a merge base: none itself */
};

struct node {
	struct oid oid, tree;
	int64_t time;
	size_t first_link;      /* into paint->parents and paint->links */
	uint32_t parents_named; /* in the commit */
	uint32_t parent_count;  /* of them, those that are nodes: none at a shallow boundary */
	uint16_t quiet_bytes;   /* as in a place */
	unsigned char colours;
	bool is_linked; /* its parents are nodes */
	bool is_queued, is_merge_base;
};

/* A heap of node numbers, the first by `before` on top. */
struct queue {
	uint32_t *items;
	size_t count, capacity;
};

struct paint {
	const struct repo *repo;
	const struct range *range;
	struct arena *arena;
	struct number_table numbers; /* id -> node */
	struct node *nodes;
	size_t count, capacity;
	struct oid *parents; /* of all nodes */
	uint32_t *links;     /* the same as numbers of nodes, once those are linked */
	size_t parent_count, parent_capacity, link_capacity;
	struct queue queue;
	size_t open;    /* queued nodes below which something may still be found */
	bool both_ways; /* there is a base: each side is walked until it meets the other */
};

typedef bool node_before(const struct node *a, const struct node *b);
MUST_CHECK int queue_push(struct queue *queue, const struct paint *paint, uint32_t number,
	node_before *before, struct err *err);
uint32_t queue_pop(struct queue *queue, const struct paint *paint, node_before *before);

/* The node of a commit, read when it is new. */
MUST_CHECK int paint_node(
	uint32_t *out, struct paint *paint, const struct oid *oid, struct err *err);

/* Whether it is a node, and a commit that is none yet as one. */
bool paint_has(const struct paint *paint, const struct oid *oid);
MUST_CHECK int paint_take(struct paint *paint, const struct oid *oid,
	const struct commit_header *header, struct err *err);

/* Asks about a commit: its bytes where it is quiet, else 0. */
uint16_t paint_ask(const struct paint *paint, const struct oid *oid, struct text raw);

/* Makes nodes of all that those which are there come from, on so many threads: for a whole history, of which each is wanted. Nothing but their
 * order depends on the threads. What cannot be read is left out. */
void paint_read_all(struct paint *paint, unsigned threads);

/* Colours a commit and queues it. */
MUST_CHECK int paint_add(
	struct paint *paint, const struct oid *oid, unsigned colours, struct err *err);

/* Spreads the colours until nothing more can be found. */
MUST_CHECK int paint_spread(struct paint *paint, struct err *err);

/* True for a commit of the range. */
bool node_is_new(const struct node *node);

/* The new commits, parents before children; those that could come next by time, then by id. */
MUST_CHECK int paint_order(
	uint32_t **out, size_t *count, const struct paint *paint, struct err *err);

#endif
