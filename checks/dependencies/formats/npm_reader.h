/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of both halves of npm's locks share (npm_lock.c, npm_packages.c, npm_older.c).
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_NPM_READER_H
#define SEAMGATE_DEPENDENCIES_FORMATS_NPM_READER_H

#include "checks/dependencies/formats/npm_tree.h"
#include "gate/base/json.h"

struct npm_reader {
	struct lock *lock;
	const struct document *document;
	struct npm_tree *tree;
	const struct npm_tree *base; /* NULL where there is none */
	struct arena *scratch;       /* of one member */
	unsigned version;
	bool has_packages, has_root, has_requires;
};

/* The cursor stands before the object. */
MUST_CHECK int npm_read_packages(
	struct npm_reader *reader, struct json_cursor *cursor, struct err *err);
MUST_CHECK int npm_read_older(
	struct npm_reader *reader, struct json_cursor *cursor, struct err *err);

/* An object of names and ranges: asks of the node that is settled next. */
MUST_CHECK int npm_read_asks(struct npm_reader *reader, const struct json *entry, const char *key,
	enum ask_kind kind, struct err *err);
MUST_CHECK int npm_add_ask(struct npm_reader *reader, struct text name, struct text range,
	enum ask_kind kind, struct err *err);

/* `integrity`, or the commit of a repository. */
MUST_CHECK int npm_read_digests(
	struct npm_reader *reader, struct pin *pin, const struct json *entry, struct err *err);

/* An entry must have a name, and a folder that may exist. */
MUST_CHECK int npm_check_entry(struct npm_reader *reader, const struct pin *pin, struct err *err);

MUST_CHECK int npm_note_doubled(
	struct npm_reader *reader, const struct json_member *member, struct err *err);

#endif
