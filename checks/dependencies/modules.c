/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/modules.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/subjects.h"

static bool next_word(struct text *rest, struct text *word)
{
	while (text_next_part(rest, ' ', word))
		if (word->len)
			return true;
	*word = text_of("");
	return false;
}

static int add_module(struct listing *listing, struct text line, uint32_t number,
	struct arena *arena, struct err *err)
{
	struct module module = {.line = number, .version = text_of("")};
	struct text word;

	next_word(&line, &module.path);
	if (next_word(&line, &word) && !text_is(word, "=>")) {
		module.version = word;
		next_word(&line, &word);
	}
	if (text_is(word, "=>")) {
		next_word(&line, &module.to);
		next_word(&line, &module.to_version);
	}
	if (arena_reserve(arena, (void **)&listing->modules, &listing->module_capacity,
		    listing->module_count + 1, sizeof(module)) < 0)
		return err_nomem(err);
	listing->modules[listing->module_count++] = module;
	return 0;
}

static int add_package(struct listing *listing, struct text path, struct text module,
	struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&listing->packages, &listing->package_capacity,
		    listing->package_count + 1, sizeof(*listing->packages)) < 0)
		return err_nomem(err);
	listing->packages[listing->package_count++] = (struct package){path, module};
	return 0;
}

/* Replacements of all versions stand once more at the end, without packages: the first entry of a path counts. */
static int compare_modules(const void *left, const void *right)
{
	const struct module *a = left, *b = right;
	int order = text_compare(a->path, b->path);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int compare_packages(const void *left, const void *right)
{
	return text_compare(
		((const struct package *)left)->path, ((const struct package *)right)->path);
}

int listing_parse(struct listing *listing, struct text rest, struct arena *arena, struct err *err)
{
	struct text line, module = text_of("");

	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		line = text_trim(line);
		if (text_starts(line, "## workspace"))
			listing->is_workspace = true;
		if (line.len == 0 || text_starts(line, "##"))
			continue;
		if (!text_starts(line, "# ")) {
			if (add_package(listing, line, module, arena, err) < 0)
				return -1;
			continue;
		}
		if (add_module(listing, text_slice(line, 2, line.len), number, arena, err) < 0)
			return -1;
		module = listing->modules[listing->module_count - 1].path;
	}
	if (listing->module_count > 1)
		qsort(listing->modules, listing->module_count, sizeof(*listing->modules),
			compare_modules);
	if (listing->package_count > 1)
		qsort(listing->packages, listing->package_count, sizeof(*listing->packages),
			compare_packages);
	return 0;
}

const struct module *listing_module(const struct listing *listing, struct text path)
{
	size_t low = 0, high = listing->module_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (text_compare(listing->modules[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < listing->module_count && text_equal(listing->modules[low].path, path)
		       ? &listing->modules[low]
		       : NULL;
}

const struct package *listing_package(const struct listing *listing, struct text path)
{
	const struct package key = {.path = path};

	return listing->package_count ? bsearch(&key, listing->packages, listing->package_count,
						sizeof(key), compare_packages)
				      : NULL;
}

static struct text parent_of(struct text path)
{
	struct text folder = folder_of(path);

	return folder.len ? text_slice(folder, 0, folder.len - 1) : folder;
}

/* What lies in the folder of a module that is nested in another's is none of the other's, whatever package that has above it. */
struct owner listing_owner(const struct listing *listing, struct text path)
{
	struct owner owner = {0};
	struct text at = parent_of(path);

	for (; at.len && !owner.package && !owner.module; at = parent_of(at)) {
		owner.package = listing_package(listing, at);
		owner.module = listing_module(listing, at);
	}
	if (owner.package)
		owner.module = listing_module(listing, owner.package->module);
	return owner;
}

bool module_is_folder(const struct module *module)
{
	return module->to.len && !module->to_version.len;
}

bool module_is_built(struct text name)
{
	static const char *const ends[] = {".go", ".s", ".S", ".sx", ".syso", ".c", ".cc", ".cpp",
		".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F", ".for", ".f90", ".swig",
		".swigcxx"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (text_ends(name, ends[i]))
			return true;
	return false;
}

struct text module_vendor_of(struct text path)
{
	struct text folder = folder_of(path);

	while (folder.len && !text_is(folder, "vendor/") && !text_ends(folder, "/vendor/"))
		folder = folder_of(text_slice(folder, 0, folder.len - 1));
	return folder;
}
