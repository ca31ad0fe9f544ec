/* SPDX-License-Identifier: Apache-2.0
 *
 * A vendor/ of Go whose modules.txt is gone.
 */
#include "checks/dependencies/vendored_tree.h"
#include "gate/base/glob.h"

/* A file that is built and that the change brings. */
static bool is_brought(const struct file *file)
{
	return file->base_mode == MODE_NONE && file->head_mode != MODE_NONE &&
	       module_is_built(file->path);
}

/* Of a file below some other vendor/ that has no listing: whether it was listed here. *asked is the folder that was asked for last. */
static int came_unlisted(bool *out, const struct vendored_tree *tree, const struct file *file,
	struct text *asked, struct err *err)
{
	const struct vendored *vendored = tree->vendored;
	struct text inner = module_vendor_of(file->path), from, listing;
	const struct file *was;
	uint32_t mode;

	*out = false;
	if (!is_brought(file) || !inner.len || text_equal(inner, *asked))
		return 0;
	from = vendored_path(
		vendored, vendored->folder, text_slice(file->path, inner.len, file->path.len));
	listing = vendored_path(vendored, inner, text_of("modules.txt"));
	if (!from.ptr || !listing.ptr)
		return err_nomem(err);
	was = change_file(vendored->judging->job->change, from);
	if (!was || was->base_mode == MODE_NONE)
		return 0;
	*asked = inner;
	if (job_mode(vendored->judging->job, SIDE_HEAD, listing, &mode, err) < 0)
		return -1;
	*out = mode == MODE_NONE;
	return 0;
}

/* The tree moved, and its listing did not. */
static int judge_moved_away(const struct vendored_tree *tree, struct err *err)
{
	const struct change *change = tree->vendored->judging->job->change;
	struct text asked = {0};
	bool found = false;

	for (size_t i = 0; i < change->file_count && !found; i++) {
		if (came_unlisted(&found, tree, &change->files[i], &asked, err) < 0)
			return -1;
		if (found && vendored_tree_report(tree, "dependencies/vendored-changed", NULL,
				     change->files[i].path, 0,
				     "came from a vendor/ whose modules.txt did not come with it",
				     err) < 0)
			return -1;
	}
	return 0;
}

/* Without its listing nothing says what a tree is a copy of, now and in all changes to come. */
int vendored_gone(const struct vendored_tree *tree, struct err *err)
{
	struct check_job reading = *tree->vendored->judging->job;
	struct paths left = {0};
	const char *glob = glob_in_folder(tree->vendored->folder, "**/*.go", tree->vendored->arena);

	reading.arena = tree->vendored->arena;
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_HEAD, glob, &left, err) < 0)
		return -1;
	return left.count ? vendored_tree_report(tree, "dependencies/vendored-changed", NULL,
				    tree->listing_path, 0,
				    "is gone, and what it lists is still here", err)
			  : judge_moved_away(tree, err);
}
