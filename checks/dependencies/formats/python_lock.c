/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/dependencies/formats/python.h"

void python_lock_start(
	struct python_lock *reading, struct lock *lock, const struct document *document)
{
	*reading = (struct python_lock){.lock = lock, .document = document};
	keys_start(&reading->keys, document->arena);
}

int python_error(
	const struct python_lock *reading, const struct toml *at, struct err *err, const char *what)
{
	return err_set(
		err, ERR_LOOK, "%s:%u:%u: %s", reading->document->name, at->line, at->column, what);
}

static int wrong_type(const struct python_lock *reading, const struct toml *at, const char *key,
	const char *wanted, struct err *err)
{
	return err_set(err, ERR_LOOK, "%s:%u:%u: \"%s\" is no %s", reading->document->name,
		at->line, at->column, key, wanted);
}

int python_may(struct python_lock *reading, struct text *out, const struct toml *table,
	const char *key, struct err *err)
{
	const struct toml *value = toml_get(table, key);

	*out = text_of("");
	if (!value)
		return 0;
	if (value->type != TOML_STRING)
		return wrong_type(reading, value, key, "string", err);
	*out = value->text;
	return 0;
}

int python_want(struct python_lock *reading, struct text *out, const struct toml *table,
	const char *key, struct err *err)
{
	if (python_may(reading, out, table, key, err) < 0)
		return -1;
	if (out->len)
		return 0;
	return err_set(err, ERR_LOOK, "%s:%u:%u: there is no \"%s\" here", reading->document->name,
		table->line, table->column, key);
}

int python_fields(struct python_lock *reading, const struct toml *table,
	const struct python_field *fields, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (python_may(reading, fields[i].out, table, fields[i].key, err) < 0)
			return -1;
	return 0;
}

int python_name_of(
	struct python_lock *reading, struct text *out, const struct toml *table, struct err *err)
{
	struct text written;

	if (python_want(reading, &written, table, "name", err) < 0 ||
		python_name(out, written, reading->document->arena, err) < 0)
		return -1;
	if (out->ptr)
		return 0;
	return python_error(reading, toml_get(table, "name"), err, "this is no name of a package");
}

static const char *type_name(enum toml_type type)
{
	if (type == TOML_ARRAY)
		return "array";
	return type == TOML_TABLE ? "table" : "value of the right type";
}

int python_member(struct python_lock *reading, const struct toml **out, const struct toml *table,
	const char *key, enum toml_type type, struct err *err)
{
	*out = toml_get(table, key);
	if (*out && (*out)->type != type)
		return wrong_type(reading, *out, key, type_name(type), err);
	return 0;
}

int python_tables(struct python_lock *reading, const struct toml **out, const struct toml *table,
	const char *key, struct err *err)
{
	const struct toml *array;

	*out = NULL;
	if (python_member(reading, &array, table, key, TOML_ARRAY, err) < 0)
		return -1;
	if (!array)
		return 0;
	for (const struct toml *item = array->child; item; item = item->next)
		if (item->type != TOML_TABLE)
			return wrong_type(reading, item, key, "array of tables", err);
	*out = array->child;
	return 0;
}

/* ---- packages ---- */

int python_package_start(
	struct python_lock *reading, struct pin *out, const struct toml *package, struct err *err)
{
	const struct toml *name = toml_get(package, "name");

	*out = (struct pin){.flags = PIN_ANY_OF};
	if (python_name_of(reading, &out->name, package, err) < 0 ||
		python_may(reading, &out->version, package, "version", err) < 0)
		return -1;
	out->line = name->key_line;
	out->column = name->key_column;
	return 0;
}

/* Makes same_name as long as the pins are. */
static int grow(struct python_lock *reading, struct err *err)
{
	if (arena_reserve(reading->document->arena, (void **)&reading->same_name,
		    &reading->same_name_capacity, reading->lock->pins.count,
		    sizeof(*reading->same_name)) < 0)
		return err_nomem(err);
	reading->same_name[reading->lock->pins.count - 1] = 0;
	return 0;
}

int python_package(
	struct python_lock *reading, const struct pin *pin, uint32_t *index, struct err *err)
{
	struct pin *added;
	uint32_t *newest;

	if (lock_pin(reading->lock, pin, &added, err) < 0 || grow(reading, err) < 0 ||
		keys_add(&reading->keys, pin->name, &newest, err) < 0)
		return -1;
	*index = (uint32_t)(reading->lock->pins.count - 1);
	reading->same_name[*index] = *newest;
	*newest = *index + 1;
	return 0;
}

int python_named(struct python_lock *reading, struct text name, uint32_t *first, struct err *err)
{
	uint32_t *newest;

	if (keys_add(&reading->keys, name, &newest, err) < 0)
		return -1;
	*first = *newest - 1; /* 0 becomes UINT32_MAX */
	return 0;
}

uint32_t python_next_named(const struct python_lock *reading, uint32_t pin)
{
	return reading->same_name[pin] - 1;
}

int python_edges(struct python_lock *reading, uint32_t from, struct text name, struct err *err)
{
	struct text normal;
	uint32_t pin;

	if (python_name(&normal, name, reading->document->arena, err) < 0)
		return -1;
	if (!normal.ptr)
		return 0;
	if (python_named(reading, normal, &pin, err) < 0)
		return -1;
	for (int i = 0; pin != UINT32_MAX && i < MOST_OF_A_NAME;
		i++, pin = python_next_named(reading, pin))
		if (lock_edge(reading->lock, from, pin, err) < 0)
			return -1;
	return 0;
}

int python_set_git(struct python_lock *reading, struct pin *pin, const struct toml *at,
	struct python_git git, struct err *err)
{
	const char *scheme = python_is_vcs(git.url) ? "" : "git+";
	struct text asked = is_commit_id(git.asked) ? git.asked : text_of("");
	const char *whole;

	if (!is_commit_id(git.commit) || git.url.len == 0)
		return python_error(reading, at, err, "a repository without its address or commit");
	whole = arena_printf(reading->document->arena, "%s%.*s%s%.*s#%.*s", scheme,
		(int)git.url.len, git.url.ptr, asked.len ? "?rev=" : "", (int)asked.len, asked.ptr,
		(int)git.commit.len, git.commit.ptr);
	pin->source = text_of(whole);
	pin->flags = PIN_VCS;
	return whole ? 0 : err_nomem(err);
}

int python_add_commit(struct python_lock *reading, uint32_t index, struct err *err)
{
	struct pin *pin = &reading->lock->pins.items[index];
	struct text url = pin->source;

	if (!(pin->flags & PIN_VCS))
		return 0;
	return pin_git(reading->lock, pin,
		text_slice(url, text_find(url, text_of("#")) + 1, url.len), err);
}

int python_join_same_names(struct python_lock *reading, struct err *err)
{
	size_t count = reading->lock->pins.count;

	for (uint32_t pin = 0; pin < count; pin++) {
		uint32_t other = python_next_named(reading, pin);

		if (other != UINT32_MAX && (lock_edge(reading->lock, pin, other, err) < 0 ||
						   lock_edge(reading->lock, other, pin, err) < 0))
			return -1;
	}
	return 0;
}

uint32_t python_find(const struct lock *lock, const struct need *need)
{
	return lock_first_named(lock, need->name);
}

/* ---- files ---- */

/* A file is reached whenever its package is judged: what is an orphan is the package. */
int python_file(struct python_lock *reading, uint32_t package, const struct python_file *file,
	uint32_t *index, struct err *err)
{
	const struct pin *of = &reading->lock->pins.items[package];
	struct pin pin = {.name = of->name,
		.version = of->version,
		.artifact = file->name,
		.source = file->url,
		.flags = file->flags,
		.line = file->line,
		.column = file->column};
	struct pin *added;

	if (lock_pin(reading->lock, &pin, &added, err) < 0 || grow(reading, err) < 0)
		return -1;
	*index = (uint32_t)(reading->lock->pins.count - 1);
	return lock_edge(reading->lock, EDGE_ROOT, *index, err);
}

int python_file_digest(struct python_lock *reading, uint32_t package, uint32_t file,
	struct text tagged, struct err *err)
{
	struct pin *pins = reading->lock->pins.items;
	const struct digest *digest;

	if (pin_tagged(reading->lock, &pins[file], tagged, err) < 0)
		return -1;
	digest = &pins[file].digests[pins[file].digest_count - 1];
	return digest->flaw ? 0 : pin_digest(reading->lock, &pins[package], digest, err);
}

static int read_file(struct python_lock *reading, uint32_t package, const struct toml *item,
	uint32_t flags, struct err *err)
{
	struct python_file file = {.flags = flags, .line = item->line, .column = item->column};
	struct text hash;
	const struct python_field fields[] = {
		{"file", &file.name}, {"url", &file.url}, {"hash", &hash}};
	uint32_t index;

	if (python_fields(reading, item, fields, 3, err) < 0)
		return -1;
	if (file.name.len == 0)
		file.name = python_file_of(file.url);
	if (file.name.len == 0)
		return python_error(reading, item, err, "a file without a name");
	if (python_file(reading, package, &file, &index, err) < 0)
		return -1;
	return hash.len ? python_file_digest(reading, package, index, hash, err) : 0;
}

int python_files(struct python_lock *reading, uint32_t package, const struct toml *first,
	uint32_t flags, struct err *err)
{
	for (; first; first = first->next)
		if (read_file(reading, package, first, flags, err) < 0)
			return -1;
	return 0;
}

/* ---- settings ---- */

int python_source_setting(
	struct python_lock *reading, const char *name, const struct toml *value, struct err *err)
{
	if (!value)
		return 0;
	if (value->type != TOML_STRING)
		return wrong_type(reading, value, name, "string", err);
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = text_of(name),
			.value = value->text,
			.line = value->key_line ? value->key_line : value->line,
			.column = value->key_line ? value->key_column : value->column},
		err);
}

int python_guard(struct python_lock *reading, struct text name, const struct toml *at, int strength,
	int usual, struct err *err)
{
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = at->text,
			.strength = strength,
			.usual = usual,
			.line = at->key_line ? at->key_line : at->line,
			.column = at->key_line ? at->key_column : at->column},
		err);
}

int python_verify_guard(
	struct python_lock *reading, struct text name, const struct toml *verify, struct err *err)
{
	const char *guard = arena_printf(reading->document->arena, "verify_ssl %.*s",
		(int)(name.len < 256 ? name.len : 256), name.ptr);

	if (!guard)
		return err_nomem(err);
	return python_guard(
		reading, text_of(guard), verify, text_is(verify->text, "false") ? 0 : 1, 1, err);
}
