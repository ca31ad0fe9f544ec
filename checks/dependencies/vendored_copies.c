/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/vendored_copies.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/subjects.h"

/* ---- reading ---- */

static struct vendored_copy copy_of(const struct module *module)
{
	bool replaced = module->to_version.len > 0;

	return (struct vendored_copy){.name = replaced ? module->to : module->path,
		.version = replaced ? module->to_version : module->version,
		.is_folder = module_is_folder(module),
		.module = module};
}

static int compare_copied(const struct vendored_copy *a, const struct vendored_copy *b)
{
	int order = text_compare(a->name, b->name);

	if (order == 0)
		order = text_compare(a->version, b->version);
	return order ? order : (int)a->is_folder - (int)b->is_folder;
}

static int compare_copies(const void *left, const void *right)
{
	const struct vendored_copy *a = left, *b = right;
	int order = compare_copied(a, b);

	if (order == 0)
		order = text_compare(a->base->folder, b->base->folder);
	return order ? order
		     : (a->module->line > b->module->line) - (a->module->line < b->module->line);
}

bool copies_are_of_one(const struct module *a, const struct module *b)
{
	const struct vendored_copy left = copy_of(a), right = copy_of(b);

	return compare_copied(&left, &right) == 0;
}

bool copies_are_same(const struct module *a, const struct module *b)
{
	return a && b && copies_are_of_one(a, b) &&
	       (!module_is_folder(a) || text_equal(a->to, b->to));
}

static int read_base(
	struct vendored_base *out, const struct check_job *job, struct text path, struct err *err)
{
	struct text content;

	*out = (struct vendored_base){.folder = folder_of(path)};
	if (job_read(job, SIDE_BASE, path, &content, err) < 0)
		return -1;
	out->listing.is_there = content.ptr != NULL;
	return content.ptr ? listing_parse(&out->listing, content, job->arena, err) : 0;
}

static int read_bases(struct vendored_copies *copies, const struct check_job *job, struct err *err)
{
	struct paths paths = {0};
	size_t most = 0;

	if (job_match(job, SIDE_BASE, "**/vendor/modules.txt", &paths, err) < 0)
		return -1;
	copies->bases = arena_array(job->arena, paths.count + 1, sizeof(*copies->bases));
	if (!copies->bases)
		return err_nomem(err);
	for (; copies->base_count < paths.count; copies->base_count++) {
		if (read_base(&copies->bases[copies->base_count], job,
			    paths.items[copies->base_count], err) < 0)
			return -1;
		most += copies->bases[copies->base_count].listing.module_count;
	}
	copies->items = arena_array(job->arena, most + 1, sizeof(*copies->items));
	return copies->items ? 0 : err_nomem(err);
}

static void fill(struct vendored_copies *copies)
{
	for (size_t b = 0; b < copies->base_count; b++)
		for (size_t m = 0; m < copies->bases[b].listing.module_count; m++) {
			struct vendored_copy *copy = &copies->items[copies->count++];

			*copy = copy_of(&copies->bases[b].listing.modules[m]);
			copy->base = &copies->bases[b];
		}
	if (copies->count > 1)
		qsort(copies->items, copies->count, sizeof(*copies->items), compare_copies);
}

int copies_read(
	const struct vendored_copies **out, const struct vendored *vendored, struct err *err)
{
	const struct check_job *job = vendored->judging->job;
	struct vendored_copies *made;

	*out = vendored->locks->copies;
	if (*out)
		return 0;
	made = arena_alloc(job->arena, sizeof(*made));
	if (!made)
		return err_nomem(err);
	*made = (struct vendored_copies){0};
	if (read_bases(made, job, err) < 0)
		return -1;
	fill(made);
	*out = vendored->locks->copies = made;
	return 0;
}

struct copies_of copies_of(const struct vendored_copies *copies, const struct module *module)
{
	const struct vendored_copy wanted = copy_of(module);
	size_t low = 0, high = copies->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_copied(&copies->items[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < copies->count && compare_copied(&copies->items[end], &wanted) == 0;)
		end++;
	return (struct copies_of){copies->items + low, end - low};
}

int copies_before(const struct vendored_base **out, const struct vendored *vendored,
	const struct listing *head, struct err *err)
{
	const struct vendored_copies *copies;
	size_t *shared, best = 0;

	*out = NULL;
	if (copies_read(&copies, vendored, err) < 0)
		return -1;
	shared = arena_array(vendored->arena, copies->base_count + 1, sizeof(*shared));
	if (!shared)
		return err_nomem(err);
	for (size_t m = 0; m < head->module_count; m++) {
		struct copies_of of = copies_of(copies, &head->modules[m]);

		for (size_t i = 0; i < of.count; i++)
			shared[of.items[i].base - copies->bases]++;
	}
	for (size_t b = 0; b < copies->base_count; b++)
		if (shared[b] > best) {
			best = shared[b];
			*out = &copies->bases[b];
		}
	return 0;
}

/* ---- a file of one ---- */

bool vendored_is_metadata(struct text path)
{
	static const char *const begins[] = {"AUTHORS", "CONTRIBUTORS", "COPYLEFT", "COPYING",
		"COPYRIGHT", "LEGAL", "LICENSE", "NOTICE", "PATENTS"};
	struct text name = text_slice(path, folder_of(path).len, path.len);

	if (module_is_built(name))
		return false;
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (text_starts(name, begins[i]))
			return true;
	return false;
}

struct held {
	const struct vendored *vendored;
	const struct file *file;
	struct text rest;
	struct text content; /* of the head's file, once it was read */
	const char *fault;
	bool is_same;
};

static int hold_contents(struct held *held, struct text path, struct err *err)
{
	struct text was;

	if (!held->content.ptr &&
		vendored_read(&held->content, held->vendored, SIDE_HEAD, held->file->path, err) < 0)
		return -1;
	if (vendored_read(&was, held->vendored, SIDE_BASE, path, err) < 0)
		return -1;
	held->is_same = was.ptr && held->content.ptr && text_equal(was, held->content);
	return 0;
}

static bool is_link(uint32_t mode)
{
	return mode == MODE_SYMLINK;
}

/* In a move both ids are in the change; what the change copied has to be read. */
static int hold_to(struct held *held, struct text path, uint32_t mode, struct err *err)
{
	const struct file *was = change_file(held->vendored->judging->job->change, path);

	if (is_link(mode) != is_link(held->file->head_mode))
		return 0;
	if (!was)
		return hold_contents(held, path, err);
	held->is_same = oid_equal(&was->base, &held->file->head);
	return 0;
}

/* Whether that vendor/ lists the package that the file is in. */
static bool lists_package(const struct held *held, const struct vendored_copy *copy)
{
	struct text package = folder_of(held->rest);
	struct text path = vendored_path(held->vendored, copy->module->path,
		text_slice(package, 0, package.len ? package.len - 1 : 0));

	return path.ptr && listing_package(&copy->base->listing, path);
}

static int hold_to_copy(struct held *held, const struct vendored_copy *copy, struct err *err)
{
	const struct vendored *vendored = held->vendored;
	struct text below = vendored_path(vendored, copy->module->path, held->rest), path;
	uint32_t mode;

	if (!below.ptr)
		return err_nomem(err);
	path = vendored_path(vendored, copy->base->folder, below);
	if (!path.ptr)
		return err_nomem(err);
	if (job_mode(vendored->judging->job, SIDE_BASE, path, &mode, err) < 0)
		return -1;
	if (mode == MODE_NONE) {
		if (!held->fault && !vendored_is_metadata(path) && lists_package(held, copy))
			held->fault =
				"was added to a package that the base has of the same version "
				"elsewhere";
		return 0;
	}
	held->fault = arena_printf(vendored->arena,
		"is not the file that the base has of the same version: %.*s", (int)path.len,
		path.ptr);
	return held->fault ? hold_to(held, path, mode, err) : err_nomem(err);
}

int copies_have_file(bool *out, const struct vendored *vendored, const struct vendored_base *base,
	const struct file *file, struct text path, struct err *err)
{
	struct held held = {.vendored = vendored, .file = file};
	struct text was = vendored_path(vendored, base->folder, path);
	uint32_t mode;

	*out = false;
	if (!was.ptr)
		return err_nomem(err);
	if (job_mode(vendored->judging->job, SIDE_BASE, was, &mode, err) < 0)
		return -1;
	if (mode != MODE_NONE && hold_to(&held, was, mode, err) < 0)
		return -1;
	*out = held.is_same;
	return 0;
}

int copies_fault(const char **out, const struct vendored *vendored, struct copies_of copies,
	const struct file *file, struct text rest, struct err *err)
{
	struct held held = {.vendored = vendored, .file = file, .rest = rest};

	*out = NULL;
	for (size_t i = 0; i < copies.count && !held.is_same; i++)
		if (hold_to_copy(&held, &copies.items[i], err) < 0)
			return -1;
	if (!held.is_same)
		*out = held.fault;
	return 0;
}
