/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of npm's, pnpm's and yarn 1's files on any bytes: pins with their places, or an error with its place. The first byte
 * picks the reader. Of locks the rest may be two, with a byte 0xff between: read beside the first, in which entries of equal
 * bytes are taken over, the second must give what it gives alone; of edges only those count that lead to new pins.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct format format_npm_lock, format_npm_manifest, format_npmrc, format_yarn_lock,
	format_yarnrc, format_pnpm_lock;

static const struct reader {
	char key;
	const struct format *format;
} readers[] = {{'l', &format_npm_lock}, {'m', &format_npm_manifest}, {'s', &format_npmrc},
	{'y', &format_yarn_lock}, {'r', &format_yarnrc}, {'p', &format_pnpm_lock}};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static int read_lock(struct lock *lock, const struct format *format, struct text content,
	const struct lock *base, struct arena *arena)
{
	struct document document = {.path = text_of("f"),
		.name = "f",
		.content = content,
		.arena = arena,
		.base = base};
	struct err err = {0};
	int done;

	*lock = (struct lock){.arena = arena, .content = content};
	done = format_read(format, lock, &document, &err);
	require(done == 0 || err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	return done;
}

static bool same_pin(const struct pin *a, const struct pin *b)
{
	return text_equal(a->name, b->name) && text_equal(a->version, b->version) &&
	       a->line == b->line && a->column == b->column && a->flags == b->flags &&
	       a->digest_count == b->digest_count && text_equal(a->place, b->place) &&
	       text_equal(a->source, b->source);
}

static void link_lock(const struct edges **edges, const struct format *format, struct lock *lock,
	const struct lock *base)
{
	struct err err = {0};

	*edges = &lock->edges;
	if (format->link && format->link(edges, lock, &err) < 0)
		return;
	for (size_t i = 0; i < (*edges)->count; i++)
		require((*edges)->items[i].to < lock->pins.count &&
			((*edges)->items[i].from == EDGE_ROOT ||
				(*edges)->items[i].from < lock->pins.count));
	for (uint32_t i = 0; format->shadow && i < lock->pins.count; i++)
		(void)format->shadow(lock, i, base);
}

static bool is_new(const struct pin *pin, const struct lock *base)
{
	for (size_t i = 0; i < base->pins.count; i++)
		if (text_equal(base->pins.items[i].name, pin->name) &&
			text_equal(base->pins.items[i].version, pin->version) &&
			text_equal(base->pins.items[i].artifact, pin->artifact))
			return false;
	return true;
}

/* The first edge from `at` on that leads to a pin that is new; or how many there are. */
static size_t next_to_new(
	const struct edges *edges, size_t at, const struct lock *lock, const struct lock *base)
{
	while (at < edges->count && !is_new(&lock->pins.items[edges->items[at].to], base))
		at++;
	return at;
}

static void check_same_edges(const struct edges *alone, const struct edges *beside,
	const struct lock *lock, const struct lock *base)
{
	size_t a = next_to_new(alone, 0, lock, base), b = next_to_new(beside, 0, lock, base);

	while (a < alone->count && b < beside->count) {
		require(alone->items[a].from == beside->items[b].from &&
			alone->items[a].to == beside->items[b].to);
		a = next_to_new(alone, a + 1, lock, base);
		b = next_to_new(beside, b + 1, lock, base);
	}
	require(a == alone->count && b == beside->count);
}

static void check_same(struct lock *alone, struct lock *beside, const struct format *format,
	const struct lock *base)
{
	const struct edges *one, *other;

	require(alone->pins.count == beside->pins.count &&
		alone->doubled.count == beside->doubled.count &&
		alone->needs.count == beside->needs.count);
	for (size_t i = 0; i < alone->pins.count; i++)
		require(same_pin(&alone->pins.items[i], &beside->pins.items[i]));
	link_lock(&one, format, alone, base);
	link_lock(&other, format, beside, base);
	check_same_edges(one, other, beside, base);
}

static void check(const struct format *format, struct text content, struct arena *arena)
{
	size_t mark = text_find(content, text_of("\xff"));
	struct text second = text_slice(content, mark + 1, content.len);
	struct lock base, alone, beside;
	const struct edges *edges;

	if (read_lock(&base, format, text_slice(content, 0, mark), NULL, arena) < 0)
		return;
	for (size_t i = 0; i < base.pins.count; i++)
		require(base.pins.items[i].line > 0 && base.pins.items[i].column > 0 &&
			base.pins.items[i].name.ptr);
	link_lock(&edges, format, &base, NULL);
	if (mark == content.len || !format->shadow)
		return;
	if (read_lock(&alone, format, second, NULL, arena) < 0)
		require(read_lock(&beside, format, second, &base, arena) < 0);
	else if (read_lock(&beside, format, second, &base, arena) == 0)
		check_same(&alone, &beside, format, &base);
	else
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; size > 0 && i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct arena *arena = readers[i].key == (char)data[0] ? arena_new() : NULL;

		if (arena)
			check(readers[i].format, (struct text){(const char *)data + 1, size - 1},
				arena);
		arena_free(arena);
	}
	return 0;
}
