/* SPDX-License-Identifier: Apache-2.0
 *
 * Where package managers put what they install.
 */
#include <string.h>

#include "checks/dependencies/rules/kept.h"

/* Behind the first, or the last, part of a path that is this ("node_modules/"); path.len where there is none. */
static size_t behind(struct text path, const char *part, bool is_last)
{
	size_t len = strlen(part), found = path.len;

	for (size_t i = 0; i + len <= path.len; i++)
		if ((i == 0 || path.ptr[i - 1] == '/') && memcmp(path.ptr + i, part, len) == 0) {
			found = i + len;
			if (!is_last)
				break;
		}
	return found;
}

/* So many parts from there are the package's name; false where no folder is called so. */
static bool take_name(struct kept_place *out, struct text path, size_t from, size_t parts)
{
	size_t to = from;

	while (parts && to < path.len)
		parts -= path.ptr[to++] == '/';
	out->folder = text_slice(path, 0, to);
	out->name = text_slice(path, from, to ? to - 1 : 0);
	out->rest = text_slice(path, to, path.len);
	return !parts && path.ptr[from] != '.';
}

bool kept_is_programs(struct text name)
{
	return text_starts(name, ".bin/") || text_is(name, ".bin");
}

static bool split_node(struct kept_place *out, struct text path)
{
	static const char folder[] = "node_modules/";
	size_t first = behind(path, folder, false), last = behind(path, folder, true);

	if (last == path.len)
		return false;
	out->top = text_slice(path, 0, first - strlen(folder));
	if (kept_is_programs(text_slice(path, last, path.len))) {
		(void)take_name(out, path, last, 1);
		return true;
	}
	return take_name(out, path, last, path.ptr[last] == '@' ? 2 : 1);
}

/* A package's name has so many parts, right below a folder. */
static bool split_folder(struct kept_place *out, struct text path, const char *folder, size_t parts)
{
	size_t at = behind(path, folder, false);

	if (at == path.len)
		return false;
	out->top = text_slice(path, 0, at - strlen(folder));
	return take_name(out, path, at, parts);
}

static bool split_composer(struct kept_place *out, struct text path)
{
	return split_folder(out, path, "vendor/", 2);
}

static bool split_pods(struct kept_place *out, struct text path)
{
	return split_folder(out, path, "Pods/", 1);
}

/* Bundler's own short form of a commit. */
static bool ends_in_commit(struct text name)
{
	enum { COMMIT = 12 };
	struct text commit =
		text_slice(name, name.len > COMMIT ? name.len - COMMIT : name.len, name.len);

	if (commit.len != COMMIT || name.len < COMMIT + 2 || name.ptr[name.len - COMMIT - 1] != '-')
		return false;
	for (size_t i = 0; i < COMMIT; i++)
		if (!memchr("0123456789abcdef", commit.ptr[i], 16))
			return false;
	return true;
}

/* "vendor/cache/NAME-COMMIT/": repositories, as `bundle cache` copies them. ".bundlecache" says nothing. */
static bool split_gem_repository(struct kept_place *out, struct text path)
{
	return split_folder(out, path, "vendor/cache/", 1) && ends_in_commit(out->name) &&
	       !text_is(out->rest, ".bundlecache");
}

static bool has_digit_at(struct text path, size_t at)
{
	return at < path.len && path.ptr[at] >= '0' && path.ptr[at] <= '9';
}

/* "ruby/3.1.0/gems/NAME-VERSION/", "…/bundler/gems/NAME-COMMIT/" and "…/specifications/NAME-VERSION.gemspec" below what BUNDLE_PATH
 * names. */
static bool split_gem(struct kept_place *out, struct text path)
{
	static const char *const folders[] = {"gems/", "bundler/gems/"};
	size_t ruby = behind(path, "ruby/", false), at;
	struct text rest;

	if (!has_digit_at(path, ruby))
		return false;
	at = ruby + text_find(text_slice(path, ruby, path.len), text_of("/")) + 1;
	rest = text_slice(path, at, path.len);
	out->top = text_of("");
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (text_starts(rest, folders[i]))
			return take_name(out, path, at + strlen(folders[i]), 1);
	if (!text_starts(rest, "specifications/") || !text_ends(rest, ".gemspec"))
		return false;
	*out = (struct kept_place){.top = out->top,
		.folder = path,
		.name = text_slice(rest, strlen("specifications/"), rest.len - strlen(".gemspec")),
		.rest = rest};
	return true;
}

const struct kept_layout kept_layouts[KEPT_LAYOUTS] = {
	{.split = split_node,
		.locks = {{"npm-lock", "package-lock.json", true},
			{"npm-lock", "npm-shrinkwrap.json", true},
			{"yarn-lock", "yarn.lock", false}, {"yarn-berry", "yarn.lock", false},
			{"pnpm-lock", "pnpm-lock.yaml", false}, {"bun-lock", "bun.lock", false},
			{"npm-lock", "node_modules/.package-lock.json", true}},
		.has_manifest = true},
	{.split = split_composer, .locks = {{"composer-lock", "composer.lock", false}}},
	{.split = split_pods,
		.locks = {{"podfile-lock", "Podfile.lock", false}},
		.has_parts = true},
	{.split = split_gem_repository, .says_version = true, .format = "gemfile-lock"},
	{.split = split_gem, .says_version = true, .format = "gemfile-lock"},
};
