/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/msbuild.h"

#include <ctype.h>

#include "gate/base/xml.h"

struct text msbuild_id(struct arena *arena, struct text id)
{
	char *lower = arena_copy(arena, id);

	if (!lower)
		return (struct text){0};
	for (size_t i = 0; i < id.len; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	return (struct text){lower, id.len};
}

struct reading {
	struct msbuild *out;
	const struct check_job
		*job; /* is told what was not looked at; what is read goes into `out`'s arena */
	struct check_job into;
	enum side side;
	bool is_project; /* and not a file that projects import */
	bool is_conditional;
};

static int note_always(struct msbuild *out, struct text id, struct err *err)
{
	if (arena_reserve(out->arena, (void **)&out->always.items, &out->always_capacity,
		    out->always.count + 1, sizeof(*out->always.items)) < 0)
		return err_nomem(err);
	out->always.items[out->always.count++] = id;
	return 0;
}

static int add_id(struct reading *reading, struct text id, bool always, struct err *err)
{
	struct text lower = msbuild_id(reading->out->arena, text_trim(id));
	uint32_t *number;

	if (!lower.ptr)
		return err_nomem(err);
	if (lower.len == 0)
		return 0;
	if (text_find(lower, text_of("$(")) < lower.len ||
		text_find(lower, text_of("@(")) < lower.len)
		reading->out->is_open = true;
	if (keys_add(&reading->out->asked, lower, &number, err) < 0)
		return -1;
	if (!always || *number == 2)
		return 0;
	*number = 2;
	return note_always(reading->out, text_trim(id), err);
}

/* "A;B" are two. */
static int read_reference(struct reading *reading, const struct xml *item, struct err *err)
{
	const struct text *include = xml_value(item, "Include");
	bool always =
		reading->is_project && !reading->is_conditional && !xml_value(item, "Condition");
	struct text rest, id;

	if (!include)
		return 0; /* Update, Remove */
	rest = *include;
	while (text_next_part(&rest, ';', &id))
		if (add_id(reading, id, always, err) < 0)
			return -1;
	return 0;
}

static bool is_reference(const struct xml *item)
{
	return text_is(item->name, "PackageReference") ||
	       text_is(item->name, "GlobalPackageReference");
}

static int read_group(struct reading *reading, const struct xml *group, struct err *err)
{
	reading->is_conditional = xml_value(group, "Condition") != NULL;
	for (const struct xml *item = group->child; item; item = item->next)
		if (is_reference(item) && read_reference(reading, item, err) < 0)
			return -1;
	return 0;
}

/* Directory.Build.*, Directory.Packages.props of the folders above are read anyway. */
static bool is_read_anyway(struct text project)
{
	return text_find(project, text_of("Directory.Build.")) < project.len ||
	       text_find(project, text_of("Directory.Packages.")) < project.len;
}

/* Those of Microsoft.NET bring what is_of_sdk (rules/projects.c) knows; others, "MSTest.Sdk" or "Aspire.AppHost.Sdk", have references of their own. */
static bool are_of_dotnet(struct text sdks)
{
	struct text sdk;

	while (text_next_part(&sdks, ';', &sdk))
		if (!text_starts(text_trim(sdk), "Microsoft.NET.Sdk"))
			return false;
	return true;
}

static bool has_other_sdk(const struct xml *element, const char *key)
{
	const struct text *sdk = xml_value(element, key);

	return sdk && !are_of_dotnet(*sdk);
}

/* What is asked for while it is built. */
static bool has_reference(const struct xml *target)
{
	for (const struct xml *group = target->child; group; group = group->next)
		for (const struct xml *item = group->child; item; item = item->next)
			if (is_reference(item))
				return true;
	return false;
}

/* <Choose>, <Target>, <Import> and <Sdk> may bring more than is seen here. */
static bool may_bring_more(const struct xml *element)
{
	const struct text *project = xml_value(element, "Project");

	if (text_is(element->name, "Import"))
		return has_other_sdk(element, "Sdk") || !project || !is_read_anyway(*project);
	if (text_is(element->name, "Sdk"))
		return has_other_sdk(element, "Name");
	return text_is(element->name, "Choose") || text_is(element->name, "ImportGroup") ||
	       (text_is(element->name, "Target") && has_reference(element));
}

static int read_root(struct reading *reading, const struct xml *root, struct err *err)
{
	if (has_other_sdk(root, "Sdk"))
		reading->out->is_open = true;
	for (const struct xml *element = root->child; element; element = element->next) {
		if (may_bring_more(element))
			reading->out->is_open = true;
		if (text_is(element->name, "ItemGroup") && read_group(reading, element, err) < 0)
			return -1;
	}
	return 0;
}

static int read_file(struct reading *reading, struct text path, struct err *err)
{
	char *name = arena_copy(reading->out->arena, path);
	const struct xml *root;
	struct err own = {0};
	struct text content;

	if (!name)
		return err_nomem(err);
	if (job_read(&reading->into, reading->side, path, &content, &own) == 0 && !content.ptr)
		return 0;
	if (own.kind || xml_read(&root, content, name, reading->out->arena, &own) < 0) {
		if (own.kind == ERR_INTERNAL)
			return err_set(err, own.kind, "%s", own.message);
		reading->out->is_open = true;
		check_incomplete(reading->job, path, own.message, "mend the project file");
		return 0;
	}
	return read_root(reading, root, err);
}

bool msbuild_is_project(struct text path)
{
	return text_ends(path, ".csproj") || text_ends(path, ".fsproj") ||
	       text_ends(path, ".vbproj");
}

static int read_projects(struct reading *reading, struct text folder, struct err *err)
{
	struct paths paths = {0};
	size_t count = 0;

	if (job_list(&reading->into, reading->side, folder, &paths, err) < 0)
		return -1;
	reading->is_project = true;
	for (size_t i = 0; i < paths.count; i++) {
		if (!msbuild_is_project(paths.items[i]))
			continue;
		count++;
		if (read_file(reading, paths.items[i], err) < 0)
			return -1;
	}
	reading->is_project = false;
	reading->out->has_project = count == 1;
	return 0;
}

static int read_shared(struct reading *reading, struct text folder, struct err *err)
{
	static const char *const names[] = {
		"Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct text path = arena_textf(
			reading->out->arena, "%.*s%s", (int)folder.len, folder.ptr, names[i]);

		if (!path.ptr)
			return err_nomem(err);
		if (read_file(reading, path, err) < 0)
			return -1;
	}
	return 0;
}

/* The folder above: "a/b/" becomes "a/". */
static struct text above(struct text folder)
{
	size_t len = folder.len - 1;

	while (len && folder.ptr[len - 1] != '/')
		len--;
	return text_slice(folder, 0, len);
}

enum { MOST_FOLDERS = 32 };

int msbuild_read(struct msbuild *out, const struct check_job *job, struct arena *arena,
	enum side side, struct text folder, struct err *err)
{
	struct reading reading = {.out = out, .job = job, .into = *job, .side = side};

	reading.into.arena = arena;
	*out = (struct msbuild){.arena = arena};
	keys_start(&out->asked, arena);
	if (read_projects(&reading, folder, err) < 0)
		return -1;
	for (int i = 0; i < MOST_FOLDERS; i++) {
		if (read_shared(&reading, folder, err) < 0)
			return -1;
		if (folder.len == 0)
			return 0;
		folder = above(folder);
	}
	out->is_open = true;
	return 0;
}
