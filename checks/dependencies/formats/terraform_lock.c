/* SPDX-License-Identifier: Apache-2.0
 *
 * .terraform.lock.hcl (Terraform, "Dependency Lock File"; OpenTofu the same): blocks provider "host/namespace/type"
 * with version, constraints and hashes; the subset of HCL that it is written in: comments, strings, lists of
 * strings. "h1:" is Go's dirhash of the unpacked provider, "zh:" the SHA-256 of its zip; a provider has one
 * for each platform, so that one more is normal.
 */
#include <string.h>

#include "checks/dependencies/format.h"

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct text text;
	size_t at, line_start;
	uint32_t line;
};

struct string {
	struct text text;
	uint32_t line, column;
};

static int fail(const struct reading *reading, const char *what)
{
	return document_error(reading->document, reading->line,
		(uint32_t)(reading->at - reading->line_start) + 1, reading->err, "%s", what);
}

static bool looking_at(const struct reading *reading, const char *word)
{
	return text_starts(text_slice(reading->text, reading->at, reading->text.len), word);
}

static void step(struct reading *reading)
{
	if (reading->text.ptr[reading->at++] == '\n') {
		reading->line++;
		reading->line_start = reading->at;
	}
}

static void skip_until(struct reading *reading, const char *end)
{
	while (reading->at < reading->text.len && !looking_at(reading, end))
		step(reading);
}

/* White space and the three kinds of comments. */
static int skip_blanks(struct reading *reading)
{
	while (reading->at < reading->text.len) {
		if (strchr(" \t\r\n", reading->text.ptr[reading->at]) &&
			reading->text.ptr[reading->at]) {
			step(reading);
		} else if (looking_at(reading, "#") || looking_at(reading, "//")) {
			skip_until(reading, "\n");
		} else if (looking_at(reading, "/*")) {
			skip_until(reading, "*/");
			if (reading->at == reading->text.len)
				return fail(reading, "a comment without an end");
			reading->at += 2;
		} else {
			break;
		}
	}
	return 0;
}

static int expect(struct reading *reading, char byte, const char *what)
{
	if (skip_blanks(reading) < 0)
		return -1;
	if (reading->at == reading->text.len || reading->text.ptr[reading->at] != byte)
		return fail(reading, what);
	step(reading);
	return 0;
}

/* A quoted string. Terraform writes no escapes and no templates into this file. */
static int read_string(struct reading *reading, struct string *out)
{
	size_t from;

	if (expect(reading, '"', "a string is missing here") < 0)
		return -1;
	from = reading->at;
	*out = (struct string){
		.line = reading->line, .column = (uint32_t)(from - reading->line_start)};
	while (reading->at < reading->text.len && reading->text.ptr[reading->at] != '"') {
		char byte = reading->text.ptr[reading->at];

		if (byte == '\n' || byte == '\\' || looking_at(reading, "${") ||
			looking_at(reading, "%{"))
			return fail(reading, "a string that the lock file does not have");
		reading->at++;
	}
	out->text = text_slice(reading->text, from, reading->at);
	return expect(reading, '"', "a string without an end");
}

static struct text read_word(struct reading *reading)
{
	size_t from = reading->at;

	while (reading->at < reading->text.len &&
		strchr("abcdefghijklmnopqrstuvwxyz_-", reading->text.ptr[reading->at]) &&
		reading->text.ptr[reading->at])
		reading->at++;
	return text_slice(reading->text, from, reading->at);
}

static int read_hashes(struct reading *reading, struct pin *pin)
{
	struct string hash;

	if (expect(reading, '[', "hashes is no list") < 0)
		return -1;
	for (;;) {
		if (skip_blanks(reading) < 0)
			return -1;
		if (looking_at(reading, "]"))
			break;
		if (read_string(reading, &hash) < 0 ||
			pin_tagged(reading->lock, pin, hash.text, reading->err) < 0 ||
			skip_blanks(reading) < 0)
			return -1;
		if (!looking_at(reading, "]") &&
			expect(reading, ',', "a comma is missing here") < 0)
			return -1;
	}
	return expect(reading, ']', "a list without an end");
}

static int read_attribute(struct reading *reading, struct pin *pin)
{
	struct text word = read_word(reading);
	struct string value;

	if (word.len == 0)
		return fail(reading, "a name is missing here");
	if (expect(reading, '=', "an equals sign is missing here") < 0)
		return -1;
	if (text_is(word, "hashes"))
		return read_hashes(reading, pin);
	if (read_string(reading, &value) < 0)
		return -1;
	if (!text_is(word, "version") && !text_is(word, "constraints"))
		return fail(reading, "an attribute that the lock file does not have");
	if (text_is(word, "version"))
		pin->version = value.text;
	return 0;
}

/* The host is the first part of a provider's address. */
static int set_source(struct reading *reading, struct pin *pin)
{
	size_t slash = text_find(pin->name, text_of("/"));
	char *url = arena_printf(reading->lock->arena, "https://%.*s/", (int)slash, pin->name.ptr);

	if (!url)
		return err_nomem(reading->err);
	if (slash < pin->name.len)
		pin->source = text_of(url);
	return 0;
}

static int read_provider(struct reading *reading)
{
	struct pin pin = {.flags = PIN_ANY_OF}, *added;
	struct string name;

	if (read_string(reading, &name) < 0 || expect(reading, '{', "a brace is missing here") < 0)
		return -1;
	pin.name = name.text;
	pin.line = name.line;
	pin.column = name.column;
	if (set_source(reading, &pin) < 0)
		return -1;
	for (;;) {
		if (skip_blanks(reading) < 0)
			return -1;
		if (looking_at(reading, "}"))
			break;
		if (read_attribute(reading, &pin) < 0)
			return -1;
	}
	if (pin.version.len == 0)
		return fail(reading, "a provider without a version");
	return expect(reading, '}', "a block without an end") < 0
		       ? -1
		       : lock_pin(reading->lock, &pin, &added, reading->err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock,
		.document = document,
		.err = err,
		.text = document->content,
		.line = 1};

	for (;;) {
		if (skip_blanks(&reading) < 0)
			return -1;
		if (reading.at == reading.text.len)
			return 0;
		if (!text_is(read_word(&reading), "provider"))
			return fail(&reading, "a block that the lock file does not have");
		if (read_provider(&reading) < 0)
			return -1;
	}
}

static const char *const globs[] = {".terraform.lock.hcl", NULL};

extern const struct format format_terraform_lock;

const struct format format_terraform_lock = {.name = "terraform-lock",
	.ecosystem = "terraform",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_UTF8,
	.read = read};
