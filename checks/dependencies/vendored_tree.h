/* SPDX-License-Identifier: Apache-2.0
 *
 * One vendor/ of Go with a modules.txt on some side: what vendored_modules.c shares with the files about what a move left behind
 * (vendored_left.c) and about listings that are gone (vendored_gone.c). Everything lives in vendored->arena.
 */
#ifndef SEAMGATE_DEPENDENCIES_VENDORED_TREE_H
#define SEAMGATE_DEPENDENCIES_VENDORED_TREE_H

#include "checks/dependencies/modules.h"
#include "checks/dependencies/vendored_copies.h"

struct vendored_tree {
	const struct vendored *vendored;
	struct text listing_path;
	struct listing base, head;
	struct lock manifest, sum; /* go.mod's needs sorted; go.sum */
	bool has_manifest, has_sum;
	struct keys built; /* modules that the head has packages of */
	const struct vendored_base *
		before; /* where it was, or what it was copied from; NULL: it stayed, or is vendored only now */
};

/* Files that are wanted still, that the folder it was in has at the base, and that did not come along. */
MUST_CHECK int vendored_left_behind(const struct vendored_tree *tree, struct err *err);

/* The head has no listing. */
MUST_CHECK int vendored_gone(const struct vendored_tree *tree, struct err *err);

/* `module` NULL: it is told by its path. */
MUST_CHECK int vendored_tree_report(const struct vendored_tree *tree, const char *rule,
	const struct module *module, struct text path, uint32_t line, const char *what,
	struct err *err);

/* A file of a module; `fault` NULL: nothing. */
MUST_CHECK int vendored_report_fault(const struct vendored_tree *tree, const struct module *module,
	const struct file *file, const char *fault, struct err *err);

/* What takes the module's place is in the repository: whether the copy, at `path` below the tree, is as it. A link into it is as good. */
MUST_CHECK int vendored_equals_original(bool *out, const struct vendored_tree *tree,
	const struct module *module, const struct file *file, struct text path, struct err *err);

/* What later versions of go mod vendor no longer copy. */
bool vendored_may_go(struct text path);

/* The folder of a path, without its slash. */
struct text vendored_parent(struct text path);

#endif
