/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/vendored_tree.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/subjects.h"

/* ---- reading ---- */

static int read_listing(
	struct listing *out, const struct vendored_tree *tree, enum side side, struct err *err)
{
	struct text content;

	*out = (struct listing){0};
	if (vendored_read(&content, tree->vendored, side, tree->listing_path, err) < 0)
		return -1;
	out->is_there = content.ptr != NULL;
	return content.ptr ? listing_parse(out, content, tree->vendored->arena, err) : 0;
}

/* ---- the files beside ---- */

static struct text top_of(const struct vendored_tree *tree)
{
	return text_slice(
		tree->vendored->folder, 0, tree->vendored->folder.len - strlen("vendor/"));
}

static int read_beside(struct lock *out, bool *found, const struct vendored_tree *tree,
	const char *name, struct err *err)
{
	const struct format *format[MOST_FORMATS_OF_A_PATH];
	struct text path = vendored_path(tree->vendored, top_of(tree), text_of(name));
	struct check_job reading = *tree->vendored->judging->job;
	struct err own = {0};

	*found = false;
	if (!path.ptr)
		return err_nomem(err);
	reading.arena = tree->vendored->arena;
	if (formats_of_path(format, text_of(name)) == 0)
		return 0;
	if (lock_read(out, found, format[0], &reading, SIDE_HEAD, path, &own) == 0)
		return 0;
	*found = false; /* a subject of its own, where the change touches it */
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

static int compare_needs(const void *left, const void *right)
{
	return text_compare(((const struct need *)left)->name, ((const struct need *)right)->name);
}

static int list_built(struct vendored_tree *tree, struct err *err)
{
	uint32_t *number;

	keys_start(&tree->built, tree->vendored->arena);
	for (size_t i = 0; i < tree->head.package_count; i++)
		if (keys_add(&tree->built, tree->head.packages[i].module, &number, err) < 0)
			return -1;
	return 0;
}

static int read_manifests(struct vendored_tree *tree, struct err *err)
{
	struct needs *needs = &tree->manifest.needs;

	if (read_beside(&tree->manifest, &tree->has_manifest, tree, "go.mod", err) < 0 ||
		read_beside(&tree->sum, &tree->has_sum, tree, "go.sum", err) < 0)
		return -1;
	if (tree->has_manifest && needs->count > 1)
		qsort(needs->items, needs->count, sizeof(*needs->items), compare_needs);
	return 0;
}

/* ---- judging modules.txt ---- */

int vendored_tree_report(const struct vendored_tree *tree, const char *rule,
	const struct module *module, struct text path, uint32_t line, const char *what,
	struct err *err)
{
	const struct vendored_finding finding = {.rule = rule,
		.ecosystem_format = "go-sum",
		.path = path,
		.name = module ? module->path : path,
		.version = module ? module->version : text_of(""),
		.line = line,
		.what = what};

	return vendored_report(tree->vendored, &finding, err);
}

static bool has_sum(const struct vendored_tree *tree, const struct need *need)
{
	const struct format *sum[MOST_FORMATS_OF_A_PATH];

	return formats_of_path(sum, text_of("go.sum")) &&
	       sum[0]->find(&tree->sum, need) != EDGE_ROOT;
}

/* What it is a copy of. */
static struct need need_of(const struct module *module)
{
	bool replaced = module->to_version.len > 0;

	return (struct need){.name = replaced ? module->to : module->path,
		.range = replaced ? module->to_version : module->version};
}

/* What go.mod asks for, or, where it is silent (before Go 1.17 of indirect ones), what go.sum has. */
static bool is_pinned(const struct vendored_tree *tree, const struct module *module)
{
	const struct needs *needs = &tree->manifest.needs;
	const struct need need = need_of(module);
	const struct need *found = needs->count ? bsearch(&need, needs->items, needs->count,
							  sizeof(need), compare_needs)
						: NULL;

	if (found)
		return found->flags & NEED_LOCAL || text_equal(found->range, need.range);
	return !tree->has_sum || module_is_folder(module) || !module->version.len ||
	       has_sum(tree, &need);
}

/* Of the zip, and not of its go.mod alone. */
static bool has_hash(const struct vendored_tree *tree, const struct need *need)
{
	const struct format *sum[MOST_FORMATS_OF_A_PATH];
	uint32_t at;

	if (!formats_of_path(sum, text_of("go.sum")))
		return false;
	at = sum[0]->find(&tree->sum, need);
	return at != EDGE_ROOT && !tree->sum.pins.items[at].artifact.len;
}

/* go mod vendor copies out of a zip, whose hash is then in go.sum. go build -mod=vendor does not ask for it. */
static bool is_without_hash(const struct vendored_tree *tree, const struct module *module)
{
	const struct need need = need_of(module);

	return tree->has_sum && need.range.len && !module_is_folder(module) &&
	       keys_find(&tree->built, module->path) && !has_hash(tree, &need);
}

static const char *fault_of_module(const struct vendored_tree *tree, const struct module *module)
{
	if (!is_pinned(tree, module))
		return "is vendored, and go.mod and go.sum do not name this version";
	return is_without_hash(tree, module) ? "is vendored, and go.sum has no hash of this version"
					     : NULL;
}

/* Where it moved, what any vendor/ of the base has is as good as what this one had. */
static int was_pinned(
	bool *out, const struct vendored_tree *tree, const struct module *module, struct err *err)
{
	const struct vendored_copies *copies;

	*out = copies_are_same(listing_module(&tree->base, module->path), module);
	if (*out || !tree->before)
		return 0;
	if (copies_read(&copies, tree->vendored, err) < 0)
		return -1;
	*out = copies_of(copies, module).count > 0;
	return 0;
}

static int judge_listing(const struct vendored_tree *tree, struct err *err)
{
	const struct listing *head = &tree->head;

	for (size_t i = 0; tree->has_manifest && !head->is_workspace && i < head->module_count;
		i++) {
		const struct module *module = &head->modules[i];
		const char *fault = fault_of_module(tree, module);
		bool was = false;

		if (fault && was_pinned(&was, tree, module, err) < 0)
			return -1;
		if (fault && !was &&
			vendored_tree_report(tree, "dependencies/manifest-mismatch", module,
				tree->listing_path, module->line, fault, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- judging files ---- */

bool vendored_may_go(struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	return vendored_is_metadata(path) || text_is(name, "go.mod") || text_is(name, "go.sum") ||
	       text_ends(name, "_test.go");
}

/* The folder that takes a module's place, from the repository's top; false where it is outside. */
static bool original_folder(struct text *out, const struct vendored_tree *tree, struct text to)
{
	struct text top = top_of(tree);

	while (to.len && to.ptr[to.len - 1] == '/')
		to.len--;
	for (;; to = text_slice(to, text_starts(to, "../") ? 3 : 2, to.len)) {
		if (text_starts(to, "../") && top.len)
			top = folder_of(text_slice(top, 0, top.len - 1));
		else if (!text_starts(to, "./"))
			break;
	}
	*out = vendored_path(tree->vendored, top, to);
	return !text_starts(to, "..") && !text_starts(to, "/");
}

int vendored_equals_original(bool *out, const struct vendored_tree *tree,
	const struct module *module, const struct file *file, struct text path, struct err *err)
{
	const struct vendored *vendored = tree->vendored;
	struct text rest = text_slice(path, module->path.len, path.len), copy, original, folder;

	*out = file->head_mode == MODE_SYMLINK;
	if (*out || !original_folder(&folder, tree, module->to))
		return 0;
	if (!folder.ptr)
		return err_nomem(err);
	if (vendored_read(&original, vendored, SIDE_HEAD, vendored_path(vendored, folder, rest),
		    err) < 0 ||
		vendored_read(&copy, vendored, SIDE_HEAD, file->path, err) < 0)
		return -1;
	*out = !original.ptr == !copy.ptr && (!original.ptr || text_equal(original, copy));
	return 0;
}

struct text vendored_parent(struct text path)
{
	struct text folder = folder_of(path);

	return folder.len ? text_slice(folder, 0, folder.len - 1) : folder;
}

/* A package that nothing imports any more goes, and its files with it. */
static bool left_the_list(const struct vendored_tree *tree, struct text path)
{
	return listing_package(&tree->base, vendored_parent(path)) &&
	       !listing_package(&tree->head, vendored_parent(path));
}

/* A package that was not listed before comes with its files. */
static const char *fault_of_new(
	const struct vendored_tree *tree, const struct owner *owner, struct text path)
{
	if (vendored_is_metadata(path))
		return NULL;
	if (!owner->package)
		return "belongs to no package that is listed";
	return listing_package(&tree->base, owner->package->path)
		       ? "was added to a package of the same version"
		       : NULL;
}

/* NULL, or why go mod vendor would not have done this under the same version. */
static const char *fault_of(const struct vendored_tree *tree, const struct owner *owner,
	const struct file *file, struct text path)
{
	if (file->base_mode == MODE_NONE)
		return fault_of_new(tree, owner, path);
	if (file->head_mode == MODE_NONE)
		return owner->package && !vendored_may_go(path) && !left_the_list(tree, path)
			       ? "was taken out of a package of the same version"
			       : NULL;
	return "was edited under the same version";
}

/* ---- what came from elsewhere ---- */

int vendored_report_fault(const struct vendored_tree *tree, const struct module *module,
	const struct file *file, const char *fault, struct err *err)
{
	return fault ? vendored_tree_report(tree, "dependencies/vendored-changed", module,
			       file->path, 0, fault, err)
		     : 0;
}

/* Held to what any vendor/ of the base has of the module. */
static int judge_newcomer(const struct vendored_tree *tree, const struct module *module,
	const struct file *file, struct text path, struct err *err)
{
	const struct vendored_copies *copies;
	struct copies_of of;
	const char *fault = NULL;
	bool equal = false;

	if (file->head_mode == MODE_NONE)
		return 0;
	if (copies_read(&copies, tree->vendored, err) < 0)
		return -1;
	of = copies_of(copies, module);
	if (of.count && module_is_folder(module) &&
		vendored_equals_original(&equal, tree, module, file, path, err) < 0)
		return -1;
	if (!equal && copies_fault(&fault, tree->vendored, of, file,
			      text_slice(path, module->path.len, path.len), err) < 0)
		return -1;
	return vendored_report_fault(tree, module, file, fault, err);
}

static int judge_unlisted(const struct vendored_tree *tree, const struct file *file,
	struct text path, struct err *err)
{
	bool was = false;

	if (file->head_mode == MODE_NONE || (!tree->base.is_there && !tree->before))
		return 0;
	if (tree->before &&
		copies_have_file(&was, tree->vendored, tree->before, file, path, err) < 0)
		return -1;
	return was ? 0
		   : vendored_tree_report(tree, "dependencies/vendored-unlisted", NULL, file->path,
			     0, "belongs to no module of modules.txt", err);
}

/* ---- judging files, each ---- */

static int judge_file(const struct vendored_tree *tree, const struct file *file, struct err *err)
{
	struct text path = text_slice(file->path, tree->vendored->folder.len, file->path.len);
	struct owner owner = listing_owner(&tree->head, path);
	bool equal = false;
	const char *fault;

	if (folder_of(path).len == 0)
		return 0; /* modules.txt, and what stands beside it: no package */
	if (!owner.module)
		return judge_unlisted(tree, file, path, err);
	if (!copies_are_same(listing_module(&tree->base, owner.module->path), owner.module))
		return judge_newcomer(tree, owner.module, file, path, err);
	if (module_is_folder(owner.module) &&
		vendored_equals_original(&equal, tree, owner.module, file, path, err) < 0)
		return -1;
	fault = equal ? NULL : fault_of(tree, &owner, file, path);
	return vendored_report_fault(tree, owner.module, file, fault, err);
}

static int judge_files(const struct vendored_tree *tree, struct err *err)
{
	for (size_t i = 0; i < tree->vendored->file_count; i++)
		if (judge_file(tree, &tree->vendored->files[i], err) < 0)
			return -1;
	return 0;
}

/* ---- a folder ---- */

/* Vendored only now: there is nothing that it was before. */
static int judge_listed(struct vendored_tree *tree, struct err *err)
{
	if (!tree->base.is_there &&
		copies_before(&tree->before, tree->vendored, &tree->head, err) < 0)
		return -1;
	if (!tree->base.is_there && !tree->before)
		return 0;
	if (read_manifests(tree, err) < 0 || list_built(tree, err) < 0 ||
		judge_listing(tree, err) < 0 || judge_files(tree, err) < 0)
		return -1;
	return vendored_left_behind(tree, err);
}

int vendored_modules(const struct vendored *vendored, struct err *err)
{
	struct vendored_tree tree = {.vendored = vendored,
		.listing_path = vendored_path(vendored, vendored->folder, text_of("modules.txt"))};

	if (!tree.listing_path.ptr)
		return err_nomem(err);
	if (read_listing(&tree.base, &tree, SIDE_BASE, err) < 0 ||
		read_listing(&tree.head, &tree, SIDE_HEAD, err) < 0)
		return -1;
	return tree.head.is_there ? judge_listed(&tree, err) : vendored_gone(&tree, err);
}
