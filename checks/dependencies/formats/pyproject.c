/* SPDX-License-Identifier: Apache-2.0
 *
 * pyproject.toml: what a project asks for, by PEP 621 ([project]), PEP 735 ([dependency-groups]) and in the tables of
 * Poetry, PDM and uv; their registries and protections too. Where a build backend fills in the dependencies
 * (`dynamic`), the file does not say what they are: then it has no needs.
 */
#include "checks/dependencies/formats/python_needs.h"

static int needs_of_arrays(struct python_lock *reading, const struct toml *table, const char *key,
	const struct toml *sources, uint32_t flags, struct err *err)
{
	const struct toml *groups;

	if (python_member(reading, &groups, table, key, TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *group = groups ? groups->child : NULL; group; group = group->next) {
		if (group->type != TOML_ARRAY)
			return python_error(
				reading, group, err, "a group of requirements is no array");
		if (python_needs_of_array(reading, group, sources, flags, err) < 0)
			return -1;
	}
	return 0;
}

static int read_project(struct python_lock *reading, const struct toml *root,
	const struct toml *sources, struct err *err)
{
	const struct toml *project, *array;

	if (python_member(reading, &project, root, "project", TOML_TABLE, err) < 0 ||
		python_member(reading, &array, project, "dependencies", TOML_ARRAY, err) < 0 ||
		python_needs_of_array(reading, array, sources, 0, err) < 0 ||
		needs_of_arrays(
			reading, project, "optional-dependencies", sources, NEED_OPTIONAL, err) < 0)
		return -1;
	return needs_of_arrays(reading, root, "dependency-groups", sources, NEED_DEV, err);
}

/* ---- Poetry ---- */

static int read_poetry_groups(
	struct python_lock *reading, const struct toml *poetry, struct err *err)
{
	const struct toml *groups, *table;

	if (python_member(reading, &groups, poetry, "group", TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *group = groups ? groups->child : NULL; group; group = group->next)
		if (python_member(reading, &table, group, "dependencies", TOML_TABLE, err) < 0 ||
			python_needs_of_table(reading, table, NEED_DEV, err) < 0)
			return -1;
	return 0;
}

static int read_sources(struct python_lock *reading, const struct toml *tool, struct err *err)
{
	const struct toml *source, *verify;
	struct text name;

	if (python_tables(reading, &source, tool, "source", err) < 0)
		return -1;
	for (; source; source = source->next) {
		if (python_source_setting(reading, "source", toml_get(source, "url"), err) < 0)
			return -1;
		verify = toml_get(source, "verify_ssl");
		name = toml_text(source, "name");
		if (verify && python_verify_guard(reading, name, verify, err) < 0)
			return -1;
	}
	return 0;
}

static bool is_dynamic(const struct toml *root)
{
	const struct toml *dynamic = toml_at(root, "project.dynamic");

	for (const struct toml *item = dynamic ? dynamic->child : NULL; item; item = item->next)
		if (text_is(item->text, "dependencies") ||
			text_is(item->text, "optional-dependencies"))
			return true;
	return false;
}

static bool has_items(const struct toml *list)
{
	return list && list->child;
}

/* Beside [project]'s own Poetry's only say more of those: from where they come, or which extras (Poetry, "The pyproject.toml file",
 * project.dependencies). */
static uint32_t flags_of_poetry(const struct toml *root)
{
	bool has_own = has_items(toml_at(root, "project.dependencies")) ||
		       has_items(toml_at(root, "project.optional-dependencies"));

	return has_own && !is_dynamic(root) ? NEED_OPTIONAL : 0;
}

/* What builds the project is in no lock. */
static int read_builders(struct python_lock *reading, const struct toml *root, struct err *err)
{
	const struct toml *requires = toml_at(root, "build-system.requires");
	size_t needs = reading->lock->needs.count;
	struct err own = {0}; /* a template may have anything there */

	if (!requires || requires->type != TOML_ARRAY)
		return 0;
	if (python_needs_of_array(reading, requires, NULL, 0, &own) < 0 && own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	reading->lock->needs.count = needs;
	return 0;
}

/* Installed by Poetry into itself, without a lock, and run before anything else. */
static int read_plugins(struct python_lock *reading, const struct toml *poetry, struct err *err)
{
	const struct toml *plugins = toml_get(poetry, "requires-plugins");

	for (const struct toml *plugin = plugins && plugins->type == TOML_TABLE ? plugins->child
										: NULL;
		plugin; plugin = plugin->next) {
		const char *name = arena_printf(reading->document->arena, "requires-plugins %.*s",
			(int)(plugin->key.len < 256 ? plugin->key.len : 256), plugin->key.ptr);

		if (!name)
			return err_nomem(err);
		if (python_guard(reading, text_of(name), plugin, 0, 1, err) < 0)
			return -1;
	}
	return 0;
}

static int read_poetry(struct python_lock *reading, const struct toml *root, struct err *err)
{
	const struct toml *poetry = toml_at(root, "tool.poetry"), *table;

	if (!poetry)
		return 0;
	if (python_member(reading, &table, poetry, "dependencies", TOML_TABLE, err) < 0 ||
		python_needs_of_table(reading, table, flags_of_poetry(root), err) < 0 ||
		python_member(reading, &table, poetry, "dev-dependencies", TOML_TABLE, err) < 0 ||
		python_needs_of_table(reading, table, NEED_DEV, err) < 0 ||
		read_poetry_groups(reading, poetry, err) < 0)
		return -1;
	return read_plugins(reading, poetry, err) < 0 ? -1 : read_sources(reading, poetry, err);
}

/* ---- PDM, uv ---- */

static int read_pdm(struct python_lock *reading, const struct toml *root, struct err *err)
{
	const struct toml *pdm = toml_at(root, "tool.pdm");

	if (!pdm)
		return 0;
	if (needs_of_arrays(reading, pdm, "dev-dependencies", NULL, NEED_DEV, err) < 0 ||
		python_needs_of_table(
			reading, toml_at(pdm, "resolution.overrides"), NEED_OVERRIDE, err) < 0)
		return -1;
	return read_sources(reading, pdm, err);
}

static int read_workspace(struct python_lock *reading, const struct toml *uv, struct err *err)
{
	const struct toml *members = toml_at(uv, "workspace.members");

	for (const struct toml *item = members ? members->child : NULL; item; item = item->next)
		if (item->type == TOML_STRING && lock_workspace(reading->lock, item->text, err) < 0)
			return -1;
	return 0;
}

static int read_uv(struct python_lock *reading, const struct toml *uv, const struct toml *sources,
	struct err *err)
{
	const struct toml *array;

	if (!uv)
		return 0;
	if (python_member(reading, &array, uv, "dev-dependencies", TOML_ARRAY, err) < 0 ||
		python_needs_of_array(reading, array, sources, NEED_DEV, err) < 0 ||
		python_member(reading, &array, uv, "override-dependencies", TOML_ARRAY, err) < 0 ||
		python_needs_of_array(reading, array, sources, NEED_OVERRIDE, err) < 0 ||
		read_workspace(reading, uv, err) < 0)
		return -1;
	return python_uv_settings(reading, uv, err);
}

/* ---- the file ---- */

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct python_lock reading;
	const struct toml *root, *uv, *sources;

	python_lock_start(&reading, lock, document);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	uv = toml_at(root, "tool.uv");
	if (python_member(&reading, &sources, uv, "sources", TOML_TABLE, err) < 0)
		return -1;
	lock->has_needs = !is_dynamic(root) || toml_at(root, "tool.poetry.dependencies");
	if (read_project(&reading, root, sources, err) < 0 ||
		read_builders(&reading, root, err) < 0 || read_poetry(&reading, root, err) < 0 ||
		read_pdm(&reading, root, err) < 0)
		return -1;
	return read_uv(&reading, uv, sources, err);
}

static const char *const globs[] = {"pyproject.toml", NULL};

extern const struct format format_pyproject;

const struct format format_pyproject = {.name = "pyproject",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.read = read};
