/* SPDX-License-Identifier: Apache-2.0
 *
 * .gitmodules: submodules by name, with the path that a commit entry of the tree stands at and the address that it
 * is fetched from. The grammar is git's (git-config(1), "Syntax"): sections, quoted subsections, values with quotes,
 * escapes, comments and continued lines; of a key that stands twice the last counts.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/format.h"
#include "gate/base/keys.h"

enum { MOST_SUBMODULES = 10000 };

struct reading {
	struct lock *lock;
	const struct document *document;
	struct text content;
	size_t at;
	uint32_t line;
	struct text section, name; /* of the section that is open; name "" where it has none */
	struct pin *pin;           /* of the submodule whose section is open */
	struct keys names;         /* of all so far: the pin's number, from 1 */
};

static int wrong(const struct reading *reading, struct err *err, const char *what)
{
	return document_error(reading->document, reading->line, 1, err, "%s", what);
}

static int peek(const struct reading *reading)
{
	return reading->at < reading->content.len ? (unsigned char)reading->content.ptr[reading->at]
						  : -1;
}

static int take(struct reading *reading)
{
	int byte = peek(reading);

	if (byte >= 0)
		reading->at++;
	if (byte == '\r' && peek(reading) == '\n') {
		reading->at++;
		byte = '\n';
	}
	if (byte == '\n')
		reading->line++;
	return byte;
}

static bool at_line_end(const struct reading *reading)
{
	struct text rest = text_slice(reading->content, reading->at, reading->content.len);

	return rest.len == 0 || rest.ptr[0] == '\n' || text_starts(rest, "\r\n");
}

static void skip_blanks(struct reading *reading, bool lines)
{
	while (peek(reading) == ' ' || peek(reading) == '\t' ||
		(lines && peek(reading) >= 0 && isspace(peek(reading))))
		take(reading);
}

static void skip_comment(struct reading *reading)
{
	while (!at_line_end(reading))
		take(reading);
}

/* ---- [section "name"] ---- */

/* As long as the rest of its line at most. */
static size_t name_room(const struct reading *reading)
{
	struct text rest = text_slice(reading->content, reading->at, reading->content.len);

	return text_find(rest, text_of("\n")) + 1;
}

/* Up to the closing quote; a backslash takes the next byte as it is. */
static int read_name(struct reading *reading, struct err *err)
{
	size_t room = name_room(reading), len = 0;
	char *name = arena_alloc(reading->document->arena, room);
	int byte;

	if (!name)
		return err_nomem(err);
	while ((byte = peek(reading)) != '"') {
		if (byte == '\\')
			take(reading);
		if (at_line_end(reading))
			return wrong(reading, err, "a section name without its closing quote");
		name[len++] = (char)take(reading);
	}
	take(reading);
	reading->name = (struct text){name, len};
	return 0;
}

/* [submodule.name], as it was written once: the name is in small letters then. */
static int split_section(struct reading *reading, struct err *err)
{
	size_t dot = text_find(reading->section, text_of("."));
	char *name;

	if (reading->name.len || dot == reading->section.len)
		return 0;
	name = arena_copy(reading->document->arena,
		text_slice(reading->section, dot + 1, reading->section.len));
	if (!name)
		return err_nomem(err);
	reading->name = text_of(name);
	for (; *name; name++)
		*name = (char)tolower((unsigned char)*name);
	reading->section.len = dot;
	return 0;
}

/* Sections of one name are one submodule. */
static int open_named(struct reading *reading, struct err *err)
{
	struct pin pin = {.name = reading->name,
		.line = reading->line,
		.column = 1,
		.flags = PIN_VCS | PIN_NO_DIGEST};
	struct pins *pins = &reading->lock->pins;
	uint32_t *number;

	if (keys_add(&reading->names, reading->name, &number, err) < 0)
		return -1;
	if (*number) {
		reading->pin = &pins->items[*number - 1];
		return 0;
	}
	if (pins->count == MOST_SUBMODULES)
		return wrong(reading, err, "too many submodules");
	*number = (uint32_t)pins->count + 1;
	return lock_pin(reading->lock, &pin, &reading->pin, err);
}

static int open_submodule(struct reading *reading, struct err *err)
{
	reading->pin = NULL;
	if (split_section(reading, err) < 0)
		return -1;
	if (!text_is_nocase(reading->section, "submodule") || !reading->name.len)
		return 0;
	return open_named(reading, err);
}

static int read_section(struct reading *reading, struct err *err)
{
	size_t from = reading->at;

	while (peek(reading) >= 0 &&
		(isalnum(peek(reading)) || peek(reading) == '-' || peek(reading) == '.'))
		take(reading);
	reading->section = text_slice(reading->content, from, reading->at);
	reading->name = text_of("");
	skip_blanks(reading, false);
	if (peek(reading) == '"') {
		take(reading);
		if (read_name(reading, err) < 0)
			return -1;
	}
	if (reading->section.len == 0 || peek(reading) != ']')
		return wrong(reading, err, "a section that is not closed");
	take(reading);
	return open_submodule(reading, err);
}

/* ---- key = value ---- */

struct value {
	char *bytes;
	size_t len, kept; /* blanks behind `kept` are dropped unless more follows */
	bool quoted;
};

static int read_escape(struct reading *reading, struct value *value, struct err *err)
{
	static const char from[] = "tbn\"\\", to[] = "\t\b\n\"\\";
	int byte = take(reading);
	const char *found = byte > 0 ? strchr(from, byte) : NULL;

	if (byte == '\n' || byte < 0)
		return 0;
	if (!found)
		return wrong(reading, err, "an escape that git does not know");
	value->bytes[value->len++] = to[found - from];
	value->kept = value->len;
	return 0;
}

/* A byte that is neither in front of the value nor an escape nor a quote. */
static void add_byte(struct value *value, int byte)
{
	if (isspace(byte) && !value->quoted && value->len == 0)
		return;
	value->bytes[value->len++] = (char)byte;
	if (value->quoted || !isspace(byte))
		value->kept = value->len;
}

/* One byte of a value; *more false at its end. */
static int read_byte(struct reading *reading, struct value *value, bool *more, struct err *err)
{
	int byte = peek(reading);

	*more = !at_line_end(reading);
	if (!*more)
		return value->quoted ? wrong(reading, err, "a quote that is not closed") : 0;
	if (!value->quoted && (byte == '#' || byte == ';')) {
		skip_comment(reading);
		return 0;
	}
	take(reading);
	if (byte == '\\')
		return read_escape(reading, value, err);
	if (byte == '"') {
		value->quoted = !value->quoted;
		value->kept = value->len;
		return 0;
	}
	add_byte(value, byte);
	return 0;
}

/* As long as the rest of its lines at most; a continued line begins with a backslash before its end. */
static size_t value_room(const struct reading *reading)
{
	size_t at = reading->at;

	while (at < reading->content.len &&
		(reading->content.ptr[at] != '\n' || reading->content.ptr[at - 1] == '\\' ||
			(at >= 2 && reading->content.ptr[at - 1] == '\r' &&
				reading->content.ptr[at - 2] == '\\')))
		at++;
	return at - reading->at + 1;
}

static int read_value(struct reading *reading, struct text *out, struct err *err)
{
	struct value value = {.bytes = arena_alloc(reading->document->arena, value_room(reading))};
	bool more = true;

	if (!value.bytes)
		return err_nomem(err);
	while (more)
		if (read_byte(reading, &value, &more, err) < 0)
			return -1;
	*out = (struct text){value.bytes, value.kept};
	return 0;
}

static void set_key(struct reading *reading, struct text key, struct text value, uint32_t line)
{
	struct pin *pin = reading->pin;

	if (text_is_nocase(key, "url")) {
		pin->source = value;
		pin->line = line;
	} else if (text_is_nocase(key, "path")) {
		pin->place = value;
	} else if (text_is_nocase(key, "branch")) {
		pin->comment = value;
	}
}

/* "= value", or nothing up to the end of the line. */
static int read_rest(struct reading *reading, struct text *value, struct err *err)
{
	skip_blanks(reading, false);
	if (peek(reading) == '=') {
		take(reading);
		skip_blanks(reading, false);
		return read_value(reading, value, err);
	}
	if (!at_line_end(reading))
		return wrong(reading, err, "a key without \"=\"");
	return 0;
}

static int read_key(struct reading *reading, struct err *err)
{
	size_t from = reading->at;
	uint32_t line = reading->line;
	struct text key, value = text_of("");

	if (!isalpha(peek(reading)))
		return wrong(reading, err, "neither a section nor a key of one");
	while (peek(reading) >= 0 && (isalnum(peek(reading)) || peek(reading) == '-'))
		take(reading);
	key = text_slice(reading->content, from, reading->at);
	if (read_rest(reading, &value, err) < 0)
		return -1;
	if (reading->pin)
		set_key(reading, key, value, line);
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {
		.lock = lock, .document = document, .content = document->content, .line = 1};

	keys_start(&reading.names, document->arena);
	if (text_starts(reading.content, "\xef\xbb\xbf"))
		reading.at = 3;
	for (;;) {
		int done = 0;

		skip_blanks(&reading, true);
		if (peek(&reading) < 0)
			return 0;
		if (peek(&reading) == '#' || peek(&reading) == ';') {
			skip_comment(&reading);
		} else if (peek(&reading) == '[') {
			take(&reading);
			done = read_section(&reading, err);
		} else {
			done = read_key(&reading, err);
		}
		if (done < 0)
			return -1;
	}
}

static const char *const globs[] = {".gitmodules", NULL};

extern const struct format format_gitmodules;

const struct format format_gitmodules = {.name = "gitmodules",
	.ecosystem = "git",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.read = read};
