/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/template.h"

#include "gate/base/buffer.h"

/* Parts of alphabets. */
#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

struct alphabet {
	const char *name;
	struct text bytes;
};

static const struct alphabet classes[] = {
	{"base32", TEXT(UPPER "234567")},
	{"base62", TEXT(DIGITS UPPER LOWER)},
	{"base64", TEXT(UPPER LOWER DIGITS "+/")},
	{"base64url", TEXT(UPPER LOWER DIGITS "-_")},
	{"hex", TEXT(DIGITS "abcdef")},
	{"HEX", TEXT(DIGITS "ABCDEF")},
	{"digits", TEXT(DIGITS)},
	{"lower", TEXT(LOWER)},
	{"upper", TEXT(UPPER)},
	{"alnum_lower", TEXT(DIGITS LOWER)},
	{"alnum_upper", TEXT(DIGITS UPPER)},
	{"printable", TEXT(DIGITS UPPER LOWER "!#$%&()*+,-./:;<=>?@[]^_{|}~")},
};

/* An expansion under way. */
struct expansion {
	struct text source;
	size_t at; /* in source, for messages */
	uint64_t random;
	struct buffer out;
	struct err *err;
};

static int fault(const struct expansion *expansion, const char *what)
{
	return err_set(expansion->err, ERR_USAGE, "column %zu: %s", expansion->at + 1, what);
}

/* SplitMix64. */
static uint64_t next_random(struct expansion *expansion)
{
	uint64_t value = expansion->random += UINT64_C(0x9e3779b97f4a7c15);

	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

static int add_class(struct expansion *expansion, struct text alphabet, struct text count)
{
	struct text low = count;
	uint64_t least, most;

	text_next_part(&count, '-', &low);
	if (!text_to_uint(low, TEMPLATE_MOST_BYTES, &least))
		return fault(
			expansion, "a class wants a number of bytes, {{hex:40}} or {{hex:8-40}}");
	most = least;
	if (count.len && (!text_to_uint(count, TEMPLATE_MOST_BYTES, &most) || most < least))
		return fault(expansion, "a range of bytes wants the smaller number first");
	least += next_random(expansion) % (most - least + 1);
	for (uint64_t i = 0; i < least && expansion->out.len <= TEMPLATE_MOST_BYTES; i++)
		buffer_byte(&expansion->out,
			alphabet.ptr[(next_random(expansion) >> 16) % alphabet.len]);
	return 0;
}

static int add_literal(struct expansion *expansion, struct text argument)
{
	buffer_add(&expansion->out, argument);
	return 0;
}

static int add_repeat(struct expansion *expansion, struct text argument)
{
	struct text number = {"", 0};
	uint64_t count;

	if (!text_next_part(&argument, ':', &number) ||
		!text_to_uint(number, TEMPLATE_MOST_BYTES, &count) || argument.len == 0)
		return fault(expansion, "repeat wants a number and a text, {{repeat:3:text}}");
	for (uint64_t i = 0; i < count && expansion->out.len <= TEMPLATE_MOST_BYTES; i++)
		buffer_add(&expansion->out, argument);
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int add_byte(struct expansion *expansion, struct text argument)
{
	int high = argument.len == 2 ? hex_digit(argument.ptr[0]) : -1;
	int low = argument.len == 2 ? hex_digit(argument.ptr[1]) : -1;

	if (high < 0 || low < 0)
		return fault(expansion, "byte wants two hex digits, {{byte:0a}}");
	buffer_byte(&expansion->out, (char)(high << 4 | low));
	return 0;
}

static const struct word {
	const char *name;
	int (*add)(struct expansion *expansion, struct text argument);
} words[] = {
	{"literal", add_literal},
	{"repeat", add_repeat},
	{"byte", add_byte},
};

/* What stands between the braces. */
static int add_word(struct expansion *expansion, struct text inside)
{
	struct text name = inside, argument = inside;

	text_next_part(&argument, ':', &name);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(name, words[i].name))
			return words[i].add(expansion, argument);
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (text_is(name, classes[i].name))
			return add_class(expansion, classes[i].bytes, argument);
	return fault(expansion,
		"unknown class; there are base32, base62, base64, base64url, hex, HEX, "
		"digits, lower, upper, alnum_lower, alnum_upper, printable, literal, "
		"repeat and byte");
}

/* The next piece of the source: text up to braces, or one pair of braces. */
static int step(struct expansion *expansion)
{
	static const struct text opening = TEXT("{{"), closing = TEXT("}}"), escape = TEXT("{{{{");
	struct text rest = text_slice(expansion->source, expansion->at, expansion->source.len);
	size_t end = text_find(rest, opening);

	if (end > 0) {
		buffer_add(&expansion->out, text_slice(rest, 0, end));
		expansion->at += end;
		return 0;
	}
	if (text_starts(rest, escape.ptr)) {
		buffer_add(&expansion->out, opening);
		expansion->at += escape.len;
		return 0;
	}
	end = text_find(rest, closing);
	if (end == rest.len)
		return fault(expansion, "\"{{\" without \"}}\"");
	if (add_word(expansion, text_slice(rest, opening.len, end)) < 0)
		return -1;
	expansion->at += end + closing.len;
	return 0;
}

static int expand(struct expansion *expansion)
{
	while (expansion->at < expansion->source.len) {
		if (step(expansion) < 0)
			return -1;
		if (expansion->out.len > TEMPLATE_MOST_BYTES)
			return fault(expansion, "the text becomes longer than 64 MiB");
	}
	return expansion->out.failed ? err_nomem(expansion->err) : 0;
}

int template_expand(struct text *out, struct text source, struct text seed, size_t index,
	struct arena *arena, struct err *err)
{
	struct expansion expansion = {
		.source = source, .random = text_hash(seed) + index * 0x10001, .err = err};
	int done = expand(&expansion);

	if (done == 0) {
		*out = arena_text(arena, buffer_text(&expansion.out));
		done = out->ptr ? 0 : err_nomem(err);
	}
	buffer_free(&expansion.out);
	return done;
}
