/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/seen.h"

#include <stdlib.h>
#include <string.h>

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"

enum {
	SHORT_TEXT = 8 * 1024,
	HUGE_TEXT = 8 * 1024 * 1024,
	MARGIN = 2048, /* decoded on either side of what differs */
	QUIET = 1024, /* without anything encoded: more than twice the context and what a stretch goes on over */
	TRIES = 16,
	LONG_RUN = 40, /* may be the line of a block that begins elsewhere */
	LARGE_STEP = 4096,
	STEPS = 16,
	MOST_KEPT = 64 * 1024, /* runs of ends */
};

/* ---- life ---- */

int seen_open(struct seen *seen, const struct ruleset *rules, struct err *err)
{
	*seen = (struct seen){.known = false};
	for (size_t i = 0; i < rules->pack_count; i++) {
		seen->gates[i] =
			calloc(rules->packs[i].plans.gate_count + 1, sizeof(*seen->gates[i]));
		if (!seen->gates[i])
			return err_nomem(err);
	}
	return 0;
}

void seen_close(struct seen *seen)
{
	for (size_t i = 0; i < MOST_PACKS; i++)
		free(seen->gates[i]);
	free(seen->ends);
	buffer_free(&seen->text);
}

void seen_forget(struct seen *seen)
{
	seen->known = seen->clean = false;
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

/* ---- where decoding may begin and end ---- */

/* Nothing there is encoded, or might be the middle of something. */
static bool is_quiet(struct text text, size_t from, size_t to)
{
	struct text until = text_slice(text, 0, to);
	struct hint hint;
	struct block block;
	size_t joint;

	if (joint_next(&joint, until, from))
		return false;
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

struct common seen_common(const struct seen *seen, struct text text)
{
	struct text before = buffer_text(&seen->text);
	struct common common = {0, 0};

	if ((!seen->known && !seen->clean) || text.len < SHORT_TEXT)
		return common;
	common.start = common_start(before, text);
	common.end = common_end(before, text, common.start);
	return common;
}

struct part seen_part(const struct seen *seen, const struct common *common, struct text text)
{
	struct part part = {0, text.len};

	if (!seen->clean)
		return part;
	if (common->start > MARGIN)
		part.from = quiet_before(text, common->start - MARGIN);
	if (common->end > MARGIN)
		part.to = quiet_behind(text, text.len - common->end + MARGIN);
	return part;
}

/* ---- keeping ---- */

/* Rules that are far may match beyond any margin. */
static bool far_are_shut(const struct proposer *proposer)
{
	for (uint32_t p = 0; p < proposer->rules->pack_count; p++) {
		const struct plans *plans = &proposer->rules->packs[p].plans;

		for (size_t i = 0; i < plans->count; i++)
			if (plans->items[i].far &&
				!gate_shut(proposer->gates, proposer->rules, p, &plans->items[i]))
				return false;
	}
	return true;
}

static bool reserve(struct seen *seen, size_t count)
{
	struct ends *grown;

	if (count <= seen->end_capacity)
		return true;
	grown = realloc(seen->ends, count * sizeof(*grown));
	if (!grown)
		return false;
	seen->ends = grown;
	seen->end_capacity = count;
	return true;
}

static void keep_proposals(struct seen *seen, const struct proposer *proposer)
{
	seen->end_count = 0;
	seen->known = !proposer->gap && proposer->end_count <= MOST_KEPT &&
		      far_are_shut(proposer) && reserve(seen, proposer->end_count);
	for (size_t i = 0; seen->known && i < proposer->end_count; i++)
		if (proposer->ends[i].view == 0)
			seen->ends[seen->end_count++] = proposer->ends[i];
	for (size_t p = 0; p < proposer->rules->pack_count; p++)
		memcpy(seen->gates[p], proposer->gates[p],
			proposer->rules->packs[p].plans.gate_count * sizeof(*seen->gates[p]));
}

void seen_keep(struct seen *seen, const struct proposer *proposer, struct text text, bool clean)
{
	if (text.len < SHORT_TEXT)
		return;
	seen_forget(seen);
	if (text.len > HUGE_TEXT)
		return;
	keep_proposals(seen, proposer);
	if (!seen->known && !clean)
		return;
	buffer_add(&seen->text, text);
	if (seen->text.failed) {
		buffer_free(&seen->text);
		seen->text = (struct buffer){0};
		seen->known = false;
		return;
	}
	seen->clean = clean;
}
