/* SPDX-License-Identifier: Apache-2.0
 *
 * primaryLocationLineHash, by which GitHub code scanning knows an alert again when lines move. The
 * upload action (github/codeql-action, src/fingerprints.ts) computes the same from the checked-out
 * file and warns where the two differ. Over the file's UTF-16 code units, without blanks and tabs
 * and with every line end as LF, a polynomial hash of the 100 units from a line's first one on;
 * then the number of this hash among equal ones in the file.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/report/report.h"

enum { BLOCK = 100, FACTOR = 37, END_OF_FILE = 0xffff, REPLACEMENT = 0xfffd };

/* The lines that are asked for, ascending, and the hashes that they have. */
struct wanted {
	const uint32_t *lines;
	uint64_t *hashes;
	size_t count, found;
};

/* How often a hash of a wanted line has come by. */
struct tally {
	uint64_t hash;
	uint32_t seen;
};

struct tallies {
	const struct wanted *wanted;
	struct tally *items; /* ascending */
	size_t count, done;
	char (*out)[LINE_HASH];
};

/* The hash as it rolls over the file. `emit` gets each line, in order, and answers false to stop. */
struct stream {
	uint64_t hash, power;
	uint32_t units[BLOCK];
	uint32_t lines[BLOCK]; /* of a unit that begins a line: its number; else 0 */
	unsigned at;
	uint32_t line;
	bool at_line_start, after_cr, stopped;
	bool (*emit)(void *context, uint32_t line, uint64_t hash);
	void *context;
};

static void flush_line(struct stream *stream)
{
	uint32_t line = stream->lines[stream->at];

	stream->lines[stream->at] = 0;
	if (line && !stream->emit(stream->context, line, stream->hash))
		stream->stopped = true;
}

static void hash_unit(struct stream *stream, uint32_t unit)
{
	stream->hash = FACTOR * stream->hash + unit - stream->power * stream->units[stream->at];
	stream->units[stream->at] = unit;
	stream->at = (stream->at + 1) % BLOCK;
}

static void feed(struct stream *stream, uint32_t unit)
{
	bool dropped = unit == ' ' || unit == '\t' || (stream->after_cr && unit == '\n');

	stream->after_cr = !dropped && unit == '\r';
	if (dropped)
		return;
	if (unit == '\r')
		unit = '\n';
	flush_line(stream);
	if (stream->at_line_start)
		stream->lines[stream->at] = ++stream->line;
	stream->at_line_start = unit == '\n';
	hash_unit(stream, unit);
}

/* How many bytes at the start of text a decoder turns into one replacement character: the longest
 * beginning of a valid sequence, or one byte (WHATWG Encoding Standard). */
static size_t invalid_length(struct text text)
{
	for (size_t length = 3; length > 1; length--) {
		char completed[4] = {'\x80', '\x80', '\x80', '\x80'};
		uint32_t code;

		if (text.len < length)
			continue;
		memcpy(completed, text.ptr, length);
		if (utf8_decode((struct text){completed, 4}, &code) > length)
			return length;
	}
	return 1;
}

static void feed_code(struct stream *stream, uint32_t code)
{
	if (code < 0x10000) {
		feed(stream, code);
		return;
	}
	feed(stream, 0xd800 + ((code - 0x10000) >> 10));
	feed(stream, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

static void run_stream(struct text utf8, bool (*emit)(void *, uint32_t, uint64_t), void *context)
{
	struct stream stream = {
		.power = 1, .at_line_start = true, .emit = emit, .context = context};

	for (unsigned i = 0; i < BLOCK; i++)
		stream.power *= FACTOR;
	for (size_t at = 0; at < utf8.len && !stream.stopped;) {
		uint32_t code;
		struct text rest = text_slice(utf8, at, utf8.len);
		size_t length = utf8_decode(rest, &code);

		feed_code(&stream, length ? code : REPLACEMENT);
		at += length ? length : invalid_length(rest);
	}
	feed(&stream, END_OF_FILE);
	for (unsigned i = 0; i < BLOCK && !stream.stopped; i++) {
		flush_line(&stream);
		hash_unit(&stream, 0);
	}
}

/* First pass: the hashes of the wanted lines. */
static bool note_hash(void *context, uint32_t line, uint64_t hash)
{
	struct wanted *wanted = context;

	while (wanted->found < wanted->count && wanted->lines[wanted->found] <= line) {
		if (wanted->lines[wanted->found] != line)
			return false; /* line 0, or not in ascending order */
		wanted->hashes[wanted->found++] = hash;
	}
	return wanted->found < wanted->count;
}

static int compare_tallies(const void *left, const void *right)
{
	uint64_t a = ((const struct tally *)left)->hash, b = ((const struct tally *)right)->hash;

	return a < b ? -1 : a > b;
}

/* Second pass: the number of each among its equals. */
static bool count_hash(void *context, uint32_t line, uint64_t hash)
{
	struct tallies *tallies = context;
	const struct wanted *wanted = tallies->wanted;
	struct tally key = {.hash = hash};
	struct tally *tally =
		bsearch(&key, tallies->items, tallies->count, sizeof(key), compare_tallies);

	if (tally)
		tally->seen++;
	for (; tallies->done < wanted->found && wanted->lines[tallies->done] == line;
		tallies->done++)
		snprintf(tallies->out[tallies->done], LINE_HASH, "%" PRIx64 ":%" PRIu32, hash,
			tally ? tally->seen : 0);
	return tallies->done < wanted->found;
}

static void both_passes(
	struct text utf8, struct wanted *wanted, struct tally *items, char (*out)[LINE_HASH])
{
	struct tallies tallies = {.wanted = wanted, .items = items, .out = out};

	for (size_t i = 0; i < wanted->count; i++)
		out[i][0] = '\0';
	run_stream(utf8, note_hash, wanted);
	if (wanted->found == 0)
		return;
	for (size_t i = 0; i < wanted->found; i++)
		items[i] = (struct tally){.hash = wanted->hashes[i]};
	qsort(items, wanted->found, sizeof(*items), compare_tallies);
	for (size_t i = 0; i < wanted->found; i++)
		if (i == 0 || items[i].hash != items[tallies.count - 1].hash)
			items[tallies.count++] = items[i];
	run_stream(utf8, count_hash, &tallies);
}

int line_hashes(struct text utf8, const uint32_t *lines, size_t count, char (*out)[LINE_HASH])
{
	uint64_t *hashes = calloc(count + 1, sizeof(*hashes));
	struct tally *items = calloc(count + 1, sizeof(*items));
	int done = hashes && items ? 0 : -1;

	if (done == 0)
		both_passes(utf8, &(struct wanted){lines, hashes, count, 0}, items, out);
	free(hashes);
	free(items);
	return done;
}

void line_hash(struct text utf8, uint32_t line, char out[24])
{
	struct tally item;
	uint64_t hash;
	char result[1][LINE_HASH];

	both_passes(utf8, &(struct wanted){&line, &hash, 1, 0}, &item, result);
	memcpy(out, result[0], LINE_HASH);
}
