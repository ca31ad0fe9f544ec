/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/model.h"
#include "checks/dependencies/python_scan.h"
#include "pins_text.h"
#include "unit.h"

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

extern const struct format format_model_python, format_model_yaml, format_model_json,
	format_model_command;

/* ---- the scanner ---- */

/* callee(written, key=written, …)@line:column */
static int show_call(void *closure, const struct python_call *call, struct err *err)
{
	struct buffer *out = closure;

	(void)err;
	buffer_add(out, call->callee);
	buffer_byte(out, '(');
	for (size_t i = 0; i < call->count; i++) {
		const struct python_argument *argument = &call->arguments[i];

		if (i)
			buffer_byte(out, '|');
		buffer_add(out, argument->keyword);
		if (argument->keyword.len)
			buffer_byte(out, '=');
		if (argument->is_string)
			buffer_printf(
				out, "<%.*s>", (int)argument->string.len, argument->string.ptr);
		else
			buffer_add(out, argument->written);
	}
	buffer_printf(out, "%s)%u:%u\n", call->has_more ? "|…" : "", call->line, call->column);
	return 0;
}

static int show_constant(void *closure, const struct python_constant *constant, struct err *err)
{
	(void)err;
	buffer_printf(closure, "%.*s := %.*s\n", (int)constant->name.len, constant->name.ptr,
		(int)constant->string.len, constant->string.ptr);
	return 0;
}

static void scans(void)
{
	static const struct {
		const char *name, *source, *calls;
	} rows[] = {
		{"nothing", "", ""},
		{"arguments", "f(1, 'a', k=\"b\", *c, **d)\n", "f(1|<a>|k=<b>|*c|**d|…)1:1\n"},
		{"a dotted name, its last part's place", "x = a.b . c(1)\n", "a.b . c(1)1:11\n"},
		{"behind a call and an index", "f().g(1)\nx[0].h(2)\n",
			"f()1:1\n.g(1)1:5\n.h(2)2:6\n"},
		{"inside of others", "f(g(1), [h(2)], {'k': i(3)})\n",
			"g(1)1:3\nh(2)1:10\ni(3)1:23\nf(g(1)|[h(2)]|{'k': i(3)})1:1\n"},
		{"lines and comments", "f( # c)\n  'a', # 'b'\n  k = \\\n  'c',\n)\n",
			"f(<a>|k=<c>)1:1\n"},
		{"strings side by side", "f('a' \"b\"\n  r'c')\n", "f(<abc>)1:1\n"},
		{"strings that are more", "f('a' + 'b', f'a', b'a', 'a\\n', r'a\\n', ('a'))\n",
			"f('a' + 'b'|f'a'|b'a'|'a\\n'|<a\\n>|('a'))1:1\n"},
		{"three quotes", "f('''a'b\n(''', \"\"\"c\"\"\", '')\n", "f(<a'b\n(>|<c>|<>)1:1\n"},
		{"quotes inside of quotes", "f(\"it's (\", 'say \\\"(')\n",
			"f(<it's (>|'say \\\"(')1:1\n"},
		{"fields with the same quotes", "f(f'{x['a)']}(', f\"{{(\", 1)\n",
			"f(f'{x['a)']}('|f\"{{(\"|1)1:1\n"},
		{"a string in a comment, a comment in a string", "# f('\ng('#', 1)\n",
			"g(<#>|1)2:1\n"},
		{"a string without its end", "f('a, 1)\ng(2)\n", "g(2)2:1\n"},
		{"definitions are no calls", "def f(a='b'):\n  g()\nclass C(D):\n  pass\n",
			"g()2:3\n"},
		{"comparing is no keyword", "f(a == 'b', c=d == 'e')\n",
			"f(a == 'b'|c=d == 'e')1:1\n"},
		{"constants",
			"A = 'x'\nB: str = \"y\"\nC = 'z' + 'w'\nd.e = 'v'\nF = G = 'u'\nif x: H = "
			"'g'\n",
			"A := x\nB := y\n"},
		{"constants on a line, at the end", "A = 'x'; B = 'y'", "A := x\nB := y\n"},
		{"line ends", "A = 'x'\r\nf(\\\r\n  1)\r\n", "A := x\nf(1)2:1\n"},
		{"too many brackets to close", ")))f(1)\n", "f(1)1:4\n"},
		{"brackets left open", "f((g(1)\n", "g(1)1:4\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer out = {0};
		struct arena *arena = arena_new();
		struct err err = {0};
		const struct python_visitor visitor = {&out, show_call, show_constant};

		CHECK_ROW(rows[i].name,
			python_scan(text_of(rows[i].source), &visitor, arena, &err) == 0);
		if (!text_is(buffer_text(&out), rows[i].calls))
			fprintf(stderr, "---- %s\n%s----\n", rows[i].name, out.ptr ? out.ptr : "");
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].calls));
		buffer_free(&out);
		arena_free(arena);
	}
}

static void many_arguments(void)
{
	struct buffer source = {0}, out = {0};
	struct arena *arena = arena_new();
	struct err err = {0};
	const struct python_visitor visitor = {&out, show_call, show_constant};

	for (int i = 0; i < 100; i++)
		buffer_string(&source, "f(");
	for (int i = 0; i < 30; i++)
		buffer_string(&source, "1,");
	for (int i = 0; i < 100; i++)
		buffer_string(&source, ")");
	buffer_string(&source, "\ng(");
	for (int i = 0; i < 30; i++)
		buffer_string(&source, "1,");
	buffer_string(&source, ")\n");
	CU_ASSERT(python_scan(buffer_text(&source), &visitor, arena, &err) == 0);
	CU_ASSERT(text_ends(buffer_text(&out), "1|1|1|…)2:1\n"));
	buffer_free(&source);
	buffer_free(&out);
	arena_free(arena);
}

/* ---- models ---- */

static void models(void)
{
	static const struct {
		const char *name;
		const struct format *format;
		const char *content, *pins;
	} rows[] = {
		{"a commit", &format_model_python,
			"M.from_pretrained('o/m', revision='" COMMIT "')\n",
			"1 o/m " COMMIT " [rm] =01234567\n"},
		{"a branch", &format_model_python, "M.from_pretrained('o/m', revision='main')\n",
			"1 o/m main [rm]\n"},
		{"none", &format_model_python,
			"M.from_pretrained('o/m')\nN.from_pretrained('o/m', revision=None)\n",
			"1 o/m [rm]\n2 o/m [rm]\n"},
		{"by keyword", &format_model_python,
			"M.from_pretrained(pretrained_model_name_or_path='o/m')\n", "1 o/m [rm]\n"},
		{"a name with one value", &format_model_python,
			"M.from_pretrained(ID, revision=R)\nID = 'o/m'\nR = '" COMMIT "'\n",
			"1 o/m " COMMIT " [rm] =01234567\n"},
		{"a name with two", &format_model_python,
			"R = 'a'\nR = 'b'\nM.from_pretrained('o/m', revision=R)\n",
			"3 o/m R [rmu]\n"},
		{"variables", &format_model_python,
			"M.from_pretrained(a.model, revision=a.rev)\nM.from_pretrained(f'o/{m}', "
			"**kw)\n",
			"1 a.model a.rev [rmun]\n2 f'o/{m}' [rmun]\n"},
		{"paths", &format_model_python,
			"M.from_pretrained('./"
			"m')\nM.from_pretrained('gpt')\nM.from_pretrained('models/"
			"x')\nload_dataset('o/x.json')\n",
			"1 ./m [rmn]\n2 gpt [rmn]\n3 models/x [rmn]\n4 o/x.json [rmn]\n"},
		{"code", &format_model_python,
			"M.from_pretrained('o/m', "
			"trust_remote_code=True)\nM.from_pretrained('o/m', "
			"trust_remote_code=False)\n"
			"M.from_pretrained('o/m', trust_remote_code=True, code_revision='" COMMIT
			"')\n",
			"1 o/m [rmc]\n2 o/m [rm]\n3 o/m [rm]\n"},
		{"other functions", &format_model_python,
			"hf_hub_download('o/m', "
			"'f')\nhub.snapshot_download(repo_id='o/m')\nload_dataset('o/d', 'c')\n"
			"pipeline('task', 'o/m')\npipeline('task', "
			"model='o/m')\nSentenceTransformer('o/m')\nLLM(model='o/m')\nother('o/"
			"m')\n",
			"1 o/m [rm]\n2 o/m [rm]\n3 o/d [rm]\n4 o/m [rm]\n5 o/m [rm]\n6 o/m [rm]\n7 "
			"o/m [rm]\n"},
		{"torch.hub", &format_model_python,
			"torch.hub.load('o/r:v1', 'm')\ntorch.hub.load('o/r:" COMMIT
			"', 'm')\ntorch.hub.load('o/r', 'm')\ntorch.hub.load('o/r', 'm', "
			"source='local')\n",
			"1 o/r v1 [rm]\n2 o/r " COMMIT " [rm] =01234567\n3 o/r [rm]\n"},
		{"no models", &format_model_python, "print('o/m')\n", "OTHER\n"},
		{"YAML", &format_model_yaml,
			"a:\n  model: o/m\n  revision: " COMMIT
			"\nb: {model_id: o/n, trust_remote_code: true}\nc: {model: x}\n",
			"2 o/m " COMMIT " [rm] =01234567\n4 o/n [rmcn]\n"},
		{"no YAML", &format_model_yaml, "model: o/m\n}\n", ""},
		{"JSON", &format_model_json,
			"{\"a\": [{\"model\": \"o/m\", \"revision\": \"main\", "
			"\"trust_remote_code\": true}]}",
			"1 o/m main [rmc]\n"},
		{"no JSON", &format_model_json, "{\"model\": \"o/m\"", ""},
		{"serve", &format_model_command,
			"#!/bin/sh\nvllm serve o/m \\\n  --revision " COMMIT
			" --trust-remote-code && echo\n",
			"2 o/m " COMMIT " [rmc] =01234567\n"},
		{"download", &format_model_command,
			"hf download 'o/m' --local-dir x; huggingface-cli download o/n "
			"--revision=v1 | cat\n",
			"1 o/m [rm]\n1 o/n v1 [rm]\n"},
		{"a list", &format_model_command,
			"CMD [\"python\", \"-m\", \"vllm.entrypoints.openai.api_server\", "
			"\"--model\", \"o/m\"]\n",
			"1 o/m [rm]\n"},
		{"a variable", &format_model_command,
			"vllm serve o/m --revision $R\nvllm serve $M --revision v1\n",
			"1 o/m $R [rmu]\n2 $M v1 [rmn]\n"},
		{"comments and quotes", &format_model_command,
			"# vllm serve o/m\necho 'vllm serve o/m'\nx --model o/m\n", ""},
		{"another program, remote code", &format_model_command,
			"x --model o/m --trust-remote-code\n", "1 o/m [rmc]\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer out = {0};

		pins_text(&out, rows[i].format, "f", text_of(rows[i].content));
		if (!out.ptr)
			buffer_string(&out, "");
		if (!text_is(buffer_text(&out), rows[i].pins))
			fprintf(stderr, "---- %s\n%s----\n", rows[i].name, out.ptr);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].pins));
		buffer_free(&out);
	}
}

static void ids(void)
{
	static const struct {
		const char *text;
		bool is_id;
	} rows[] = {{"owner/name", true}, {"Owner-1/na.me_2", true}, {"name", false}, {"", false},
		{"/name", false}, {"owner/", false}, {"a/b/c", false}, {"./name", false},
		{"../name", false}, {"owner/na me", false}, {"models/x", false},
		{"owner/x.safetensors", false}, {"owner/{x}", false}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].text, is_model_id(text_of(rows[i].text)) == rows[i].is_id);
}

static const struct unit_test tests[] = {
	{"scans", scans}, {"many arguments", many_arguments}, {"models", models}, {"ids", ids}};

UNIT_MAIN(tests)
