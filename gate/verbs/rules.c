/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "checks/secrets/import/import.h"
#include "checks/secrets/rules_test.h"
#include "gate/report/report.h"
#include "gate/verbs/policies.h"

static void print_failure(struct buffer *out, const struct rule_failure *failure)
{
	buffer_printf(out, "%s: %s[%zu]: %s: ", failure->rule, failure->is_hit ? "hit" : "miss",
		failure->example, failure->what);
	verb_say(out, text_slice(failure->text, 0, (size_t)text_quote(failure->text)));
	buffer_byte(out, '\n');
}

static int test_rules(const struct rules *rules, const char *name, bool *failed,
	const struct call *call, struct buffer *out, struct err *err)
{
	struct rule_failures failures = {0};

	if (rules_test(&failures, rules, call->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < failures.count; i++)
		print_failure(out, &failures.items[i]);
	buffer_printf(out, "%s: %zu rules, %zu examples, %zu failed\n", name, rules->count,
		failures.examples, failures.count);
	*failed = *failed || failures.count > 0;
	return 0;
}

static int test_file(const char *path, bool *failed, const struct call *call, struct buffer *out,
	struct err *err)
{
	struct text text;
	struct rules rules;

	if (read_small_file(path, &text, call->arena, err) < 0 ||
		rules_read(&rules, text, path, "secrets", call->arena, err) < 0)
		return -1;
	return test_rules(&rules, path, failed, call, out, err);
}

static int test(
	const struct call *call, const struct words *rest, struct buffer *out, struct err *err)
{
	bool failed = false;

	if (rest->count == 1 && test_rules(&builtin_rules, "built-in", &failed, call, out, err) < 0)
		return -1;
	for (size_t i = 1; i < rest->count; i++)
		if (test_file(rest->items[i], &failed, call, out, err) < 0)
			return -1;
	return failed;
}

/* ---- import ---- */

struct import_flags {
	const char *output, *prefix;
};

static const struct flag flags[] = {
	{"output", 'o', FLAG_WORD, offsetof(struct import_flags, output), "FILE",
		"import: where to write; standard output without it"},
	{"prefix", 0, FLAG_WORD, offsetof(struct import_flags, prefix), "WORD",
		"import: ids are secrets/WORD-ID; without it the format's name"},
	{0},
};

/* One line for each thing that was lost, with the rules that lost it. */
static void say_note(struct buffer *out, const struct import_notes *notes, size_t first)
{
	struct text what = notes->items[first].what;
	size_t count = 0;

	buffer_string(out, "seamgate: ");
	verb_say(out, what);
	for (size_t i = first; i < notes->count; i++)
		if (text_equal(notes->items[i].what, what) && notes->items[i].rule.len) {
			buffer_string(out, count++ ? ", " : " (");
			verb_say(out, notes->items[i].rule);
		}
	buffer_string(out, count ? ")\n" : "\n");
}

static bool was_said(const struct import_notes *notes, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (text_equal(notes->items[i].what, notes->items[index].what))
			return true;
	return false;
}

static int say_notes(const struct import *import, struct err *err)
{
	struct buffer out = {0};

	for (size_t i = 0; i < import->notes.count; i++)
		if (!was_said(&import->notes, i))
			say_note(&out, &import->notes, i);
	buffer_printf(&out, "seamgate: %zu rules imported, %zu left out\n", import->rule_count,
		import->left_out);
	if (!out.failed)
		fwrite(out.ptr, 1, out.len, stderr);
	buffer_free(&out);
	return out.failed ? err_nomem(err) : 0;
}

static int read_files(
	struct import *import, const struct call *call, const struct words *rest, struct err *err)
{
	for (size_t i = 2; i < rest->count; i++) {
		struct text text;

		if (read_small_file(rest->items[i], &text, call->arena, err) < 0 ||
			import_file(import, text, rest->items[i]) < 0)
			return -1;
	}
	return 0;
}

static int write_import(
	struct import *import, const char *path, struct buffer *out, struct err *err)
{
	if (import_finish(import, out) < 0 || say_notes(import, err) < 0)
		return -1;
	return path ? report_save(path, buffer_text(out), err) : verb_print(out, err);
}

static int check_import(const struct import *import, const struct words *rest, struct err *err)
{
	size_t count = 0;

	while (import_formats[count])
		count++;
	if (rest->count < 3)
		return err_set(err, ERR_USAGE,
			"import wants a format and a file: seamgate rules import auto FILE");
	for (size_t i = 0; i < count; i++)
		if (strcmp(import->format, import_formats[i]) == 0)
			return 0;
	return verb_unknown_word("format", import->format, import_formats, count, err);
}

static int import_rules(const struct call *call, const struct import_flags *chosen,
	const struct words *rest, struct err *err)
{
	struct import import = {.format = rest->count > 1 ? rest->items[1] : "",
		.prefix = chosen->prefix,
		.arena = call->arena,
		.err = err};
	struct buffer out = {0};
	int done = check_import(&import, rest, err);

	if (done == 0)
		done = read_files(&import, call, rest, err);
	if (done == 0)
		done = write_import(&import, chosen->output, &out, err);
	import_free(&import);
	buffer_free(&out);
	return done;
}

static int run_test(const struct call *call, const struct words *rest, struct err *err)
{
	struct buffer out = {0};
	int code = test(call, rest, &out, err);

	if (code >= 0 && verb_print(&out, err) < 0)
		code = -1;
	buffer_free(&out);
	return code;
}

static int rules(const struct call *call, struct err *err)
{
	static const char *const names[] = {"test", "import"};
	struct import_flags chosen = {0};
	struct words rest = {0};

	if (flags_read(flags, &chosen, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count == 0)
		return err_set(err, ERR_USAGE, "rules what? seamgate rules test [FILE...]");
	if (strcmp(rest.items[0], "import") == 0)
		return import_rules(call, &chosen, &rest, err);
	if (strcmp(rest.items[0], "test") != 0)
		return verb_unknown_word("rules verb", rest.items[0], names, 2, err);
	return run_test(call, &rest, err);
}

const struct verb verb_rules = {"rules", "test [FILE...] | import FORMAT FILE... [flags]",
	"run the examples of rules; make ours of another scanner's rules", flags, rules,
	"test|import"};
