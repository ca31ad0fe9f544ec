/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/seen.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHORT_TEXT = 2 * 1024,
	HUGE_TEXT = 8 * 1024 * 1024,
	LARGE_STEP = 4096,
	STEPS = 16,
};

/* ---- life ---- */

int seen_open(struct seen *seen, const struct ruleset *rules, struct err *err)
{
	seen->text = (struct buffer){0};
	return kept_open(&seen->kept, rules, err);
}

void seen_close(struct seen *seen)
{
	kept_close(&seen->kept);
	buffer_free(&seen->text);
}

void seen_forget(struct seen *seen)
{
	kept_forget(&seen->kept);
	buffer_clear(&seen->text);
}

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

struct copies seen_copies(struct seen *seen, struct text text)
{
	struct text before = buffer_text(&seen->text);
	size_t start, end, count = 0;

	if ((!seen->kept.known && !seen->kept.clean) || text.len < SHORT_TEXT)
		return (struct copies){NULL, 0};
	start = common_start(before, text);
	end = common_end(before, text, start);
	if (start)
		seen->common[count++] = (struct copied){0, 0, start};
	if (end)
		seen->common[count++] = (struct copied){text.len - end, before.len - end, end};
	return (struct copies){seen->common, count};
}

/* ---- keeping ---- */

void seen_keep(struct seen *seen, const struct proposer *proposer, struct text text, bool clean,
	bool rest_is_bare)
{
	if (text.len < SHORT_TEXT)
		return;
	seen_forget(seen);
	if (text.len > HUGE_TEXT)
		return;
	kept_take(&seen->kept, proposer, text.len, clean);
	seen->kept.bare = seen->kept.bare && rest_is_bare;
	if (!seen->kept.known && !clean)
		return;
	buffer_add(&seen->text, text);
	if (!seen->text.failed)
		return;
	buffer_free(&seen->text);
	seen->text = (struct buffer){0};
	kept_forget(&seen->kept);
}
