/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/rules_test.h"

#include <string.h>

#include "checks/secrets/scan.h"
#include "gate/template.h"

struct testing {
	struct rule_failures *out;
	struct scanner *scanner;
	bool limited; /* the last example reached a limit: nobody knows what is in it */
	struct arena *arena;
	struct err *err;
};

static int fail(struct testing *testing, const struct rule_failure *failure)
{
	struct rule_failures *out = testing->out;

	if (arena_reserve(testing->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(testing->err);
	out->items[out->count++] = *failure;
	return 0;
}

static int find_in_text(
	struct testing *testing, const struct rule *rule, struct text text, bool *found)
{
	const struct scan *scan;

	if (scan_text(testing->scanner, text, &scan, testing->err) < 0)
		return -1;
	testing->limited = scan->gap_count > 0;
	for (size_t i = 0; i < scan->hit_count; i++)
		*found = *found ||
			 (strcmp(scan->hits[i].rule->id, rule->id) == 0 && !scan->hits[i].allowed);
	return 0;
}

static int find(struct testing *testing, const struct rule *rule, struct text text, bool *found)
{
	if (rule->pattern)
		return find_in_text(testing, rule, text, found);
	return matcher_search(
		scanner_matcher(testing->scanner), rule->path, rule->id, text, found, testing->err);
}

/* What is wrong with a template is a failure of the example, not of the test. */
static int expand(struct testing *testing, const char *source, struct rule_failure *failure)
{
	struct err fault = {0};

	/* The hits' and the misses' examples are numbered apart. */
	if (template_expand(&failure->text, text_of(source), text_of(failure->rule),
		    failure->example * 2 + failure->is_hit, testing->arena, &fault) == 0)
		return 0;
	if (fault.kind == ERR_INTERNAL)
		return err_nomem(testing->err);
	failure->text = text_of(source);
	failure->what = arena_copy(testing->arena, text_of(fault.message));
	return failure->what ? 0 : err_nomem(testing->err);
}

static int try_example(struct testing *testing, const struct rule *rule, const char *source,
	size_t example, bool is_hit)
{
	struct rule_failure failure = {.rule = rule->id, .is_hit = is_hit, .example = example};
	bool found = false;

	testing->out->examples++;
	if (expand(testing, source, &failure) < 0)
		return -1;
	if (failure.what)
		return fail(testing, &failure);
	if (find(testing, rule, failure.text, &found) < 0)
		return -1;
	if (found == is_hit && !testing->limited)
		return 0;
	failure.what = testing->limited ? "a limit was reached"
		       : is_hit         ? "no finding"
					: "a finding";
	return fail(testing, &failure);
}

static int try_examples(
	struct testing *testing, const struct rule *rule, const char *const *examples, bool is_hit)
{
	for (size_t i = 0; examples && examples[i]; i++)
		if (try_example(testing, rule, examples[i], i, is_hit) < 0)
			return -1;
	return 0;
}

static int try_rules(struct testing *testing, const struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];

		if (rule->hidden || (!rule->pattern && !rule->path))
			continue;
		if (try_examples(testing, rule, rule->hit, true) < 0 ||
			try_examples(testing, rule, rule->miss, false) < 0)
			return -1;
	}
	return 0;
}

/* The rules of this check among those of others, which stand sorted by id. */
static struct rules own_part(const struct rules *rules)
{
	struct rules own = {rules->items, 0};

	for (size_t i = 0; i < rules->count; i++) {
		if (!text_starts(text_of(rules->items[i].id), "secrets/"))
			continue;
		if (own.count++ == 0)
			own.items = &rules->items[i];
	}
	return own;
}

int rules_test(
	struct rule_failures *out, const struct rules *rules, struct arena *arena, struct err *err)
{
	struct testing testing = {.out = out, .arena = arena, .err = err};
	struct rules own = own_part(rules), none = {NULL, 0};
	bool builtin = rules == &builtin_rules;
	struct ruleset *ruleset;
	int done;

	*out = (struct rule_failures){0};
	if (ruleset_open(&ruleset, builtin, builtin ? &none : &own, NULL, arena, err) < 0)
		return -1;
	done = scanner_open(&testing.scanner, ruleset, err);
	if (done == 0)
		done = try_rules(&testing, &own);
	scanner_close(testing.scanner);
	ruleset_close(ruleset);
	return done;
}
