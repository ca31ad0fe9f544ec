/* SPDX-License-Identifier: Apache-2.0
 *
 * uv.toml, and the same settings in pyproject.toml's [tool.uv].
 */
#include "checks/dependencies/formats/python.h"

static int source_list(
	struct python_lock *reading, const char *key, const struct toml *table, struct err *err)
{
	const struct toml *value = toml_get(table, key);

	if (!value || value->type != TOML_ARRAY)
		return python_source_setting(reading, key, value, err);
	for (const struct toml *item = value->child; item; item = item->next)
		if (python_source_setting(reading, key, item, err) < 0)
			return -1;
	return 0;
}

static int read_indexes(struct python_lock *reading, const struct toml *table, struct err *err)
{
	const struct toml *index;

	if (python_tables(reading, &index, table, "index", err) < 0)
		return -1;
	for (; index; index = index->next)
		if (python_source_setting(reading, "index", toml_get(index, "url"), err) < 0)
			return -1;
	return 0;
}

/* A guard for each host: one more is one protection less. */
static int read_insecure(
	struct python_lock *reading, const struct toml *table, const char *key, struct err *err)
{
	const struct toml *hosts;
	const char *name;

	if (python_member(reading, &hosts, table, key, TOML_ARRAY, err) < 0)
		return -1;
	for (const struct toml *host = hosts ? hosts->child : NULL; host; host = host->next) {
		name = arena_printf(reading->document->arena, "%s %.*s", key,
			(int)(host->text.len < 256 ? host->text.len : 256), host->text.ptr);
		if (!name)
			return err_nomem(err);
		if (python_guard(reading, text_of(name), host, 0, 1, err) < 0)
			return -1;
	}
	return 0;
}

/* How a package that several indexes have is looked for: the laxer, the easier it is taken over. */
static int strategy(struct text value)
{
	if (text_is(value, "unsafe-best-match"))
		return 0;
	return text_is(value, "unsafe-first-match") ? 1 : 2;
}

static int read_guards(struct python_lock *reading, const struct toml *table, struct err *err)
{
	static const struct {
		const char *key;
		int if_true, if_false, usual;
	} flags[] = {{"no-build", 1, 0, 0}, {"require-hashes", 1, 0, 0}, {"verify-hashes", 1, 0, 1},
		{"no-index", 1, 0, 0}, {"no-binary", 0, 1, 1}};
	const struct toml *value = toml_get(table, "index-strategy");

	if (value && python_guard(reading, text_of("index-strategy"), value, strategy(value->text),
			     2, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		value = toml_get(table, flags[i].key);
		if (!value || value->type != TOML_BOOL)
			continue;
		if (python_guard(reading, text_of(flags[i].key), value,
			    text_is(value->text, "true") ? flags[i].if_true : flags[i].if_false,
			    flags[i].usual, err) < 0)
			return -1;
	}
	return 0;
}

static int read_table(struct python_lock *reading, const struct toml *table, struct err *err)
{
	static const char *const sources[] = {"index-url", "extra-index-url", "find-links",
		"http-proxy", "https-proxy", "python-install-mirror", "pypy-install-mirror",
		"python-downloads-json-url"};

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (source_list(reading, sources[i], table, err) < 0)
			return -1;
	if (read_indexes(reading, table, err) < 0 ||
		read_insecure(reading, table, "allow-insecure-host", err) < 0 ||
		read_insecure(reading, table, "trusted-host", err) < 0)
		return -1;
	return read_guards(reading, table, err);
}

int python_uv_settings(struct python_lock *reading, const struct toml *table, struct err *err)
{
	const struct toml *pip;

	if (python_member(reading, &pip, table, "pip", TOML_TABLE, err) < 0 ||
		read_table(reading, table, err) < 0)
		return -1;
	return pip ? read_table(reading, pip, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct python_lock reading;
	const struct toml *root;

	python_lock_start(&reading, lock, document);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	return python_uv_settings(&reading, root, err);
}

static const char *const globs[] = {"uv.toml", NULL};

extern const struct format format_uv_toml;

const struct format format_uv_toml = {.name = "uv-toml",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.read = read};
