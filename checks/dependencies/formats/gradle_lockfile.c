/* SPDX-License-Identifier: Apache-2.0
 *
 * gradle.lockfile (Gradle, "Locking versions"): lines "group:name:version=configuration,…", and
 * "empty=…". It has no hashes.
 */
#include "checks/dependencies/format.h"

static int read_line(struct lock *lock, const struct document *document, struct text line,
	uint32_t number, struct err *err)
{
	struct text module = text_slice(line, 0, text_find(line, text_of("=")));
	struct pin pin = {.flags = PIN_NO_DIGEST, .line = number, .column = 1}, *added;
	size_t first = text_find(module, text_of(":")), second;

	if (line.len == 0 || line.ptr[0] == '#' || text_is(module, "empty"))
		return 0;
	second = first + 1 + text_find(text_slice(module, first + 1, module.len), text_of(":"));
	if (module.len == line.len || second >= module.len)
		return document_error(document, number, 1, err,
			"a line that is not \"group:name:version=configurations\"");
	pin.name = text_slice(module, 0, second);
	pin.version = text_slice(module, second + 1, module.len);
	return lock_pin(lock, &pin, &added, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct text rest = document->content, line;

	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (read_line(lock, document, text_trim(line), number, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {
	"gradle.lockfile", "buildscript-gradle.lockfile", "*.lockfile", NULL};

/* "*.lockfile" below gradle/dependency-locks was the form before Gradle 6.8; other tools have such files too. */
static bool is(struct text path, struct text content)
{
	return text_ends(path, "gradle.lockfile") ||
	       text_find(path, text_of("dependency-locks/")) < path.len ||
	       text_starts(content, "# This is a Gradle generated file");
}

extern const struct format format_gradle_lockfile;

const struct format format_gradle_lockfile = {.name = "gradle-lockfile",
	.ecosystem = "maven",
	.globs = globs,
	.is_missed = true,
	.is = is,
	.plain = PLAIN_UTF8,
	.read = read};
