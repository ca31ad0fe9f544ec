/* SPDX-License-Identifier: Apache-2.0
 *
 * The first byte says what the rest is: a pattern in one of the dialects, an expression, or a file of rules. Whatever is
 * imported is taken by our own reader (import_finish sees to that).
 */
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/import/expression.h"
#include "checks/secrets/import/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Compiling is not what is looked at here. */
enum { LONGEST_FILE = 2000 };

static void convert(struct text pattern, enum dialect dialect)
{
	struct buffer out = {0};
	struct converted done = dialect_convert(&out, pattern, dialect);

	if (!done.fault && (done.named_group > done.groups || done.token_group > done.groups))
		abort();
	buffer_free(&out);
}

static void express(struct text expression)
{
	struct err err = {0};
	struct import import = {.format = "betterleaks", .arena = arena_new(), .err = &err};
	struct allowances made = {0};
	bool ok;

	if (expression_read(&import, text_of("r"), "filter", expression, &made, &ok) == 0 && !ok &&
		(made.count || !import.notes.count))
		abort();
	arena_free(import.arena);
}

static void read_file(struct text file)
{
	struct err err = {0};
	struct import import = {.format = "auto", .arena = arena_new(), .err = &err};
	struct buffer out = {0};

	if (import_file(&import, file, "f") == 0 && import.rule_count &&
		import_finish(&import, &out) < 0 && err.kind == ERR_INTERNAL)
		abort();
	import_free(&import);
	buffer_free(&out);
	arena_free(import.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest;

	if (size == 0)
		return 0;
	rest = (struct text){(const char *)data + 1, size - 1};
	if (data[0] <= '2')
		convert(rest, (enum dialect)(data[0] % 3));
	else if (data[0] == '3')
		express(rest);
	else if (rest.len < LONGEST_FILE)
		read_file(rest);
	return 0;
}
