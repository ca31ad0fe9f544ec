/* SPDX-License-Identifier: Apache-2.0
 *
 * packages.config (NuGet, "packages.config reference"), .config/dotnet-tools.json (.NET, "Tool manifest") and references of projects ("Package references
 * in project files", "Central Package Management"): packages by version, without any hash. What fixes the bytes is the version alone, so that one which
 * moves fixes nothing.
 */
#include "checks/dependencies/formats/moving.h"
#include "checks/dependencies/formats/own_properties.h"
#include "checks/dependencies/json_document.h"
#include "checks/dependencies/msbuild.h"
#include "gate/base/xml.h"

struct reading {
	struct lock *lock;
	struct moving moving;
	const struct document *document;
	struct err *err;
};

/* Ids compare without case, and people write them in any. */
static int lower(struct text *id, const struct reading *reading)
{
	*id = msbuild_id(reading->lock->arena, *id);
	return id->ptr ? 0 : err_nomem(reading->err);
}

static int add_moving(struct reading *reading, struct moving_at at)
{
	return lower(&at.name, reading) < 0 ? -1 : moving_add(&reading->moving, &at, reading->err);
}

static int add(struct reading *reading, struct pin pin)
{
	struct pin *added;

	if (lower(&pin.name, reading) < 0 ||
		lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	return add_moving(reading, (struct moving_at){.name = pin.name,
					   .version = pin.version,
					   .line = pin.line,
					   .column = pin.column});
}

static void start(struct reading *reading, struct lock *lock, const struct document *document,
	struct err *err)
{
	*reading = (struct reading){
		.lock = lock, .moving = {.lock = lock}, .document = document, .err = err};
	keys_start(&reading->moving.seen, lock->arena);
}

/* ---- packages.config ---- */

static int read_package(struct reading *reading, const struct xml *package)
{
	const struct text *id = xml_value(package, "id"), *version = xml_value(package, "version");

	if (!id || !version)
		return document_error(reading->document, package->line, package->column,
			reading->err, "a package without id or version");
	return add(reading, (struct pin){.name = text_trim(*id),
				    .version = text_trim(*version),
				    .flags = PIN_NO_DIGEST,
				    .line = package->line,
				    .column = package->column});
}

static int read_packages(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading;
	const struct xml *root;

	start(&reading, lock, document, err);
	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	for (const struct xml *one = xml_get(root, "package"); one; one = xml_next(one))
		if (read_package(&reading, one) < 0)
			return -1;
	return 0;
}

static bool is_packages(struct text path, struct text content)
{
	(void)path;
	return content_has(content, "<package");
}

/* ---- dotnet-tools.json ---- */

static int read_tools(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading;
	const struct json *root, *tools;

	start(&reading, lock, document, err);
	if (document_json(&root, lock, document, err) < 0)
		return -1;
	tools = json_get(root, "tools");
	for (const struct json *one = tools ? tools->child : NULL; one; one = one->next) {
		struct pin pin = json_pin(one);

		pin.name = one->key;
		pin.version = json_text_at(one, "version");
		pin.flags = PIN_NO_DIGEST;
		if (pin.version.len == 0)
			return json_error(document, one, err, "a tool without a version");
		if (add(&reading, pin) < 0)
			return -1;
	}
	return 0;
}

/* ---- projects ---- */

static bool is_reference(const struct xml *item)
{
	static const char *const names[] = {"PackageReference", "PackageVersion",
		"GlobalPackageReference", "DotNetCliToolReference"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(item->name, names[i]))
			return true;
	return false;
}

/* An attribute, or an element inside. */
static struct text said(const struct xml *item, const char *name)
{
	const struct text *value = xml_value(item, name);

	return value ? *value : xml_text(item, name);
}

static struct text id_of(const struct xml *item)
{
	struct text id = said(item, "Include");

	return text_trim(id.len ? id : said(item, "Update"));
}

/* Central versions may be overridden by a project. */
static int read_reference(
	struct reading *reading, const struct own_properties *own, const struct xml *item)
{
	struct text version = said(item, "VersionOverride");
	struct moving_at at = {.name = id_of(item),
		.line = item->line,
		.column = item->column,
		.takes_lowest = true};

	if (own_properties_resolve(&at.version, own, version.len ? version : said(item, "Version"),
		    reading->err) < 0)
		return -1;
	return at.name.len && at.version.len ? add_moving(reading, at) : 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): xml_read bounds the depth */
static int read_references(
	struct reading *reading, const struct own_properties *own, const struct xml *element)
{
	for (const struct xml *one = element->child; one; one = one->next) {
		if (is_reference(one) && read_reference(reading, own, one) < 0)
			return -1;
		if (read_references(reading, own, one) < 0)
			return -1;
	}
	return 0;
}

static int read_project(struct lock *lock, const struct document *document, struct err *err)
{
	struct own_properties own;
	struct reading reading;
	const struct xml *root;

	start(&reading, lock, document, err);
	own_properties_start(&own, "$(", ")", document->arena);
	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	for (const struct xml *group = xml_get(root, "PropertyGroup"); group;
		group = xml_next(group))
		if (own_properties_add(&own, group, err) < 0)
			return -1;
	return read_references(&reading, &own, root);
}

static bool is_project(struct text path, struct text content)
{
	(void)path;
	return content_has(content, "<PackageReference") ||
	       content_has(content, "<PackageVersion") || content_has(content, "<GlobalPackage") ||
	       content_has(content, "<DotNetCliTool");
}

static const char *const package_globs[] = {
	"packages.config", "Packages.config", "packages.*.config", NULL};
static const char *const tool_globs[] = {"dotnet-tools.json", NULL};

static const char *const project_globs[] = {
	"*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets", NULL};

extern const struct format format_nuget_packages, format_dotnet_tools, format_msbuild_packages;

const struct format format_nuget_packages = {.name = "nuget-packages",
	.ecosystem = "nuget",
	.globs = package_globs,
	.names_no_host = true,
	.is = is_packages,
	.read = read_packages};

const struct format format_dotnet_tools = {.name = "dotnet-tools",
	.ecosystem = "nuget",
	.globs = tool_globs,
	.names_no_host = true,
	.read = read_tools};

const struct format format_msbuild_packages = {.name = "msbuild-packages",
	.ecosystem = "nuget",
	.globs = project_globs,
	.names_no_host = true,
	.is = is_project,
	.by_content = true,
	.read = read_project};
