/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over a copy of the text. Strings are unescaped in place, since an escape is never
 * shorter than what it stands for, so a tree costs its nodes and one copy of the file.
 */
#include "gate/base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"

enum { DEEPEST = 128, FEW_MEMBERS = 8, KEY_SHOWN = 100, ESCAPE_DIGITS = 4 };

/* An array or object that is still open. */
struct level {
	struct json *json, *last;
};

struct parser {
	const char *name;
	char *bytes; /* the copy, with a NUL behind it */
	size_t len, at;
	size_t line_start;
	uint32_t line;
	struct json *root;
	struct level levels[DEEPEST];
	unsigned depth;
	struct json key; /* of the member that is being read: key, key_line, key_column */
	struct arena *arena;
	struct err *err;
};

static uint32_t column_of(const struct parser *parser, size_t at)
{
	return (uint32_t)(at - parser->line_start) + 1;
}

static int fail_at(const struct parser *parser, size_t at, const char *what)
{
	return err_set(parser->err, ERR_LOOK, "%s:%u:%u: %s", parser->name, parser->line,
		column_of(parser, at), what);
}

static int fail(const struct parser *parser, const char *what)
{
	return fail_at(parser, parser->at, what);
}

/* The byte at the cursor; NUL at the end, which no rule of the grammar takes. */
static char peek(const struct parser *parser)
{
	return parser->bytes[parser->at];
}

static void skip_space(struct parser *parser)
{
	for (;; parser->at++) {
		char c = peek(parser);

		if (c == '\n') {
			parser->line++;
			parser->line_start = parser->at + 1;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

/* --- strings --- */

static bool hex_digit(char c, uint32_t *value)
{
	if (c >= '0' && c <= '9')
		*value = (uint32_t)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*value = (uint32_t)(c - 'a') + 10;
	else if (c >= 'A' && c <= 'F')
		*value = (uint32_t)(c - 'A') + 10;
	else
		return false;
	return true;
}

/* The four digits behind \u, which stand at the cursor. The NUL at the end stops the loop. */
static bool read_unit(struct parser *parser, uint32_t *unit)
{
	*unit = 0;
	for (unsigned i = 0; i < ESCAPE_DIGITS; i++) {
		uint32_t digit;

		if (!hex_digit(peek(parser), &digit))
			return false;
		*unit = *unit * 16 + digit;
		parser->at++;
	}
	return true;
}

static size_t put_utf8(char *out, uint32_t code)
{
	unsigned more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};

	out[0] = (char)(lead[more] | (code >> (6 * more)));
	for (unsigned i = 1; i <= more; i++)
		out[i] = (char)(0x80 | ((code >> (6 * (more - i))) & 0x3f));
	return more + 1;
}

static bool is_surrogate(uint32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdfff;
}

/* \uXXXX or a pair of them; the cursor stands behind the 'u'. */
static int read_code(struct parser *parser, char *out, size_t *out_len)
{
	size_t start = parser->at - 2;
	uint32_t unit, low;

	if (!read_unit(parser, &unit))
		return fail_at(parser, start, "invalid escape: \\u needs four hex digits");
	if (is_surrogate(unit)) {
		if (unit >= 0xdc00 || peek(parser) != '\\' || parser->bytes[parser->at + 1] != 'u')
			return fail_at(parser, start, "lone surrogate");
		parser->at += 2;
		if (!read_unit(parser, &low) || low < 0xdc00 || low > 0xdfff)
			return fail_at(parser, start, "lone surrogate");
		unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
	}
	*out_len += put_utf8(out + *out_len, unit);
	return 0;
}

/* One escape; the cursor stands on the backslash. */
static int read_escape(struct parser *parser, char *out, size_t *out_len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = parser->bytes[parser->at + 1];
	const char *found = c ? strchr(from, c) : NULL;

	if (c == 'u') {
		parser->at += 2;
		return read_code(parser, out, out_len);
	}
	if (!found)
		return fail(parser, "invalid escape");
	out[(*out_len)++] = to[found - from];
	parser->at += 2;
	return 0;
}

/* Checked here, so that the plain case costs one comparison a byte. */
static int read_character(struct parser *parser, char *out, size_t *out_len)
{
	unsigned char c = (unsigned char)peek(parser);
	unsigned size = 1;
	uint32_t code;

	if (c < 0x20)
		return fail(parser, parser->at == parser->len ? "string is not closed"
							      : "control character in a string");
	if (c >= 0x80) {
		size = utf8_decode(
			(struct text){parser->bytes + parser->at, parser->len - parser->at}, &code);
		if (size == 0)
			return fail(parser, "invalid UTF-8");
	}
	memmove(out + *out_len, parser->bytes + parser->at, size);
	*out_len += size;
	parser->at += size;
	return 0;
}

/* The cursor stands on the opening quote, and behind the closing one afterwards. */
static int read_string(struct parser *parser, struct text *text)
{
	char *out = parser->bytes + parser->at + 1;
	size_t out_len = 0;

	parser->at++;
	while (peek(parser) != '"') {
		int failed = peek(parser) == '\\' ? read_escape(parser, out, &out_len)
						  : read_character(parser, out, &out_len);

		if (failed < 0)
			return -1;
	}
	parser->at++;
	*text = (struct text){out, out_len};
	return 0;
}

/* --- numbers and literals --- */

static bool skip_digits(struct parser *parser)
{
	size_t start = parser->at;

	while (peek(parser) >= '0' && peek(parser) <= '9')
		parser->at++;
	return parser->at > start;
}

static bool skip_one(struct parser *parser, const char *of)
{
	char c = peek(parser);
	bool found = c && strchr(of, c);

	if (found)
		parser->at++;
	return found;
}

/* RFC 8259, section 6. */
static bool skip_number(struct parser *parser)
{
	skip_one(parser, "-");
	if (!skip_one(parser, "0") && !skip_digits(parser))
		return false;
	if (skip_one(parser, ".") && !skip_digits(parser))
		return false;
	if (!skip_one(parser, "eE"))
		return true;
	skip_one(parser, "+-");
	return skip_digits(parser);
}

static int read_number(struct parser *parser, struct json *json)
{
	size_t start = parser->at;
	char *end, behind;

	if (!skip_number(parser))
		return fail(parser, "invalid number");
	json->type = JSON_NUMBER;
	json->text = (struct text){parser->bytes + start, parser->at - start};
	/* strtod knows more forms than JSON: it gets to see the number alone. */
	behind = peek(parser);
	parser->bytes[parser->at] = '\0';
	json->number = strtod(parser->bytes + start, &end);
	parser->bytes[parser->at] = behind;
	if (end != parser->bytes + parser->at || !isfinite(json->number))
		return fail_at(parser, start, "number out of range");
	return 0;
}

static int read_literal(struct parser *parser, struct json *json)
{
	static const struct {
		enum json_type type;
		struct text text;
	} literals[] = {
		{JSON_NULL, TEXT("null")},
		{JSON_FALSE, TEXT("false")},
		{JSON_TRUE, TEXT("true")},
	};
	struct text rest = {parser->bytes + parser->at, parser->len - parser->at};

	for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++) {
		size_t len = literals[i].text.len;

		if (text_equal(text_slice(rest, 0, len), literals[i].text)) {
			json->type = literals[i].type;
			parser->at += len;
			return 0;
		}
	}
	return fail(parser, "expected a value");
}

/* --- the tree --- */

/* A node at the cursor, joined to what is open. */
static struct json *add_node(struct parser *parser)
{
	struct json *json = arena_alloc(parser->arena, sizeof(*json));
	struct level *level;

	if (!json)
		return NULL;
	*json = parser->key;
	parser->key = (struct json){0};
	json->line = parser->line;
	json->column = column_of(parser, parser->at);
	if (parser->depth == 0) {
		parser->root = json;
		return json;
	}
	level = &parser->levels[parser->depth - 1];
	if (level->last)
		level->last->next = json;
	else
		level->json->child = json;
	level->last = json;
	level->json->count++;
	return json;
}

static int open_level(struct parser *parser, struct json *json, enum json_type type)
{
	if (parser->depth == DEEPEST)
		return fail(parser, "nested too deeply, the limit is 128");
	json->type = type;
	parser->levels[parser->depth++] = (struct level){json, NULL};
	parser->at++;
	return 0;
}

static int read_value(struct parser *parser)
{
	struct json *json = add_node(parser);
	char c = peek(parser);

	if (!json)
		return err_nomem(parser->err);
	if (c == '{')
		return open_level(parser, json, JSON_OBJECT);
	if (c == '[')
		return open_level(parser, json, JSON_ARRAY);
	if (c == '"') {
		json->type = JSON_STRING;
		return read_string(parser, &json->text);
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return read_number(parser, json);
	return read_literal(parser, json);
}

static int read_key(struct parser *parser)
{
	if (peek(parser) != '"')
		return fail(parser, "expected a key in double quotes");
	parser->key.key_line = parser->line;
	parser->key.key_column = column_of(parser, parser->at);
	if (read_string(parser, &parser->key.key) < 0)
		return -1;
	skip_space(parser);
	if (peek(parser) != ':')
		return fail(parser, "expected ':'");
	parser->at++;
	skip_space(parser);
	return 0;
}

/* --- duplicate keys --- */

static int fail_duplicate(const struct parser *parser, const struct json *member)
{
	int shown = member->key.len < KEY_SHOWN ? (int)member->key.len : KEY_SHOWN;

	return err_set(parser->err, ERR_LOOK, "%s:%u:%u: duplicate key \"%.*s\"", parser->name,
		member->key_line, member->key_column, shown, member->key.ptr);
}

static int order_by_key(const void *left, const void *right)
{
	const struct json *a = *(const struct json *const *)left;
	const struct json *b = *(const struct json *const *)right;
	int order = text_compare(a->key, b->key);

	if (order != 0)
		return order;
	if (a->key_line != b->key_line)
		return a->key_line < b->key_line ? -1 : 1;
	return a->key_column < b->key_column ? -1 : a->key_column > b->key_column;
}

/* Sorting, not hashing: no choice of keys makes it quadratic. */
static int find_duplicate_sorted(
	const struct parser *parser, const struct json *object, const struct json **found)
{
	const struct json **members = calloc(object->count, sizeof(const struct json *));
	size_t count = 0;

	if (!members)
		return err_nomem(parser->err);
	for (const struct json *member = object->child; member; member = member->next)
		members[count++] = member;
	qsort(members, count, sizeof(const struct json *), order_by_key);
	for (size_t i = 1; i < count && !*found; i++)
		if (text_equal(members[i - 1]->key, members[i]->key))
			*found = members[i];
	free(members);
	return 0;
}

static const struct json *find_duplicate_few(const struct json *object)
{
	for (const struct json *member = object->child; member; member = member->next)
		for (const struct json *other = object->child; other != member; other = other->next)
			if (text_equal(other->key, member->key))
				return member;
	return NULL;
}

static int check_keys(const struct parser *parser, const struct json *object)
{
	const struct json *duplicate = NULL;

	if (object->type != JSON_OBJECT)
		return 0;
	if (object->count <= FEW_MEMBERS)
		duplicate = find_duplicate_few(object);
	else if (find_duplicate_sorted(parser, object, &duplicate) < 0)
		return -1;
	return duplicate ? fail_duplicate(parser, duplicate) : 0;
}

/* --- the loop --- */

/* Behind an opening bracket or a comma. *closed: the level was closed instead. */
static int begin_item(struct parser *parser, bool *closed)
{
	const struct level *level = &parser->levels[parser->depth - 1];
	char close = level->json->type == JSON_OBJECT ? '}' : ']';

	skip_space(parser);
	*closed = !level->last && peek(parser) == close;
	if (*closed || level->json->type == JSON_ARRAY)
		return 0;
	return read_key(parser);
}

/* Behind an item: a comma, or the end of this level and perhaps of those around it. */
static int end_item(struct parser *parser)
{
	while (parser->depth > 0) {
		const struct json *json = parser->levels[parser->depth - 1].json;
		bool is_object = json->type == JSON_OBJECT;

		skip_space(parser);
		if (peek(parser) == ',') {
			parser->at++;
			return 0;
		}
		if (peek(parser) != (is_object ? '}' : ']'))
			return fail(
				parser, is_object ? "expected ',' or '}'" : "expected ',' or ']'");
		if (check_keys(parser, json) < 0)
			return -1;
		parser->at++;
		parser->depth--;
	}
	return 0;
}

static int read_item(struct parser *parser)
{
	unsigned depth = parser->depth;
	bool closed;

	if (begin_item(parser, &closed) < 0)
		return -1;
	if (closed)
		return end_item(parser);
	if (read_value(parser) < 0)
		return -1;
	return parser->depth > depth ? 0 : end_item(parser);
}

static int read_all(struct parser *parser)
{
	if (text_starts((struct text){parser->bytes, parser->len}, "\xef\xbb\xbf"))
		return fail(parser, "byte order mark");
	skip_space(parser);
	if (parser->at == parser->len)
		return fail(parser, "empty");
	if (read_value(parser) < 0)
		return -1;
	while (parser->depth > 0)
		if (read_item(parser) < 0)
			return -1;
	skip_space(parser);
	return parser->at == parser->len ? 0 : fail(parser, "more behind the value");
}

int json_read(const struct json **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	struct parser parser = {
		.name = name, .len = text.len, .line = 1, .arena = arena, .err = err};

	if (text.len >= UINT32_MAX)
		return err_set(err, ERR_LOOK, "%s:1:1: over 4 GiB", name);
	parser.bytes = arena_copy(arena, text);
	if (!parser.bytes)
		return err_nomem(err);
	if (read_all(&parser) < 0)
		return -1;
	*out = parser.root;
	return 0;
}

/* --- access --- */

static const struct json *get(const struct json *json, struct text key)
{
	if (!json || json->type != JSON_OBJECT)
		return NULL;
	for (const struct json *member = json->child; member; member = member->next)
		if (text_equal(member->key, key))
			return member;
	return NULL;
}

const struct json *json_get(const struct json *json, const char *key)
{
	return get(json, text_of(key));
}

const struct json *json_at(const struct json *json, const char *path)
{
	struct text rest = text_of(path), key;

	while (json && text_next_part(&rest, '.', &key))
		json = get(json, key);
	return json;
}

struct text json_text_at(const struct json *json, const char *path)
{
	const struct json *found = json_at(json, path);

	return found && found->type == JSON_STRING ? found->text : text_of("");
}
