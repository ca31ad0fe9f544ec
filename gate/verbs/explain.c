/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gate/rule.h"
#include "gate/verbs/judge.h"

static const struct flag flags[] = {
	{"base", 0, FLAG_WORD, offsetof(struct judging, base), "REV",
		"for a fingerprint: what the change is compared with"},
	{"head", 0, FLAG_WORD, offsetof(struct judging, head), "REV", "for a fingerprint: the change"},
	JUDGING_FLAGS,
	{0},
};

static void print_rule(struct buffer *out, const struct rule *rule)
{
	buffer_printf(out, "%s\n  %s\n\n", rule->id, rule->title);
	buffer_printf(out, "  severity    %s\n  confidence  %s\n", severity_name(rule->severity),
		confidence_name(rule->confidence));
	if (rule->why)
		buffer_printf(out, "  why         %s\n", rule->why);
	if (rule->remedy)
		buffer_printf(out, "  what to do  %s\n", rule->remedy);
	if (rule->path)
		buffer_printf(out, "  in paths    %s\n", rule->path);
	if (rule->pattern)
		buffer_printf(out, "  pattern     %s\n", rule->pattern);
	for (size_t i = 0; rule->hit && rule->hit[i]; i++)
		buffer_printf(out, "  finds       %s\n", rule->hit[i]);
	for (size_t i = 0; rule->miss && rule->miss[i]; i++)
		buffer_printf(out, "  not         %s\n", rule->miss[i]);
	buffer_printf(out, "\n  in .seamgate.yml:  rules: {%s: warning}   # error, warning, note or off\n",
		rule->id);
}

static int explain_rule(const struct rule *rule, struct err *err)
{
	struct buffer out = {0};
	int done;

	print_rule(&out, rule);
	done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

static int unknown_rule(const struct call *call, const char *word, struct err *err)
{
	const char **ids = arena_array(call->arena, builtin_rules.count, sizeof(*ids));
	const char *nearest;

	if (!ids)
		return err_nomem(err);
	for (size_t i = 0; i < builtin_rules.count; i++)
		ids[i] = builtin_rules.items[i].id;
	nearest = text_nearest(text_of(word), ids, builtin_rules.count);
	err_set(err, ERR_USAGE, "no rule is called \"%s\", and it is no fingerprint", word);
	return nearest ? err_remedy(err, "did you mean %s?", nearest) :
			 err_remedy(err, "see: seamgate list rules");
}

static bool is_fingerprint(const char *word)
{
	size_t length = strspn(word, "0123456789abcdef");

	return length >= 6 && length < SHA256_HEX && word[length] == '\0';
}

/* The finding is looked up by judging the change again. */
static int explain_finding(const struct call *call, struct judging *judging, const char *word,
	struct err *err)
{
	struct request request = {judging->base, judging->head, &call->env};
	struct origin origin = {0};
	struct range range = {0};
	struct repo *repo = NULL;
	int code = repo_open(&repo, NULL, err);

	judging->explain = word;
	if (code == 0)
		code = request_range(&range, &origin, &request, repo, call->arena, err);
	if (code == 0 && origin.nothing)
		code = err_set(err, ERR_USAGE, "there is nothing to judge: %s", origin.nothing_reason);
	if (code == 0)
		code = judge_range(call, judging, repo, &range, err);
	repo_close(repo);
	return code < 0 ? -1 : 0;
}

static int explain(const struct call *call, struct err *err)
{
	struct judging judging = {0};
	struct words rest = {0};
	const struct rule *rule;

	if (flags_read(flags, &judging, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count != 1)
		return err_set(err, ERR_USAGE, "explain what? seamgate explain RULE|FINGERPRINT");
	rule = rule_find(&builtin_rules, text_of(rest.items[0]));
	if (rule)
		return explain_rule(rule, err);
	if (is_fingerprint(rest.items[0]))
		return explain_finding(call, &judging, rest.items[0], err);
	return unknown_rule(call, rest.items[0], err);
}

const struct verb verb_explain = {"explain", "RULE|FINGERPRINT [flags]",
	"say what a rule looks for, or show one finding whole", flags, explain};
