/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "fakes.h"
#include "gate/base/json.h"

#define PRINT "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define WAIVER                                                                           \
	"{rule: probe/first, fingerprint: \"" PRINT "\", reason: r, owner: o, expires: " \
	"2027-01-31}"

static struct policy read_policy(const char *body, struct arena *arena)
{
	struct err err = {0};
	struct policy policy;
	char *text = body ? arena_printf(arena, "version: 1\n%s", body) : NULL;

	if (policy_read(&policy, (struct text){text, text ? strlen(text) : 0}, "p", arena, &err) <
		0) {
		fprintf(stderr, "%s\n", err.message);
		CU_FAIL_FATAL("no policy");
	}
	return policy;
}

/* One edit a line: "+key=after", "-key=before" or "key=before>after", with "!" where it loosens
 * and ":line" of the head. */
static void describe(struct buffer *out, const struct policy_edits *edits)
{
	for (size_t i = 0; i < edits->count; i++) {
		const struct policy_edit *edit = &edits->items[i];

		buffer_printf(out, "%s%.*s=%.*s>%.*s:%u\n", edit->loosens ? "!" : "",
			(int)edit->key.len, edit->key.ptr, (int)edit->before.len, edit->before.ptr,
			(int)edit->after.len, edit->after.ptr, edit->line);
	}
}

static const struct {
	const char *name, *base, *head, *edits;
} comparisons[] = {
	{"the same", "", "", ""},
	{"built-in and nothing written", NULL, "", ""},
	{"defaults written out", "",
		"block: error\nlimits: {time: 600s, blob: 1024MiB}\nchecks: {probe: {depth: "
		"5, rules: [\"builtin\"]}}\n",
		""},
	{"comments and order", "block: note # x\nsalt: a\n", "# y\nsalt: 'a'\n\nblock: note\n", ""},
	{"order of a list", "paths: {ignore: [a, b]}\n", "paths: {ignore: [b, a]}\n", ""},
	{"block raised", "block: warning\n", "block: error\n", "!block=warning>error:2\n"},
	{"block lowered", "block: error\n", "block: note\n", "block=error>note:2\n"},
	{"block back to the default", "block: note\n", "", "!block=note>error:0\n"},
	{"salt changed", "salt: a\n", "salt: b\n", "!salt=a>b:2\n"},
	{"salt removed", "salt: a\n", "", "!salt=a>:0\n"},
	{"first salt", NULL, "salt: b\n", "salt=>b:2\n"},
	{"ignore added", "paths: {ignore: [a]}\n", "paths:\n  ignore:\n    - a\n    - b\n",
		"!paths.ignore=>b:5\n"},
	{"ignore removed", "paths: {ignore: [a, b]}\n", "paths: {ignore: [b]}\n",
		"paths.ignore=a>:0\n"},
	{"pipeline", "pipeline: [a, b]\n", "pipeline: [a, c]\n", "pipeline=b>:0\npipeline=>c:2\n"},
	{"limits", "", "limits: {blob: 1MiB, time: 20m}\n",
		"limits.blob=1GiB>1MiB:2\nlimits.time=10m>20m:2\n"},
	{"severity lowered", "", "rules: {probe/first: warning}\n",
		"!rules.probe/first=>warning:2\n"},
	{"severity raised", "", "rules: {probe/second: error}\n", "rules.probe/second=>error:2\n"},
	{"severity written out", "", "rules: {probe/first: error}\n", ""},
	{"severity no longer written out", "rules: {probe/first: error}\n", "", ""},
	{"rule off", "rules: {probe/second: note}\n", "rules: {probe/second: off}\n",
		"!rules.probe/second=note>off:2\n"},
	{"rule back on", "rules: {probe/second: off}\n", "", "rules.probe/second=off>:0\n"},
	{"raised severity taken back", "rules: {probe/second: error}\n", "",
		"!rules.probe/second=error>:0\n"},
	{"rule of a team", "", "rules: {probe/own: error}\n", "!rules.probe/own=>error:2\n"},
	{"check off", "", "checks: {probe: {enabled: false}}\n",
		"!checks.probe.enabled=true>false:2\n"},
	{"check on", "", "checks:\n  quiet: {}\n", "checks.quiet.enabled=false>true:0\n"},
	{"check off that was on by its block", "checks: {quiet: {}}\n", "",
		"!checks.quiet.enabled=true>false:0\n"},
	{"options of a check that was off", "checks: {probe: {enabled: false}}\n",
		"checks: {probe: {enabled: true, depth: 1}}\n",
		"checks.probe.depth=5>1:2\nchecks.probe.enabled=false>true:2\n"},
	{"a lower number", "", "checks: {probe: {depth: 1}}\n", "!checks.probe.depth=5>1:2\n"},
	{"a higher number", "", "checks: {probe: {depth: 9}}\n", "checks.probe.depth=5>9:2\n"},
	{"an option of which nothing is known", "", "checks: {probe: {ratio: 1}}\n",
		"!checks.probe.ratio=0>1:2\n"},
	{"a name", "", "checks: {probe: {title: t}}\n", "checks.probe.title=none>t:2\n"},
	{"tolerance raised", "", "checks: {probe: {slack: 41ms}}\n",
		"!checks.probe.slack=40ms>41ms:2\n"},
	{"tolerance lowered", "", "checks: {probe: {slack: 39ms}}\n",
		"checks.probe.slack=40ms>39ms:2\n"},
	{"tolerance of another unit", "", "checks: {probe: {slack: 1%}}\n",
		"!checks.probe.slack=40ms>1%:2\n"},
	{"an earlier choice", "", "checks: {probe: {mode: strict}}\n",
		"checks.probe.mode=normal>strict:2\n"},
	{"a later choice", "", "checks: {probe: {mode: loose}}\n",
		"!checks.probe.mode=normal>loose:2\n"},
	{"a string given", "", "checks: {probe: {word: w}}\n", "!checks.probe.word=>w:2\n"},
	{"a nested value", "", "checks: {probe: {nested: {on: false, inner: {word: \"\"}}}}\n",
		"!checks.probe.nested.inner.word=\"a: "
		"b\">\"\":2\n!checks.probe.nested.on=true>false:2\n"},
	{"an item more", "", "checks: {probe: {allow_hosts: [h]}}\n",
		"!checks.probe.allow_hosts=>h:2\n"},
	{"an item fewer", "", "checks: {probe: {rules: []}}\n", "!checks.probe.rules=builtin>:0\n"},
	{"an item more of what is looked at", "", "checks: {probe: {rules: [builtin, x]}}\n",
		"checks.probe.rules=>x:2\n"},
	{"a map's entry", "checks: {probe: {levels: {a: normal, b: normal}}}\n",
		"checks: {probe: {levels: {a: strict, b: loose}}}\n",
		"checks.probe.levels.a=normal>strict:2\n!checks.probe.levels.b=normal>loose:2\n"},
	{"a map's entry more and fewer", "checks: {probe: {levels: {a: normal}}}\n",
		"checks: {probe: {levels: {b: normal}}}\n",
		"!checks.probe.levels.a=normal>:0\n!checks.probe.levels.b=>normal:2\n"},
	{"a named block more", "", "checks: {probe: {flows: [{name: a b}]}}\n",
		"checks.probe.flows[a b]=>{name: \"a b\", samples: 8, tolerance: 5%, when: "
		"[\"**\"], phases: [], "
		"workspace: false}:2\n"},
	{"a named block fewer",
		"checks: {probe: {flows: [{name: a, phases: [{name: p}]}, {name: b}]}}\n",
		"checks: {probe: {flows: [{name: b}]}}\n",
		"!checks.probe.flows[a]={name: a, samples: 8, tolerance: 5%, when: [\"**\"], "
		"phases: [{name: p, "
		"budget: 0s}], workspace: false}>:0\n"},
	{"a named block's options",
		"checks: {probe: {flows: [{name: a, phases: [{name: p, budget: 1s}]}]}}\n",
		"checks:\n  probe:\n    flows:\n      - name: a\n        samples: 9\n        "
		"tolerance: 6%\n"
		"        phases: [{name: p, budget: 2s}]\n",
		"!checks.probe.flows[a].phases[p].budget=1s>2s:8\nchecks.probe.flows[a].samples=8>"
		"9:6\n"
		"!checks.probe.flows[a].tolerance=5%>6%:7\n"},
	{"named blocks in another order", "checks: {probe: {flows: [{name: a}, {name: b}]}}\n",
		"checks: {probe: {flows: [{name: b}, {name: a}]}}\n", ""},
	{"a block without a name", "checks: {probe: {sources: [{path: a}]}}\n",
		"checks: {probe: {sources: [{path: b, format: json}]}}\n",
		"!checks.probe.sources={format: csv, path: a}>:0\nchecks.probe.sources=>{format: "
		"json, path: b}:2\n"},
	{"waiver added", "", "waivers: [" WAIVER "]\n",
		"!waivers=>{rule: probe/first, fingerprint: \"" PRINT
		"\", reason: r, owner: o, expires: "
		"2027-01-31}:2\n"},
	{"waiver removed", "waivers: [" WAIVER "]\n", "",
		"waivers={rule: probe/first, fingerprint: \"" PRINT
		"\", reason: r, owner: o, expires: "
		"2027-01-31}>:0\n"},
};

static void test_compare(void)
{
	for (size_t i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++) {
		struct arena *arena = arena_new();
		struct policy base = read_policy(comparisons[i].base, arena);
		struct policy head = read_policy(comparisons[i].head, arena);
		struct policy_edits edits = {0};
		struct buffer out = {0};
		struct err err = {0};

		CHECK_ROW(comparisons[i].name,
			policy_compare(&edits, &base, &head, arena, &err) == 0);
		describe(&out, &edits);
		CHECK_ROW(comparisons[i].name, text_is(buffer_text(&out), comparisons[i].edits));
		if (!text_is(buffer_text(&out), comparisons[i].edits))
			fprintf(stderr, "got:\n%s", buffer_text(&out).ptr);
		buffer_free(&out);
		arena_free(arena);
	}
}

/* What is shown reads back as the same policy, for every policy above. */
static void show_and_read(const char *name, const char *body)
{
	struct arena *arena = arena_new();
	struct policy policy = read_policy(body, arena), again;
	struct policy_edits edits = {0};
	struct buffer shown = {0}, shown_again = {0};
	struct err err = {0};

	policy_show(&policy, &shown);
	CHECK_ROW(name, policy_read(&again, buffer_text(&shown), "shown", arena, &err) == 0);
	if (err.message[0])
		fprintf(stderr, "%s\n%s", err.message, shown.ptr);
	if (err.kind == ERR_NONE) {
		CHECK_ROW(name, policy_compare(&edits, &policy, &again, arena, &err) == 0);
		CHECK_ROW(name, edits.count == 0);
		CHECK_ROW(name,
			memcmp(policy.checks[0].digest, again.checks[0].digest, SHA256_HEX) == 0);
		CHECK_ROW(name,
			memcmp(policy.checks[1].digest, again.checks[1].digest, SHA256_HEX) == 0);
		policy_show(&again, &shown_again);
		CHECK_ROW(name, text_equal(buffer_text(&shown), buffer_text(&shown_again)));
	}
	buffer_free(&shown);
	buffer_free(&shown_again);
	arena_free(arena);
}

static void test_show(void)
{
	for (size_t i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++) {
		show_and_read(comparisons[i].name, comparisons[i].base);
		show_and_read(comparisons[i].name, comparisons[i].head);
	}
	show_and_read("strings of all kinds",
		"salt: \"\\e[31m \\u2028 \\t '\\\" \\\\ \xc3\xa9 # x: "
		"y\"\npipeline: [\"true\", \"1\", \"- a\", \"a: b\"]\n");
}

static const char shown_lines[] = "version: 1\n"
				  "block: error\n"
				  "paths:\n"
				  "  ignore: []\n"
				  "rules: {}\n"
				  "pipeline: []\n"
				  "limits:\n"
				  "  blob: 1GiB\n"
				  "  memory: 0\n"
				  "  time: 10m\n"
				  "checks:\n"
				  "  probe:\n"
				  "    enabled: true\n"
				  "    strict: true\n"
				  "    depth: 5\n"
				  "    ratio: 0\n"
				  "    slack: 40ms\n"
				  "    max_age: 15m\n"
				  "    size: 64MiB\n"
				  "    title: none\n"
				  "    since: 2024-02-29\n"
				  "    mode: normal\n"
				  "    allow_hosts: []\n"
				  "    rules: [builtin]\n"
				  "    globs: []\n"
				  "    nested:\n"
				  "      on: true\n"
				  "      level: 0.5\n"
				  "      inner:\n"
				  "        word: \"a: b\"\n"
				  "    flows:\n"
				  "      - name: a\n"
				  "        samples: 8\n"
				  "        tolerance: 5%\n"
				  "        when: [\"**\"]\n"
				  "        phases: []\n"
				  "        workspace: false\n"
				  "      - name: b\n"
				  "        samples: 8\n"
				  "        tolerance: 5%\n"
				  "        when: [\"**\"]\n"
				  "        phases:\n"
				  "          - name: p\n"
				  "            budget: 5ms\n"
				  "        workspace: false\n"
				  "    sources: []\n"
				  "    levels: {}\n"
				  "  quiet:\n"
				  "    enabled: false\n"
				  "waivers: []\n";

static void test_shown_lines(void)
{
	struct arena *arena = arena_new();
	struct policy policy = read_policy("checks: {probe: {flows: [{name: a}, {name: b, phases: "
					   "[{name: p, budget: 5ms}]}]}}\n",
		arena);
	struct buffer shown = {0};

	policy_show(&policy, &shown);
	CU_ASSERT(text_is(buffer_text(&shown), shown_lines));
	if (!text_is(buffer_text(&shown), shown_lines))
		fprintf(stderr, "got:\n%s", shown.ptr);
	buffer_free(&shown);
	arena_free(arena);
}

/* Long texts are cut for the reader, at a whole character. */
static void test_long_values(void)
{
	struct arena *arena = arena_new();
	struct buffer salt = {0};
	struct policy base = read_policy("", arena), head;
	struct policy_edits edits = {0};
	struct err err = {0};

	buffer_string(&salt, "salt: a");
	for (int i = 0; i < 1000; i++)
		buffer_string(&salt, "\xc3\xa9");
	buffer_string(&salt, "\n");
	head = read_policy(salt.ptr, arena);
	CU_ASSERT(policy_compare(&edits, &base, &head, arena, &err) == 0);
	CU_ASSERT_FATAL(edits.count == 1);
	CU_ASSERT(
		edits.items[0].after.len <= 243 && text_ends(edits.items[0].after, "\xc3\xa9..."));
	buffer_free(&salt);
	arena_free(arena);
}

/* A long name of a block that has many options does not make keys of gigabytes, and is still told from another. */
static void test_long_names(void)
{
	struct arena *arena = arena_new();
	struct buffer yaml = {0};
	struct policy one, other;
	struct policy_edits edits = {0}, none = {0};
	struct err err = {0};

	buffer_string(&yaml, "checks: {probe: {flows: [{name: ");
	for (int i = 0; i < 60000; i++)
		buffer_byte(&yaml, 'n');
	buffer_string(&yaml, "a, phases: [");
	for (int i = 0; i < 20000; i++)
		buffer_printf(&yaml, "{name: b%d}, ", i);
	buffer_string(&yaml, "]}]}}\n");
	one = read_policy(yaml.ptr, arena);
	memcpy(strstr(yaml.ptr, "na,"), "nb,", 3);
	other = read_policy(yaml.ptr, arena);
	CU_ASSERT(policy_compare(&none, &one, &one, arena, &err) == 0 && none.count == 0);
	CU_ASSERT(policy_compare(&edits, &one, &other, arena, &err) == 0);
	CU_ASSERT_FATAL(edits.count == 2);
	CU_ASSERT(edits.items[0].key.len < 200 && edits.items[1].key.len < 200);
	CU_ASSERT(!text_equal(edits.items[0].key, edits.items[1].key));
	buffer_free(&yaml);
	arena_free(arena);
}

static const struct json *property(const struct json *object, const char *key)
{
	return json_get(json_get(object, "properties"), key);
}

static void test_schema(void)
{
	struct arena *arena = arena_new();
	struct buffer out = {0};
	struct err err = {0};
	const struct json *root = NULL, *checks, *flow;

	policy_schema(&out);
	CU_ASSERT_FALSE(out.failed);
	CU_ASSERT_FATAL(json_read(&root, buffer_text(&out), "schema", arena, &err) == 0);
	CU_ASSERT(json_get(root, "additionalProperties")->type == JSON_FALSE);
	CU_ASSERT(text_is(json_get(root, "required")->child->text, "version"));
	CU_ASSERT(json_get(property(root, "version"), "enum")->child->number == 1);
	CU_ASSERT(property(root, "waivers") != NULL);
	checks = property(root, "checks");
	CU_ASSERT(json_get(checks, "additionalProperties")->type == JSON_FALSE);
	CU_ASSERT(property(property(checks, "probe"), "enabled") != NULL);
	CU_ASSERT(property(property(checks, "quiet"), "enabled") != NULL);
	flow = json_get(property(property(checks, "probe"), "flows"), "items");
	CU_ASSERT(text_is(json_get(flow, "required")->child->text, "name"));
	CU_ASSERT(text_is(
		json_get(property(flow, "name"), "description")->text, "What the flow is called."));
	CU_ASSERT(json_get(property(flow, "samples"), "default")->number == 8);
	buffer_free(&out);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"compare", test_compare},
	{"show", test_show},
	{"shown lines", test_shown_lines},
	{"long values", test_long_values},
	{"long names", test_long_names},
	{"schema", test_schema},
};

UNIT_MAIN(tests)
