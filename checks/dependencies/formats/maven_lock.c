/* SPDX-License-Identifier: Apache-2.0
 *
 * lockfile.json of the plugin maven-lockfile (chains-project), and the repositories of pom.xml and settings.xml.
 */
#include "checks/dependencies/formats/moving.h"
#include "checks/dependencies/formats/own_properties.h"
#include "checks/dependencies/json_document.h"
#include "gate/base/xml.h"

enum { DEEPEST = 100 };

static int read_dependencies(struct lock *lock, const struct document *document,
	const struct json *list, unsigned depth, struct err *err);

static int read_dependency(struct lock *lock, const struct document *document,
	const struct json *entry, unsigned depth, struct err *err)
{
	struct text group = json_text_at(entry, "groupId"),
		    artifact = json_text_at(entry, "artifactId");
	struct text sum = json_text_at(entry, "checksum");
	enum digest_algorithm algorithm = algorithm_named(json_text_at(entry, "checksumAlgorithm"));
	char *name = arena_printf(document->arena, "%.*s:%.*s", (int)group.len, group.ptr,
		(int)artifact.len, artifact.ptr);
	struct pin pin = json_pin(entry), *added;
	const struct json *children = json_get(entry, "children");

	if (!name)
		return err_nomem(err);
	pin.name = text_of(name);
	pin.version = json_text_at(entry, "version");
	pin.source = json_text_at(entry, "resolved");
	pin.artifact = json_text_at(entry, "classifier");
	if (group.len == 0 || artifact.len == 0 || pin.version.len == 0)
		return json_error(document, entry, err,
			"a dependency without groupId, artifactId or version");
	if (lock_pin(lock, &pin, &added, err) < 0 ||
		(sum.len && pin_hex(lock, added, algorithm, sum, err) < 0))
		return -1;
	if (read_dependencies(lock, document, children, depth + 1, err) < 0)
		return -1;
	/* A plugin has dependencies of its own. */
	return read_dependencies(lock, document, json_get(entry, "dependencies"), depth + 1, err);
}

static int read_dependencies(struct lock *lock, const struct document *document,
	const struct json *list, unsigned depth, struct err *err)
{
	if (list && depth > DEEPEST)
		return json_error(document, list, err, "dependencies nested too deep");
	for (const struct json *one = list ? list->child : NULL; one; one = one->next)
		if (read_dependency(lock, document, one, depth, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	return read_dependencies(lock, document, json_get(root, "dependencies"), 0, err) < 0
		       ? -1
		       : read_dependencies(lock, document, json_get(root, "mavenPlugins"), 0, err);
}

static bool is(struct text path, struct text content)
{
	(void)path;
	return text_find(content, text_of("\"groupId\"")) < content.len;
}

/* ---- where artifacts come from ---- */

/* What Maven does where an artifact is not what its checksum says; it warns by itself. */
static int read_policy(
	struct lock *lock, const struct xml *repository, const char *kind, struct err *err)
{
	const struct xml *at = xml_get(xml_get(repository, kind), "checksumPolicy");
	struct text id = xml_text(repository, "id");
	struct setting setting = {.kind = SETTING_GUARD, .usual = 1, .strength = 1};

	if (!at)
		return 0;
	setting.value = text_trim(at->text);
	if (text_is(setting.value, "fail"))
		setting.strength = 2;
	if (text_is(setting.value, "ignore"))
		setting.strength = 0;
	setting.line = at->line;
	setting.column = at->column;
	setting.name =
		arena_textf(lock->arena, "checksumPolicy of %s of %.*s", kind, (int)id.len, id.ptr);
	return setting.name.ptr ? lock_setting(lock, &setting, err) : err_nomem(err);
}

static int read_policies(struct lock *lock, const struct xml *repository, struct err *err)
{
	return read_policy(lock, repository, "releases", err) < 0
		       ? -1
		       : read_policy(lock, repository, "snapshots", err);
}

static int read_urls(
	struct lock *lock, const struct xml *list, const char *element, struct err *err)
{
	for (const struct xml *one = xml_get(list, element); one; one = xml_next(one)) {
		struct setting setting = {.kind = SETTING_SOURCE,
			.name = xml_text(one, "id"),
			.value = xml_text(one, "url"),
			.line = one->line,
			.column = one->column};

		if ((setting.value.len && lock_setting(lock, &setting, err) < 0) ||
			read_policies(lock, one, err) < 0)
			return -1;
	}
	return 0;
}

/* <proxy>: a host through which all is fetched. */
static int read_proxies(
	struct lock *lock, const struct document *document, const struct xml *root, struct err *err)
{
	for (const struct xml *one = xml_at(root, "proxies/proxy"); one; one = xml_next(one)) {
		struct text host = xml_text(one, "host");
		struct setting setting = {.kind = SETTING_SOURCE,
			.name = text_of("proxy"),
			.line = one->line,
			.column = one->column};

		setting.value =
			arena_textf(document->arena, "https://%.*s", (int)host.len, host.ptr);
		if (!setting.value.ptr)
			return err_nomem(err);
		if (host.len && lock_setting(lock, &setting, err) < 0)
			return -1;
	}
	return 0;
}

static int read_repositories(struct lock *lock, const struct xml *at, struct err *err)
{
	return read_urls(lock, xml_get(at, "repositories"), "repository", err) < 0
		       ? -1
		       : read_urls(
				 lock, xml_get(at, "pluginRepositories"), "pluginRepository", err);
}

/* ---- versions ---- */

static bool has_version(const struct xml *element)
{
	return text_is(element->name, "dependency") || text_is(element->name, "plugin") ||
	       text_is(element->name, "parent") || text_is(element->name, "extension");
}

struct versions {
	struct moving *moving;
	const struct own_properties *own;
	struct text group, parent; /* the project's own, and its parent's */
};

/* As far as three parts: "org.example.shop". */
static struct text owner_of(struct text group)
{
	size_t end = 0;

	for (int parts = 0; end < group.len && parts < 3; end++)
		if (group.ptr[end] == '.' && ++parts == 3)
			break;
	return text_slice(group, 0, end);
}

static bool is_below(struct text group, struct text above)
{
	return above.len && group.len >= above.len &&
	       text_equal(text_slice(group, 0, above.len), above) &&
	       (group.len == above.len || group.ptr[above.len] == '.');
}

/* A project's own artifacts are snapshots between its releases. */
static bool is_own(const struct versions *versions, struct text group)
{
	return text_starts(group, "${") || is_below(group, owner_of(versions->group)) ||
	       is_below(group, owner_of(versions->parent)) ||
	       is_below(versions->group, owner_of(group));
}

static int read_version(const struct versions *versions, const struct xml *one, struct err *err)
{
	struct moving_at at = {.line = one->line, .column = one->column};
	struct text group, artifact;

	if (own_properties_resolve(&group, versions->own, xml_text(one, "groupId"), err) < 0 ||
		own_properties_resolve(&artifact, versions->own, xml_text(one, "artifactId"), err) <
			0 ||
		own_properties_resolve(&at.version, versions->own, xml_text(one, "version"), err) <
			0)
		return -1;
	if (!artifact.len || !at.version.len)
		return 0;
	at.counts_snapshots = !text_is(one->name, "parent") && !is_own(versions, group);
	at.name = arena_textf(versions->moving->lock->arena, "%.*s:%.*s", (int)group.len, group.ptr,
		(int)artifact.len, artifact.ptr);
	return at.name.ptr ? moving_add(versions->moving, &at, err) : err_nomem(err);
}

/* NOLINTNEXTLINE(misc-no-recursion): xml_read bounds the depth */
static int read_versions(
	const struct versions *versions, const struct xml *element, struct err *err)
{
	for (const struct xml *one = element->child; one; one = one->next) {
		if (has_version(one) && read_version(versions, one, err) < 0)
			return -1;
		if (read_versions(versions, one, err) < 0)
			return -1;
	}
	return 0;
}

static int read_places(struct lock *lock, const struct document *document, struct err *err)
{
	struct moving moving = {.lock = lock};
	struct own_properties own;
	const struct xml *root, *profile;

	keys_start(&moving.seen, lock->arena);
	own_properties_start(&own, "${", "}", document->arena);
	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	/* What Maven fetches from by itself has no address in any file. */
	if (lock_setting(lock,
		    &(struct setting){.kind = SETTING_HOST,
			    .name = text_of("central"),
			    .value = text_of("https://maven-central.invalid")},
		    err) < 0 ||
		read_proxies(lock, document, root, err) < 0 ||
		own_properties_add(&own, xml_get(root, "properties"), err) < 0 ||
		read_versions(&(struct versions){.moving = &moving,
				      .own = &own,
				      .group = xml_text(root, "groupId"),
				      .parent = xml_text(xml_get(root, "parent"), "groupId")},
			root, err) < 0)
		return -1;
	if (read_repositories(lock, root, err) < 0 ||
		read_urls(lock, xml_get(root, "mirrors"), "mirror", err) < 0)
		return -1;
	for (profile = xml_at(root, "profiles/profile"); profile; profile = xml_next(profile))
		if (read_repositories(lock, profile, err) < 0)
			return -1;
	return 0;
}

static bool is_settings(struct text path, struct text content)
{
	return text_ends(path, "pom.xml") || content_has(content, "<settings");
}

/* A parent, or what maven.config or a list of modules names, may be called anything. */
static bool is_other_project(struct text path, struct text content)
{
	return !is_settings(path, content) && content_has(content, "<modelVersion") &&
	       content_has(content, "epositories");
}

static const char *const globs[] = {"lockfile.json", NULL};
static const char *const place_globs[] = {
	"pom.xml", "settings.xml", "*-settings.xml", "**/.mvn/*.xml", NULL};

static const char *const other_globs[] = {"*.xml", NULL};

extern const struct format format_maven_lock, format_maven_places, format_maven_parents;

const struct format format_maven_lock = {.name = "maven-lockfile",
	.ecosystem = "maven",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.is = is,
	.read = read};

const struct format format_maven_places = {.name = "maven-repositories",
	.ecosystem = "maven",
	.globs = place_globs,
	.is = is_settings,
	.read = read_places};

const struct format format_maven_parents = {.name = "maven-parents",
	.ecosystem = "maven",
	.globs = other_globs,
	.is = is_other_project,
	.by_content = true,
	.read = read_places};
