/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/secrets/rules_test.h"
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

static int test(const struct call *call, struct buffer *out, struct err *err)
{
	const char *const *files = call->argv + 1;
	bool failed = false;

	if (!*files && test_rules(&builtin_rules, "built-in", &failed, call, out, err) < 0)
		return -1;
	for (; *files; files++)
		if (test_file(*files, &failed, call, out, err) < 0)
			return -1;
	return failed;
}

static int rules(const struct call *call, struct err *err)
{
	static const char *const names[] = {"test"};
	struct buffer out = {0};
	int code;

	if (!call->argv[0])
		return err_set(err, ERR_USAGE, "rules what? seamgate rules test [FILE...]");
	if (strcmp(call->argv[0], "test") != 0)
		return verb_unknown_word("rules verb", call->argv[0], names, 1, err);
	code = test(call, &out, err);
	if (code >= 0 && verb_print(&out, err) < 0)
		code = -1;
	buffer_free(&out);
	return code;
}

const struct verb verb_rules = {"rules", "test [FILE...]",
	"run the examples of the built-in rules, or of a rules file", NULL, rules};
