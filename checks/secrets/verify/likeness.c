/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify/likeness.h"

#include <math.h>
#include <stdint.h>
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

enum { WORDS = sizeof(words) / sizeof(words[0]) };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* How many letters of a word a text begins with, in whatever case. */
static size_t letters_in_common(const char *word, struct text text)
{
	size_t common = 0;

	while (common < text.len && word[common] && word[common] == lower(text.ptr[common]))
		common++;
	return common;
}

/* Whether a word is sorted behind the text: not, where it is what the text begins with. */
static bool is_behind(const char *word, struct text text)
{
	size_t common = letters_in_common(word, text);

	return word[common] && (common == text.len || word[common] > lower(text.ptr[common]));
}

static size_t count_before(struct text text)
{
	size_t low = 0, high = WORDS;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is_behind(words[middle], text))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static bool begins_word(struct text text)
{
	for (size_t i = 0; i < LEAST_WORD; i++)
		if (lower(text.ptr[i]) < 'a' || lower(text.ptr[i]) > 'z')
			return false;
	return true;
}

/* The longest frequent word that begins here, or 0: of those that are not sorted behind the text the last one. What is in between has as many letters of it. */
static size_t word_at(struct text text)
{
	size_t common = LEAST_WORD;

	if (!begins_word(text))
		return 0;
	for (size_t i = count_before(text); i > 0 && common >= LEAST_WORD; i--) {
		common = letters_in_common(words[i - 1], text);
		if (common >= LEAST_WORD && !words[i - 1][common])
			return common;
	}
	return 0;
}

static double share_in_words(struct text text)
{
	size_t covered = 0;

	for (size_t at = 0; at + LEAST_WORD <= text.len;) {
		size_t len = word_at(text_slice(text, at, text.len));

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
