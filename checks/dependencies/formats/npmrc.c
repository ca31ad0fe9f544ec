/* SPDX-License-Identifier: Apache-2.0
 *
 * .npmrc of npm and pnpm (docs.npmjs.com/cli/configuring-npm/npmrc): lines "key = value", ";" and "#" begin comments, "key"
 * alone is true, "key[] = item" adds to a list. And bunfig.toml of bun (bun.com/docs/runtime/bunfig).
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/js_settings.h"
#include "gate/base/toml.h"

static const struct js_guard guards[] = {
	{"ignore-scripts", WORTH_TRUE, 0, NULL},
	{"strict-ssl", WORTH_TRUE, 1, NULL},
	{"package-lock", WORTH_TRUE, 1, NULL},
	{"shrinkwrap", WORTH_TRUE, 1, NULL},
	{"lockfile", WORTH_TRUE, 1, NULL},
	{"frozen-lockfile", WORTH_TRUE, 0, NULL},
	{"prefer-frozen-lockfile", WORTH_TRUE, 1, NULL},
	{"ignore-dep-scripts", WORTH_TRUE, 0, NULL},
	{"allow-git", WORTH_WORD, 0, "all root none"},
	{"audit", WORTH_TRUE, 1, NULL},
	{"engine-strict", WORTH_TRUE, 0, NULL},
	{"verify-store-integrity", WORTH_TRUE, 1, NULL},
	{"strict-store-pkg-content-check", WORTH_TRUE, 1, NULL},
	{"strict-dep-builds", WORTH_TRUE, 0, NULL},
	{"dangerously-allow-all-builds", WORTH_FALSE, 1, NULL},
	{"block-exotic-subdeps", WORTH_TRUE, 0, NULL},
	{"trust-policy", WORTH_WORD, 0, "off no-downgrade"},
	{"minimum-release-age", WORTH_NUMBER, 0, NULL},
	{"min-release-age", WORTH_NUMBER, 0, NULL},
	{"minimum-release-age-exclude", WORTH_MILD, 1, NULL},
	{"only-built-dependencies", WORTH_LIST, 1, NULL},
	{"script-shell", WORTH_CODE, 1, NULL},
	{"shell", WORTH_CODE, 1, NULL},
	{"git", WORTH_CODE, 1, NULL},
	{"node-gyp", WORTH_CODE, 1, NULL},
	{"node-options", WORTH_CODE, 1, NULL},
	{"pnpmfile", WORTH_CODE, 1, NULL},
	{"global-pnpmfile", WORTH_CODE, 1, NULL},
	{"globalconfig", WORTH_CODE, 1, NULL},
	{"userconfig", WORTH_CODE, 1, NULL},
	{"cafile", WORTH_CODE, 1, NULL},
	{"lockfile-dir", WORTH_CODE, 1, NULL},
	{"git-branch-lockfile", WORTH_FALSE, 1, NULL},
	{"only-built-dependencies-file", WORTH_CODE, 1, NULL},
	{NULL, WORTH_TRUE, 0, NULL},
};

static struct text unquoted(struct text text)
{
	bool quoted = text.len > 1 && (text.ptr[0] == '"' || text.ptr[0] == '\'') &&
		      text.ptr[text.len - 1] == text.ptr[0];

	return quoted ? text_slice(text, 1, text.len - 1) : text;
}

/* Behind a blank; "\;" and "#" inside of a URL stay. */
static struct text without_comment(struct text value)
{
	for (size_t i = 1; i < value.len; i++)
		if ((value.ptr[i] == ';' || value.ptr[i] == '#') &&
			(value.ptr[i - 1] == ' ' || value.ptr[i - 1] == '\t'))
			return text_trim(text_slice(value, 0, i));
	return value;
}

static bool is_registry(struct text key)
{
	return text_is(key, "registry") || text_starts(key, "node-mirror:") ||
	       text_is(key, "proxy") || text_is(key, "https-proxy") || text_is(key, "http-proxy") ||
	       (text_starts(key, "@") && text_ends(key, ":registry"));
}

static int note_doubled(
	struct lock *lock, const struct js_value *value, struct keys *seen, struct err *err)
{
	uint32_t *number;

	if (keys_add(seen, value->key, &number, err) < 0)
		return -1;
	return (*number)++ ? lock_doubled(lock, value->key, value->line, value->column, err) : 0;
}

static int read_value(struct lock *lock, struct js_value *value, struct keys *seen, struct err *err)
{
	if (text_ends(value->key, "[]"))
		value->key.len -= 2;
	else if (note_doubled(lock, value, seen, err) < 0)
		return -1;
	if (is_registry(value->key))
		return js_registry(lock, value, err);
	if (js_is_list_guard(guards, value->key))
		return js_let_through(lock, guards, value, err);
	return js_guard(lock, guards, value, err);
}

static int read_line(
	struct lock *lock, struct text line, uint32_t number, struct keys *seen, struct err *err)
{
	struct text text = text_trim(line);
	size_t equals = text_find(text, text_of("="));
	struct js_value value = {.key = unquoted(text_trim(text_slice(text, 0, equals))),
		.value = text_of("true"),
		.line = number,
		.column = (uint32_t)(text.ptr - line.ptr) + 1};

	if (text.len == 0 || text.ptr[0] == ';' || text.ptr[0] == '#' || text.ptr[0] == '[')
		return 0;
	if (equals < text.len)
		value.value = unquoted(
			without_comment(text_trim(text_slice(text, equals + 1, text.len))));
	return read_value(lock, &value, seen, err);
}

static bool is_conflict(struct text line)
{
	return text_starts(line, "<<<<<<<") || text_starts(line, "=======") ||
	       text_starts(line, ">>>>>>>");
}

static int read_npmrc(struct lock *lock, const struct document *document, struct err *err)
{
	struct text rest = document->content, line;
	struct keys seen = {0};

	keys_start(&seen, document->arena);
	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		if (is_conflict(line))
			return js_error(document, number, 1, err, "a mark of a merge conflict");
		if (read_line(lock, line, number, &seen, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- bunfig.toml ---- */

static const struct js_guard bun_guards[] = {
	{"saveTextLockfile", WORTH_TRUE, 1, NULL},
	{"frozenLockfile", WORTH_TRUE, 0, NULL},
	{"minimumReleaseAge", WORTH_NUMBER, 0, NULL},
	{"minimumReleaseAgeExcludes", WORTH_MILD, 1, NULL},
	{"ignoreScripts", WORTH_TRUE, 0, NULL},
	{NULL, WORTH_TRUE, 0, NULL},
};

static struct js_value bun_value(struct text key, const struct toml *at)
{
	return (struct js_value){key, at->text, at->key_line ? at->key_line : at->line,
		at->key_line ? at->key_column : at->column};
}

/* A URL, or a table with one. */
static int bun_registry(struct lock *lock, struct text key, const struct toml *at, struct err *err)
{
	const struct toml *url = at && at->type == TOML_TABLE ? toml_get(at, "url") : at;
	struct js_value value;

	if (!url || url->type != TOML_STRING)
		return 0;
	value = bun_value(key, url);
	return js_registry(lock, &value, err);
}

static int bun_scopes(struct lock *lock, const struct toml *scopes, struct err *err)
{
	for (const struct toml *at = scopes ? scopes->child : NULL; at; at = at->next) {
		char *key = arena_printf(lock->arena, "%s%.*s:registry",
			text_starts(at->key, "@") ? "" : "@", (int)at->key.len, at->key.ptr);

		if (!key)
			return err_nomem(err);
		if (bun_registry(lock, text_of(key), at, err) < 0)
			return -1;
	}
	return 0;
}

static int bun_guard(struct lock *lock, const struct toml *at, struct err *err)
{
	struct js_value value = bun_value(at->key, at);

	if (!js_is_list_guard(bun_guards, at->key))
		return js_guard(lock, bun_guards, &value, err);
	for (const struct toml *item = at->child; item; item = item->next) {
		value = bun_value(at->key, item);
		if (js_let_through(lock, bun_guards, &value, err) < 0)
			return -1;
	}
	return 0;
}

static int read_bunfig(struct lock *lock, const struct document *document, struct err *err)
{
	const struct toml *root, *install;

	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	install = toml_get(root, "install");
	if (!install || install->type != TOML_TABLE)
		return 0;
	for (const struct toml *at = install->child; at; at = at->next)
		if (bun_guard(lock, at, err) < 0)
			return -1;
	if (bun_registry(lock, text_of("registry"), toml_get(install, "registry"), err) < 0)
		return -1;
	return bun_scopes(lock, toml_get(install, "scopes"), err);
}

static const char *const npmrc_globs[] = {".npmrc", NULL}, *const bunfig_globs[] = {
								   "bunfig.toml", NULL};

extern const struct format format_npmrc, format_bunfig;

const struct format format_npmrc = {.name = "npmrc",
	.ecosystem = "npm",
	.globs = npmrc_globs,
	.plain = PLAIN_BYTES,
	.read = read_npmrc};

const struct format format_bunfig = {
	.name = "bunfig", .ecosystem = "npm", .globs = bunfig_globs, .read = read_bunfig};
