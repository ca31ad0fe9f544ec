/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that a move of a vendor/ of Go left behind.
 */
#include "checks/dependencies/vendored_tree.h"
#include "gate/base/glob.h"

/* Its package is listed still, and in the base's tree it had this file. */
static bool is_wanted(
	const struct vendored_tree *tree, struct text path, const struct module **module)
{
	struct owner owner = listing_owner(&tree->before->listing, path);

	*module = owner.module ? listing_module(&tree->head, owner.module->path) : NULL;
	return *module && owner.package && copies_are_of_one(owner.module, *module) &&
	       listing_package(&tree->head, vendored_parent(path)) && !vendored_may_go(path);
}

static int judge_left(const struct vendored_tree *tree, struct text path, struct err *err)
{
	const struct module *module;
	struct file file = {.path = vendored_path(tree->vendored, tree->vendored->folder, path)};
	bool equal = false;

	if (!file.path.ptr)
		return err_nomem(err);
	if (!is_wanted(tree, path, &module))
		return 0;
	if (job_mode(tree->vendored->judging->job, SIDE_HEAD, file.path, &file.head_mode, err) < 0)
		return -1;
	if (file.head_mode != MODE_NONE)
		return 0;
	if (module_is_folder(module) &&
		vendored_equals_original(&equal, tree, module, &file, path, err) < 0)
		return -1;
	return vendored_report_fault(tree, module, &file,
		equal ? NULL
		      : "was taken out of a package that the base has of the same version "
			"elsewhere",
		err);
}

int vendored_left_behind(const struct vendored_tree *tree, struct err *err)
{
	struct check_job reading = *tree->vendored->judging->job;
	struct paths paths = {0};
	const char *glob;

	if (!tree->before)
		return 0;
	glob = glob_in_folder(tree->before->folder, "**", tree->vendored->arena);
	reading.arena = tree->vendored->arena;
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_BASE, glob, &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && !job_stopped(&reading); i++)
		if (judge_left(tree,
			    text_slice(
				    paths.items[i], tree->before->folder.len, paths.items[i].len),
			    err) < 0)
			return -1;
	return 0;
}
