/* SPDX-License-Identifier: Apache-2.0
 *
 * A TOML tree in the tagged JSON of the toml-test suite: {"type": "integer", "value": "1"} for each value.
 * Without arguments standard input is one document: its JSON and exit 0, or its error on standard error and exit 1.
 * With "-s" it is a sequence of documents, each behind its length in decimal and a line feed, as toml_differential.py
 * sends them; each gives one line, "error" for one that is refused.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/toml.h"

static void dump_string(struct text text)
{
	putchar('"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void dump_tagged(const char *type, struct text text)
{
	printf("{\"type\": \"%s\", \"value\": ", type);
	dump_string(text);
	putchar('}');
}

static void dump_integer(const struct toml *toml)
{
	int64_t value;

	if (!toml_integer(toml, &value))
		abort();
	printf("{\"type\": \"integer\", \"value\": \"%lld\"}", (long long)value);
}

static void dump_float(struct text text)
{
	char plain[4096];
	size_t len = 0;

	for (size_t i = 0; i < text.len && len < sizeof(plain) - 1; i++)
		if (text.ptr[i] != '_')
			plain[len++] = text.ptr[i];
	plain[len] = '\0';
	if (isnan(strtod(plain, NULL)))
		printf("{\"type\": \"float\", \"value\": \"nan\"}");
	else
		printf("{\"type\": \"float\", \"value\": \"%.17g\"}", strtod(plain, NULL));
}

static void dump_datetime(struct text text)
{
	char plain[4096];
	size_t len = text.len < sizeof(plain) ? text.len : sizeof(plain);
	const char *type = "datetime-local";

	memcpy(plain, text.ptr, len);
	if (plain[2] == ':')
		type = "time-local";
	else if (len == 10)
		type = "date-local";
	else
		plain[10] = 'T';
	if (plain[len - 1] == 'z')
		plain[len - 1] = 'Z';
	if (len > 19 && (plain[len - 1] == 'Z' || memchr(plain + 19, '-', len - 19) ||
				memchr(plain + 19, '+', len - 19)))
		type = "datetime";
	dump_tagged(type, (struct text){plain, len});
}

static void dump_scalar(const struct toml *toml)
{
	if (toml->type == TOML_STRING)
		dump_tagged("string", toml->text);
	else if (toml->type == TOML_INTEGER)
		dump_integer(toml);
	else if (toml->type == TOML_FLOAT)
		dump_float(toml->text);
	else if (toml->type == TOML_BOOL)
		dump_tagged("bool", toml->text);
	else
		dump_datetime(toml->text);
}

/* Recursion, which the reader's limit on nesting bounds. */
static void dump(const struct toml *toml)
{
	bool is_table = toml->type == TOML_TABLE;

	if (toml->type != TOML_ARRAY && !is_table) {
		dump_scalar(toml);
		return;
	}
	putchar(is_table ? '{' : '[');
	for (const struct toml *item = toml->child; item; item = item->next) {
		if (is_table) {
			dump_string(item->key);
			printf(": ");
		}
		dump(item);
		if (item->next)
			printf(", ");
	}
	putchar(is_table ? '}' : ']');
}

static int dump_document(struct text text, FILE *errors)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	const struct toml *toml;
	int result = arena ? toml_read(&toml, text, "-", arena, &err) : -1;

	if (result < 0)
		fprintf(errors, "%s\n", errors == stdout ? "error" : err.message);
	else
		dump(toml);
	if (result == 0)
		putchar('\n');
	arena_free(arena);
	return result;
}

static int dump_sequence(void)
{
	unsigned long len;

	while (scanf("%lu", &len) == 1 && getchar() == '\n') {
		char *bytes = malloc(len + 1);
		bool is_read = bytes && fread(bytes, 1, len, stdin) == len;

		if (is_read)
			dump_document((struct text){bytes, len}, stdout);
		free(bytes);
		if (!is_read)
			return 1;
	}
	return !feof(stdin);
}

int main(int argc, char **argv)
{
	enum { MOST = 1 << 26 };
	char *bytes;
	int result;

	if (argc == 2 && strcmp(argv[1], "-s") == 0)
		return dump_sequence();
	bytes = malloc(MOST);
	if (!bytes)
		return 1;
	result = dump_document((struct text){bytes, fread(bytes, 1, MOST, stdin)}, stderr);
	free(bytes);
	return result < 0;
}
