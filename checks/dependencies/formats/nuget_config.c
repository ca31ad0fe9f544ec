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
};

static struct text value_of(const struct xml *element, const char *name)
{
	const struct text *value = xml_value(element, name);

	return value ? *value : text_of("");
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

static bool same_nocase(struct text a, struct text b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

/* ---- nuget.config ---- */

static int read_sources(struct reading *reading, const struct xml *list)
{
	for (const struct xml *one = list->child; one; one = one->next) {
		if (text_is(one->name, "clear") &&
			add_guard(reading, one, text_of("packageSources clear"), text_of("on"), 1,
				0) < 0)
			return -1;
		if (!text_is(one->name, "add"))
			continue;
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
	for (const struct xml *one = xml_get(list, "add"); one; one = xml_next(one))
		if (trust(reading, one, "fallbackPackageFolders", value_of(one, "value")) < 0)
			return -1;
	return 0;
}

static int read_config(struct reading *reading, const struct xml *list)
{
	for (const struct xml *one = xml_get(list, "add"); one; one = xml_next(one)) {
		struct text key = value_of(one, "key"), value = value_of(one, "value");
		int done = 0;

		if (same_nocase(key, text_of("signatureValidationMode")))
			done = add_guard(reading, one, key, value,
				same_nocase(value, text_of("require")), 0);
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
	for (const struct xml *signer = list->child; signer; signer = signer->next)
		for (const struct xml *one = xml_get(signer, "certificate"); one;
			one = xml_next(one))
			if (trust(reading, one, "trustedSigners", value_of(one, "fingerprint")) < 0)
				return -1;
	return 0;
}

/* ---- packageSourceMapping ---- */

static const char mapping[] = "packageSourceMapping of ";

/* Whether "My.*" lets an id or a narrower pattern in. */
static bool covers(struct text pattern, struct text id)
{
	if (!text_ends(pattern, "*"))
		return same_nocase(pattern, id);
	pattern.len--;
	return id.len >= pattern.len && strncasecmp(pattern.ptr, id.ptr, pattern.len) == 0;
}

/* The base's narrowest pattern for one of the head, but for "*", which is for what no other is. Only settings named by `mapping` count. */
static const struct setting *narrowest(const struct lock *base, struct text pattern)
{
	const struct setting *best = NULL;

	for (size_t i = 0; base && i < base->settings.count; i++) {
		const struct setting *one = &base->settings.items[i];
		struct text of = text_slice(one->name, sizeof(mapping) - 1, one->name.len);

		if (text_starts(one->name, mapping) && of.len > 1 && covers(of, pattern) &&
			(!best || one->name.len >= best->name.len))
			best = one;
	}
	return best;
}

static bool names_source(const struct lock *base, const struct setting *like, struct text source)
{
	for (size_t i = 0; i < base->settings.count; i++)
		if (text_equal(base->settings.items[i].name, like->name) &&
			same_nocase(base->settings.items[i].value, source))
			return true;
	return false;
}

/* Each pattern is held to all of the base. */
static bool is_beyond(const struct reading *reading)
{
	enum { MOST_SETTINGS = 5000 };

	return reading->document->base && reading->lock->settings.count > MOST_SETTINGS;
}

/* A package that came from certain sources may come from another one now. */
static int read_pattern(struct reading *reading, const struct xml *at, struct text source)
{
	const struct lock *base = reading->document->base;
	struct text pattern = value_of(at, "pattern");
	const struct setting *before = is_beyond(reading) ? NULL : narrowest(base, pattern);
	struct text name = arena_textf(
		reading->document->arena, "%s%.*s", mapping, (int)pattern.len, pattern.ptr);
	bool other = (before && !names_source(base, before, source)) || is_beyond(reading);

	if (!name.ptr)
		return err_nomem(reading->err);
	if (other && trust(reading, at, "packages mapped to another source", pattern) < 0)
		return -1;
	return add_guard(reading, at, name, source, 1, 1);
}

static int read_mapping(struct reading *reading, const struct xml *list)
{
	const struct xml *source = xml_get(list, "packageSource");

	if (source &&
		add_guard(reading, list, text_of("packageSourceMapping"), text_of("on"), 1, 0) < 0)
		return -1;
	for (; source; source = xml_next(source))
		for (const struct xml *one = xml_get(source, "package"); one; one = xml_next(one))
			if (read_pattern(reading, one, value_of(source, "key")) < 0)
				return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	static const struct {
		const char *name;
		int (*read)(struct reading *reading, const struct xml *list);
	} sections[] = {{"packageSources", read_sources}, {"fallbackPackageFolders", read_folders},
		{"config", read_config}, {"trustedSigners", read_signers},
		{"packageSourceMapping", read_mapping}};
	struct reading reading = {lock, document, err};
	const struct xml *root;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	for (const struct xml *one = root->child; one; one = one->next)
		for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
			if (text_is(one->name, sections[i].name) &&
				sections[i].read(&reading, one) < 0)
				return -1;
	return 0;
}

/* ---- project files ---- */

/* What a property says where it stands twice is the weaker: the last one counts, or the one whose condition holds. */
struct switched {
	const char *name;
	const char *strong; /* the value that protects */
	int usual;
	const struct xml *at;
	int strength;
};

enum { SWITCHES = 3 };

static bool ends_nocase(struct text text, const char *end)
{
	struct text wanted = text_of(end);

	return text.len >= wanted.len &&
	       same_nocase(text_slice(text, text.len - wanted.len, text.len), wanted);
}

/* "url;url"; what is a property of MSBuild's is whatever that says. */
static int read_list(struct reading *reading, const struct xml *at, struct text rest)
{
	struct text one;

	while (text_next_part(&rest, ';', &one)) {
		one = text_trim(one);
		if (one.len && !text_starts(one, "$(Restore") &&
			add_source(reading, at, at->name, one) < 0)
			return -1;
	}
	return 0;
}

/* Files of usual names are read as what they are; others are not. */
static int read_file_name(struct reading *reading, const struct xml *at, struct text value)
{
	static const struct {
		const char *name, *end;
	} files[] = {{"NuGetLockFilePath", ".lock.json"}, {"RestoreConfigFile", "nuget.config"}};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (text_is(at->name, files[i].name) && !ends_nocase(value, files[i].end))
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
		if (text_is(at->name, lists[i]))
			return read_list(reading, at, value);
	for (size_t i = 0; i < sizeof(trusted) / sizeof(trusted[0]); i++)
		if (text_is(at->name, trusted[i]))
			return trust(reading, at, trusted[i], value);
	return read_file_name(reading, at, value);
}

static void note_switch(struct switched *switches, const struct xml *at)
{
	for (size_t i = 0; i < SWITCHES; i++) {
		int strength = same_nocase(text_trim(at->text), text_of(switches[i].strong));

		if (!text_is(at->name, switches[i].name) ||
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
	struct reading reading = {lock, document, err};
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
		if (text_contains_nocase(content, text_of(words[i])))
			return true;
	return false;
}

static const char *const globs[] = {
	"nuget.config", "NuGet.config", "NuGet.Config", "Nuget.Config", "NUGET.CONFIG", NULL};
static const char *const project_globs[] = {
	"*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets", NULL};

extern const struct format format_nuget_config, format_msbuild_restore;

const struct format format_nuget_config = {
	.name = "nuget-config", .ecosystem = "nuget", .globs = globs, .read = read};
const struct format format_msbuild_restore = {.name = "msbuild-restore",
	.ecosystem = "nuget",
	.globs = project_globs,
	.is = is_project,
	.by_content = true,
	.read = read_project};
