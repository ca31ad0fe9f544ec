/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/js_settings.h"

#include <string.h>

static const struct js_guard *find(const struct js_guard *table, struct text key)
{
	for (; table->key; table++)
		if (text_is(key, table->key))
			return table;
	return NULL;
}

/* Its place in a list of words; 0 for a word that is not in it. */
static int rank(const char *words, struct text value)
{
	struct text rest = text_of(words), word;

	for (int i = 0; text_next_part(&rest, ' ', &word); i++)
		if (text_equal(word, value))
			return i;
	return 0;
}

static int strength_of(const struct js_guard *guard, struct text value)
{
	enum { MOST = 1000000000 };
	uint64_t number;

	switch (guard->worth) {
	case WORTH_TRUE:
		return text_is(value, "true") || value.len == 0;
	case WORTH_FALSE:
		return text_is(value, "false");
	case WORTH_NUMBER:
		return text_to_uint(value, MOST, &number) ? (int)number : 0;
	default:
		return rank(guard->words, value);
	}
}

static bool is_list(const struct js_guard *guard)
{
	return guard->worth == WORTH_LIST || guard->worth == WORTH_MILD ||
	       guard->worth == WORTH_CODE;
}

int js_guard(struct lock *lock, const struct js_guard *table, const struct js_value *value,
	struct err *err)
{
	const struct js_guard *guard = find(table, value->key);
	struct setting setting = {.kind = SETTING_GUARD,
		.name = value->key,
		.value = value->value,
		.line = value->line,
		.column = value->column};

	if (!guard || is_list(guard))
		return 0;
	setting.strength = strength_of(guard, value->value);
	setting.usual = guard->usual;
	return lock_setting(lock, &setting, err);
}

bool js_is_list_guard(const struct js_guard *table, struct text key)
{
	const struct js_guard *guard = find(table, key);

	return guard && is_list(guard);
}

/* Without the version, as in "@scope/name@1.0.0". */
struct text js_package_of(struct text item)
{
	for (size_t i = 1; i < item.len; i++)
		if (item.ptr[i] == '@')
			return text_slice(item, 0, i);
	return item;
}

static bool has(struct text text, const char *part)
{
	return text_find(text, text_of(part)) < text.len;
}

/* A path, or options that load code. A release in yarn's own folder is for the rule of wrappers; a bare word is a program of the machine's. */
static bool names_code(const struct js_value *item)
{
	static const char *const loading[] = {"--require", "-r ", "--import", "loader"};

	if (text_starts(item->value, ".yarn/releases/"))
		return has(item->value, "..");
	if (!text_is(item->key, "node-options") && !text_is(item->key, "nodeOptions"))
		return has(item->value, "/") || has(item->value, "\\") || has(item->value, ".");
	for (size_t i = 0; i < sizeof(loading) / sizeof(loading[0]); i++)
		if (has(item->value, loading[i]))
			return true;
	return false;
}

int js_let_through(struct lock *lock, const struct js_guard *table, const struct js_value *item,
	struct err *err)
{
	const struct js_guard *guard = find(table, item->key);
	struct setting setting = {.kind = SETTING_GUARD,
		.value = text_of("let through"),
		.about = js_package_of(item->value),
		.is_mild = guard && guard->worth == WORTH_MILD,
		.usual = 1,
		.line = item->line,
		.column = item->column};

	if (guard && guard->worth == WORTH_CODE) {
		if (!names_code(item))
			return 0;
		setting.about = text_of("");
	}
	setting.name = arena_textf(lock->arena, "%.*s: %.*s", (int)item->key.len, item->key.ptr,
		(int)item->value.len, item->value.ptr);
	return setting.name.ptr ? lock_setting(lock, &setting, err) : err_nomem(err);
}

int js_registry(struct lock *lock, const struct js_value *value, struct err *err)
{
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = value->key,
			.value = value->value,
			.line = value->line,
			.column = value->column},
		err);
}
