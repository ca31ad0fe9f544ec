/* SPDX-License-Identifier: Apache-2.0
 *
 * What a project asks for and forces, as its pnpm-lock.yaml repeats it: `importers`, or the same at the top where there is
 * no workspace; `overrides`; checksums of what changes dependencies.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/pnpm.h"

static bool is_forced(const struct pnpm *pnpm, struct text name, struct text range)
{
	char *key = arena_printf(
		pnpm->scratch, "%.*s\n%.*s", (int)name.len, name.ptr, (int)range.len, range.ptr);

	return key && keys_find(&pnpm->overrides, text_of(key));
}

/* pnpm writes a forced version in the place of what the manifest says. */
static int add_need(const struct pnpm *pnpm, const struct yaml *at, const struct yaml *specifier,
	struct text place, uint32_t flags, struct err *err)
{
	struct need need = {.name = at->key,
		.place = place,
		.flags = flags,
		.line = at->key_line,
		.column = at->key_column};

	if (text_starts(place, ".."))
		return 0;
	if (pnpm_keep(pnpm, &need.name, err) < 0 ||
		pnpm_scalar(&need.range, pnpm, specifier, err) < 0)
		return -1;
	if (js_is_local(need.range))
		need.flags |= NEED_LOCAL;
	if (is_forced(pnpm, need.name, need.range))
		need.flags |= NEED_OVERRIDE;
	return lock_need(pnpm->lock, &need, err);
}

struct block {
	const char *key;
	uint32_t flags;
	bool needed; /* stands in a package.json */
};

static const struct block blocks[] = {{"dependencies", 0, true},
	{"devDependencies", NEED_DEV, true}, {"optionalDependencies", NEED_OPTIONAL, true},
	{"configDependencies", 0, false}, {"packageManagerDependencies", 0, false}};

enum { BLOCKS = sizeof(blocks) / sizeof(blocks[0]) };

static int ask_for(struct pnpm *pnpm, struct text name, const struct yaml *version,
	const struct yaml *specifier, struct text place, struct err *err)
{
	struct ask project = {.from = EDGE_ROOT, .from_key = place};
	struct text reference;

	if (pnpm_scalar(&reference, pnpm, version, err) < 0 ||
		pnpm_scalar(&project.range, pnpm, specifier, err) < 0)
		return -1;
	if (!specifier || pnpm_is_place(project.range))
		project.range.ptr = NULL; /* may be of any name */
	return pnpm_ask(pnpm, &project, name, reference, err);
}

/* "name: version" in version 5, "name: {specifier, version}" later. */
static int read_dependency(struct pnpm *pnpm, const struct yaml *at, struct text place,
	const struct block *block, struct err *err)
{
	bool is_pair = at->type == YAML_MAP;
	const struct yaml *version = is_pair ? yaml_get(at, "version") : at;
	const struct yaml *specifier = is_pair ? yaml_get(at, "specifier") : NULL;

	if (!version)
		return pnpm_wrong(pnpm, at, err, "a dependency without a version");
	pnpm->line = at->key_line;
	pnpm->column = at->key_column;
	if (ask_for(pnpm, at->key, version, specifier, place, err) < 0)
		return -1;
	return block->needed && specifier ? add_need(pnpm, at, specifier, place, block->flags, err)
					  : 0;
}

static int read_block(struct pnpm *pnpm, const struct yaml *dependencies, struct text place,
	const struct block *block, struct err *err)
{
	if (dependencies && dependencies->type != YAML_MAP)
		return pnpm_wrong(pnpm, dependencies, err, "dependencies are no map");
	for (const struct yaml *at = dependencies ? dependencies->child : NULL; at; at = at->next)
		if (read_dependency(pnpm, at, place, block, err) < 0)
			return -1;
	return 0;
}

static int read_specifiers(
	const struct pnpm *pnpm, const struct yaml *block, struct text place, struct err *err)
{
	if (block && block->type != YAML_MAP)
		return pnpm_wrong(pnpm, block, err, "specifiers are no map");
	for (const struct yaml *at = block ? block->child : NULL; at; at = at->next)
		if (add_need(pnpm, at, at, place, 0, err) < 0)
			return -1;
	return 0;
}

int pnpm_importer(struct pnpm *pnpm, const struct yaml_member *member, const struct yaml *entry,
	struct err *err)
{
	struct text place = text_of("");

	if (!text_is(member->key, ".")) {
		place = arena_textf(
			pnpm->document->arena, "%.*s/", (int)member->key.len, member->key.ptr);
		if (!place.ptr)
			return err_nomem(err);
	}
	if (lock_member(pnpm->lock, text_slice(place, 0, place.len ? place.len - 1 : 0), err) < 0)
		return -1;
	if (read_specifiers(pnpm, yaml_get(entry, "specifiers"), place, err) < 0)
		return -1;
	for (size_t i = 0; i < BLOCKS; i++)
		if (read_block(pnpm, yaml_get(entry, blocks[i].key), place, &blocks[i], err) < 0)
			return -1;
	return 0;
}

/* "a", "a@1", "parent>a": what is forced is the last. */
static struct text forced_name(struct text key)
{
	struct text name, rest;

	for (size_t mark; (mark = text_find(key, text_of(">"))) < key.len && mark > 0 &&
			  key.ptr[mark - 1] != '@';)
		key = text_slice(key, mark + 1, key.len);
	js_split(key, &name, &rest);
	return name;
}

static int read_overrides(struct pnpm *pnpm, const struct yaml *map, struct err *err)
{
	for (const struct yaml *at = map->child; at; at = at->next) {
		struct text name = forced_name(at->key);
		char *forced = arena_printf(pnpm->work, "%.*s\n%.*s", (int)name.len, name.ptr,
			(int)at->text.len, at->text.ptr);
		uint32_t *number;

		if (!forced)
			return err_nomem(err);
		if (keys_add(&pnpm->overrides, text_of(forced), &number, err) < 0 ||
			asks_force(&pnpm->asks, name, err) < 0)
			return -1;
	}
	return 0;
}

/* Changes of these change dependencies of packages that stay the same. */
static int read_checksum(struct pnpm *pnpm, const struct yaml *value, struct err *err)
{
	struct text sum;

	return pnpm_scalar(&sum, pnpm, value, err) < 0 ? -1 : asks_mark(&pnpm->asks, sum, err);
}

int pnpm_project(struct pnpm *pnpm, struct text key, const struct yaml *value, struct err *err)
{
	if (text_is(key, "overrides"))
		return read_overrides(pnpm, value, err);
	if (text_is(key, "pnpmfileChecksum") || text_is(key, "packageExtensionsChecksum"))
		return read_checksum(pnpm, value, err);
	if (text_is(key, "specifiers"))
		return read_specifiers(pnpm, value, text_of(""), err);
	for (size_t i = 0; i < BLOCKS; i++)
		if (text_is(key, blocks[i].key))
			return read_block(pnpm, value, text_of(""), &blocks[i], err);
	return 0;
}
