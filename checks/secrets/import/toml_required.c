/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/toml_required.h"

/* Absent: wherever. False: it is no number of lines or columns. */
static bool read_distance(const struct toml *value, uint32_t *out)
{
	int64_t number;

	*out = UINT32_MAX;
	if (!value)
		return true;
	if (!toml_integer(value, &number) || number < 0 || number >= UINT32_MAX)
		return false;
	*out = (uint32_t)number;
	return true;
}

static int note_dropped(
	struct import *import, const struct draft *draft, struct text id, const char *why)
{
	return import_note(import, draft->id,
		"required: %.*s %s, so it is reported without that too", text_quote(id), id.ptr,
		why);
}

static int read_one(struct import *import, struct draft *draft, const struct toml *item)
{
	struct text id = text_trim(toml_text_of(item, "id"));
	struct requirement requirement;

	if (!read_distance(toml_lookup(item, "withinlines"), &requirement.within_lines) ||
		!read_distance(toml_lookup(item, "withincolumns"), &requirement.within_columns))
		return note_dropped(import, draft, id, "has a distance that is no number");
	if (import_id(import, id, &requirement.rule) < 0)
		return -1;
	if (!import_looks(import, requirement.rule))
		return note_dropped(
			import, draft, id, "was not imported before, or looks for nothing");
	return requirements_add(import, &draft->requires, &requirement);
}

int toml_required(struct import *import, struct draft *draft, const struct toml *value)
{
	if (value->type != TOML_ARRAY)
		return import_note(import, draft->id, "required is no list: not carried over");
	for (const struct toml *item = value->child; item; item = item->next)
		if (item->type != TOML_TABLE
				? import_note(import, draft->id,
					  "required has what is no table: not carried over") < 0
				: read_one(import, draft, item) < 0)
			return -1;
	return 0;
}
