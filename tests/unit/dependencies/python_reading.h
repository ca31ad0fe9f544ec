/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the Python readers share: a file's text into a lock, and a lock as one text that rows compare with:
 * "name version artifact flags digests;…", needs as "?name range", settings as "!name=value", doubled keys as "=key".
 */
#ifndef SEAMGATE_TESTS_PYTHON_READING_H
#define SEAMGATE_TESTS_PYTHON_READING_H

#include "checks/dependencies/format.h"
#include "unit.h"

struct summary {
	char bytes[4096];
	size_t len;
};

static void say(struct summary *out, const char *format, struct text text)
{
	int len = snprintf(out->bytes + out->len, sizeof(out->bytes) - out->len, format,
		(int)text.len, text.ptr ? text.ptr : "");

	if (len > 0 && out->len + (size_t)len < sizeof(out->bytes))
		out->len += (size_t)len;
}

static void say_pin(struct summary *out, const struct pin *pin)
{
	char tail[32];

	say(out, "%.*s", pin->name);
	say(out, " %.*s", pin->version);
	if (pin->artifact.len)
		say(out, " %.*s", pin->artifact);
	snprintf(tail, sizeof(tail), " %x@%u", pin->flags, pin->line);
	say(out, "%.*s", text_of(tail));
	for (uint32_t d = 0; d < pin->digest_count; d++) {
		say(out, " %.*s", text_of(algorithm_name(pin->digests[d].algorithm)));
		if (pin->digests[d].flaw)
			say(out, "(%.*s)", text_of(pin->digests[d].flaw));
	}
	say(out, "%.*s;", text_of(""));
}

static void summarise(struct summary *out, const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		say_pin(out, &lock->pins.items[i]);
	for (size_t i = 0; i < lock->needs.count; i++) {
		say(out, "?%.*s", lock->needs.items[i].name);
		say(out, " %.*s;", lock->needs.items[i].range);
	}
	for (size_t i = 0; i < lock->settings.count; i++) {
		say(out, "!%.*s", lock->settings.items[i].name);
		say(out, "=%.*s;", lock->settings.items[i].value);
	}
	for (size_t i = 0; i < lock->doubled.count; i++)
		say(out, "=%.*s;", lock->doubled.items[i].key);
}

struct reading_row {
	const char *name, *text,
		*expected; /* the summary, or "error: " and the start of the message */
};

static void check_row(const struct format *format, const struct reading_row *row)
{
	struct arena *arena = arena_new();
	struct document document = {
		.path = text_of("f"), .name = "f", .content = text_of(row->text), .arena = arena};
	struct lock lock = {.arena = arena};
	struct summary summary = {.len = 0};
	struct err err = {0};
	bool holds;

	if (format_read(format, &lock, &document, &err) == 0)
		summarise(&summary, &lock);
	else
		say(&summary, "error: %.*s", text_of(err.message));
	summary.bytes[summary.len] = 0;
	holds = strncmp(row->expected, "error: ", 7) == 0
			? strncmp(summary.bytes, row->expected, strlen(row->expected)) == 0
			: strcmp(summary.bytes, row->expected) == 0;
	if (!holds)
		fprintf(stderr, "row \"%s\":\n  is       %s\n  expected %s\n", row->name,
			summary.bytes, row->expected);
	CHECK_ROW(row->name, holds);
	arena_free(arena);
}

static void check_rows(const struct format *format, const struct reading_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_row(format, &rows[i]);
}

#define CHECK_ROWS(format, rows) check_rows(&(format), rows, sizeof(rows) / sizeof((rows)[0]))

#endif
