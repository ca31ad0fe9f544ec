/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader yields, as text for tables: a line for each pin,
 *     line name version [flags] =digest #comment <source
 * where parts that are empty are left out. Flags are letters: l local, v VCS, r reference, i image, m model, c remote code,
 * u unknown, n no digest. A digest is cut off behind 8 characters, a flawed one is "=!".
 */
#ifndef SEAMGATE_TESTS_PINS_TEXT_H
#define SEAMGATE_TESTS_PINS_TEXT_H

#include "checks/dependencies/format.h"
#include "gate/base/buffer.h"

static void pins_text_flags(struct buffer *out, uint32_t flags)
{
	static const struct {
		uint32_t flag;
		char letter;
	} all[] = {{PIN_LOCAL, 'l'}, {PIN_VCS, 'v'}, {PIN_REFERENCE, 'r'}, {PIN_IMAGE, 'i'},
		{PIN_MODEL, 'm'}, {PIN_REMOTE_CODE, 'c'}, {PIN_UNKNOWN, 'u'}, {PIN_NO_DIGEST, 'n'}};

	buffer_string(out, " [");
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (flags & all[i].flag)
			buffer_byte(out, all[i].letter);
	buffer_string(out, "]");
}

static void pins_text_part(struct buffer *out, const char *mark, struct text text)
{
	if (text.len == 0)
		return;
	buffer_string(out, mark);
	buffer_add(out, text);
}

static void pins_text_pin(struct buffer *out, const struct pin *pin)
{
	buffer_printf(out, "%u", pin->line);
	pins_text_part(out, " ", pin->name);
	pins_text_part(out, " ", pin->version);
	pins_text_flags(out, pin->flags);
	for (uint32_t d = 0; d < pin->digest_count; d++)
		pins_text_part(out, " =",
			pin->digests[d].flaw ? text_of("!")
					     : text_slice(pin->digests[d].written, 0, 8));
	pins_text_part(out, " #", pin->comment);
	pins_text_part(out, " <", pin->source);
	pins_text_part(out, " in ", pin->place);
	buffer_byte(out, '\n');
}

/* The reader's pins, "DOUBLED key" for keys that stand twice, or "ERROR message". "OTHER" for a file that is
 * none of the format. */
static void pins_text(
	struct buffer *out, const struct format *format, const char *path, struct text content)
{
	struct arena *arena = arena_new();
	struct document document = {
		.path = text_of(path), .name = path, .content = content, .arena = arena};
	struct lock lock = {.arena = arena};
	struct err err = {0};

	if (format->is && !format->is(document.path, content))
		buffer_string(out, "OTHER\n");
	else if (format_read(format, &lock, &document, &err) < 0)
		buffer_printf(out, "ERROR %s\n", err.message);
	for (size_t i = 0; i < lock.pins.count; i++)
		pins_text_pin(out, &lock.pins.items[i]);
	for (size_t i = 0; i < lock.doubled.count; i++)
		pins_text_part(out, "DOUBLED ", lock.doubled.items[i].key);
	arena_free(arena);
}

#endif
