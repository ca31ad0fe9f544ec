/* SPDX-License-Identifier: Apache-2.0
 *
 * package.json: what an npm, yarn, pnpm or bun project asks for, the folders of its workspace, the version of its package
 * manager with its hash (corepack), and which packages may run code when they are installed.
 */
#include <string.h>

#include "checks/dependencies/formats/install_code.h"
#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/js_settings.h"

struct reader {
	struct lock *lock;
	const struct document *document;
};

/* ---- packageManager: "pnpm@9.1.0+sha512.<hex>" ---- */

/* "yarn@https://host/yarn.js#sha224.<hex>": whatever lies there is run as the package manager. */
static int add_program(const struct reader *reader, const struct pin *pin, struct err *err)
{
	struct setting setting = {.kind = SETTING_GUARD,
		.name = arena_textf(reader->document->arena, "packageManager: %.*s",
			(int)pin->source.len, pin->source.ptr),
		.value = text_of("a program from an address"),
		.usual = 1,
		.line = pin->line,
		.column = pin->column};

	return setting.name.ptr ? lock_setting(reader->lock, &setting, err) : err_nomem(err);
}

/* "pnpm@9.1.0+sha512.<hex>" or "yarn@<URL>#sha224.<hex>". */
static int split_manager(struct pin *pin, struct text *hash, const struct reader *reader,
	struct text written, struct err *err)
{
	struct text version;
	bool is_program;
	size_t end;

	js_split(written, &pin->name, &version);
	is_program = text_find(version, text_of("://")) < version.len;
	end = text_find(version, text_of(is_program ? "#" : "+"));
	*hash = text_slice(version, end + 1, version.len);
	pin->version = text_slice(version, 0, end);
	if (js_keep(&pin->name, reader->document, err) < 0 ||
		js_keep(&pin->version, reader->document, err) < 0 ||
		js_keep(hash, reader->document, err) < 0)
		return -1;
	if (is_program)
		pin->source = pin->version;
	return 0;
}

static int read_manager(const struct reader *reader, const struct json *root, struct err *err)
{
	const struct json *member = js_member(root, "packageManager");
	struct pin pin = {.artifact = text_of("packageManager")}, *added;
	struct text hash;
	size_t dot;

	if (!member || member->type != JSON_STRING)
		return 0;
	pin.line = member->line;
	pin.column = member->column;
	if (split_manager(&pin, &hash, reader, member->text, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0)
		return -1;
	if (pin.source.len && add_program(reader, &pin, err) < 0)
		return -1;
	if (hash.len == 0)
		return 0;
	dot = text_find(hash, text_of("."));
	return pin_hex(reader->lock, added, algorithm_named(text_slice(hash, 0, dot)),
		text_slice(hash, dot + 1, hash.len), err);
}

/* ---- overrides and resolutions ---- */

/* NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be nested */
static int read_overrides(const struct reader *reader, const struct json *block, struct err *err)
{
	for (const struct json *member = block ? block->child : NULL; member;
		member = member->next) {
		struct need need = {.name = js_overridden_name(member->key),
			.range = member->text,
			.flags = NEED_OVERRIDE,
			.line = member->key_line,
			.column = member->key_column};

		if (js_keep(&need.name, reader->document, err) < 0 ||
			js_keep(&need.range, reader->document, err) < 0 ||
			lock_need(reader->lock, &need, err) < 0)
			return -1;
		if (member->type == JSON_OBJECT && read_overrides(reader, member, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- who may run code when installed: a guard for each package that is let through ---- */

static int add_trusted(const struct reader *reader, struct text name, const char *key,
	const struct json *at, struct err *err)
{
	struct setting setting = {.kind = SETTING_GUARD,
		.value = text_of("may run install scripts"),
		.about = js_package_of(name),
		.strength = strcmp(key, "neverBuiltDependencies") == 0,
		.usual = 1,
		.line = at->key_line ? at->key_line : at->line,
		.column = at->key_line ? at->key_column : at->column};

	setting.name = text_of(
		arena_printf(reader->document->arena, "%s: %.*s", key, (int)name.len, name.ptr));
	return setting.name.ptr ? lock_setting(reader->lock, &setting, err) : err_nomem(err);
}

/* A list of names, or an object of names and booleans. */
static int read_trusted(
	const struct reader *reader, const struct json *root, const char *key, struct err *err)
{
	const struct json *block = js_member(root, key);

	for (const struct json *item = block ? block->child : NULL; item; item = item->next) {
		bool is_list = block->type == JSON_ARRAY;

		if (is_list ? item->type != JSON_STRING : item->type != JSON_TRUE)
			continue;
		if (add_trusted(reader, is_list ? item->text : item->key, key, item, err) < 0)
			return -1;
	}
	return 0;
}

struct block {
	const char *in; /* NULL: the manifest itself */
	const char *key;
};

static int read_all_overrides(const struct reader *reader, const struct json *root, struct err *err)
{
	static const struct block blocks[] = {
		{NULL, "overrides"}, {NULL, "resolutions"}, {"pnpm", "overrides"}};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		const struct json *in = blocks[i].in ? js_member(root, blocks[i].in) : root;

		if (read_overrides(reader, js_member(in, blocks[i].key), err) < 0)
			return -1;
	}
	return 0;
}

static int read_all_trusted(const struct reader *reader, const struct json *root, struct err *err)
{
	static const struct block blocks[] = {{"pnpm", "onlyBuiltDependencies"},
		{"pnpm", "neverBuiltDependencies"}, {NULL, "trustedDependencies"},
		{NULL, "allowScripts"}, {"lavamoat", "allowScripts"}};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		const struct json *in = blocks[i].in ? js_member(root, blocks[i].in) : root;

		if (read_trusted(reader, in, blocks[i].key, err) < 0)
			return -1;
	}
	return 0;
}

/* Of the project itself; packages that are kept have theirs in node_modules. */
static int read_scripts(const struct reader *reader, const struct json *root, struct err *err)
{
	static const char *const names[] = {"pnpm:devPreinstall", "preinstall", "install",
		"postinstall", "prepublish", "preprepare", "prepare", "postprepare", "dependencies",
		NULL};
	struct text path = reader->document->path;

	if (text_find(path, text_of("node_modules/")) < path.len)
		return 0;
	return install_code_scripts(reader->lock, js_member(root, "scripts"), names, err);
}

static int read_root(const struct reader *reader, const struct json *root, struct err *err)
{
	if (root->type != JSON_OBJECT)
		return js_error(reader->document, root->line, root->column, err,
			"the manifest is no object");
	if (js_doubled(reader->lock, root, reader->document, err) < 0 ||
		js_needs(reader->lock, root, text_of(""), reader->document, err) < 0 ||
		js_workspaces(reader->lock, root, reader->document, err) < 0 ||
		read_manager(reader, root, err) < 0 || read_all_overrides(reader, root, err) < 0)
		return -1;
	return read_all_trusted(reader, root, err) < 0 ? -1 : read_scripts(reader, root, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {lock, document};
	const struct json *root;

	if (json_read_with(&root, document->content, document->name, &js_options, document->arena,
		    err) < 0)
		return -1;
	lock->has_needs = true;
	return read_root(&reader, root, err);
}

static const char *const globs[] = {"package.json", NULL};

extern const struct format format_npm_manifest;

const struct format format_npm_manifest = {
	.name = "npm-manifest", .ecosystem = "npm", .globs = globs, .read = read};
