/* SPDX-License-Identifier: Apache-2.0
 *
 * Any pattern, and behind the first line a text: never a crash; of a pattern that PCRE2 takes it takes the checks too, and where the pattern matches
 * a word's check does, at most as many bytes or line feeds behind the match's beginning as is said. The pattern ends with the first line.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/anchor.h"
#include "checks/secrets/matcher.h"
#include "checks/secrets/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool is_taken(const char *pattern)
{
	struct err err = {0};
	pcre2_code *code = NULL;
	bool taken = pattern_compile(&code, pattern, "row", false, &err) == 0;

	pcre2_code_free(code);
	return taken;
}

/* Whether the check of one of the words stands somewhere in [from, to]. */
static bool stands(struct matcher *matcher, const struct anchors *anchors, struct text text,
	size_t from, size_t to)
{
	for (size_t at = from; at <= to; at++)
		for (size_t i = 0; i < anchors->count; i++) {
			struct query query = {.pattern = anchors->words[i].check,
				.whose = "row",
				.subject = text,
				.from = at};
			struct match match;
			struct err err = {0};

			must(matcher_run(matcher, &query, &match, &err) == 0);
			if (match.result != MATCH_NONE)
				return true;
		}
	return false;
}

/* Where a word begins at the latest, of a match of [from, to). */
static size_t latest(const struct anchors *anchors, struct text text, size_t from, size_t to)
{
	size_t by_bytes = to - from > anchors->back ? from + anchors->back : to;
	size_t by_lines = from;

	if (!anchors->by_lines)
		return by_bytes;
	for (uint32_t feeds = 0; by_lines < to; by_lines++) {
		feeds += text.ptr[by_lines] == '\n';
		if (feeds > anchors->lines)
			break;
	}
	return by_lines > by_bytes ? by_lines : by_bytes;
}

static void try_text(const struct anchors *anchors, const char *pattern, struct text text)
{
	struct query query = {.pattern = pattern, .whose = "row", .subject = text};
	struct matcher *matcher;
	struct match match;
	struct err err = {0};

	must(matcher_open(&matcher, &err) == 0);
	must(matcher_run(matcher, &query, &match, &err) == 0);
	if (match.result == MATCH_FOUND) {
		size_t from = match.groups[0], to = match.groups[1];

		must(to > from);
		must(stands(matcher, anchors, text, from, latest(anchors, text, from, to)));
	}
	matcher_close(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	size_t len = end ? (size_t)(end - data) : size;
	struct arena *arena = arena_new();
	char *pattern = arena ? arena_copy(arena, (struct text){(const char *)data, len}) : NULL;
	struct anchors anchors;

	if (pattern && strlen(pattern) == len && len < 300 && is_taken(pattern) &&
		anchors_find(&anchors, pattern, arena)) {
		for (size_t i = 0; i < anchors.count; i++)
			must(is_taken(anchors.words[i].check));
		if (end && size - len < 300)
			try_text(&anchors, pattern,
				(struct text){(const char *)end + 1, size - len - 1});
	}
	arena_free(arena);
	return 0;
}
