/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/nuget.h"

#include "checks/dependencies/address.h"

bool nuget_is(const struct xml *element, const char *name)
{
	return text_is_nocase(element->name, name);
}

struct text nuget_value(const struct xml *element, const char *name)
{
	const struct xml_attribute *at = element->attribute;

	while (at && !text_is_nocase(at->name, name))
		at = at->next;
	return at ? at->value : text_of("");
}

const struct xml *nuget_next(const struct xml *element, const char *name)
{
	while (element && !nuget_is(element, name))
		element = element->next;
	return element;
}

static int add(struct nuget_reading *reading, const struct xml *at, struct setting setting)
{
	setting.line = at->line;
	setting.column = at->column;
	return lock_setting(reading->lock, &setting, reading->err);
}

int nuget_guard(struct nuget_reading *reading, const struct xml *at, struct text name,
	struct text value, int strength, int usual)
{
	return add(reading, at,
		(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = value,
			.strength = strength,
			.usual = usual});
}

int nuget_inherited(struct nuget_reading *reading, const struct xml *at, struct text name,
	struct text value, int strength)
{
	return add(reading, at,
		(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = value,
			.strength = strength,
			.is_inherited = true});
}

int nuget_trust(
	struct nuget_reading *reading, const struct xml *at, const char *what, struct text value)
{
	struct text name =
		arena_textf(reading->document->arena, "%s: %.*s", what, (int)value.len, value.ptr);

	return name.ptr ? nuget_guard(reading, at, name, text_of("trusted, or taken from"), 0, 1)
			: err_nomem(reading->err);
}

int nuget_source(
	struct nuget_reading *reading, const struct xml *at, struct text name, struct text value)
{
	struct address address;

	if (!address_parse(&address, value))
		return nuget_trust(reading, at, "packages of the folder", value);
	return add(reading, at,
		(struct setting){.kind = SETTING_SOURCE, .name = name, .value = value});
}

bool nuget_is_beyond(const struct nuget_reading *reading)
{
	enum { MOST_SETTINGS = 5000 };

	return reading->document->base && reading->lock->settings.count > MOST_SETTINGS;
}
