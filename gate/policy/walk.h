/* SPDX-License-Identifier: Apache-2.0
 *
 * Goes through a table of options and the struct it filled, one step after the other, nested blocks
 * and lists of blocks included. What is shown, compared, hashed or described in the schema is
 * each a loop over these steps.
 */
#ifndef SEAMGATE_POLICY_WALK_H
#define SEAMGATE_POLICY_WALK_H

#include "gate/base/buffer.h"
#include "gate/base/yaml.h"
#include "gate/option.h"

enum walk_step {
	WALK_DONE,
	WALK_VALUE, /* an option that holds no blocks */
	WALK_BLOCK, /* a nested block begins */
	WALK_BLOCK_END,
	WALK_LIST, /* a list of blocks begins */
	WALK_ITEM, /* a block of that list begins */
	WALK_ITEM_END,
	WALK_LIST_END,
};

enum { WALK_DEEPEST = 16 };

struct walk_frame {
	const struct option *owner; /* the option that this block or list is the value of */
	const struct option *next;  /* the next option of a block; NULL: a list */
	const char *fields;         /* of the block, or of the list's next item; NULL: no values */
	const struct yaml
		*node; /* the block in the file, or the list's next item; NULL: not there */
	size_t left;   /* items of a list that are still to come */
	bool is_item;
};

struct walk {
	struct walk_frame frames[WALK_DEEPEST];
	size_t depth;
	/* of the step just made */
	const struct option *option; /* NULL at the end of the outermost block */
	const void *field;           /* NULL when walking a table without values */
	const struct yaml *node;     /* where it stands in the file, or NULL */
};

/* fields NULL: the table alone, each list as if it had one item. file may be NULL. */
void walk_start(
	struct walk *walk, const struct option *table, const void *fields, const struct yaml *file);
enum walk_step walk_next(struct walk *walk);

/* Behind WALK_BLOCK, WALK_LIST or WALK_ITEM: leaves it at once, without its end step. */
void walk_skip(struct walk *walk);

/* Appends a value of any type but a block, as it would stand in the file on one line. */
void walk_value(struct buffer *out, const struct option *option, const void *field);

/* Appends a whole block on one line: {key: value, list: [{a: 1}]}. What is unset is left out. */
void walk_flow(struct buffer *out, const struct option *table, const void *fields);

#endif
