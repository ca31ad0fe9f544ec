/* SPDX-License-Identifier: Apache-2.0
 *
 * Scripts as settings: what is read, and that what is computed is never guessed.
 */
#include "checks/model/recipe/python.h"
#include "unit.h"

static const struct row {
	const char *name, *source;
	enum setting_kind kind; /* of the argument x of the call f */
	const char *text;       /* of it; NULL: not asked */
	double number;
} rows[] = {
	{"a number", "f(x=512)", SETTING_NUMBER, "512", 512},
	{"a number with a point", "f(x=0.25)", SETTING_NUMBER, "0.25", 0.25},
	{"an exponent", "f(x=1e-4)", SETTING_NUMBER, NULL, 1e-4},
	{"underscores", "f(x=1_024)", SETTING_NUMBER, NULL, 1024},
	{"a negative number", "f(x=-1)", SETTING_NUMBER, NULL, -1},
	{"a text", "f(x='train')", SETTING_TEXT, "train", 0},
	{"texts side by side", "f(x='tr' \"ain\")", SETTING_TEXT, "train", 0},
	{"a word", "f(x=True)", SETTING_BOOL, NULL, 1},
	{"nothing", "f(x=None)", SETTING_NULL, NULL, 0},
	{"parentheses", "f(x=(5))", SETTING_NUMBER, NULL, 5},
	{"a tuple", "f(x=(5,))", SETTING_LIST, NULL, 0},
	{"a constant", "N = 512\nf(x=N)", SETTING_NUMBER, NULL, 512},
	{"a constant with a type", "N: int = 512\nf(x=N)", SETTING_NUMBER, NULL, 512},
	{"a constant of a constant", "A = 7\nN = A\nf(x=N)", SETTING_NUMBER, NULL, 7},
	{"two names at once", "A = N = 7\nf(x=N)", SETTING_NUMBER, NULL, 7},
	{"a constant in a function", "def main():\n\tN = 9\n\tf(x=N)\n", SETTING_NUMBER, NULL, 9},
	{"assigned twice", "N = 512\nif fast:\n\tN = 16\nf(x=N)", SETTING_NAME, "N", 0},
	{"counted up", "N = 512\nN += 1\nf(x=N)", SETTING_NAME, "N", 0},
	{"a parameter of that name", "N = 512\ndef g(N=1):\n\tf(x=N)", SETTING_NAME, "N", 0},
	{"a loop of that name", "N = 512\nfor N in range(3):\n\tf(x=N)", SETTING_NAME, "N", 0},
	{"an import of that name", "N = 512\nfrom m import N\nf(x=N)", SETTING_NAME, "N", 0},
	{"unpacked", "N, M = 1, 2\nf(x=N)", SETTING_NAME, "N", 0},
	{"an argument of the command line", "f(x=args.n)", SETTING_NAME, "args.n", 0},
	{"arithmetic", "f(x=2 * 256)", SETTING_COMPUTED, "2 * 256", 0},
	{"a condition", "f(x=5 if fast else 6)", SETTING_COMPUTED, "5 if fast else 6", 0},
	{"a subscript", "f(x=sizes[0])", SETTING_COMPUTED, "sizes[0]", 0},
	{"what another call gives", "f(x=int('5'))", SETTING_CALL, "int", 0},
	{"a format of constants", "S = 'train'\nN = 5\nf(x=f\"{S}[:{N}]\")", SETTING_TEXT,
		"train[:5]", 0},
	{"a format of more", "f(x=f'{n+1}')", SETTING_COMPUTED, NULL, 0},
	{"a comment", "f(  # x=1\n\tx=2)", SETTING_NUMBER, NULL, 2},
	{"inside of a text", "s = 'f(x=1)'\nf(x=3)", SETTING_NUMBER, NULL, 3},
	{"a comparison is no assignment", "N == 5\nN = 6\nf(x=N)", SETTING_NUMBER, NULL, 6},
	{"names in a circle", "A = B\nB = A\nf(x=A)", SETTING_NAME, NULL, 0},
};

static const struct setting *argument(const struct python_module *module)
{
	for (size_t i = 0; i < module->call_count; i++)
		if (text_is(module->calls[i]->text, "f"))
			return setting_get(module->calls[i], "x");
	return NULL;
}

static void values(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		struct arena *arena = arena_new();
		struct python_module module;
		struct err err = {0};
		const struct setting *value = NULL;

		CHECK_ROW(row->name,
			python_read(&module, text_of(row->source), "q.py", arena, &err) == 0);
		value = argument(&module);
		CHECK_ROW(row->name, value != NULL);
		if (value) {
			CHECK_ROW(row->name, python_resolve(&value, &module, value, &err) == 0);
			CHECK_ROW(row->name, value->kind == row->kind);
			CHECK_ROW(row->name, !row->text || text_is(value->text, row->text));
			CHECK_ROW(row->name, value->number == row->number);
		}
		arena_free(arena);
	}
}

static void deep(void)
{
	static char source[400];
	struct arena *arena = arena_new();
	struct python_module module;
	struct err err = {0};

	memset(source, '(', sizeof(source) - 1);
	CHECK_ROW("too deep", python_read(&module, text_of(source), "q.py", arena, &err) < 0);
	CHECK_ROW("its place", strncmp(err.message, "q.py:1:", 7) == 0 && err.kind == ERR_LOOK);
	arena_free(arena);
}

static void same(void)
{
	CHECK_ROW("a comment", python_same(text_of("a = 1 # x\n"), text_of("# y\na=1\n")));
	CHECK_ROW("another number", !python_same(text_of("a = 1"), text_of("a = 2")));
	CHECK_ROW("a text with a hash", !python_same(text_of("a = '#1'"), text_of("a = '#2'")));
	CHECK_ROW("a line more", !python_same(text_of("a = 1"), text_of("a = 1\nb = 2")));
}

static const struct unit_test tests[] = {{"values", values}, {"deep", deep}, {"same", same}};

UNIT_MAIN(tests)
