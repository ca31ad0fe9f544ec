/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/seen.h"

#include "checks/secrets/decode/hint.h"

enum {
	SHORT_TEXT = 8 * 1024,
	HUGE_TEXT = 8 * 1024 * 1024,
	MARGIN = 2048, /* decoded on either side of what differs */
	QUIET = 1024, /* without anything encoded: more than twice the context and what a stretch goes on over */
	TRIES = 16,
	LONG_RUN = 40, /* may be the line of a block that begins elsewhere */
	LARGE_STEP = 4096,
	STEPS = 16,
};

/* ---- what two texts have in common ---- */

static size_t common_start(struct text a, struct text b)
{
	size_t most = a.len < b.len ? a.len : b.len, at = 0;

	for (size_t step = LARGE_STEP; step; step /= STEPS)
		while (most - at >= step && memcmp(a.ptr + at, b.ptr + at, step) == 0)
			at += step;
	return at;
}

/* Not counting the first `start` bytes of either. */
static size_t common_end(struct text a, struct text b, size_t start)
{
	size_t most = (a.len < b.len ? a.len : b.len) - start, count = 0;
	const char *end_a = a.ptr + a.len, *end_b = b.ptr + b.len;

	for (size_t step = LARGE_STEP; step; step /= STEPS)
		while (most - count >= step &&
			memcmp(end_a - count - step, end_b - count - step, step) == 0)
			count += step;
	return count;
}

/* ---- where decoding may begin and end ---- */

/* Nothing there is encoded, or might be the middle of something. */
static bool is_quiet(struct text text, size_t from, size_t to)
{
	struct text until = text_slice(text, 0, to);
	struct hint hint;
	struct block block;

	for (size_t at = from; hint_next(&hint, until, at);) {
		if (hint.coding != CODING_NONE)
			return false;
		at = block_find(&block, text, hint.at, hint.at > LONG_RUN ? hint.at - LONG_RUN : 0);
		if (block.coding != CODING_NONE || block.to - block.from >= LONG_RUN)
			return false;
		if (at >= to)
			break;
	}
	return true;
}

static size_t quiet_before(struct text text, size_t at)
{
	for (int i = 0; i < TRIES && at > QUIET; i++, at -= QUIET)
		if (is_quiet(text, at - QUIET, at))
			return at - QUIET / 2;
	return 0;
}

static size_t quiet_behind(struct text text, size_t at)
{
	for (int i = 0; i < TRIES && text.len - at > QUIET; i++, at += QUIET)
		if (is_quiet(text, at, at + QUIET))
			return at + QUIET / 2;
	return text.len;
}

struct part seen_part(const struct seen *seen, struct text text)
{
	struct part part = {0, text.len};
	struct text before = buffer_text(&seen->text);
	size_t start, end;

	if (!seen->clean || text.len < SHORT_TEXT)
		return part;
	start = common_start(before, text);
	end = common_end(before, text, start);
	if (start > MARGIN)
		part.from = quiet_before(text, start - MARGIN);
	if (end > MARGIN)
		part.to = quiet_behind(text, text.len - end + MARGIN);
	return part;
}

/* ---- keeping ---- */

bool seen_keep(struct seen *seen, struct text text, bool clean)
{
	if (text.len < SHORT_TEXT)
		return false;
	buffer_clear(&seen->text);
	seen->clean = false;
	if (!clean || text.len > HUGE_TEXT)
		return false;
	buffer_add(&seen->text, text);
	if (seen->text.failed) {
		buffer_free(&seen->text);
		seen->text = (struct buffer){0};
		return false;
	}
	seen->clean = true;
	return true;
}

void seen_free(struct seen *seen)
{
	buffer_free(&seen->text);
}
