/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/format.h"

#include <string.h>

#include "checks/dependencies/formats_parts.h"
#include "gate/base/glob.h"

#define FORMAT(name) extern const struct format format_##name;
#include "checks/dependencies/formats.def"
#undef FORMAT

#define FORMAT(name) &format_##name,
static const struct format *const items[] = {
#include "checks/dependencies/formats.def"
};
#undef FORMAT

const struct formats formats = {items, sizeof(items) / sizeof(items[0])};

struct text path_name(struct text path)
{
	size_t from = path.len;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	return text_slice(path, from, path.len);
}

char pattern_last(const char *pattern)
{
	char last = pattern[strlen(pattern) - 1];

	return strchr("*?]}", last) ? '\0' : last;
}

bool pattern_is_name(const char *pattern)
{
	return !strpbrk(pattern, "*?[{/\\");
}

/* Most patterns begin and end with a plain byte, and most are plain file names: no need for the matcher. Of each file of a
 * tree every pattern is asked, so that the last byte comes first, which most do not share. */
bool pattern_matches(const char *pattern, struct text path, struct text name)
{
	char last = pattern_last(pattern);

	if (last && last != path.ptr[path.len - 1])
		return false;
	if (!strchr("*?[{\\", pattern[0]) && pattern[0] != path.ptr[0] && pattern[0] != name.ptr[0])
		return false;
	if (pattern_is_name(pattern))
		return text_is(name, pattern);
	return glob_match(text_of(pattern), path);
}

static bool takes(const struct format *format, struct text path, struct text name)
{
	for (const char *const *glob = format->globs; *glob; glob++)
		if (pattern_matches(*glob, path, name))
			return true;
	return false;
}

bool format_takes(const struct format *format, struct text path)
{
	struct text name = path_name(path);

	return name.len && takes(format, path, name);
}

/* A lock is nothing else besides: what any YAML or JSON may be need not be looked for in its megabytes. */
size_t formats_without_guesses(const struct format **found, size_t count)
{
	bool is_lock = false;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		is_lock = is_lock || (found[i]->manifests && !found[i]->by_content);
	for (size_t i = 0; i < count; i++)
		if (!is_lock || !found[i]->by_content)
			found[kept++] = found[i];
	return kept;
}

size_t formats_of_path(const struct format *out[MOST_FORMATS_OF_A_PATH], struct text path)
{
	struct text name = path_name(path);
	size_t count = 0;

	if (name.len == 0)
		return 0;
	for (size_t i = 0; i < formats.count && count < MOST_FORMATS_OF_A_PATH; i++)
		if (takes(formats.items[i], path, name))
			out[count++] = formats.items[i];
	return formats_without_guesses(out, count);
}

static bool is_blank(struct text content)
{
	for (size_t i = 0; i < content.len; i++)
		if (content.ptr[i] != ' ' && content.ptr[i] != '\n' && content.ptr[i] != '\r' &&
			content.ptr[i] != '\t')
			return false;
	return true;
}

bool formats_know(struct text path, struct text content)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(found, path);

	for (size_t i = 0; i < count; i++)
		if (!found[i]->is || found[i]->is(path, content))
			return true;
	return is_blank(content);
}
