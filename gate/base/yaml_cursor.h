/* SPDX-License-Identifier: Apache-2.0
 *
 * A walk over a YAML file too large for a tree, member by member, with json.h's words: each member's value is read
 * as a small tree into an arena that is reset for each. Two readers are behind it, and the caller does not see which: yaml_block.h,
 * which needs no tree of the whole, and where its subset ends, even in the middle of the walk, the
 * tree that libyaml gives. Both give the same members and values.
 *
 *     if (yaml_open(&cursor, text, name, &options, arena, err) < 0 ||
 *             yaml_enter(&cursor, YAML_MAP, err) < 0)
 *             return -1;
 *     for (;;) {
 *             if (yaml_next(&cursor, &member, &more, err) < 0)
 *                     return -1;
 *             if (!more)
 *                     break;
 *             arena_reset(scratch);
 *             if (yaml_value(&cursor, &value, scratch, err) < 0)
 *                     return -1;
 *     }
 *     return yaml_end(&cursor, err);
 *
 * With options->documents the outermost value is the list of the documents. A cursor has nothing to close. After an
 * error it is of no more use.
 */
#ifndef SEAMGATE_BASE_YAML_CURSOR_H
#define SEAMGATE_BASE_YAML_CURSOR_H

#include "gate/base/keys.h"
#include "gate/base/yaml.h"
#include "gate/base/yaml_block.h"

/* A map or list that the cursor is in. */
struct yaml_level {
	enum yaml_type type;
	bool documents;  /* the list of documents, which is not in the file */
	uint32_t indent; /* in the block reader: the column where its members begin, from 0 */
	size_t taken;    /* members gone to so far */
	struct keys keys;
	const struct yaml *node; /* in the tree: the container */
	const struct yaml *at;   /* in the tree: the member gone to last */
};

/* Lives where the caller wants it, and borrows text, name and options. Not for the caller to look into. */
struct yaml_cursor {
	struct yaml_block block;
	const char *name;
	const struct yaml_options *options;
	struct arena *arena;
	const struct yaml *tree; /* NULL while the block reader can go on */
	bool awaits_value;
	struct yaml_block_value value; /* the value that comes next, in the block reader */
	struct yaml_block member;      /* where the member begins that was gone to last */
	bool member_has_lines;         /* nothing is before it on its line */
	unsigned depth;
	struct yaml_level levels[YAML_DEEPEST + 1];
};

struct yaml_member {
	struct text key;       /* of a map's member; lives as long as text and the cursor's arena */
	uint32_t line, column; /* of the key, or of the item of a list */
	bool duplicate;        /* only with keep_duplicates */
	bool complex_key;      /* only with complex_keys */
	enum yaml_type type;   /* of the value */
};

/* The lines of a member. */
struct yaml_extent {
	struct text text;
	uint32_t lines; /* line ends in text */
};

/* Puts the cursor before the file's value. What it must remember lives in the arena (which must not be
 * reset while it is in use), and so does, where the subset does not hold, the whole tree. */
MUST_CHECK int yaml_open(struct yaml_cursor *cursor, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err);

/* Enters the value that the cursor stands before, a YAML_MAP or a YAML_LIST; another type is an error with its place. */
MUST_CHECK int yaml_enter(struct yaml_cursor *cursor, enum yaml_type type, struct err *err);

/* Goes to the next member or item of the container that was entered last, skipping the value of the
 * one before if it was not read. *more false: there was none, and the container is left. */
MUST_CHECK int yaml_next(
	struct yaml_cursor *cursor, struct yaml_member *out, bool *more, struct err *err);

/* The value that the cursor stands before, as a tree in the arena, which borrows from text too. */
MUST_CHECK int yaml_value(
	struct yaml_cursor *cursor, const struct yaml **out, struct arena *arena, struct err *err);

/* The same of a mapping, of which the tree need have no other members than those (names, NULL behind the last; NULL: all). The others are
 * checked, but not for duplicate keys. */
MUST_CHECK int yaml_members(struct yaml_cursor *cursor, const char *const *wanted,
	const struct yaml **out, struct arena *arena, struct err *err);

/* Goes behind the value. It is checked like any other, but not for duplicate keys inside it. */
MUST_CHECK int yaml_skip(struct yaml_cursor *cursor, struct err *err);

/* The one value was read and nothing is behind it. */
MUST_CHECK int yaml_end(struct yaml_cursor *cursor, struct err *err);

/* Directly behind yaml_value or yaml_skip: the lines of the member, from the start of its key's up to the next line that is
 * neither blank nor a comment. False where it has none of its own (it shares a line with others, nothing follows, or
 * the file is read through libyaml). */
bool yaml_extent(const struct yaml_cursor *cursor, struct yaml_extent *out);

/* The same where nothing follows, too: good for reading the member again by itself, not for yaml_is_extent. Empty where it has none. */
struct text yaml_lines(const struct yaml_cursor *cursor);

/* Directly behind yaml_next: whether the member's lines are those of the extent. It is that of a member, of a container
 * of the same type, whose value was read without error before: equal lines are then equal members. */
bool yaml_is_extent(const struct yaml_cursor *cursor, const struct yaml_extent *extent);

/* Goes behind the member without looking at it, where yaml_is_extent is true. */
void yaml_jump(struct yaml_cursor *cursor, const struct yaml_extent *extent);

#endif
