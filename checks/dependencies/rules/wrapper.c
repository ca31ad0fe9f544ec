/* SPDX-License-Identifier: Apache-2.0
 *
 * Wrappers: the jar, or the release of yarn, that a checkout starts before anything else. It belongs to a version of the tool,
 * so that it does not change alone.
 */
#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"

static const struct {
	const char *jar, *properties;
} wrappers[] = {{"gradle-wrapper.jar", "gradle-wrapper.properties"},
	{"maven-wrapper.jar", "maven-wrapper.properties"}};

static int report_as(const char *rule, struct judging *judging, const struct file *file,
	const char *settings, struct err *err)
{
	struct text folder = folder_of(file->path);
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	const struct subject subject = {
		.format = formats_of_path(found, text_of(settings)) ? found[0] : NULL,
		.head = {.path = file->path}};
	struct verdict_on on = {.rule = rule,
		.subject = &subject,
		.name = text_slice(file->path, folder.len, file->path.len)};
	char hex[OID_HEX];

	if (!subject.format)
		return 0;
	oid_hex(&file->head, hex);
	on.to = text_of(hex);
	return judging_report(judging, &on, err,
		text_starts(on.name, ".pnp.")
			? "its bytes changed, and nothing did that yarn makes it from: neither %s "
			  "nor a package.json, .yarnrc.yml or yarn's release"
			: "the wrapper's bytes changed, its version in %s did not",
		settings);
}

static int report(
	struct judging *judging, const struct file *file, const char *settings, struct err *err)
{
	return report_as("dependencies/wrapper-changed", judging, file, settings, err);
}

static bool has_pin(const struct lock *lock, const struct pin *pin)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (text_equal(lock->pins.items[i].name, pin->name) &&
			text_equal(lock->pins.items[i].version, pin->version))
			return true;
	return false;
}

/* Both sides name the same distributions: what else changed in the file makes no other wrapper. One that cannot be read is
 * the subject of its own. */
static int names_same(bool *out, struct judging *judging, struct text path, struct err *err)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	struct err own = {0};
	struct lock base, head;
	bool has_base, has_head = false;

	*out = false;
	if (!formats_of_path(found, path) ||
		lock_read(&base, &has_base, found[0], judging->job, SIDE_BASE, path, &own) < 0 ||
		lock_read(&head, &has_head, found[0], judging->job, SIDE_HEAD, path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	*out = has_base && has_head && head.pins.count > 0;
	for (size_t i = 0; i < head.pins.count; i++)
		*out = *out && has_pin(&base, &head.pins.items[i]);
	return 0;
}

/* What the settings said before names another distribution than they do at the base. */
static int names_other(bool *out, struct judging *judging, const struct format *format,
	struct text path, struct text before, struct err *err)
{
	struct lock now, then;
	bool is_now, is_then;

	if (lock_read(&now, &is_now, format, judging->job, SIDE_BASE, path, err) < 0 ||
		lock_parse(&then, &is_then, format, path, before, judging->job->arena, err) < 0)
		return -1;
	*out = is_now && is_then && now.pins.count && !has_pin(&then, &now.pins.items[0]);
	return 0;
}

/* How many commits back the settings named another distribution; 0: none that was looked at did. */
static int version_age(size_t *out, struct judging *judging, struct text path, struct err *err)
{
	enum { MOST_SETTINGS = 20 };
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	struct earlier at = {.walked = 0};
	struct text content;
	bool more = formats_of_path(found, path) > 0, is_other = false;

	for (int i = 0; i < MOST_SETTINGS && more && !is_other; i++)
		if (job_earlier(judging->job, &at, path, &content, &more, err) < 0 ||
			(more && names_other(&is_other, judging, found[0], path, content, err) < 0))
			return -1;
	*out = is_other ? at.walked : 0;
	return 0;
}

/* The wrapper task is run twice for a new version, as the first run is still the old wrapper's: the second may come in a change of its own, and the jar
 * was then not made anew since the version was raised. The base's own history says so, which no change makes. One that cannot be read says nothing. */
static int is_behind(bool *out, struct judging *judging, const struct file *file, struct text path,
	struct err *err)
{
	struct earlier at = {.walked = 0};
	struct err own = {0};
	struct text content;
	size_t age;
	bool found;

	*out = false;
	if (version_age(&age, judging, path, &own) < 0 ||
		job_earlier(judging->job, &at, file->path, &content, &found, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	*out = age > 0 && at.walked >= age;
	return 0;
}

/* The version changed with it, or is not known. */
static int judge_jar(
	struct judging *judging, const struct file *file, const char *properties, struct err *err)
{
	struct text folder = folder_of(file->path);
	struct text path =
		arena_textf(judging->job->arena, "%.*s%s", (int)folder.len, folder.ptr, properties);
	bool same, behind;

	if (!path.ptr)
		return err_nomem(err);
	if (!change_file(judging->job->change, path))
		return report(judging, file, properties, err);
	if (names_same(&same, judging, path, err) < 0)
		return -1;
	if (!same)
		return 0;
	if (is_behind(&behind, judging, file, path, err) < 0)
		return -1;
	return report_as(behind ? "dependencies/wrapper-late" : "dependencies/wrapper-changed",
		judging, file, properties, err);
}

/* What starts the wrapper; nobody writes it by hand. */
static const struct {
	const char *script, *properties;
} scripts[] = {{"gradlew", "gradle/wrapper/gradle-wrapper.properties"},
	{"gradlew.bat", "gradle/wrapper/gradle-wrapper.properties"},
	{"mvnw", ".mvn/wrapper/maven-wrapper.properties"},
	{"mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties"}};

static int judge_script(
	struct judging *judging, const struct file *file, const char *properties, struct err *err)
{
	struct text folder = folder_of(file->path);
	struct text path =
		arena_textf(judging->job->arena, "%.*s%s", (int)folder.len, folder.ptr, properties);
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	const struct subject subject = {
		.format = path.ptr && formats_of_path(found, path) ? found[0] : NULL,
		.head = {.path = file->path}};
	struct verdict_on on = {.rule = "dependencies/wrapper-script", .subject = &subject};
	uint32_t mode;
	char hex[OID_HEX];

	if (!path.ptr)
		return err_nomem(err);
	if (job_mode(judging->job, SIDE_HEAD, path, &mode, err) < 0)
		return -1;
	if (!subject.format || mode == MODE_NONE || change_file(judging->job->change, path))
		return 0;
	on.name = text_slice(file->path, folder.len, file->path.len);
	oid_hex(&file->head, hex);
	on.to = text_of(hex);
	return judging_report(judging, &on, err,
		"the script that starts the wrapper changed, its version in %s did not",
		properties);
}

static bool has_digit(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			return true;
	return false;
}

/* ".yarn/releases/yarn-4.1.0.cjs" is run as yarn, and has its version in its name; where it has none, its settings say that
 * another one was put there. */
static int judge_yarn(
	struct judging *judging, const struct file *file, struct text name, struct err *err)
{
	static const struct text releases = TEXT(".yarn/releases/");
	struct text folder = folder_of(file->path), path;

	if (!text_ends(folder, releases.ptr) || !text_starts(name, "yarn"))
		return 0;
	path = arena_textf(judging->job->arena, "%.*s.yarnrc.yml", (int)(folder.len - releases.len),
		folder.ptr);
	if (!path.ptr)
		return err_nomem(err);
	if (!has_digit(name) && change_file(judging->job->change, path))
		return 0;
	return report(judging, file, ".yarnrc.yml", err);
}

/* ".yarn/plugins/@owner/plugin.cjs" is run with yarn: where another one was put there, the settings say so (by its checksum). */
static int judge_plugin(struct judging *judging, const struct file *file, struct err *err)
{
	struct text plugins = text_of(".yarn/plugins/"), path;
	size_t at = text_find(file->path, plugins);

	if (at == file->path.len || (at && file->path.ptr[at - 1] != '/'))
		return 0;
	path = arena_textf(judging->job->arena, "%.*s.yarnrc.yml", (int)at, file->path.ptr);
	if (!path.ptr)
		return err_nomem(err);
	return change_file(judging->job->change, path) ? 0
						       : report(judging, file, ".yarnrc.yml", err);
}

/* What yarn makes ".pnp.cjs" from. */
static bool is_source_of_pnp(struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	return text_is(name, "yarn.lock") || text_is(name, "package.json") ||
	       text_is(name, ".yarnrc.yml") || text_starts(name, "yarn-");
}

static bool has_source_of_pnp(const struct change *change, struct text folder)
{
	for (size_t i = 0; i < change->file_count; i++) {
		struct text path = change->files[i].path;

		if (path.len > folder.len && text_equal(text_slice(path, 0, folder.len), folder) &&
			is_source_of_pnp(path))
			return true;
	}
	return false;
}

/* Every program that yarn starts loads these first. */
static int judge_pnp(
	struct judging *judging, const struct file *file, struct text name, struct err *err)
{
	static const char *const made[] = {
		".pnp.cjs", ".pnp.js", ".pnp.loader.mjs", ".pnp.data.json"};

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		if (text_is(name, made[i]) &&
			!has_source_of_pnp(judging->job->change, folder_of(file->path)))
			return report(judging, file, "yarn.lock", err);
	return 0;
}

static int judge_file(struct judging *judging, const struct file *file, struct err *err)
{
	struct text name = text_slice(file->path, folder_of(file->path).len, file->path.len);

	for (size_t w = 0; w < sizeof(wrappers) / sizeof(wrappers[0]); w++)
		if (text_is(name, wrappers[w].jar))
			return judge_jar(judging, file, wrappers[w].properties, err);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (text_is(name, scripts[i].script))
			return judge_script(judging, file, scripts[i].properties, err);
	if (judge_yarn(judging, file, name, err) < 0 || judge_pnp(judging, file, name, err) < 0)
		return -1;
	return judge_plugin(judging, file, err);
}

/* A folder above is a link from now on: what lies where it leads is the wrapper. */
static bool is_behind_link(const struct change *change, struct text path)
{
	for (size_t at = 1; at < path.len; at++) {
		const struct file *above =
			path.ptr[at] == '/' ? change_file(change, text_slice(path, 0, at)) : NULL;

		if (above && above->head_mode == MODE_SYMLINK)
			return true;
	}
	return false;
}

static int judge_gone(struct judging *judging, const struct file *file, struct err *err)
{
	struct text name = text_slice(file->path, folder_of(file->path).len, file->path.len);

	for (size_t w = 0; w < sizeof(wrappers) / sizeof(wrappers[0]); w++)
		if (text_is(name, wrappers[w].jar) &&
			is_behind_link(judging->job->change, file->path))
			return report(judging, file, wrappers[w].properties, err);
	return 0;
}

int judge_wrapper(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];

		if (file->base_mode == MODE_NONE || oid_equal(&file->base, &file->head))
			continue;
		if ((file->head_mode == MODE_NONE ? judge_gone : judge_file)(judging, file, err) <
			0)
			return -1;
	}
	return 0;
}
