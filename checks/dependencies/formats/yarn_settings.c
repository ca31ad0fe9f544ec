/* SPDX-License-Identifier: Apache-2.0
 *
 * .yarnrc.yml of yarn 2 and later (yarnpkg.com/configuration/yarnrc) and pnpm-workspace.yaml (pnpm.io/settings): registries,
 * protections and, of pnpm, the folders of the workspace and what is forced.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/js_settings.h"
#include "checks/dependencies/yaml_document.h"

struct reader {
	struct lock *lock;
	const struct document *document;
	const struct js_guard *guards;
};

static struct js_value value_of(const struct yaml *member)
{
	return (struct js_value){member->key, member->text,
		member->key_line ? member->key_line : member->line,
		member->key_line ? member->key_column : member->column};
}

/* The text of a list's item; of a map, as plugins are, its path. */
static struct text item_text(const struct yaml *item)
{
	const struct yaml *path = item->type == YAML_MAP ? yaml_get(item, "path") : NULL;

	return path ? path->text : item->text;
}

/* Each item of a list, each key of a map whose value is not false. */
static int read_list(const struct reader *reader, const struct yaml *list, struct err *err)
{
	for (const struct yaml *item = list->child; item; item = item->next) {
		struct js_value value = {.key = list->key,
			.value = list->type == YAML_MAP ? item->key : item_text(item),
			.line = item->line,
			.column = item->column};

		if (list->type == YAML_MAP && text_is(item->text, "false"))
			continue;
		if (js_let_through(reader->lock, reader->guards, &value, err) < 0)
			return -1;
	}
	return 0;
}

static int read_guard(const struct reader *reader, const struct yaml *at,
	const struct js_value *value, struct err *err)
{
	if (!js_is_list_guard(reader->guards, at->key))
		return js_guard(reader->lock, reader->guards, value, err);
	return at->type == YAML_SCALAR ? js_let_through(reader->lock, reader->guards, value, err)
				       : read_list(reader, at, err);
}

static int read_guards(const struct reader *reader, const struct yaml *root, struct err *err)
{
	for (const struct yaml *at = root->child; at; at = at->next) {
		struct js_value value = value_of(at);

		if (at->duplicate &&
			lock_doubled(reader->lock, at->key, at->key_line, at->key_column, err) < 0)
			return -1;
		if (read_guard(reader, at, &value, err) < 0)
			return -1;
	}
	return 0;
}

static int read_root(const struct yaml **root, const struct reader *reader, struct err *err)
{
	static const struct yaml_options options = {
		.max_bytes = 1u << 24, .aliases = true, .keep_duplicates = true, .kind = ERR_LOOK};
	const struct document *document = reader->document;

	if (yaml_read_with(
		    root, document->content, document->name, &options, document->arena, err) < 0)
		return -1;
	if ((*root)->type != YAML_MAP)
		return js_error(
			document, (*root)->line, (*root)->column, err, "settings are no map");
	return read_guards(reader, *root, err);
}

/* ---- .yarnrc.yml ---- */

static const struct js_guard yarn_guards[] = {
	{"checksumBehavior", WORTH_WORD, 3, "ignore reset update throw"},
	{"enableHardenedMode", WORTH_TRUE, 0, NULL},
	{"enableImmutableInstalls", WORTH_TRUE, 0, NULL},
	{"enableImmutableCache", WORTH_TRUE, 0, NULL},
	{"enableStrictSsl", WORTH_TRUE, 1, NULL},
	{"enableScripts", WORTH_FALSE, 0, NULL},
	{"npmMinimalAgeGate", WORTH_NUMBER, 0, NULL},
	{"npmPreapprovedPackages", WORTH_MILD, 1, NULL},
	{"unsafeHttpWhitelist", WORTH_LIST, 1, NULL},
	{"yarnPath", WORTH_CODE, 1, NULL},
	{"plugins", WORTH_CODE, 1, NULL},
	{"caFilePath", WORTH_CODE, 1, NULL},
	{"httpsCaFilePath", WORTH_CODE, 1, NULL},
	{NULL, WORTH_TRUE, 0, NULL},
};

static int read_server(
	const struct reader *reader, const struct yaml *map, struct text prefix, struct err *err)
{
	const struct yaml *server = yaml_get(map, "npmRegistryServer");
	struct js_value value;

	if (!server || server->type != YAML_SCALAR)
		return 0;
	value = value_of(server);
	if (prefix.len)
		value.key = arena_textf(
			reader->document->arena, "@%.*s:registry", (int)prefix.len, prefix.ptr);
	else
		value.key = text_of("registry");
	return value.key.ptr ? js_registry(reader->lock, &value, err) : err_nomem(err);
}

/* Whoever answers there may answer for any registry. */
static int read_proxies(const struct reader *reader, const struct yaml *root, struct err *err)
{
	static const char *const keys[] = {"httpProxy", "httpsProxy", "proxy"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct yaml *proxy = yaml_get(root, keys[i]);
		struct js_value value;

		if (!proxy || proxy->type != YAML_SCALAR)
			continue;
		value = value_of(proxy);
		if (js_registry(reader->lock, &value, err) < 0)
			return -1;
	}
	return 0;
}

/* The file that is run as yarn. */
static int read_yarn_path(const struct reader *reader, const struct yaml *root, struct err *err)
{
	const struct yaml *path = yaml_get(root, "yarnPath");
	struct pin pin = {.name = text_of("yarn"),
			   .artifact = text_of("yarnPath"),
			   .flags = PIN_LOCAL},
		   *added;

	if (!path || path->type != YAML_SCALAR)
		return 0;
	pin.source = path->text;
	pin.line = path->key_line;
	pin.column = path->key_column;
	return lock_pin(reader->lock, &pin, &added, err);
}

static int read_yarn(struct lock *lock, const struct document *document, struct err *err)
{
	const struct reader reader = {lock, document, yarn_guards};
	const struct yaml *root, *scopes;

	if (read_root(&root, &reader, err) < 0 ||
		read_server(&reader, root, text_of(""), err) < 0 ||
		read_proxies(&reader, root, err) < 0 || read_yarn_path(&reader, root, err) < 0)
		return -1;
	scopes = yaml_get(root, "npmScopes");
	for (const struct yaml *scope = scopes ? scopes->child : NULL; scope; scope = scope->next)
		if (scope->type == YAML_MAP && read_server(&reader, scope, scope->key, err) < 0)
			return -1;
	return 0;
}

/* ---- pnpm-workspace.yaml ---- */

static const struct js_guard pnpm_guards[] = {
	{"verifyStoreIntegrity", WORTH_TRUE, 1, NULL},
	{"strictStorePkgContentCheck", WORTH_TRUE, 1, NULL},
	{"strictSsl", WORTH_TRUE, 1, NULL},
	{"lockfile", WORTH_TRUE, 1, NULL},
	{"ignoreScripts", WORTH_TRUE, 0, NULL},
	{"strictDepBuilds", WORTH_TRUE, 0, NULL},
	{"dangerouslyAllowAllBuilds", WORTH_FALSE, 1, NULL},
	{"blockExoticSubdeps", WORTH_TRUE, 0, NULL},
	{"trustPolicy", WORTH_WORD, 0, "off no-downgrade"},
	{"minimumReleaseAge", WORTH_NUMBER, 0, NULL},
	{"minimumReleaseAgeExclude", WORTH_MILD, 1, NULL},
	{"trustPolicyExclude", WORTH_MILD, 1, NULL},
	{"onlyBuiltDependencies", WORTH_LIST, 1, NULL},
	{"allowBuilds", WORTH_LIST, 1, NULL},
	{"onlyBuiltDependenciesFile", WORTH_CODE, 1, NULL},
	{"frozenLockfile", WORTH_TRUE, 0, NULL},
	{"preferFrozenLockfile", WORTH_TRUE, 1, NULL},
	{"gitBranchLockfile", WORTH_FALSE, 1, NULL},
	{"lockfileDir", WORTH_CODE, 1, NULL},
	{"pnpmfile", WORTH_CODE, 1, NULL},
	{"globalPnpmfile", WORTH_CODE, 1, NULL},
	{"scriptShell", WORTH_CODE, 1, NULL},
	{"nodeOptions", WORTH_CODE, 1, NULL},
	{"cafile", WORTH_CODE, 1, NULL},
	{NULL, WORTH_TRUE, 0, NULL},
};

static int read_packages(const struct reader *reader, const struct yaml *root, struct err *err)
{
	const struct yaml *list = yaml_get(root, "packages");

	for (const struct yaml *item = list ? list->child : NULL; item; item = item->next)
		if (lock_workspace(reader->lock, item->text, err) < 0)
			return -1;
	return 0;
}

static int read_map_of_registries(
	const struct reader *reader, const struct yaml *root, const char *key, struct err *err)
{
	const struct yaml *map = yaml_get(root, key);

	for (const struct yaml *at = map && map->type == YAML_MAP ? map->child : NULL; at;
		at = at->next) {
		struct js_value value = value_of(at);

		value.key = arena_textf(
			reader->document->arena, "%s.%.*s", key, (int)at->key.len, at->key.ptr);
		if (!value.key.ptr)
			return err_nomem(err);
		if (js_registry(reader->lock, &value, err) < 0)
			return -1;
	}
	return 0;
}

/* Where packages come from, and pnpm's own node ("node-mirror:release" is the older name). */
static int read_registries(const struct reader *reader, const struct yaml *root, struct err *err)
{
	for (const struct yaml *at = root->child; at; at = at->next) {
		struct js_value value = value_of(at);

		if (at->type == YAML_SCALAR &&
			(text_is(at->key, "registry") || text_starts(at->key, "node-mirror:")) &&
			js_registry(reader->lock, &value, err) < 0)
			return -1;
	}
	if (read_map_of_registries(reader, root, "registries", err) < 0 ||
		read_map_of_registries(reader, root, "namedRegistries", err) < 0)
		return -1;
	return read_map_of_registries(reader, root, "nodeDownloadMirrors", err);
}

/* "1.0.0+sha512-…", or the integrity beside the version. */
static int add_config_dependency(
	const struct reader *reader, const struct yaml *at, struct err *err)
{
	struct text written = at->type == YAML_MAP ? yaml_scalar(at, "integrity") : at->text;
	size_t plus = text_find(written, text_of("+sha"));
	struct pin pin = {.name = at->key,
			   .version = text_slice(written, 0, plus),
			   .artifact = text_of("configDependencies"),
			   .source =
				   at->type == YAML_MAP ? yaml_scalar(at, "tarball") : text_of(""),
			   .line = at->key_line,
			   .column = at->key_column},
		   *added;

	if (js_keep(&pin.name, reader->document, err) < 0 ||
		js_keep(&pin.version, reader->document, err) < 0 ||
		js_keep(&pin.source, reader->document, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0)
		return -1;
	return plus == written.len ? 0
				   : pin_sri(reader->lock, added,
					     text_slice(written, plus + 1, written.len), err);
}

/* Installed before all else; where one is a plugin of pnpm's its hooks run from then on. */
static int read_config_dependencies(
	const struct reader *reader, const struct yaml *root, struct err *err)
{
	const struct yaml *map = yaml_get(root, "configDependencies");

	for (const struct yaml *at = map && map->type == YAML_MAP ? map->child : NULL; at;
		at = at->next)
		if (add_config_dependency(reader, at, err) < 0)
			return -1;
	return 0;
}

static int read_overrides(const struct reader *reader, const struct yaml *root, struct err *err)
{
	const struct yaml *map = yaml_get(root, "overrides");

	for (const struct yaml *at = map && map->type == YAML_MAP ? map->child : NULL; at;
		at = at->next) {
		struct need need = {.name = js_overridden_name(at->key),
			.range = at->type == YAML_SCALAR ? at->text : text_of(""),
			.flags = NEED_OVERRIDE,
			.line = at->key_line,
			.column = at->key_column};

		if (js_keep(&need.name, reader->document, err) < 0 ||
			js_keep(&need.range, reader->document, err) < 0 ||
			lock_need(reader->lock, &need, err) < 0)
			return -1;
	}
	return 0;
}

static int read_pnpm(struct lock *lock, const struct document *document, struct err *err)
{
	const struct reader reader = {lock, document, pnpm_guards};
	const struct yaml *root;

	if (read_root(&root, &reader, err) < 0 || read_packages(&reader, root, err) < 0 ||
		read_overrides(&reader, root, err) < 0 || read_proxies(&reader, root, err) < 0 ||
		read_config_dependencies(&reader, root, err) < 0)
		return -1;
	return read_registries(&reader, root, err);
}

static const char *const yarn_globs[] = {".yarnrc.yml", NULL}, *const pnpm_globs[] = {
								       "pnpm-workspace.yaml", NULL};

extern const struct format format_yarnrc_yml, format_pnpm_workspace;

const struct format format_yarnrc_yml = {
	.name = "yarnrc-yml", .ecosystem = "npm", .globs = yarn_globs, .read = read_yarn};

const struct format format_pnpm_workspace = {
	.name = "pnpm-workspace", .ecosystem = "npm", .globs = pnpm_globs, .read = read_pnpm};
