/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/copies.h"

#include <stdlib.h>
#include <string.h>

#include "gate/base/common.h"

enum {
	ANCHOR = 32,
	ANCHOR_STRIDE = 1024,
	LEAST_BITS = 4,
	EFFORT = 4, /* bytes that are followed in vain, for each byte of the text */
};

void copies_free(struct copies_found *found)
{
	free(found->items);
	free(found->anchors);
	*found = (struct copies_found){0};
}

static int add(struct copies_found *found, struct copied copied, struct err *err)
{
	size_t wanted = found->capacity ? found->capacity * 2 : 16;
	struct copied *grown;

	if (copied.len == 0)
		return 0;
	if (found->count == found->capacity) {
		grown = realloc(found->items, wanted * sizeof(*grown));
		if (!grown)
			return err_nomem(err);
		found->items = grown;
		found->capacity = wanted;
	}
	found->items[found->count++] = copied;
	return 0;
}

/* ---- anchors ---- */

static uint32_t *slot(const struct copies_found *found, const char *line)
{
	uint64_t words[ANCHOR / sizeof(uint64_t)], mixed = 0;

	memcpy(words, line, sizeof(words));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		mixed = (mixed ^ words[i]) * 0x9e3779b97f4a7c15;
	return &found->anchors[mixed >> (64 - found->anchor_bits)];
}

static bool make_room(struct copies_found *found, size_t lines)
{
	unsigned bits = LEAST_BITS;
	uint32_t *grown;

	while (((size_t)1 << bits) < 2 * lines)
		bits++;
	found->anchor_bits = bits;
	if (found->anchor_capacity < (size_t)1 << bits) {
		grown = realloc(found->anchors, sizeof(*grown) << bits);
		if (!grown)
			return false;
		found->anchors = grown;
		found->anchor_capacity = (size_t)1 << bits;
	}
	memset(found->anchors, 0, sizeof(*found->anchors) << bits);
	return true;
}

/* Behind the next end of a line; the text's length where there is none in the next `most` bytes. */
static size_t next_line(struct text text, size_t at, size_t most)
{
	size_t len = text.len - at < most ? text.len - at : most;
	const char *end = memchr(text.ptr + at, '\n', len);

	return end ? (size_t)(end - text.ptr) + 1 : text.len;
}

static void drop_anchors(struct copies_found *found, struct text before)
{
	for (size_t at = 0; at + ANCHOR_STRIDE + ANCHOR < before.len; at += ANCHOR_STRIDE) {
		size_t line = next_line(before, at, ANCHOR_STRIDE);

		if (line + ANCHOR <= before.len)
			*slot(found, before.ptr + line) = (uint32_t)line + 1;
	}
}

/* ---- in between ---- */

/* What is between the common start and the common end of both texts. */
struct between {
	struct text before, text;
	size_t done;   /* of the text */
	size_t effort; /* bytes that may still be followed in vain */
};

/* The stretch around a line of the text that may be the one at an anchor; of no length where it is not. */
static struct copied follow(const struct between *between, size_t line, size_t anchor)
{
	struct text text = between->text, before = between->before;
	size_t behind, ahead;

	if (memcmp(text.ptr + line, before.ptr + anchor, ANCHOR) != 0)
		return (struct copied){0};
	ahead = common_start(
		text_slice(before, anchor, before.len), text_slice(text, line, text.len));
	behind = common_end(text_slice(before, 0, anchor), text_slice(text, between->done, line));
	return (struct copied){line - behind, anchor - behind, behind + ahead};
}

static int find_between(
	struct copies_found *found, struct between *between, size_t start, struct err *err)
{
	size_t line = 0;

	while (line + ANCHOR <= between->text.len && between->effort > 0) {
		uint32_t anchor = *slot(found, between->text.ptr + line);
		struct copied copied = {0};

		if (anchor)
			copied = follow(between, line, anchor - 1);
		if (copied.len < LEAST_COPY) {
			between->effort -=
				copied.len < between->effort ? copied.len : between->effort;
			line = next_line(between->text, line, between->text.len);
			continue;
		}
		line = between->done = copied.at + copied.len;
		copied.at += start;
		copied.from += start;
		if (add(found, copied, err) < 0)
			return -1;
	}
	return 0;
}

int copies_find(struct copies_found *found, struct text before, struct text text, struct err *err)
{
	size_t start = common_start(before, text);
	struct between between = {
		text_slice(before, start, before.len), text_slice(text, start, text.len), 0, 0};
	size_t end = common_end(between.before, between.text);

	found->count = 0;
	between.before.len -= end;
	between.text.len -= end;
	between.effort = between.text.len * EFFORT;
	if (add(found, (struct copied){0, 0, start}, err) < 0)
		return -1;
	if (between.before.len > LEAST_COPY && between.text.len > LEAST_COPY) {
		if (!make_room(found, between.before.len / ANCHOR_STRIDE + 1))
			return err_nomem(err);
		drop_anchors(found, between.before);
		if (find_between(found, &between, start, err) < 0)
			return -1;
	}
	return add(found, (struct copied){text.len - end, before.len - end, end}, err);
}
