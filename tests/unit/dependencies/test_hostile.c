/* SPDX-License-Identifier: Apache-2.0
 *
 * Every format, on files that are cut off, have conflict marks, garbage, keys that stand twice, deep nesting, long lines and bytes that are no
 * UTF-8: an error with line and column (exit 3), or what the grammar lets through, and samples.h says so. All are made of the
 * samples there; a format without one fails.
 */
#include "checks/dependencies/format.h"
#include "samples.h"
#include "unit.h"

enum outcome {
	READ,     /* as a lock */
	REFUSED,  /* with path, line and column */
	NOT_SEEN, /* no format takes it for one of its own: nothing is said of it */
	BAD,      /* refused without a place */
};

struct trial {
	enum outcome outcome;
	size_t doubled;
	char message[256];
};

static bool has_place(const char *message, const char *path)
{
	unsigned line = 0, column = 0;
	size_t len = strlen(path);

	return strncmp(message, path, len) == 0 &&
	       sscanf(message + len, ":%u:%u: ", &line, &column) == 2 && line && column;
}

static void note(struct trial *trial, const struct lock *lock, const struct err *err,
	const char *path, int result)
{
	if (result == 0) {
		trial->outcome = trial->outcome == NOT_SEEN ? READ : trial->outcome;
		trial->doubled += lock->doubled.count;
		return;
	}
	trial->outcome = err->kind == ERR_LOOK && has_place(err->message, path) ? REFUSED : BAD;
	snprintf(trial->message, sizeof(trial->message), "%.200s", err->message);
}

/* By all formats that take it, as a run does. */
static struct trial try_as(const char *path, struct text content)
{
	struct trial trial = {.outcome = NOT_SEEN};
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(found, text_of(path));

	for (size_t i = 0; i < count && trial.outcome != BAD; i++) {
		struct arena *arena = arena_new();
		struct document document = {
			.path = text_of(path), .name = path, .content = content, .arena = arena};
		struct lock lock = {.arena = arena, .content = content};
		struct err err = {0};

		if (!found[i]->is || found[i]->is(text_of(path), content))
			note(&trial, &lock, &err, path,
				format_read(found[i], &lock, &document, &err));
		arena_free(arena);
	}
	return trial;
}

enum { LONGEST = 4096 };

struct made {
	char bytes[LONGEST];
	size_t len;
};

static struct text text_made(const struct made *made)
{
	return (struct text){made->bytes, made->len};
}

/* The sample's text with something put in at a place. */
static struct made put_in(const struct sample *sample, size_t at, const char *what)
{
	struct made made;

	made.len = (size_t)snprintf(made.bytes, sizeof(made.bytes), "%.*s%s%s", (int)at,
		sample->text, what, sample->text + at);
	return made;
}

#define EACH_SAMPLE(sample)                         \
	for (const struct sample *sample = samples; \
		sample < samples + sizeof(samples) / sizeof(samples[0]); sample++)

static void check_trial(
	const struct sample *sample, const char *what, bool holds, const struct trial *trial)
{
	char name[200];

	snprintf(name, sizeof(name), "%s: %s (outcome %d: %.100s)", sample->path, what,
		(int)trial->outcome, trial->message);
	CHECK_ROW(name, holds);
}

/* Every format has a sample that it reads. */
static void all_formats(void)
{
	for (size_t f = 0; f < formats.count; f++) {
		bool is_there = strcmp(formats.items[f]->name, "bun-lockb") ==
				0; /* a binary file: refused whatever it holds */

		EACH_SAMPLE(sample)
		if (format_takes(formats.items[f], text_of(sample->path)) &&
			(!formats.items[f]->is ||
				formats.items[f]->is(text_of(sample->path), text_of(sample->text))))
			is_there = true;
		CHECK_ROW(formats.items[f]->name, is_there);
	}
	EACH_SAMPLE(sample)
	{
		struct trial trial = try_as(sample->path, text_of(sample->text));

		check_trial(
			sample, "as it is", trial.outcome == READ && trial.doubled == 0, &trial);
	}
}

/* Refused, or what the sample's grammar leaves open. */
static bool is_right(const struct sample *sample, const struct trial *trial, bool may_be_read)
{
	return trial->outcome == REFUSED || (trial->outcome == READ && may_be_read) ||
	       (trial->outcome == NOT_SEEN && sample->leeway & OPEN_NAME);
}

static bool must_be_closed(const struct sample *sample)
{
	return sample->grammar == GRAMMAR_JSON || sample->grammar == GRAMMAR_XML ||
	       sample->grammar == GRAMMAR_TERM;
}

/* Behind its last byte that is no line end. */
static size_t whole_len(const struct sample *sample)
{
	size_t len = strlen(sample->text);

	while (len && sample->text[len - 1] == '\n')
		len--;
	return len;
}

/* Prefixes, down to one byte. Where brackets must be closed none but the empty one is ever whole; of the others one may be. */
static void cut_off(void)
{
	EACH_SAMPLE(sample)
	for (size_t len = 1; len < whole_len(sample); len += 1 + len % 3) {
		struct trial trial = try_as(sample->path, (struct text){sample->text, len});
		size_t end = sample->text[len - 1] == '\n' ? len - 1 : len;
		bool is_whole = sample->grammar == GRAMMAR_TERM && end &&
				sample->text[end - 1] == '.'; /* Erlang's terms come one by one */

		check_trial(sample, "cut off",
			is_right(sample, &trial,
				!must_be_closed(sample) || is_whole || sample->leeway & OPEN_MARKS),
			&trial);
	}
}

/* At the start, and behind each line end. */
static void conflict_marks(void)
{
	static const char marks[] = "<<<<<<< ours\n=======\n>>>>>>> theirs\n";

	EACH_SAMPLE(sample)
	for (size_t at = 0; at <= whole_len(sample); at++) {
		struct made made = put_in(sample, at, marks);
		struct trial trial;

		if (at && sample->text[at - 1] != '\n')
			continue;
		trial = try_as(sample->path, text_made(&made));
		check_trial(sample, "conflict marks",
			is_right(sample, &trial, sample->leeway & OPEN_MARKS), &trial);
	}
}

/* Noise that repeats: never anything but an error with a place, or a file that may be. */
static void noise(void)
{
	uint32_t state = 1;

	EACH_SAMPLE(sample)
	for (unsigned round = 0; round < 60; round++) {
		struct made made = put_in(sample, 0, "");
		struct trial trial;

		for (unsigned i = 0; i < 1 + round / 10; i++) {
			state = state * 1664525u + 1013904223u;
			made.bytes[(state >> 8) % made.len] = (char)(state >> 24);
		}
		trial = try_as(sample->path, text_made(&made));
		check_trial(sample, "noise", trial.outcome != BAD, &trial);
	}
}

static const char *const doubles[] = {
	[GRAMMAR_JSON] = "\"zz\": 1, \"zz\": 2, ",
	[GRAMMAR_TOML] = "zz = 1\nzz = 2\n",
	[GRAMMAR_YAML] = "zz: 1\nzz: 2\n",
	[GRAMMAR_TERM] =
		"\"zz\": {:hex, :zz, \"1\", \"" HEX "\", [:mix], [], \"hexpm\", \"" HEX "\"},\n"
		"\"zz\": {:hex, :zz, \"2\", \"" HEX "\", [:mix], [], \"hexpm\", \"" HEX "\"},\n",
	[GRAMMAR_LINES] = NULL,
};

static void doubled_keys(void)
{
	EACH_SAMPLE(sample)
	{
		size_t at = sample->grammar == GRAMMAR_JSON   ? 1
			    : sample->grammar == GRAMMAR_TERM ? 3
							      : 0;
		bool is_yaml = sample->grammar == GRAMMAR_YAML;
		struct made made;
		struct trial trial;

		if (sample->leeway & OPEN_DOUBLE || sample->grammar > GRAMMAR_TERM ||
			!doubles[sample->grammar])
			continue;
		made = put_in(
			sample, is_yaml ? strlen(sample->text) : at, doubles[sample->grammar]);
		trial = try_as(sample->path, text_made(&made));
		check_trial(
			sample, "a key twice", is_right(sample, &trial, trial.doubled > 0), &trial);
	}
}

struct nested {
	const char *before, *open, *close, *after;
};

static const struct nested nestings[] = {
	[GRAMMAR_JSON] = {"{\"zz\": ", "[", "]", ", "},
	[GRAMMAR_TOML] = {"zz = ", "[", "]", "\n"},
	[GRAMMAR_YAML] = {"zz: ", "[", "]", "\n"},
	[GRAMMAR_XML] = {"", "<z>", "</z>", ""},
	[GRAMMAR_TERM] = {"", "{", "}", ""},
	[GRAMMAR_LINES] = {"", "(", ")", "\n"},
	[GRAMMAR_CODE] = {"f", "(", ")", "\n"},
};

static struct text nest(const struct sample *sample, size_t levels, struct arena *arena)
{
	const struct nested *nested = &nestings[sample->grammar];
	size_t open = strlen(nested->open), close = strlen(nested->close), len = 0,
	       size = levels * (open + close) + strlen(sample->text) + 32;
	bool is_json = sample->grammar == GRAMMAR_JSON;
	char *out = arena_alloc(arena, size);

	len += (size_t)snprintf(out, size, "%s", nested->before);
	for (size_t i = 0; i < levels; i++, len += open)
		memcpy(out + len, nested->open, open);
	for (size_t i = 0; i < levels; i++, len += close)
		memcpy(out + len, nested->close, close);
	len += (size_t)snprintf(
		out + len, size - len, "%s%s", nested->after, sample->text + is_json);
	return (struct text){out, len};
}

/* Fifty levels may be a file's; twenty thousand are none's, and cost neither stack nor time. */
static void nesting(void)
{
	EACH_SAMPLE(sample)
	for (size_t levels = 50; levels <= 20000; levels *= 400) {
		struct arena *arena = arena_new();
		struct trial trial = try_as(sample->path, nest(sample, levels, arena));
		bool is_deep = levels > 50 && sample->grammar < GRAMMAR_TERM &&
			       !(sample->leeway & OPEN_MARKS);

		check_trial(sample, is_deep ? "deep nesting" : "nesting",
			is_right(sample, &trial, !is_deep), &trial);
		arena_free(arena);
	}
}

/* One line of a million bytes, where gigabytes would do the same: alone, and behind the sample. */
static void long_lines(void)
{
	enum { LINE = 1 << 20 };

	EACH_SAMPLE(sample)
	{
		struct arena *arena = arena_new();
		size_t len = strlen(sample->text);
		char *out = arena_alloc(arena, len + LINE);
		struct trial trial;

		memcpy(out, sample->text, len);
		memset(out + len, 'z', LINE);
		trial = try_as(sample->path, (struct text){out, len + LINE});
		check_trial(sample, "a long line behind", trial.outcome != BAD, &trial);
		trial = try_as(sample->path, (struct text){out + len, LINE});
		check_trial(sample, "a long line alone", trial.outcome != BAD, &trial);
		arena_free(arena);
	}
}

/* In the middle of each line: a byte that no UTF-8 has. */
static void wrong_bytes(void)
{
	EACH_SAMPLE(sample)
	for (size_t at = 1; at < whole_len(sample); at += 1 + whole_len(sample) / 16) {
		struct made made = put_in(sample, at, "\xff");
		struct trial trial = try_as(sample->path, text_made(&made));

		check_trial(sample, "no UTF-8",
			is_right(sample, &trial, sample->leeway & OPEN_BYTES), &trial);
	}
}

static const struct unit_test tests[] = {
	{"all formats", all_formats},
	{"cut off", cut_off},
	{"conflict marks", conflict_marks},
	{"noise", noise},
	{"doubled keys", doubled_keys},
	{"nesting", nesting},
	{"long lines", long_lines},
	{"wrong bytes", wrong_bytes},
};

UNIT_MAIN(tests)
