/* SPDX-License-Identifier: Apache-2.0
 *
 * Build wrappers: the jar that a checkout starts before anything else. It belongs to a version of the build tool, so that it
 * does not change alone.
 */
#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"

static const struct { const char *jar, *properties; } wrappers[] = {
	{"gradle-wrapper.jar", "gradle-wrapper.properties"}, {"maven-wrapper.jar", "maven-wrapper.properties"}};

static int judge_jar(struct judging *judging, const struct file *file, const char *properties, struct err *err)
{
	struct text folder = folder_of(file->path);
	char *path = arena_printf(judging->job->arena, "%.*s%s", (int)folder.len, folder.ptr, properties);
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	const struct subject subject = {.format = formats_of_path(found, text_of(properties)) ? found[0] : NULL,
		.head = {.path = file->path}};
	struct verdict_on on = {.rule = "dependencies/wrapper-changed", .subject = &subject,
		.name = text_slice(file->path, folder.len, file->path.len)};
	char hex[OID_HEX];

	if (!path)
		return err_nomem(err);
	if (!subject.format || change_file(judging->job->change, text_of(path)))
		return 0; /* the version changed with it */
	oid_hex(&file->head, hex);
	on.to = text_of(hex);
	return judging_report(judging, &on, err, "the wrapper's bytes changed, its version in %s did not", properties);
}

int judge_wrapper(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		struct text name = text_slice(file->path, folder_of(file->path).len, file->path.len);

		if (file->base_mode == MODE_NONE || file->head_mode == MODE_NONE || oid_equal(&file->base, &file->head))
			continue;
		for (size_t w = 0; w < sizeof(wrappers) / sizeof(wrappers[0]); w++)
			if (text_is(name, wrappers[w].jar) &&
				judge_jar(judging, file, wrappers[w].properties, err) < 0)
				return -1;
	}
	return 0;
}
