/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/flags.h"

#include <string.h>

int words_add(struct words *words, const char *word, struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&words->items, &words->capacity, words->count + 1,
		    sizeof(*words->items)) < 0)
		return err_nomem(err);
	words->items[words->count++] = word;
	return 0;
}

enum { MOST_FLAGS = 64 };

static int unknown(
	const struct flag *table, struct text name, const char *as_written, struct err *err)
{
	const char *names[MOST_FLAGS], *nearest;
	size_t count = 0;

	for (; table->name && count < MOST_FLAGS; table++)
		names[count++] = table->name;
	nearest = text_nearest(name, names, count);
	err_set(err, ERR_USAGE, "unknown flag %s", as_written);
	return nearest ? err_remedy(err, "did you mean --%s?", nearest)
		       : err_remedy(err, "see --help");
}

/* "a" of "a|b|c". */
static bool is_choice(const char *choices, const char *value)
{
	struct text rest = text_of(choices), choice;

	while (text_next_part(&rest, '|', &choice))
		if (text_is(choice, value))
			return true;
	return false;
}

static int store(
	const struct flag *flag, void *out, const char *value, struct arena *arena, struct err *err)
{
	char *field = (char *)out + flag->offset;
	uint64_t number;

	switch (flag->type) {
	case FLAG_SWITCH:
		*(bool *)field = true;
		return 0;
	case FLAG_WORDS:
		return words_add((struct words *)(void *)field, value, arena, err);
	case FLAG_COUNT:
		if (!text_to_uint(text_of(value), 4096, &number) || number == 0)
			return err_set(err, ERR_USAGE,
				"--%s wants a number from 1 to 4096, not \"%s\"", flag->name,
				value);
		*(unsigned *)(void *)field = (unsigned)number;
		return 0;
	case FLAG_CHOICE:
		if (!is_choice(flag->value_name, value))
			return err_set(err, ERR_USAGE, "--%s wants %s, not \"%s\"", flag->name,
				flag->value_name, value);
		break;
	case FLAG_WORD:
		break;
	}
	*(const char **)(void *)field = value;
	return 0;
}

static const struct flag *find_long(const struct flag *table, struct text name)
{
	for (; table->name; table++)
		if (text_is(name, table->name))
			return table;
	return NULL;
}

static const struct flag *find_letter(const struct flag *table, char letter)
{
	for (; table->name; table++)
		if (table->letter && table->letter == letter)
			return table;
	return NULL;
}

/* The flag that a word such as --name=value or -n is, or NULL. *equals is where its value begins, if there. */
static const struct flag *find_flag(const struct flag *table, const char *word, const char **equals)
{
	struct text name = text_of(word + 2);

	*equals = NULL;
	if (word[1] != '-')
		return word[1] && !word[2] ? find_letter(table, word[1]) : NULL;
	*equals = strchr(word, '=');
	if (*equals)
		name.len = (size_t)(*equals - word) - 2;
	return find_long(table, name);
}

/* One argument that begins with a dash. *argv is moved on to the last word used. */
static int read_flag(const struct flag *table, void *out, const char *const **argv,
	struct arena *arena, struct err *err)
{
	const char *word = **argv, *equals, *value;
	const struct flag *flag = find_flag(table, word, &equals);

	if (!flag)
		return unknown(table, text_of(word + (word[1] == '-' ? 2 : 1)), word, err);
	if (flag->type == FLAG_SWITCH) {
		if (equals)
			return err_set(err, ERR_USAGE, "--%s takes no value", flag->name);
		return store(flag, out, NULL, arena, err);
	}
	value = equals ? equals + 1 : *++*argv;
	if (!value)
		return err_set(
			err, ERR_USAGE, "--%s wants a value: %s", flag->name, flag->value_name);
	return store(flag, out, value, arena, err);
}

int flags_read(const struct flag *table, void *out, struct words *rest, const char *const *argv,
	struct arena *arena, struct err *err)
{
	for (; *argv; argv++) {
		if (strcmp(*argv, "--") == 0)
			break;
		if ((*argv)[0] == '-' && (*argv)[1]) {
			if (read_flag(table, out, &argv, arena, err) < 0)
				return -1;
		} else if (words_add(rest, *argv, arena, err) < 0) {
			return -1;
		}
	}
	if (*argv)
		argv++;
	for (; *argv; argv++)
		if (words_add(rest, *argv, arena, err) < 0)
			return -1;
	return 0;
}

/* A screen has 80 columns; where the text begins. */
enum { COLUMNS = 80, TEXT_COLUMN = 29 };

/* In lines that fit, the first of which stands in `column` already. */
static void wrap(struct buffer *out, size_t column, struct text text)
{
	struct text word;

	while (text_next_part(&text, ' ', &word)) {
		if (column + word.len + 1 > COLUMNS) {
			buffer_printf(out, "\n%*s", TEXT_COLUMN - 1, "");
			column = TEXT_COLUMN - 1;
		}
		buffer_byte(out, ' ');
		buffer_add(out, word);
		column += word.len + 1;
	}
	buffer_byte(out, '\n');
}

static void flag_help(const struct flag *flag, struct buffer *out)
{
	size_t from = out->len, width;

	buffer_string(out, "  ");
	if (flag->letter)
		buffer_printf(out, "-%c, ", flag->letter);
	buffer_printf(out, "--%s", flag->name);
	if (flag->type != FLAG_SWITCH)
		buffer_printf(out, " %s", flag->value_name);
	width = out->len - from;
	if (width < TEXT_COLUMN - 1) {
		buffer_printf(out, "%*s", (int)(TEXT_COLUMN - 1 - width), "");
		width = TEXT_COLUMN - 1;
	}
	wrap(out, width, text_of(flag->help));
}

void flags_help(const struct flag *table, struct buffer *out)
{
	for (; table->name; table++)
		flag_help(table, out);
}
