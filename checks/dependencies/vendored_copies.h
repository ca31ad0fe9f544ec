/* SPDX-License-Identifier: Apache-2.0
 *
 * All modules that the base has in any vendor/ of Go, so that a module which comes into another folder (the tree was moved, or the
 * module with it, or two trees became one) is held to the files that it had. A module is what it is a copy of: its path and
 * version, or those that take its place.
 */
#ifndef SEAMGATE_DEPENDENCIES_VENDORED_COPIES_H
#define SEAMGATE_DEPENDENCIES_VENDORED_COPIES_H

#include "checks/dependencies/modules.h"
#include "checks/dependencies/vendored.h"

/* One vendor/ of the base. */
struct vendored_base {
	struct text folder;
	struct listing listing;
};

/* A module in one of them; sorted by name, version, kind, folder. */
struct vendored_copy {
	struct text name, version;
	bool is_folder;
	const struct vendored_base *base;
	const struct module *module;
};

/* Lives as long as the check. */
struct vendored_copies {
	struct vendored_base *bases;
	size_t base_count;
	struct vendored_copy *items;
	size_t count;
};

/* Copies of one module, a part of them all. */
struct copies_of {
	const struct vendored_copy *items;
	size_t count;
};

/* Reads them when they are first wanted: that lists the base's whole tree. */
MUST_CHECK int copies_read(
	const struct vendored_copies **out, const struct vendored *vendored, struct err *err);

struct copies_of copies_of(const struct vendored_copies *copies, const struct module *module);

/* Both are copies of the same. */
bool copies_are_same(const struct module *a, const struct module *b);

/* The same but for the folder that takes their place, which has another path once they moved. */
bool copies_are_of_one(const struct module *a, const struct module *b);

/* The vendor/ of the base that has most of the modules of a listing; NULL where none has any. */
MUST_CHECK int copies_before(const struct vendored_base **out, const struct vendored *vendored,
	const struct listing *head, struct err *err);

/* Whether it has the same file at a path below it. */
MUST_CHECK int copies_have_file(bool *out, const struct vendored *vendored,
	const struct vendored_base *base, const struct file *file, struct text path,
	struct err *err);

/* A file at the head that is the module's, below its folder at `rest` ("/doc.go"). *out is NULL where one of the copies has the same file,
 * or none has its package; else why go mod vendor would not have made it. In vendored->arena. */
MUST_CHECK int copies_fault(const char **out, const struct vendored *vendored,
	struct copies_of copies, const struct file *file, struct text rest, struct err *err);

/* "LICENSE" and its like, which go mod vendor copies from the folders above a package (cmd/go, metaPrefixes). */
bool vendored_is_metadata(struct text path);

#endif
