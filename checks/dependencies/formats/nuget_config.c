/* SPDX-License-Identifier: Apache-2.0
 *
 * nuget.config (NuGet, "nuget.config reference"), in any case: sources, which source a package may come from, whose signatures count,
 * folders whose packages are taken without being asked for; and what project files set of the same ("NuGet pack and restore as MSBuild targets").
 */
#include <strings.h>

#include "checks/dependencies/address.h"
#include "checks/dependencies/format.h"
#include "gate/base/xml.h"

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	const struct xml *root;
};

static bool same_nocase(struct text a, struct text b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

/* NuGet and MSBuild take names of elements, attributes and properties in any case. */
static bool is_called(const struct xml *element, const char *name)
{
	return same_nocase(element->name, text_of(name));
}

static struct text value_of(const struct xml *element, const char *name)
{
	const struct xml_attribute *at = element->attribute;

	while (at && !same_nocase(at->name, text_of(name)))
		at = at->next;
	return at ? at->value : text_of("");
}

/* The first of that name from `element` on, among its siblings. */
static const struct xml *called(const struct xml *element, const char *name)
{
	while (element && !is_called(element, name))
		element = element->next;
	return element;
}

static int add_guard(struct reading *reading, const struct xml *at, struct text name,
	struct text value, int strength, int usual)
{
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = value,
			.strength = strength,
			.usual = usual,
			.line = at->line,
			.column = at->column},
		reading->err);
}

/* Off where nothing says it. */
static int add_inherited(struct reading *reading, const struct xml *at, struct text name,
	struct text value, int strength)
{
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = value,
			.strength = strength,
			.is_inherited = true,
			.line = at->line,
			.column = at->column},
		reading->err);
}

/* Each value that is trusted is an exception of its own. */
static int trust(struct reading *reading, const struct xml *at, const char *what, struct text value)
{
	struct text name =
		arena_textf(reading->document->arena, "%s: %.*s", what, (int)value.len, value.ptr);

	return name.ptr ? add_guard(reading, at, name, text_of("trusted, or taken from"), 0, 1)
			: err_nomem(reading->err);
}

/* A folder has no host that could be known or not. */
static int add_source(
	struct reading *reading, const struct xml *at, struct text name, struct text value)
{
	struct address address;

	if (!address_parse(&address, value))
		return trust(reading, at, "packages of the folder", value);
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = name,
			.value = value,
			.line = at->line,
			.column = at->column},
		reading->err);
}

/* Each pattern and each source that is off is held to all of the base. */
static bool is_beyond(const struct reading *reading)
{
	enum { MOST_SETTINGS = 5000 };

	return reading->document->base && reading->lock->settings.count > MOST_SETTINGS;
}

/* ---- nuget.config ---- */

/* What the machine and the folders above have in such a list does not count. */
static int read_clear(struct reading *reading, const struct xml *list, const char *name)
{
	const struct xml *clear = called(list->child, "clear");

	return clear ? add_inherited(reading, clear, text_of(name), text_of("on"), 1) : 0;
}

static int read_sources(struct reading *reading, const struct xml *list)
{
	if (read_clear(reading, list, "packageSources clear") < 0)
		return -1;
	for (const struct xml *one = called(list->child, "add"); one;
		one = called(one->next, "add")) {
		if (add_source(reading, one, value_of(one, "key"), value_of(one, "value")) < 0)
			return -1;
		if (same_nocase(value_of(one, "allowInsecureConnections"), text_of("true")) &&
			trust(reading, one, "allowInsecureConnections", value_of(one, "key")) < 0)
			return -1;
	}
	return 0;
}

static int read_folders(struct reading *reading, const struct xml *list)
{
	if (read_clear(reading, list, "fallbackPackageFolders clear") < 0)
		return -1;
	for (const struct xml *one = called(list->child, "add"); one;
		one = called(one->next, "add"))
		if (trust(reading, one, "fallbackPackageFolders", value_of(one, "value")) < 0)
			return -1;
	return 0;
}

static int read_config(struct reading *reading, const struct xml *list)
{
	for (const struct xml *one = called(list->child, "add"); one;
		one = called(one->next, "add")) {
		struct text key = value_of(one, "key"), value = value_of(one, "value");
		int done = 0;

		if (same_nocase(key, text_of("signatureValidationMode")))
			done = add_inherited(
				reading, one, key, value, same_nocase(value, text_of("require")));
		if (same_nocase(key, text_of("globalPackagesFolder")))
			done = trust(reading, one, "globalPackagesFolder", value);
		if (same_nocase(key, text_of("http_proxy")))
			done = add_source(reading, one, key, value);
		if (done < 0)
			return -1;
	}
	return 0;
}

static int read_signers(struct reading *reading, const struct xml *list)
{
	if (read_clear(reading, list, "trustedSigners clear") < 0)
		return -1;
	for (const struct xml *signer = list->child; signer; signer = signer->next)
		for (const struct xml *one = called(signer->child, "certificate"); one;
			one = called(one->next, "certificate"))
			if (trust(reading, one, "trustedSigners", value_of(one, "fingerprint")) < 0)
				return -1;
	return 0;
}

/* ---- disabledPackageSources ---- */

static const char disabled[] = "disabledPackageSources of ";

static bool has_source(const struct xml *list, struct text key)
{
	const struct xml *one = called(list->child, "add");

	while (one && !same_nocase(value_of(one, "key"), key))
		one = called(one->next, "add");
	return one;
}

static bool is_own_source(const struct xml *root, struct text key)
{
	const struct xml *list = called(root->child, "packageSources");

	while (list && !has_source(list, key))
		list = called(list->next, "packageSources");
	return list;
}

/* Whether only the file's own sources count. */
static bool clears_sources(const struct xml *root)
{
	const struct xml *list = called(root->child, "packageSources");

	while (list && !called(list->child, "clear"))
		list = called(list->next, "packageSources");
	return list;
}

static int add_disabled(struct reading *reading, const struct xml *at, struct text name,
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
static int read_disabled(struct reading *reading, const struct xml *list)
{
	const struct xml *one = list->child;

	for (const struct xml *clear = called(one, "clear"); clear;
		clear = called(clear->next, "clear"))
		one = clear->next;
	for (one = called(one, "add"); one; one = called(one->next, "add")) {
		struct text key = value_of(one, "key");
		struct text name = arena_textf(
			reading->document->arena, "%s%.*s", disabled, (int)key.len, key.ptr);

		if (!name.ptr)
			return err_nomem(reading->err);
		if (add_disabled(reading, one, name, key, value_of(one, "value")) < 0)
			return -1;
	}
	return 0;
}

/* What was off, and is no source any more where only the file's own count, is off still. */
static int read_closed(struct reading *reading)
{
	const struct lock *base = reading->document->base;

	if (!base || is_beyond(reading) || !clears_sources(reading->root))
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

/* ---- packageSourceMapping ---- */

static const char mapping[] = "packageSourceMapping of ";

enum { ANY = 1, NARROWER = 2 };

/* Whether "My.*" lets an id or a narrower pattern in. */
static bool covers(struct text pattern, struct text id)
{
	if (!text_ends(pattern, "*"))
		return same_nocase(pattern, id);
	pattern.len--;
	return id.len >= pattern.len && strncasecmp(pattern.ptr, id.ptr, pattern.len) == 0;
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
			((key.ptr && same_nocase(one->name, key)) ||
				(address.ptr && same_nocase(one->value, address))))
			return one;
	}
	return NULL;
}

/* The key is the one that it was, and has an address that none had: that is a change of the source, and judged as such. */
static bool keeps_key(
	const struct lock *base, struct text place, struct text key, struct text address)
{
	const struct setting *was = source_of(base, key, (struct text){0});

	return same_nocase(was ? was->value : key, place) &&
	       !source_of(base, (struct text){0}, address);
}

static bool names_source(
	const struct lock *base, const struct setting *like, struct text key, struct text place)
{
	for (size_t i = 0; i < base->settings.count; i++) {
		const struct setting *one = &base->settings.items[i];

		if (same_nocase(one->name, like->name) &&
			(same_nocase(one->value, place) || keeps_key(base, one->value, key, place)))
			return true;
	}
	return false;
}

/* A package that came from certain sources may come from another one now. A source is its address, whatever key it has. */
static int read_place(
	struct reading *reading, const struct xml *at, struct text key, struct text place)
{
	const struct lock *base = reading->document->base;
	struct text pattern = value_of(at, "pattern");
	const struct setting *before =
		is_beyond(reading) ? NULL : narrowest(base, pattern, NARROWER);
	struct text name = arena_textf(
		reading->document->arena, "%s%.*s", mapping, (int)pattern.len, pattern.ptr);
	bool other = (before && !names_source(base, before, key, place)) || is_beyond(reading);

	if (!name.ptr)
		return err_nomem(reading->err);
	if (other && trust(reading, at, "packages mapped to another source", pattern) < 0)
		return -1;
	return add_guard(reading, at, name, place, 1, 1);
}

/* Each address that the key has in the file; the key itself where that stands in another one. */
static int read_pattern(struct reading *reading, const struct xml *at, struct text key)
{
	const struct xml *list =
		is_beyond(reading) ? NULL : called(reading->root->child, "packageSources");
	bool found = false;

	for (; list; list = called(list->next, "packageSources"))
		for (const struct xml *one = called(list->child, "add"); one;
			one = called(one->next, "add")) {
			if (!same_nocase(value_of(one, "key"), key))
				continue;
			found = true;
			if (read_place(reading, at, key, value_of(one, "value")) < 0)
				return -1;
		}
	return found ? 0 : read_place(reading, at, key, key);
}

/* A pattern that is gone leaves its packages to a wider one: of another source these are other packages of the same names. */
static int read_lost(struct reading *reading, const struct xml *list)
{
	const struct lock *base = reading->document->base;

	for (size_t i = 0; base && !is_beyond(reading) && i < base->settings.count; i++) {
		const struct setting *was = &base->settings.items[i], *wider = NULL;

		if (mapped(was).len >= NARROWER &&
			!names_source(reading->lock, was, text_of(""), was->value))
			wider = narrowest(reading->lock, mapped(was), ANY);
		if (wider && mapped(wider).len < mapped(was).len &&
			!names_source(base, was, text_of(""), wider->value) &&
			trust(reading, list, "packages mapped to another source", mapped(was)) < 0)
			return -1;
	}
	return 0;
}

static int read_mapping(struct reading *reading, const struct xml *list)
{
	const struct xml *source = called(list->child, "packageSource");

	if (source &&
		add_guard(reading, list, text_of("packageSourceMapping"), text_of("on"), 1, 0) < 0)
		return -1;
	for (; source; source = called(source->next, "packageSource"))
		for (const struct xml *one = called(source->child, "package"); one;
			one = called(one->next, "package"))
			if (read_pattern(reading, one, value_of(source, "key")) < 0)
				return -1;
	return read_lost(reading, list);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	static const struct {
		const char *name;
		int (*read)(struct reading *reading, const struct xml *list);
	} sections[] = {{"packageSources", read_sources}, {"disabledPackageSources", read_disabled},
		{"fallbackPackageFolders", read_folders}, {"config", read_config},
		{"trustedSigners", read_signers}, {"packageSourceMapping", read_mapping}};
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct xml *root;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	reading.root = root;
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		for (const struct xml *one = root->child; one; one = one->next)
			if (is_called(one, sections[i].name) && sections[i].read(&reading, one) < 0)
				return -1;
	return read_closed(&reading);
}

/* ---- project files ---- */

extern const struct format format_nuget_lock, format_nuget_config, format_msbuild_restore;

/* What a property says where it stands twice is the weaker: the last one counts, or the one whose condition holds. */
struct switched {
	const char *name;
	const char *strong; /* the value that protects */
	int usual;
	const struct xml *at;
	int strength;
};

enum { SWITCHES = 3 };

/* What the same lists say elsewhere. */
static bool is_of_lists(struct text value)
{
	static const char *const lists[] = {
		"$(RestoreSources)", "$(RestoreAdditionalProjectSources)"};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (same_nocase(value, text_of(lists[i])))
			return true;
	return false;
}

/* "url;url" */
static int read_list(struct reading *reading, const struct xml *at, struct text rest)
{
	struct text one;

	while (text_next_part(&rest, ';', &one)) {
		one = text_trim(one);
		if (one.len && !is_of_lists(one) && add_source(reading, at, at->name, one) < 0)
			return -1;
	}
	return 0;
}

/* What is behind the last slash of either kind. */
static struct text file_name(struct text path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '/' && path.ptr[at - 1] != '\\')
		at--;
	return text_slice(path, at, path.len);
}

/* Files of usual names are read as what they are; others are not. */
static int read_file_name(struct reading *reading, const struct xml *at, struct text value)
{
	static const struct {
		const char *name;
		const struct format *format;
	} files[] = {{"NuGetLockFilePath", &format_nuget_lock},
		{"RestoreConfigFile", &format_nuget_config}};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (is_called(at, files[i].name) &&
			!format_takes(files[i].format, file_name(value)))
			return trust(reading, at, files[i].name, value);
	return 0;
}

static int read_property(struct reading *reading, const struct xml *at)
{
	static const char *const lists[] = {"RestoreSources", "RestoreAdditionalProjectSources"};
	static const char *const trusted[] = {"RestoreFallbackFolders",
		"RestoreAdditionalProjectFallbackFolders", "RestorePackagesPath"};
	struct text value = text_trim(at->text);

	if (!value.len || text_is(value, "clear"))
		return 0;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (is_called(at, lists[i]))
			return read_list(reading, at, value);
	for (size_t i = 0; i < sizeof(trusted) / sizeof(trusted[0]); i++)
		if (is_called(at, trusted[i]))
			return trust(reading, at, trusted[i], value);
	return read_file_name(reading, at, value);
}

static void note_switch(struct switched *switches, const struct xml *at)
{
	for (size_t i = 0; i < SWITCHES; i++) {
		int strength = same_nocase(text_trim(at->text), text_of(switches[i].strong));

		if (!is_called(at, switches[i].name) ||
			(switches[i].at && strength >= switches[i].strength))
			continue;
		switches[i].at = at;
		switches[i].strength = strength;
	}
}

/* NOLINTNEXTLINE(misc-no-recursion): xml_read bounds the depth */
static int read_inside(
	struct reading *reading, struct switched *switches, const struct xml *element)
{
	for (const struct xml *one = element->child; one; one = one->next) {
		note_switch(switches, one);
		if (read_property(reading, one) < 0 || read_inside(reading, switches, one) < 0)
			return -1;
	}
	return 0;
}

static int read_project(struct lock *lock, const struct document *document, struct err *err)
{
	struct switched switches[SWITCHES] = {{.name = "RestoreLockedMode", .strong = "true"},
		{.name = "RestorePackagesWithLockFile", .strong = "true"},
		{.name = "RestoreForceEvaluate", .strong = "false", .usual = 1}};
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct xml *root;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_inside(&reading, switches, root) < 0)
		return -1;
	for (size_t i = 0; i < SWITCHES; i++)
		if (switches[i].at && add_guard(&reading, switches[i].at, switches[i].at->name,
					      text_trim(switches[i].at->text), switches[i].strength,
					      switches[i].usual) < 0)
			return -1;
	return 0;
}

/* Most project files say nothing of it, and are not read. */
static bool is_project(struct text path, struct text content)
{
	static const char *const words[] = {"<Restore", "<NuGetLockFilePath", "<!DOCTYPE"};

	(void)path;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (content_has(content, words[i]))
			return true;
	return false;
}

static const char *const globs[] = {
	"nuget.config", "NuGet.config", "NuGet.Config", "Nuget.Config", "NUGET.CONFIG", NULL};
static const char *const project_globs[] = {
	"*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets", NULL};

const struct format format_nuget_config = {
	.name = "nuget-config", .ecosystem = "nuget", .globs = globs, .read = read};
const struct format format_msbuild_restore = {.name = "msbuild-restore",
	.ecosystem = "nuget",
	.globs = project_globs,
	.is = is_project,
	.by_content = true,
	.read = read_project};
