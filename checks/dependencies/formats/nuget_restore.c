/* SPDX-License-Identifier: Apache-2.0
 *
 * What project files set of a restore: sources, folders, names of files, whether a lock must fit (NuGet, "NuGet pack and restore as MSBuild
 * targets").
 */
#include "checks/dependencies/formats/nuget.h"

extern const struct format format_nuget_lock, format_nuget_config;

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
		if (text_is_nocase(value, lists[i]))
			return true;
	return false;
}

/* "url;url" */
static int read_list(struct nuget_reading *reading, const struct xml *at, struct text rest)
{
	struct text one;

	while (text_next_part(&rest, ';', &one)) {
		one = text_trim(one);
		if (one.len && !is_of_lists(one) && nuget_source(reading, at, at->name, one) < 0)
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
static int read_file_name(struct nuget_reading *reading, const struct xml *at, struct text value)
{
	static const struct {
		const char *name;
		const struct format *format;
	} files[] = {{"NuGetLockFilePath", &format_nuget_lock},
		{"RestoreConfigFile", &format_nuget_config}};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (nuget_is(at, files[i].name) && !format_takes(files[i].format, file_name(value)))
			return nuget_trust(reading, at, files[i].name, value);
	return 0;
}

static int read_property(struct nuget_reading *reading, const struct xml *at)
{
	static const char *const lists[] = {"RestoreSources", "RestoreAdditionalProjectSources"};
	static const char *const trusted[] = {"RestoreFallbackFolders",
		"RestoreAdditionalProjectFallbackFolders", "RestorePackagesPath"};
	struct text value = text_trim(at->text);

	if (!value.len || text_is(value, "clear"))
		return 0;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (nuget_is(at, lists[i]))
			return read_list(reading, at, value);
	for (size_t i = 0; i < sizeof(trusted) / sizeof(trusted[0]); i++)
		if (nuget_is(at, trusted[i]))
			return nuget_trust(reading, at, trusted[i], value);
	return read_file_name(reading, at, value);
}

static void note_switch(struct switched *switches, const struct xml *at)
{
	for (size_t i = 0; i < SWITCHES; i++) {
		int strength = text_is_nocase(text_trim(at->text), switches[i].strong);

		if (!nuget_is(at, switches[i].name) ||
			(switches[i].at && strength >= switches[i].strength))
			continue;
		switches[i].at = at;
		switches[i].strength = strength;
	}
}

/* NOLINTNEXTLINE(misc-no-recursion): xml_read bounds the depth */
static int read_inside(
	struct nuget_reading *reading, struct switched *switches, const struct xml *element)
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
	struct nuget_reading reading = {.lock = lock, .document = document, .err = err};
	const struct xml *root;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_inside(&reading, switches, root) < 0)
		return -1;
	for (size_t i = 0; i < SWITCHES; i++)
		if (switches[i].at && nuget_guard(&reading, switches[i].at, switches[i].at->name,
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

static const char *const project_globs[] = {
	"*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets", NULL};

const struct format format_msbuild_restore = {.name = "msbuild-restore",
	.ecosystem = "nuget",
	.globs = project_globs,
	.is = is_project,
	.by_content = true,
	.read = read_project};
