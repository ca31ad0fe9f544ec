/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/waiver.h"

#include <stdlib.h>

#include "gate/base/glob.h"
#include "gate/policy/root.h"
#include "gate/policy/walk.h"

const struct option waiver_options[] = {
	{.key = "rule",
		.type = OPTION_STRING,
		.offset = offsetof(struct waiver, rule),
		.help = "Id of the rule.",
		.required = true},
	{.key = "fingerprint",
		.type = OPTION_STRING,
		.offset = offsetof(struct waiver, fingerprint),
		.help = "The finding's fingerprint: 64 hexadecimal digits.",
		.required = true},
	{.key = "path",
		.type = OPTION_GLOB,
		.offset = offsetof(struct waiver, path),
		.help = "Where it counts; without it everywhere."},
	{.key = "reason",
		.type = OPTION_STRING,
		.offset = offsetof(struct waiver, reason),
		.help = "Why the finding may stay.",
		.required = true},
	{.key = "owner",
		.type = OPTION_STRING,
		.offset = offsetof(struct waiver, owner),
		.help = "Who answers for it.",
		.required = true},
	{.key = "expires",
		.type = OPTION_DATE,
		.offset = offsetof(struct waiver, expires),
		.help = "The first day (UTC) on which it no longer counts.",
		.loosens = LOOSENS_HIGHER,
		.required = true},
	{.key = NULL},
};

void waiver_expires(struct buffer *out, const struct waiver *waiver)
{
	for (const struct option *option = waiver_options; option->key; option++)
		if (option->offset == offsetof(struct waiver, expires))
			walk_value(out, option, &waiver->expires);
}

static bool is_fingerprint(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}
	return text.len == SHA256_HEX - 1;
}

static int by_subject(const void *left, const void *right)
{
	const struct waiver *a = *(const struct waiver *const *)left;
	const struct waiver *b = *(const struct waiver *const *)right;
	int order = text_compare(a->fingerprint, b->fingerprint);

	if (order == 0)
		order = text_compare(a->rule, b->rule);
	if (order == 0)
		order = text_compare(a->path, b->path);
	/* Waivers stand in one array, in the order of the file. */
	return order ? order : (a > b) - (a < b);
}

static bool same_subject(const struct waiver *a, const struct waiver *b)
{
	return text_equal(a->fingerprint, b->fingerprint) && text_equal(a->rule, b->rule) &&
	       text_equal(a->path, b->path);
}

static int check_duplicates(
	const struct waiver **sorted, size_t count, const char *name, struct err *err)
{
	qsort(sorted, count, sizeof(struct waiver *), by_subject);
	for (size_t i = 1; i < count; i++)
		if (same_subject(sorted[i - 1], sorted[i]))
			return yaml_error(err, name, sorted[i]->line, sorted[i]->column,
				"this waiver of %.*s is there twice", text_quote(sorted[i]->rule),
				sorted[i]->rule.ptr);
	return 0;
}

static int check_one(
	struct waiver *waiver, const struct yaml *item, const char *name, struct err *err)
{
	const struct yaml *rule = yaml_get(item, "rule"), *print = yaml_get(item, "fingerprint");

	waiver->line = rule->line;
	waiver->column = rule->column;
	if (is_fingerprint(waiver->fingerprint))
		return 0;
	return yaml_error(err, name, print->line, print->column,
		"fingerprint wants 64 digits of 0-9 and a-f, not \"%.*s\"", text_quote(print->text),
		print->text.ptr);
}

int waivers_check(struct waiver *waivers, size_t count, const struct yaml *list, const char *name,
	struct err *err)
{
	const struct yaml *item = list ? list->child : NULL;
	const struct waiver **sorted;
	int result;

	for (size_t i = 0; i < count && item; i++, item = item->next)
		if (check_one(&waivers[i], item, name, err) < 0)
			return -1;
	if (count < 2)
		return 0;
	sorted = calloc(count, sizeof(struct waiver *));
	if (!sorted)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &waivers[i];
	result = check_duplicates(sorted, count, name, err);
	free(sorted);
	return result;
}

static bool covers(const struct waiver *waiver, const struct finding *finding, int64_t today)
{
	return text_is(waiver->fingerprint, finding->fingerprint) &&
	       text_is(waiver->rule, finding->rule) && today < waiver->expires &&
	       (waiver->path.len == 0 || glob_match(waiver->path, finding->path));
}

const struct waiver *policy_waiver(
	const struct policy *policy, const struct finding *finding, int64_t today)
{
	/* A finding without evidence has no fingerprint, and cannot be waived. */
	if (finding->fingerprint[0] == '\0')
		return NULL;
	for (size_t i = 0; i < policy->waiver_count; i++)
		if (covers(&policy->waivers[i], finding, today))
			return &policy->waivers[i];
	return NULL;
}
