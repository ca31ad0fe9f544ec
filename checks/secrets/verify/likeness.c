/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify/likeness.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	SYMBOL_DIGIT = 52,
	SYMBOL_MARK = 53,
	MARKS = 6,
	SYMBOL_OTHER = SYMBOL_MARK + MARKS,
	SYMBOLS,
	LETTERS = 26,
	DIGITS = 10,
	OTHERS = 26, /* visible characters of ASCII that are none of the above */
	LEAST_WORD = 4,
	MOST_WORD = 16,
};

static const char marks[] = "-_./+=";

/* [a][b]: -8 log2 of how often b follows a. */
static const uint8_t bigrams[SYMBOLS][SYMBOLS] = {
#include "checks/secrets/verify/bigrams.def"
};

static const char *const words[] = {
#include "checks/secrets/verify/words.def"
};

static size_t symbol_of(char c)
{
	const char *mark;

	if (c >= 'a' && c <= 'z')
		return (size_t)(c - 'a');
	if (c >= 'A' && c <= 'Z')
		return (size_t)(c - 'A') + LETTERS;
	if (c >= '0' && c <= '9')
		return SYMBOL_DIGIT;
	mark = c ? strchr(marks, c) : NULL;
	return mark ? SYMBOL_MARK + (size_t)(mark - marks) : SYMBOL_OTHER;
}

static unsigned class_of(size_t symbol)
{
	if (symbol < LETTERS)
		return CLASS_LOWER;
	if (symbol < SYMBOL_DIGIT)
		return CLASS_UPPER;
	return symbol == SYMBOL_DIGIT ? CLASS_DIGIT : CLASS_MARK;
}

/* ---- the alphabet that it would be drawn from ---- */

struct alphabet {
	bool seen[SYMBOLS];
	double size;
	bool is_hex;
};

static bool is_hex_digit(char c, char first)
{
	return (c >= '0' && c <= '9') || (c >= first && c < first + 6);
}

static bool all_hex(struct text text, char first)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_hex_digit(text.ptr[i], first))
			return false;
	return true;
}

static double size_of(const struct alphabet *alphabet, unsigned classes)
{
	double size = 0;

	if (alphabet->is_hex)
		return 16;
	size += classes & CLASS_LOWER ? LETTERS : 0;
	size += classes & CLASS_UPPER ? LETTERS : 0;
	size += classes & CLASS_DIGIT ? DIGITS : 0;
	size += alphabet->seen[SYMBOL_OTHER] ? OTHERS : 0;
	for (size_t i = 0; i < MARKS; i++)
		size += alphabet->seen[SYMBOL_MARK + i];
	return size;
}

static void measure(struct alphabet *alphabet, struct likeness *out, struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t symbol = symbol_of(text.ptr[i]);

		alphabet->seen[symbol] = true;
		out->classes |= class_of(symbol);
	}
	for (unsigned rest = out->classes; rest; rest &= rest - 1)
		out->class_count++;
	out->is_hex = alphabet->is_hex = all_hex(text, 'a') || all_hex(text, 'A');
	alphabet->size = size_of(alphabet, out->classes);
}

static double chance(const struct alphabet *alphabet, size_t symbol)
{
	double among = 1;

	if (symbol == SYMBOL_DIGIT)
		among = DIGITS;
	else if (symbol == SYMBOL_OTHER)
		among = OTHERS;
	return log2(among / alphabet->size);
}

/* ---- words ---- */

struct wanted {
	char bytes[MOST_WORD + 1];
};

static int compare(const void *left, const void *right)
{
	return strcmp(((const struct wanted *)left)->bytes, *(const char *const *)right);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The longest frequent word that begins here, or 0. */
static size_t word_at(struct text text, size_t at)
{
	size_t most = text.len - at < MOST_WORD ? text.len - at : MOST_WORD;

	for (size_t len = most; len >= LEAST_WORD; len--) {
		struct wanted wanted = {{0}};

		for (size_t i = 0; i < len; i++)
			wanted.bytes[i] = lower(text.ptr[at + i]);
		if (bsearch(&wanted, words, sizeof(words) / sizeof(words[0]), sizeof(words[0]),
			    compare))
			return len;
	}
	return 0;
}

static double share_in_words(struct text text)
{
	size_t covered = 0;

	for (size_t at = 0; at + LEAST_WORD <= text.len;) {
		size_t len = word_at(text, at);

		covered += len;
		at += len ? len : 1;
	}
	return text.len ? (double)covered / (double)text.len : 0;
}

struct likeness likeness_of(struct text text)
{
	struct likeness out = {0};
	struct alphabet alphabet = {{false}, 0, false};

	measure(&alphabet, &out, text);
	for (size_t i = 1; i < text.len; i++) {
		size_t before = symbol_of(text.ptr[i - 1]), symbol = symbol_of(text.ptr[i]);

		out.bits += chance(&alphabet, symbol) + bigrams[before][symbol] / 8.0;
	}
	if (text.len > 1)
		out.pair_bits = out.bits / (double)(text.len - 1);
	out.in_words = share_in_words(text);
	return out;
}
