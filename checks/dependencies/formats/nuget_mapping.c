/* SPDX-License-Identifier: Apache-2.0
 *
 * Which source a package may come from: <packageSourceMapping> of nuget.config (NuGet, "Package Source Mapping").
 */
#include "checks/dependencies/formats/nuget.h"

static const char mapping[] = "packageSourceMapping of ";

enum { ANY = 1, NARROWER = 2 };

/* Whether "My.*" lets an id or a narrower pattern in. */
static bool covers(struct text pattern, struct text id)
{
	if (!text_ends(pattern, "*"))
		return text_equal_nocase(pattern, id);
	pattern.len--;
	return text_starts_nocase(id, pattern);
}

/* The pattern that a setting is about; "" of others. */
static struct text mapped(const struct setting *setting)
{
	return text_starts(setting->name, mapping)
		       ? text_slice(setting->name, sizeof(mapping) - 1, setting->name.len)
		       : text_of("");
}

/* The narrowest pattern of a file, of at least so many bytes, for one of the other side's: "*" is for what no other is. */
static const struct setting *narrowest(const struct lock *lock, struct text pattern, size_t least)
{
	const struct setting *best = NULL;

	for (size_t i = 0; lock && i < lock->settings.count; i++) {
		const struct setting *one = &lock->settings.items[i];
		struct text of = mapped(one);

		if (of.len >= least && covers(of, pattern) &&
			(!best || one->name.len >= best->name.len))
			best = one;
	}
	return best;
}

static const struct setting *source_of(
	const struct lock *base, struct text key, struct text address)
{
	for (size_t i = 0; i < base->settings.count; i++) {
		const struct setting *one = &base->settings.items[i];

		if (one->kind == SETTING_SOURCE &&
			((key.ptr && text_equal_nocase(one->name, key)) ||
				(address.ptr && text_equal_nocase(one->value, address))))
			return one;
	}
	return NULL;
}

/* The key is the one that it was, and has an address that none had: that is a change of the source, and judged as such. */
static bool keeps_key(
	const struct lock *base, struct text place, struct text key, struct text address)
{
	const struct setting *was = source_of(base, key, (struct text){0});

	return text_equal_nocase(was ? was->value : key, place) &&
	       !source_of(base, (struct text){0}, address);
}

static bool names_source(
	const struct lock *base, const struct setting *like, struct text key, struct text place)
{
	for (size_t i = 0; i < base->settings.count; i++) {
		const struct setting *one = &base->settings.items[i];

		if (text_equal_nocase(one->name, like->name) &&
			(text_equal_nocase(one->value, place) ||
				keeps_key(base, one->value, key, place)))
			return true;
	}
	return false;
}

/* A package that came from certain sources may come from another one now. A source is its address, whatever key it has. */
static int read_place(
	struct nuget_reading *reading, const struct xml *at, struct text key, struct text place)
{
	const struct lock *base = reading->document->base;
	struct text pattern = nuget_value(at, "pattern");
	const struct setting *before =
		nuget_is_beyond(reading) ? NULL : narrowest(base, pattern, NARROWER);
	struct text name = arena_textf(
		reading->document->arena, "%s%.*s", mapping, (int)pattern.len, pattern.ptr);
	bool other =
		(before && !names_source(base, before, key, place)) || nuget_is_beyond(reading);

	if (!name.ptr)
		return err_nomem(reading->err);
	if (other && nuget_trust(reading, at, "packages mapped to another source", pattern) < 0)
		return -1;
	return nuget_guard(reading, at, name, place, 1, 1);
}

/* Each address that the key has in the file; the key itself where that stands in another one. */
static int read_pattern(struct nuget_reading *reading, const struct xml *at, struct text key)
{
	const struct xml *list = nuget_is_beyond(reading)
					 ? NULL
					 : nuget_next(reading->root->child, "packageSources");
	bool found = false;

	for (; list; list = nuget_next(list->next, "packageSources"))
		for (const struct xml *one = nuget_next(list->child, "add"); one;
			one = nuget_next(one->next, "add")) {
			if (!text_equal_nocase(nuget_value(one, "key"), key))
				continue;
			found = true;
			if (read_place(reading, at, key, nuget_value(one, "value")) < 0)
				return -1;
		}
	return found ? 0 : read_place(reading, at, key, key);
}

/* A pattern that is gone leaves its packages to a wider one: of another source these are other packages of the same names. */
static int read_lost(struct nuget_reading *reading, const struct xml *list)
{
	const struct lock *base = reading->document->base;

	for (size_t i = 0; base && !nuget_is_beyond(reading) && i < base->settings.count; i++) {
		const struct setting *was = &base->settings.items[i], *wider = NULL;

		if (mapped(was).len >= NARROWER &&
			!names_source(reading->lock, was, text_of(""), was->value))
			wider = narrowest(reading->lock, mapped(was), ANY);
		if (wider && mapped(wider).len < mapped(was).len &&
			!names_source(base, was, text_of(""), wider->value) &&
			nuget_trust(reading, list, "packages mapped to another source",
				mapped(was)) < 0)
			return -1;
	}
	return 0;
}

int nuget_mapping_read(struct nuget_reading *reading, const struct xml *list)
{
	const struct xml *source = nuget_next(list->child, "packageSource");

	if (source && nuget_guard(reading, list, text_of("packageSourceMapping"), text_of("on"), 1,
			      0) < 0)
		return -1;
	for (; source; source = nuget_next(source->next, "packageSource"))
		for (const struct xml *one = nuget_next(source->child, "package"); one;
			one = nuget_next(one->next, "package"))
			if (read_pattern(reading, one, nuget_value(source, "key")) < 0)
				return -1;
	return read_lost(reading, list);
}
