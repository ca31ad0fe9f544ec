/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader yields, whole: the pins as in pins_text.h, then "FROM > TO" for each edge (by pin, counted from 0; * is
 * the project), "NEED place name range", "SET name value strength/usual".
 */
#ifndef SEAMGATE_TESTS_LOCK_TEXT_H
#define SEAMGATE_TESTS_LOCK_TEXT_H

#include "pins_text.h"

static void pins_text(struct buffer *out, const struct format *format, const char *path,
	struct text content) __attribute__((unused));

static bool lock_text_has(const struct lock *lock, const struct pin *pin)
{
	for (size_t i = 0; lock && i < lock->pins.count; i++)
		if (text_equal(lock->pins.items[i].name, pin->name) &&
			text_equal(lock->pins.items[i].version, pin->version) &&
			text_equal(lock->pins.items[i].artifact, pin->artifact))
			return true;
	return false;
}

/* But for those that lead to what `but` has too. */
static void lock_text_edges(struct buffer *out, const struct format *format,
	const struct lock *lock, const struct lock *but)
{
	const struct edges *edges = &lock->edges;
	struct err err = {0};

	if (lock->has_edges && format->link && format->link(&edges, lock, &err) < 0) {
		buffer_printf(out, "ERROR %s\n", err.message);
		return;
	}
	for (size_t i = 0; i < edges->count; i++) {
		if (lock_text_has(but, &lock->pins.items[edges->items[i].to]))
			continue;
		if (edges->items[i].from == EDGE_ROOT)
			buffer_string(out, "*");
		else
			buffer_printf(out, "%u", edges->items[i].from);
		buffer_printf(out, " > %u\n", edges->items[i].to);
	}
}

static void lock_text_rest(struct buffer *out, const struct lock *lock)
{
	for (size_t i = 0; i < lock->needs.count; i++) {
		const struct need *need = &lock->needs.items[i];

		buffer_string(out, "NEED");
		pins_text_part(out, " ", need->place);
		pins_text_part(out, " ", need->name);
		pins_text_part(out, " ", need->range);
		buffer_printf(out, " %x\n", need->flags);
	}
	for (size_t i = 0; i < lock->settings.count; i++) {
		const struct setting *setting = &lock->settings.items[i];

		buffer_string(out, "SET ");
		buffer_add(out, setting->name);
		pins_text_part(out, " ", setting->value);
		if (setting->kind == SETTING_GUARD)
			buffer_printf(out, " %d/%d", setting->strength, setting->usual);
		buffer_byte(out, '\n');
	}
	for (size_t i = 0; i < lock->doubled.count; i++)
		buffer_printf(out, "DOUBLED %.*s %u\n", (int)lock->doubled.items[i].key.len,
			lock->doubled.items[i].key.ptr, lock->doubled.items[i].line);
}

/* `base` may be NULL; its lock lives as long as the arena. Without the edges to pins of `but`. */
static int lock_text_but(struct buffer *out, struct lock *lock, const struct format *format,
	struct text content, const struct lock *base, const struct lock *but, struct arena *arena)
{
	struct document document = {.path = text_of("f"),
		.name = "f",
		.content = content,
		.arena = arena,
		.base = base};
	struct err err = {0};

	*lock = (struct lock){.arena = arena, .content = content};
	if (format_read(format, lock, &document, &err) < 0) {
		buffer_printf(out, "ERROR %s\n", err.message);
		return -1;
	}
	for (size_t i = 0; i < lock->pins.count; i++)
		pins_text_pin(out, &lock->pins.items[i]);
	lock_text_edges(out, format, lock, but);
	lock_text_rest(out, lock);
	return 0;
}

static int lock_text(struct buffer *out, struct lock *lock, const struct format *format,
	struct text content, struct arena *arena)
{
	return lock_text_but(out, lock, format, content, NULL, NULL, arena);
}

#endif
