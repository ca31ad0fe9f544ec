/* SPDX-License-Identifier: Apache-2.0
 *
 * For json_differential.py. Standard input is a sequence of documents, each behind its length in
 * decimal and a line feed; each gives one line: "error", or the tree in a plain notation in which
 * strings are hexadecimal, so that nothing is written with the code under test.
 */
#include <stdio.h>
#include <stdlib.h>

#include "gate/base/json.h"

static void dump_hex(char mark, struct text text)
{
	putchar(mark);
	for (size_t i = 0; i < text.len; i++)
		printf("%02x", (unsigned)(unsigned char)text.ptr[i]);
	putchar(' ');
}

static void dump_value(const struct json *json)
{
	static const char marks[] = {'n', 'f', 't', 'd', 's', '[', '{'};

	if (json->key_line)
		dump_hex('k', json->key);
	if (json->type == JSON_STRING)
		dump_hex('s', json->text);
	else if (json->type == JSON_NUMBER)
		printf("d%a ", json->number + 0.0);
	else
		printf("%c ", marks[json->type]);
}

/* Without recursion: a closing mark is due whenever a level has no sibling left. */
static void dump_tree(const struct json *root)
{
	const struct json *open[256];
	const struct json *at = root;
	unsigned depth = 0;

	while (at) {
		bool is_container = at->type == JSON_ARRAY || at->type == JSON_OBJECT;

		dump_value(at);
		if (is_container && at->child) {
			open[depth++] = at;
			at = at->child;
			continue;
		}
		if (is_container)
			printf(") ");
		while (depth > 0 && !at->next) {
			at = open[--depth];
			printf(") ");
		}
		at = at == root ? NULL : at->next;
	}
	putchar('\n');
}

static int dump_document(struct text text)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	const struct json *json;

	if (!arena)
		return -1;
	if (json_read(&json, text, "d", arena, &err) < 0)
		puts("error");
	else
		dump_tree(json);
	arena_free(arena);
	return err.kind == ERR_INTERNAL ? -1 : 0;
}

int main(void)
{
	unsigned long len;

	while (scanf("%lu", &len) == 1 && getchar() == '\n') {
		char *bytes = malloc(len + 1);
		int result = -1;

		if (bytes && fread(bytes, 1, len, stdin) == len)
			result = dump_document((struct text){bytes, len});
		free(bytes);
		if (result < 0)
			return 1;
	}
	return !feof(stdin);
}
