/* SPDX-License-Identifier: Apache-2.0
 *
 * nuget.config (NuGet, "nuget.config reference"), in any case: sources, whose signatures count, folders whose packages are taken without being
 * asked for.
 */
#include "checks/dependencies/formats/nuget.h"

/* ---- lists ---- */

/* What the machine and the folders above have in such a list does not count. */
static int read_clear(struct nuget_reading *reading, const struct xml *list, const char *name)
{
	const struct xml *clear = nuget_next(list->child, "clear");

	return clear ? nuget_inherited(reading, clear, text_of(name), text_of("on"), 1) : 0;
}

static int read_sources(struct nuget_reading *reading, const struct xml *list)
{
	if (read_clear(reading, list, "packageSources clear") < 0)
		return -1;
	for (const struct xml *one = nuget_next(list->child, "add"); one;
		one = nuget_next(one->next, "add")) {
		if (nuget_source(reading, one, nuget_value(one, "key"), nuget_value(one, "value")) <
			0)
			return -1;
		if (text_is_nocase(nuget_value(one, "allowInsecureConnections"), "true") &&
			nuget_trust(reading, one, "allowInsecureConnections",
				nuget_value(one, "key")) < 0)
			return -1;
	}
	return 0;
}

static int read_folders(struct nuget_reading *reading, const struct xml *list)
{
	if (read_clear(reading, list, "fallbackPackageFolders clear") < 0)
		return -1;
	for (const struct xml *one = nuget_next(list->child, "add"); one;
		one = nuget_next(one->next, "add"))
		if (nuget_trust(reading, one, "fallbackPackageFolders", nuget_value(one, "value")) <
			0)
			return -1;
	return 0;
}

static int read_config(struct nuget_reading *reading, const struct xml *list)
{
	for (const struct xml *one = nuget_next(list->child, "add"); one;
		one = nuget_next(one->next, "add")) {
		struct text key = nuget_value(one, "key"), value = nuget_value(one, "value");
		int done = 0;

		if (text_is_nocase(key, "signatureValidationMode"))
			done = nuget_inherited(
				reading, one, key, value, text_is_nocase(value, "require"));
		if (text_is_nocase(key, "globalPackagesFolder"))
			done = nuget_trust(reading, one, "globalPackagesFolder", value);
		if (text_is_nocase(key, "http_proxy"))
			done = nuget_source(reading, one, key, value);
		if (done < 0)
			return -1;
	}
	return 0;
}

static int read_signers(struct nuget_reading *reading, const struct xml *list)
{
	if (read_clear(reading, list, "trustedSigners clear") < 0)
		return -1;
	for (const struct xml *signer = list->child; signer; signer = signer->next)
		for (const struct xml *one = nuget_next(signer->child, "certificate"); one;
			one = nuget_next(one->next, "certificate"))
			if (nuget_trust(reading, one, "trustedSigners",
				    nuget_value(one, "fingerprint")) < 0)
				return -1;
	return 0;
}

/* ---- disabledPackageSources ---- */

static const char disabled[] = "disabledPackageSources of ";

static bool has_source(const struct xml *list, struct text key)
{
	const struct xml *one = nuget_next(list->child, "add");

	while (one && !text_equal_nocase(nuget_value(one, "key"), key))
		one = nuget_next(one->next, "add");
	return one;
}

static bool is_own_source(const struct xml *root, struct text key)
{
	const struct xml *list = nuget_next(root->child, "packageSources");

	while (list && !has_source(list, key))
		list = nuget_next(list->next, "packageSources");
	return list;
}

/* Whether only the file's own sources count. */
static bool clears_sources(const struct xml *root)
{
	const struct xml *list = nuget_next(root->child, "packageSources");

	while (list && !nuget_next(list->child, "clear"))
		list = nuget_next(list->next, "packageSources");
	return list;
}

static int add_disabled(struct nuget_reading *reading, const struct xml *at, struct text name,
	struct text key, struct text value)
{
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = value,
			.strength = 1,
			.is_inherited = true,
			.is_topmost = !is_own_source(reading->root, key),
			.line = at->line,
			.column = at->column},
		reading->err);
}

/* A source that is named is off, whatever its value says (NuGet.Client, PackageSourceProvider), unless `<clear />` stands behind it. */
static int read_disabled(struct nuget_reading *reading, const struct xml *list)
{
	const struct xml *one = list->child;

	for (const struct xml *clear = nuget_next(one, "clear"); clear;
		clear = nuget_next(clear->next, "clear"))
		one = clear->next;
	for (one = nuget_next(one, "add"); one; one = nuget_next(one->next, "add")) {
		struct text key = nuget_value(one, "key");
		struct text name = arena_textf(
			reading->document->arena, "%s%.*s", disabled, (int)key.len, key.ptr);

		if (!name.ptr)
			return err_nomem(reading->err);
		if (add_disabled(reading, one, name, key, nuget_value(one, "value")) < 0)
			return -1;
	}
	return 0;
}

/* What was off, and is no source any more where only the file's own count, is off still. */
static int read_closed(struct nuget_reading *reading)
{
	const struct lock *base = reading->document->base;

	if (!base || nuget_is_beyond(reading) || !clears_sources(reading->root))
		return 0;
	for (size_t i = 0; i < base->settings.count; i++) {
		struct text name = base->settings.items[i].name, key;

		if (!text_starts(name, disabled))
			continue;
		key = text_slice(name, sizeof(disabled) - 1, name.len);
		if (!is_own_source(reading->root, key) &&
			add_disabled(reading, reading->root, name, key, text_of("no source")) < 0)
			return -1;
	}
	return 0;
}

/* ---- the file ---- */

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	static const struct {
		const char *name;
		int (*read)(struct nuget_reading *reading, const struct xml *list);
	} sections[] = {{"packageSources", read_sources}, {"disabledPackageSources", read_disabled},
		{"fallbackPackageFolders", read_folders}, {"config", read_config},
		{"trustedSigners", read_signers}, {"packageSourceMapping", nuget_mapping_read}};
	struct nuget_reading reading = {.lock = lock, .document = document, .err = err};
	const struct xml *root;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	reading.root = root;
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		for (const struct xml *one = root->child; one; one = one->next)
			if (nuget_is(one, sections[i].name) && sections[i].read(&reading, one) < 0)
				return -1;
	return read_closed(&reading);
}

static const char *const globs[] = {
	"nuget.config", "NuGet.config", "NuGet.Config", "Nuget.Config", "NUGET.CONFIG", NULL};

const struct format format_nuget_config = {
	.name = "nuget-config", .ecosystem = "nuget", .globs = globs, .read = read};
