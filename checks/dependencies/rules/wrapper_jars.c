/* SPDX-License-Identifier: Apache-2.0
 *
 * What is inside of a wrapper's jar. Which bytes belong to which version nobody can tell offline; but all of Gradle's and Maven's have their classes below one
 * package, start by one class, and hold nothing else that is run.
 */
#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/hash.h"
#include "gate/base/keys.h"

struct wrapper {
	const char *jar, *properties, *package, *main;
};

static const struct wrapper wrappers[] = {
	{"gradle-wrapper.jar", "gradle-wrapper.properties", "org/gradle/",
		"org.gradle.wrapper.GradleWrapperMain"},
	{"maven-wrapper.jar", "maven-wrapper.properties", "org/apache/maven/",
		"org.apache.maven.wrapper.MavenWrapperMain"}};

struct looking {
	const struct wrapper *wrapper;
	struct arena *arena;
	struct keys *known; /* what is odd about the base's */
	bool is_base;       /* what is looked at: then filled */
	struct text odd; /* the first that is no part of a wrapper, and not known; ptr NULL: none */
};

static const struct wrapper *wrapper_of(struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (text_is(name, wrappers[i].jar))
			return &wrappers[i];
	return NULL;
}

/* Licences, the manifest, properties: nothing of it is run. */
static bool is_part(const struct wrapper *wrapper, struct text path)
{
	if (text_starts(path, wrapper->package))
		return true;
	if (text_starts(path, "META-INF/"))
		return !text_ends(path, ".class") && !text_ends(path, ".jar");
	return folder_of(path).len == 0 && text_ends(path, ".properties");
}

/* "Name: value" of a manifest; a value that goes on in the next line is none of a wrapper's. */
static bool is_odd_line(const struct wrapper *wrapper, struct text line)
{
	static const char *const others[] = {
		"Class-Path", "Premain-Class", "Agent-Class", "Launcher-Agent-Class"};
	size_t colon = text_find(line, text_of(":"));
	struct text name = text_slice(line, 0, colon);

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_is_nocase(name, others[i]))
			return true;
	return text_is_nocase(name, "Main-Class") &&
	       !text_is(text_trim(text_slice(line, colon + 1, line.len)), wrapper->main);
}

static int note(struct looking *looking, struct text text, struct err *err)
{
	struct text copy;
	uint32_t *number;

	if (looking->odd.ptr || keys_find(looking->known, text))
		return 0;
	copy = arena_textf(looking->arena, "%.*s", (int)text.len, text.ptr);
	if (!copy.ptr)
		return err_nomem(err);
	if (looking->is_base)
		return keys_add(looking->known, copy, &number, err);
	looking->odd = copy;
	return 0;
}

/* A line of a manifest ends in \r, too (JAR File Specification, "Notes on Manifest and Signature Files"). */
static bool next_line(struct text *rest, struct text *line)
{
	size_t len = 0;

	if (!rest->len)
		return false;
	while (len < rest->len && rest->ptr[len] != '\r' && rest->ptr[len] != '\n')
		len++;
	*line = text_slice(*rest, 0, len);
	*rest = text_slice(*rest, len + 1, rest->len);
	return true;
}

static int look(void *context, const struct archived *member, struct err *err)
{
	struct looking *looking = context;
	struct text rest = member->content, line;

	if (!is_part(looking->wrapper, member->path))
		return note(looking, member->path, err);
	while (text_is_nocase(member->path, "META-INF/MANIFEST.MF") && next_line(&rest, &line))
		if (is_odd_line(looking->wrapper, text_trim(line)) &&
			note(looking, text_trim(line), err) < 0)
			return -1;
	return 0;
}

/* looking->odd: what is odd about the bytes. */
static int find_odd(struct looking *looking, struct proving *proving, struct text path,
	struct text bytes, struct err *err)
{
	struct err own = {0};

	looking->odd = (struct text){0};
	if (proving_unpack(proving, path, bytes, look, looking, &own) == 0)
		return 0;
	if (own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	return note(looking, text_of("an archive that cannot be read"), err);
}

/* Without what the base's had too, which is not the change's. */
static int find_odder(struct looking *looking, struct proving *proving, struct text path,
	struct text bytes, struct err *err)
{
	struct text before;

	if (proving_read(&before, proving, SIDE_BASE, path, err) < 0)
		return -1;
	looking->is_base = true;
	if (before.ptr && find_odd(looking, proving, path, before, err) < 0)
		return -1;
	looking->is_base = false;
	return find_odd(looking, proving, path, bytes, err);
}

static int report(struct judging *judging, const struct file *file, const struct looking *looking,
	struct text jar, struct err *err)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	const struct subject subject = {
		.format = formats_of_path(found, text_of(looking->wrapper->properties)) ? found[0]
											: NULL,
		.head = {.path = file->path}};
	struct verdict_on on = {
		.rule = "dependencies/wrapper-unlike", .subject = &subject, .name = looking->odd};
	char hex[SHA256_HEX];

	if (!subject.format)
		return 0;
	if (hash_sha256_hex(jar, hex, err) < 0)
		return -1;
	on.to = text_of(hex);
	return judging_report(judging, &on, err, "no %s has this: %.*s; the jar's SHA-256 is %s",
		looking->wrapper->jar, SHOWN(looking->odd), hex);
}

static int judge_file(struct judging *judging, struct proving *proving, const struct file *file,
	const struct wrapper *wrapper, struct err *err)
{
	struct keys known = {0};
	struct looking looking = {
		.wrapper = wrapper, .arena = proving->job->arena, .known = &known};
	struct text now;
	bool away;

	keys_start(&known, looking.arena);
	if (proving_read_object(&now, &away, proving, file->path, err) < 0)
		return -1;
	if (!now.ptr)
		return 0;
	if (find_odd(&looking, proving, file->path, now, err) < 0 ||
		(looking.odd.ptr && file->base_mode != MODE_NONE &&
			find_odder(&looking, proving, file->path, now, err) < 0))
		return -1;
	return looking.odd.ptr ? report(judging, file, &looking, now, err) : 0;
}

int judge_wrapper_jars(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;
	struct proving *proving;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		const struct wrapper *wrapper = wrapper_of(file->path);

		if (!wrapper || !proving_may_be_artifact(file) ||
			oid_equal(&file->base, &file->head))
			continue;
		if (proving_of(&proving, judging, err) < 0 ||
			judge_file(judging, proving, file, wrapper, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}
