/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/pip_lines.h"

#include <ctype.h>
#include <string.h>

static int fail(const struct pip_lines *lines, uint32_t line, uint32_t column, struct err *err,
	const char *what)
{
	return err_set(err, ERR_LOOK, "%s:%u:%u: %s", lines->document->name, line, column, what);
}

/* ---- what is refused ---- */

/* Controls, and U+0085, U+2028 and U+2029: Python's splitlines() ends lines there. */
static bool is_refused(struct text text, size_t at)
{
	unsigned char byte = (unsigned char)text.ptr[at];

	if (byte < ' ')
		return byte != '\t' && byte != '\n' && byte != '\r';
	if (byte == 0xc2)
		return at + 1 < text.len && (unsigned char)text.ptr[at + 1] == 0x85;
	return byte == 0xe2 && at + 2 < text.len && (unsigned char)text.ptr[at + 1] == 0x80 &&
	       ((unsigned char)text.ptr[at + 2] & 0xfe) == 0xa8;
}

static int check_bytes(const struct pip_lines *lines, struct text text, struct err *err)
{
	uint32_t line = 1;
	size_t start = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (is_refused(text, i))
			return fail(lines, line, (uint32_t)(i - start + 1), err,
				"a control character or an invisible line end");
		if (text.ptr[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	return 0;
}

/* The name behind "coding:" or "coding="; "" where there is none. */
static struct text coding_of(struct text line)
{
	size_t end = 0;

	do {
		size_t at = text_find(line, text_of("coding"));

		line = text_slice(line, at + strlen("coding"), line.len);
	} while (line.len && line.ptr[0] != ':' && line.ptr[0] != '=');
	line = text_trim(text_slice(line, 1, line.len));
	while (end < line.len &&
		(isalnum((unsigned char)line.ptr[end]) || memchr("-_.", line.ptr[end], 3)))
		end++;
	return text_slice(line, 0, end);
}

static bool is_ascii_like(struct text coding)
{
	static const char *const fine[] = {
		"utf-8", "utf8", "UTF-8", "ascii", "us-ascii", "latin-1", "iso-8859-1"};

	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (text_is(coding, fine[i]))
			return true;
	return coding.len == 0;
}

static int check_coding(const struct pip_lines *lines, struct text text, struct err *err)
{
	struct text line;

	for (uint32_t i = 1; i <= 2 && text_next_line(&text, &line); i++)
		if (text_starts(line, "#") && !is_ascii_like(coding_of(line)))
			return fail(
				lines, i, 1, err, "the file is in a coding that is not read here");
	return 0;
}

int pip_lines_start(struct pip_lines *out, const struct document *document, struct err *err)
{
	struct text text = document->content;

	*out = (struct pip_lines){.document = document, .line = 1};
	if (text_starts(text, "\xef\xbb\xbf"))
		text = text_slice(text, 3, text.len);
	out->rest = text;
	return check_bytes(out, text, err) < 0 ? -1 : check_coding(out, text, err);
}

/* ---- joining ---- */

/* Up to LF, CR or CR LF. */
static bool next_physical(struct pip_lines *lines, struct text *line)
{
	struct text rest = lines->rest;
	size_t end = 0;

	if (rest.len == 0)
		return false;
	while (end < rest.len && rest.ptr[end] != '\n' && rest.ptr[end] != '\r')
		end++;
	*line = text_slice(rest, 0, end);
	if (end + 1 < rest.len && rest.ptr[end] == '\r' && rest.ptr[end + 1] == '\n')
		end++;
	lines->rest = text_slice(rest, end + 1, rest.len);
	lines->line++;
	return true;
}

static bool is_comment(struct text line)
{
	line = text_trim(line);
	return line.len && line.ptr[0] == '#';
}

static bool continues(struct text line)
{
	return text_ends(line, "\\") && !is_comment(line);
}

/* pip strips backslashes from both ends of a line that goes on. */
static struct text strip_backslashes(struct text line)
{
	while (line.len && line.ptr[0] == '\\')
		line = text_slice(line, 1, line.len);
	while (line.len && line.ptr[line.len - 1] == '\\')
		line.len--;
	return line;
}

struct joined {
	char *bytes;
	size_t len;
};

static void append(struct joined *joined, struct text text)
{
	if (text.len)
		memcpy(joined->bytes + joined->len, text.ptr, text.len);
	joined->len += text.len;
}

/* How many bytes the lines that are joined have at most. */
static size_t extent(struct pip_lines lines, struct text line)
{
	size_t len = line.len + 1;

	while (continues(line) && next_physical(&lines, &line))
		len += line.len + 1;
	return len;
}

static int join(struct pip_lines *lines, struct text *line, struct err *err)
{
	struct joined joined = {NULL, 0};

	if (!continues(*line))
		return 0;
	joined.bytes = arena_alloc(lines->document->arena, extent(*lines, *line));
	if (!joined.bytes)
		return err_nomem(err);
	while (continues(*line)) {
		append(&joined, strip_backslashes(*line));
		*line = text_of("");
		if (!next_physical(lines, line))
			break;
	}
	if (is_comment(*line))
		append(&joined, text_of(" "));
	append(&joined, *line);
	*line = (struct text){joined.bytes, joined.len};
	return 0;
}

static struct text without_comment(struct text line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] == '#' &&
			(i == 0 || line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
			return text_slice(line, 0, i);
	return line;
}

/* Words are cut at single blanks; the first that begins with a dash ends the requirement. */
static size_t options_start(struct text line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] == '-' && (i == 0 || line.ptr[i - 1] == ' '))
			return i;
	return line.len;
}

int pip_lines_next(struct pip_lines *lines, struct pip_line *out, bool *more, struct err *err)
{
	struct text line, plain;

	for (*more = false; !*more;) {
		uint32_t number = lines->line;
		size_t cut;

		if (!next_physical(lines, &line))
			return 0;
		if (join(lines, &line, err) < 0)
			return -1;
		plain = text_trim(without_comment(line));
		if (plain.len == 0)
			continue;
		cut = options_start(plain);
		*out = (struct pip_line){.requirement = text_trim(text_slice(plain, 0, cut)),
			.options = text_slice(plain, cut, plain.len),
			.line = number,
			.column = (uint32_t)(plain.ptr - line.ptr) + 1};
		*more = true;
	}
	return 0;
}

/* ---- options ---- */

static const struct option_name {
	const char *name;
	enum pip_option option;
	bool has_value;
} names[] = {
	{"--index-url", PIP_INDEX_URL, true},
	{"--pypi-url", PIP_INDEX_URL, true},
	{"--extra-index-url", PIP_EXTRA_INDEX_URL, true},
	{"--no-index", PIP_NO_INDEX, false},
	{"--find-links", PIP_FIND_LINKS, true},
	{"--trusted-host", PIP_TRUSTED_HOST, true},
	{"--require-hashes", PIP_REQUIRE_HASHES, false},
	{"--no-binary", PIP_NO_BINARY, true},
	{"--only-binary", PIP_ONLY_BINARY, true},
	{"--requirement", PIP_REQUIREMENT, true},
	{"--constraint", PIP_CONSTRAINT, true},
	{"--editable", PIP_EDITABLE, true},
	{"--hash", PIP_HASH, true},
	{"--prefer-binary", PIP_OTHER, false},
	{"--pre", PIP_OTHER, false},
	{"--all-releases", PIP_OTHER, true},
	{"--only-final", PIP_OTHER, true},
	{"--uploaded-prior-to", PIP_OTHER, true},
	{"--use-feature", PIP_OTHER, true},
	{"--use-deprecated", PIP_OTHER, true},
	{"--config-settings", PIP_OTHER, true},
	{"--config-setting", PIP_OTHER, true},
	{"--global-option", PIP_OTHER, true},
	{"--install-option", PIP_OTHER, true},
	{"--use-wheel", PIP_OTHER, false},
	{"--no-use-wheel", PIP_OTHER, false},
	{"--always-unzip", PIP_OTHER, false},
	{"--process-dependency-links", PIP_OTHER, false},
	{"-i", PIP_INDEX_URL, true},
	{"-f", PIP_FIND_LINKS, true},
	{"-r", PIP_REQUIREMENT, true},
	{"-c", PIP_CONSTRAINT, true},
	{"-e", PIP_EDITABLE, true},
	{"-C", PIP_OTHER, true},
	{"-Z", PIP_OTHER, false},
};

enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

static bool begins(const char *name, struct text word)
{
	return strlen(name) >= word.len && memcmp(name, word.ptr, word.len) == 0;
}

/* A whole name, or the one option that it is the beginning of. */
static const struct option_name *find_long(struct text word)
{
	const struct option_name *found = NULL;

	for (size_t i = 0; i < NAME_COUNT; i++)
		if (text_is(word, names[i].name))
			return &names[i];
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (word.len < 3 || !begins(names[i].name, word))
			continue;
		if (found && found->option != names[i].option)
			return NULL;
		found = &names[i];
	}
	return found;
}

static const struct option_name *find_short(struct text word)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (strlen(names[i].name) == 2 && word.len >= 2 &&
			text_is(text_slice(word, 0, 2), names[i].name))
			return &names[i];
	return NULL;
}

static void put(char *bytes, size_t *len, char byte)
{
	if (bytes)
		bytes[*len] = byte;
	++*len;
}

/* A quote opens, closes, or is a byte like any other. */
static bool is_quote(char byte, char *quote)
{
	if (*quote && byte == *quote) {
		*quote = 0;
		return true;
	}
	if (*quote || (byte != '"' && byte != '\''))
		return false;
	*quote = byte;
	return true;
}

/* One shell word, quotes and backslashes undone, into `bytes` (NULL: only counted). False where a quote is not closed. */
static bool take_word(struct text *rest, char *bytes, size_t *len)
{
	char quote = 0;
	size_t i = 0;

	*len = 0;
	for (; i < rest->len && (quote || !isspace((unsigned char)rest->ptr[i])); i++) {
		if (is_quote(rest->ptr[i], &quote))
			continue;
		if (rest->ptr[i] == '\\' && quote != '\'' && i + 1 < rest->len)
			i++;
		put(bytes, len, rest->ptr[i]);
	}
	*rest = text_slice(*rest, i, rest->len);
	return quote == 0;
}

static int next_word(
	const struct pip_lines *lines, struct pip_line *line, struct text *out, struct err *err)
{
	struct text rest = text_trim(line->options), again = rest;
	char *bytes;
	size_t len;

	if (!take_word(&rest, NULL, &len))
		return fail(lines, line->line, line->column, err, "a quote is not closed");
	line->options = rest;
	*out = text_slice(again, 0, len);
	if (again.len - rest.len == len)
		return 0;
	bytes = arena_alloc(lines->document->arena, len + 1);
	if (!bytes)
		return err_nomem(err);
	(void)take_word(&again, bytes, &len);
	*out = (struct text){bytes, len};
	return 0;
}

static int take_value(
	const struct pip_lines *lines, struct pip_line *line, struct pip_word *out, struct err *err)
{
	if (text_trim(line->options).len == 0)
		return fail(lines, line->line, line->column, err, "an option without its value");
	return next_word(lines, line, &out->value, err);
}

static const struct option_name *find(struct text word, struct text *value, bool *attached)
{
	size_t equals = text_find(word, text_of("="));

	*attached = false;
	if (text_starts(word, "--")) {
		*attached = equals < word.len;
		*value = text_slice(word, equals + 1, word.len);
		return find_long(text_slice(word, 0, equals));
	}
	*attached = word.len > 2;
	*value = text_slice(word, 2, word.len);
	return find_short(word);
}

int pip_line_option(const struct pip_lines *lines, struct pip_line *line, struct pip_word *out,
	bool *more, struct err *err)
{
	const struct option_name *name;
	struct text word;
	bool attached;

	*more = text_trim(line->options).len > 0;
	*out = (struct pip_word){.option = PIP_UNKNOWN, .value = text_of("")};
	if (!*more)
		return 0;
	if (next_word(lines, line, &word, err) < 0)
		return -1;
	name = find(word, &out->value, &attached);
	if (!name || (attached && !name->has_value))
		return fail(lines, line->line, line->column, err,
			"an option that pip does not have here");
	out->option = name->option;
	return name->has_value && !attached ? take_value(lines, line, out, err) : 0;
}
