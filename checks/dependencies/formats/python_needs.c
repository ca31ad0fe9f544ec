/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/python_needs.h"

#include "checks/dependencies/formats/requirement.h"

static int add(struct python_lock *reading, const struct toml *at, const struct need *need,
	struct text written, struct err *err)
{
	struct need placed = *need;

	if (python_name(&placed.name, written, reading->document->arena, err) < 0)
		return -1;
	if (!placed.name.ptr)
		return python_error(reading, at, err, "this is no name of a package");
	placed.place = text_of("");
	placed.line = at->key_line ? at->key_line : at->line;
	placed.column = at->key_line ? at->key_column : at->column;
	return lock_need(reading->lock, &placed, err);
}

/* What uv's sources make of a requirement: the URL in place of the versions, or a folder. */
static void redirect(struct need *need, const struct toml *source)
{
	struct text git = toml_text(source, "git"), url = toml_text(source, "url");

	if (toml_get(source, "path") || toml_get(source, "workspace"))
		need->flags |= NEED_LOCAL;
	if (git.len || url.len)
		need->range = python_plain_url(git.len ? git : url);
}

/* More sources than a project has: there only the normal spelling is looked for. */
enum { MOST_SOURCES = 64 };

/* The sources of a name, under any spelling of it. */
static const struct toml *source_of(const struct toml *sources, struct text name)
{
	const struct toml *found = toml_member(sources, name);

	if (found || !sources || sources->count > MOST_SOURCES)
		return found;
	for (const struct toml *item = sources->child; item; item = item->next)
		if (python_same_name(item->key, name))
			return item;
	return NULL;
}

/* Several sources are for several platforms; the plain requirement may stand beside them. */
static int add_redirected(struct python_lock *reading, const struct toml *at,
	const struct need *plain, const struct toml *source, struct err *err)
{
	struct need need = *plain;

	if (!source || source->type == TOML_TABLE) {
		redirect(&need, source);
		return add(reading, at, &need, need.name, err);
	}
	for (const struct toml *item = source->child; item; item = item->next) {
		need = *plain;
		need.flags |= NEED_OPTIONAL;
		redirect(&need, item);
		if (add(reading, at, &need, need.name, err) < 0)
			return -1;
	}
	need = *plain;
	need.flags |= NEED_OPTIONAL;
	return add(reading, at, &need, need.name, err);
}

/* An archive at an address of its own: where no lock repeats it, only this says where it is from. Repositories are for the lock. */
static int add_address(struct python_lock *reading, const struct toml *item,
	const struct requirement *requirement, struct err *err)
{
	struct setting setting = {.kind = SETTING_SOURCE,
		.name = requirement->name,
		.value = python_plain_url(requirement->url),
		.line = item->line,
		.column = item->column};

	return text_starts(requirement->url, "http") ? lock_setting(reading->lock, &setting, err)
						     : 0;
}

static int add_string(struct python_lock *reading, const struct toml *item,
	const struct toml *sources, uint32_t flags, struct err *err)
{
	struct requirement requirement;
	const char *wrong = requirement_read(&requirement, item->text);
	struct need need = {.flags = flags};

	if (wrong)
		return python_error(reading, item, err, wrong);
	if (python_name(&need.name, requirement.name, reading->document->arena, err) < 0 ||
		python_specifier(
			&need.range, requirement.specifier, reading->document->arena, err) < 0)
		return -1;
	if (!need.name.ptr)
		return python_error(reading, item, err, "this is no name of a package");
	if (requirement.url.len)
		need.range = python_plain_url(requirement.url);
	if (add_address(reading, item, &requirement, err) < 0)
		return -1;
	if (text_starts(requirement.url, "file:"))
		need.flags |= NEED_LOCAL;
	if (requirement.marker.len)
		need.flags |= NEED_OPTIONAL;
	return add_redirected(reading, item, &need, source_of(sources, need.name), err);
}

int python_needs_of_array(struct python_lock *reading, const struct toml *array,
	const struct toml *sources, uint32_t flags, struct err *err)
{
	for (const struct toml *item = array ? array->child : NULL; item; item = item->next) {
		if (item->type == TOML_TABLE)
			continue;
		if (item->type != TOML_STRING)
			return python_error(reading, item, err, "a requirement is no string");
		if (add_string(reading, item, sources, flags, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- tables ---- */

/* What is for some platforms or versions of Python only may be left out of a lock that is for others. */
static bool is_conditional(const struct toml *table)
{
	const struct toml *optional = toml_get(table, "optional");

	return (optional && text_is(optional->text, "true")) || toml_get(table, "python") ||
	       toml_get(table, "platform") || toml_get(table, "markers");
}

static int add_entry(struct python_lock *reading, const struct toml *member,
	const struct toml *value, uint32_t flags, struct err *err)
{
	struct need need = {.flags = flags, .range = text_of("")};

	if (value->type == TOML_STRING) {
		need.range = value->text;
		return add(reading, member, &need, member->key, err);
	}
	if (value->type != TOML_TABLE)
		return python_error(
			reading, value, err, "a requirement is neither a string nor a table");
	if (python_may(reading, &need.range, value, "version", err) < 0)
		return -1;
	redirect(&need, value);
	if (is_conditional(value))
		need.flags |= NEED_OPTIONAL;
	return add(reading, member, &need, member->key, err);
}

static int add_member(
	struct python_lock *reading, const struct toml *member, uint32_t flags, struct err *err)
{
	if (member->type != TOML_ARRAY)
		return add_entry(reading, member, member, flags, err);
	for (const struct toml *item = member->child; item; item = item->next)
		if (add_entry(reading, member, item, flags, err) < 0)
			return -1;
	return 0;
}

int python_needs_of_table(
	struct python_lock *reading, const struct toml *table, uint32_t flags, struct err *err)
{
	for (const struct toml *member = table ? table->child : NULL; member; member = member->next)
		if (!text_is(member->key, "python") && add_member(reading, member, flags, err) < 0)
			return -1;
	return 0;
}
