/* SPDX-License-Identifier: Apache-2.0
 *
 * pip.conf, pip.ini: sections of "key = value" as Python's configparser.RawConfigParser reads them: a line that is
 * indented goes on with the value before, whole-line comments by "#" or ";", "=" or ":" behind the key. pip takes "_"
 * for "-" in keys, and a leading "--" away.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/formats/python.h"

struct reader {
	struct lock *lock;
	const struct document *document;
	struct keys keys; /* "section/key" */
	struct text section, key;
	uint32_t line, column;
	bool has_section;
};

static int fail(const struct reader *reader, struct err *err, const char *what)
{
	return err_set(err, ERR_LOOK, "%s:%u:%u: %s", reader->document->name, reader->line,
		reader->column, what);
}

static int add(struct reader *reader, const struct setting *setting, struct err *err)
{
	struct setting placed = *setting;

	placed.line = reader->line;
	placed.column = reader->column;
	return lock_setting(reader->lock, &placed, err);
}

static bool is_true(struct text value)
{
	static const char *const yes[] = {"1", "yes", "true", "on", "y", "t"};

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (value.len == strlen(yes[i]) && text_contains_nocase(value, text_of(yes[i])))
			return true;
	return false;
}

static const struct {
	const char *key;
	bool all;
	int strength, usual;
} guards[] = {
	{"require-hashes", false, 1, 0},
	{"no-index", false, 1, 0},
	{"only-binary", true, 1, 0},
	{"no-binary", true, 0, 1},
};

static int add_guard(struct reader *reader, struct text value, struct err *err)
{
	for (size_t i = 0; i < sizeof(guards) / sizeof(guards[0]); i++) {
		bool is_set = guards[i].all ? text_is(value, ":all:") : is_true(value);

		if (text_is(reader->key, guards[i].key))
			return add(reader,
				&(struct setting){.kind = SETTING_GUARD,
					.name = reader->key,
					.value = value,
					.strength = is_set ? guards[i].strength : guards[i].usual,
					.usual = guards[i].usual},
				err);
	}
	return 0;
}

static int add_trusted(struct reader *reader, struct text host, struct err *err)
{
	const char *name = arena_printf(reader->document->arena, "trusted-host %.*s",
		(int)(host.len < 256 ? host.len : 256), host.ptr);

	if (!name)
		return err_nomem(err);
	return add(reader,
		&(struct setting){
			.kind = SETTING_GUARD, .name = text_of(name), .value = host, .usual = 1},
		err);
}

static bool is_source(struct text key)
{
	return text_is(key, "index-url") || text_is(key, "extra-index-url") ||
	       text_is(key, "find-links") || text_is(key, "pypi-url") || text_is(key, "index") ||
	       text_is(key, "requirement") || text_is(key, "constraint");
}

static int add_word(struct reader *reader, struct text word, struct err *err)
{
	if (is_source(reader->key))
		return add(reader,
			&(struct setting){
				.kind = SETTING_SOURCE, .name = reader->key, .value = word},
			err);
	if (text_is(reader->key, "trusted-host"))
		return add_trusted(reader, word, err);
	return add_guard(reader, word, err);
}

/* pip splits values with several words at blanks. */
static int add_value(struct reader *reader, struct text value, struct err *err)
{
	while ((value = text_trim(value)).len) {
		size_t end = 0;

		while (end < value.len && !isspace((unsigned char)value.ptr[end]))
			end++;
		if (add_word(reader, text_slice(value, 0, end), err) < 0)
			return -1;
		value = text_slice(value, end, value.len);
	}
	return 0;
}

static int set_key(struct reader *reader, struct text written, struct err *err)
{
	char *copy = arena_copy(reader->document->arena, written);
	const char *whole;
	uint32_t *seen;

	if (!copy)
		return err_nomem(err);
	for (size_t i = 0; i < written.len; i++)
		copy[i] = copy[i] == '_' ? '-' : (char)tolower((unsigned char)copy[i]);
	reader->key = (struct text){copy, written.len};
	if (text_starts(reader->key, "--"))
		reader->key = text_slice(reader->key, 2, reader->key.len);
	whole = arena_printf(reader->document->arena, "%.*s/%.*s", (int)reader->section.len,
		reader->section.ptr, (int)reader->key.len, reader->key.ptr);
	if (!whole)
		return err_nomem(err);
	if (keys_add(&reader->keys, text_of(whole), &seen, err) < 0)
		return -1;
	return (*seen)++ ? lock_doubled(reader->lock, written, reader->line, reader->column, err)
			 : 0;
}

static int read_section(struct reader *reader, struct text line, struct err *err)
{
	size_t end = text_find(line, text_of("]"));

	if (end == line.len)
		return fail(reader, err, "the name of a section has no end");
	reader->section = text_slice(line, 1, end);
	reader->has_section = true;
	reader->key = text_of("");
	return 0;
}

static int read_option(struct reader *reader, struct text line, struct err *err)
{
	size_t equals = text_find(line, text_of("=")), colon = text_find(line, text_of(":"));
	size_t cut = equals < colon ? equals : colon;
	struct text key = text_trim(text_slice(line, 0, cut));

	if (!reader->has_section)
		return fail(reader, err, "there is no section yet");
	if (cut == line.len || key.len == 0)
		return fail(reader, err, "this is no \"key = value\"");
	if (set_key(reader, key, err) < 0)
		return -1;
	return add_value(reader, text_slice(line, cut + 1, line.len), err);
}

static int read_line(struct reader *reader, struct text line, struct err *err)
{
	bool indented = line.len && isspace((unsigned char)line.ptr[0]);
	struct text trimmed = text_trim(line);

	reader->line++;
	reader->column = trimmed.len ? (uint32_t)(trimmed.ptr - line.ptr) + 1 : 1;
	if (trimmed.len == 0 || trimmed.ptr[0] == '#' || trimmed.ptr[0] == ';')
		return 0;
	if (indented && reader->key.len)
		return add_value(reader, trimmed, err);
	if (trimmed.ptr[0] == '[')
		return read_section(reader, trimmed, err);
	return read_option(reader, trimmed, err);
}

/* Text mode ends lines at CR, LF and CR LF. */
static bool next_line(struct text *rest, struct text *line)
{
	size_t end = 0;

	if (rest->len == 0)
		return false;
	while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
		end++;
	*line = text_slice(*rest, 0, end);
	if (end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n')
		end++;
	*rest = text_slice(*rest, end + 1, rest->len);
	return true;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {
		.lock = lock, .document = document, .section = text_of(""), .key = text_of("")};
	struct text rest = document->content, line;

	keys_start(&reader.keys, document->arena);
	if (text_starts(rest, "\xef\xbb\xbf"))
		rest = text_slice(rest, 3, rest.len);
	while (next_line(&rest, &line))
		if (read_line(&reader, line, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"pip.conf", "pip.ini", NULL};

extern const struct format format_pip_conf;

const struct format format_pip_conf = {.name = "pip-conf",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.plain = PLAIN_UTF8,
	.read = read};
