/* SPDX-License-Identifier: Apache-2.0
 *
 * A text read by the format of its file name, and its pins, edges, needs and settings as one line of words, so that
 * a row of a table says what is expected.
 */
#ifndef SEAMGATE_TESTS_READING_H
#define SEAMGATE_TESTS_READING_H

#include <stdarg.h>

#include "checks/dependencies/format.h"
#include "unit.h"

struct reading_of {
	struct arena *arena;
	struct lock lock;
	struct err err;
	int result;
	char words[4096];
};

static inline void say(struct reading_of *reading, const char *format, ...)
{
	size_t len = strlen(reading->words);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reading->words + len, sizeof(reading->words) - len, format, arguments);
	va_end(arguments);
}

#define WORD(text) (int)(text).len, (text).ptr

static inline void say_pins(struct reading_of *reading)
{
	for (size_t i = 0; i < reading->lock.pins.count; i++) {
		const struct pin *pin = &reading->lock.pins.items[i];

		say(reading, "pin %.*s %.*s%s%.*s", WORD(pin->name), WORD(pin->version),
			pin->artifact.len ? "/" : "", WORD(pin->artifact));
		for (uint32_t d = 0; d < pin->digest_count; d++)
			say(reading, " %s",
				pin->digests[d].flaw ? pin->digests[d].flaw
						     : algorithm_name(pin->digests[d].algorithm));
		say(reading, "%s%s @%u;", pin->flags & PIN_LOCAL ? " local" : "",
			pin->flags & PIN_VCS ? " vcs" : "", pin->line);
	}
}

static inline void say_rest(struct reading_of *reading)
{
	const struct lock *lock = &reading->lock;

	for (size_t i = 0; i < lock->edges.count; i++)
		say(reading, "edge %d>%u;", (int)lock->edges.items[i].from,
			lock->edges.items[i].to);
	for (size_t i = 0; i < lock->needs.count; i++)
		say(reading, "need %.*s %.*s%s%s;", WORD(lock->needs.items[i].name),
			WORD(lock->needs.items[i].range),
			lock->needs.items[i].flags & NEED_LOCAL ? " local" : "",
			lock->needs.items[i].flags & NEED_OPTIONAL ? " optional" : "");
	for (size_t i = 0; i < lock->settings.count; i++) {
		const struct setting *setting = &lock->settings.items[i];

		if (setting->kind == SETTING_GUARD)
			say(reading, "guard %.*s %d/%d;", WORD(setting->name), setting->strength,
				setting->usual);
		if (setting->kind == SETTING_SOURCE)
			say(reading, "source %.*s %.*s;", WORD(setting->name),
				WORD(setting->value));
	}
	for (size_t i = 0; i < lock->workspaces.count; i++)
		say(reading, "member %.*s;", WORD(lock->workspaces.items[i]));
	for (size_t i = 0; i < lock->doubled.count; i++)
		say(reading, "doubled %.*s;", WORD(lock->doubled.items[i].key));
}

/* The first format of that path. Where the text is refused, the words are the error. */
static inline struct reading_of read_as(const char *path, struct text content)
{
	struct reading_of reading = {.arena = arena_new()};
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	struct document document = {
		.path = text_of(path), .name = path, .content = content, .arena = reading.arena};

	reading.lock.arena = reading.arena;
	if (formats_of_path(found, text_of(path)) == 0) {
		say(&reading, "no format");
		return reading;
	}
	reading.result = format_read(found[0], &reading.lock, &document, &reading.err);
	if (reading.result < 0) {
		say(&reading, "%s", reading.err.message);
		return reading;
	}
	say_pins(&reading);
	say_rest(&reading);
	return reading;
}

struct reading_row {
	const char *name, *path, *content, *words;
};

static inline void check_rows(const struct reading_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct reading_of reading = read_as(rows[i].path, text_of(rows[i].content));

		if (strcmp(reading.words, rows[i].words) != 0)
			fprintf(stderr, "%s\n", reading.words);
		CHECK_ROW(rows[i].name, strcmp(reading.words, rows[i].words) == 0);
		arena_free(reading.arena);
	}
}

#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof((rows)[0]))

#endif
