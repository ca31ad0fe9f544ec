/* SPDX-License-Identifier: Apache-2.0
 *
 * Who asks for what in a lock, and which pin that is. In npm's locks pins stand in folders, and node finds them from the
 * asker's own node_modules upwards (nodejs.org/api/modules.html, "Loading from node_modules folders"); in yarn's
 * they stand under what was asked for, "name@range". A tree belongs to a lock: its nodes are the lock's pins, in the
 * same order.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_NPM_TREE_H
#define SEAMGATE_DEPENDENCIES_FORMATS_NPM_TREE_H

#include "checks/dependencies/format.h"
#include "gate/base/keys.h"

enum ask_kind {
	ASK_PLAIN,
	ASK_PEER,   /* met by what is there already, so it says little about who put it there */
	ASK_TARGET, /* of a link: the place it points to */
};

/* Small, because a large lock has hundreds of thousands. */
struct npm_ask {
	const char *name, *range;
	uint32_t name_len, range_len;
	enum ask_kind kind;
};

struct npm_ask npm_ask(struct text name, struct text range, enum ask_kind kind);
struct text npm_ask_name(const struct npm_ask *ask);
struct text npm_ask_range(const struct npm_ask *ask);

/* Beside each pin. */
struct npm_node {
	const struct npm_ask *asks;
	uint32_t ask_count;
	bool has_own; /* something may stand in its own node_modules */
	/* The bytes of the entry in the content, where the pin and its asks are all that was read out of them: bytes is 0
	 * otherwise. */
	uint32_t bytes, lines;
	size_t at;
};

struct npm_tree {
	const struct lock *lock;
	struct arena *arena;
	const char *name; /* the file's, for errors */
	bool by_range;    /* as yarn's: found by "name@range" */
	enum {
		STYLE_NOT_SEEN,
		STYLE_ASKED,
		STYLE_FOUND
	} style; /* of its asks, once shadow was asked: ranges, or
	                                                          * the versions that were found for them */
	bool nests_newest; /* bun: what a new package asks for is nested in its newest version, even where the one
	                       * above would do */
	bool has_plain_only;  /* asks of peers are not in this file (npm's version 1, yarn 1) */
	struct keys places;   /* folders, or "name@range"; number is the pin's, plus 1 */
	struct keys packages; /* the same by "name@version", once shadow was asked */
	struct npm_node *nodes;
	size_t node_count, node_capacity;
	struct npm_ask *root_asks, *pending;
	size_t root_count, root_capacity, pending_count, pending_capacity;
	struct edges edges;             /* once npm_tree_link was called */
	const struct npm_ask **origins; /* beside each edge */
	size_t origin_count, origin_capacity;
	uint32_t *by_target, *first_to; /* edges by their target, once shadow was asked */
	/* Where entries were taken over from the base: only asks for the others' names become edges, which are all
	 * that lead to entries that are new. By the ends of names. */
	bool *fresh;
	uint64_t work,
		budget; /* bytes hashed to find things; more than budget is a file made to be slow */
};

/* An empty one for a lock. */
MUST_CHECK int npm_tree_new(
	struct npm_tree **out, struct lock *lock, const struct document *document, struct err *err);

/* Adds the node of the pin that was added last. `stands`: its place is looked up from now on, and means this one;
 * *again, where that is not NULL: it meant another. */
MUST_CHECK int npm_tree_node(struct npm_tree *tree, bool stands, bool *again, struct err *err);

/* The node that was added last is not the base's: called for all of those, or for none. */
MUST_CHECK int npm_tree_fresh(struct npm_tree *tree, struct err *err);

/* What else a node is looked up by. The first that has it keeps it. */
MUST_CHECK int npm_tree_name(
	struct npm_tree *tree, uint32_t node, struct text place, struct err *err);

/* Somebody asks for it: kept until it is said who. Texts live as long as the lock. */
MUST_CHECK int npm_tree_ask(struct npm_tree *tree, const struct npm_ask *ask, struct err *err);

/* It was the node that was added last; or the project. */
MUST_CHECK int npm_tree_settle(struct npm_tree *tree, struct err *err);
MUST_CHECK int npm_tree_settle_root(struct npm_tree *tree, struct err *err);

/* What the node that was added last asks for, where that is in memory already: it is not copied. */
void npm_tree_asks(struct npm_tree *tree, const struct npm_ask *asks, size_t count);

/* The pin at a place, or EDGE_ROOT. */
uint32_t npm_tree_at(const struct npm_tree *tree, struct text place);

/* The pin that `name` means for a package at `place`, or EDGE_ROOT; the place itself is the first to be looked below. */
uint32_t npm_tree_resolve(struct npm_tree *tree, struct text place, struct text name);

/* format->link, find and shadow; lock->index is the tree. ERR_LOOK where linking would take too long. */
int npm_tree_link(const struct edges **out, const struct lock *lock, struct err *err);
uint32_t npm_tree_find(const struct lock *lock, const struct need *need);
const char *npm_tree_shadow(const struct lock *lock, uint32_t pin, const struct lock *base);

#endif
