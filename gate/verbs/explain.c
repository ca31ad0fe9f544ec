/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gate/rule.h"
#include "gate/verbs/policies.h"

static const struct flag flags[] = {
	{"base", 0, FLAG_WORD, offsetof(struct judging, base), "REV",
		"for a fingerprint: what the change is compared with"},
	{"head", 0, FLAG_WORD, offsetof(struct judging, head), "REV",
		"for a fingerprint: the change"},
	{"staged", 0, FLAG_SWITCH, offsetof(struct judging, staged), "",
		"for a fingerprint: in what is staged"},
	{"worktree", 0, FLAG_SWITCH, offsetof(struct judging, worktree), "",
		"for a fingerprint: in the files as they are"},
	JUDGING_FLAGS,
	{0},
};

/* A team's rule is a foreign text. */
static void print_field(struct buffer *out, const char *name, const char *value)
{
	if (!value)
		return;
	buffer_printf(out, "  %-11s ", name);
	verb_say(out, text_of(value));
	buffer_byte(out, '\n');
}

static void print_rule(struct buffer *out, const struct rule *rule)
{
	buffer_printf(out, "%s\n  ", rule->id);
	verb_say(out, text_of(rule->title));
	buffer_string(out, "\n\n");
	print_field(out, "severity", severity_name(rule->severity));
	print_field(out, "confidence", confidence_name(rule->confidence));
	print_field(out, "why", rule->why);
	print_field(out, "what to do", rule->remedy);
	if (rule->verify)
		buffer_printf(out, "  verified    %s%s%s%s\n", rule->verify,
			rule->severity_raised ? "; " : "",
			rule->severity_raised ? severity_name(rule->severity_raised) : "",
			rule->severity_raised ? " where that raises it" : "");
	print_field(out, "in paths", rule->path);
	print_field(out, "pattern", rule->pattern);
	for (size_t i = 0; rule->hit && rule->hit[i]; i++)
		print_field(out, "finds", rule->hit[i]);
	for (size_t i = 0; rule->miss && rule->miss[i]; i++)
		print_field(out, "not", rule->miss[i]);
	buffer_printf(out,
		"\n  in .seamgate.yml:  rules: {%s: warning}   # error, warning, note or off\n",
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

/* A rule of the files that the policy of this folder names; NULL where there is none. */
static int team_rule(
	const struct rule **out, const char *word, struct arena *arena, struct err *err)
{
	struct text_list names;
	struct policy policy;

	*out = NULL;
	if (policies_here(&policy, NULL, arena, err) < 0 ||
		policy_named(&names, &policy, arena, err) < 0)
		return -1;
	for (size_t i = 0; !*out && i < names.count; i++) {
		const char *path = arena_copy(arena, names.items[i]);
		struct rules rules;
		struct text text;

		if (!path)
			return err_nomem(err);
		if (read_small_file(path, &text, arena, err) < 0 ||
			rules_read(&rules, text, path, "secrets", arena, err) < 0)
			return -1;
		*out = rule_find(&rules, text_of(word));
	}
	return 0;
}

/* The nearest built-in rule, also to a name without its check. */
static int nearest_rule(const char **out, const char *word, struct arena *arena, struct err *err)
{
	const char **ids = arena_array(arena, builtin_rules.count, sizeof(*ids));
	const char *nearest = NULL;

	if (!ids)
		return err_nomem(err);
	for (size_t i = 0; i < builtin_rules.count; i++) {
		const char *id = builtin_rules.items[i].id;

		ids[i] = strchr(word, '/') ? id : strchr(id, '/') + 1;
	}
	nearest = text_nearest(text_of(word), ids, builtin_rules.count);
	*out = NULL;
	for (size_t i = 0; nearest && !*out && i < builtin_rules.count; i++)
		if (ids[i] == nearest)
			*out = builtin_rules.items[i].id;
	return 0;
}

static int unknown_rule(const struct call *call, const char *word, struct err *err)
{
	const char *nearest = NULL;

	if (nearest_rule(&nearest, word, call->arena, err) < 0)
		return -1;
	err_set(err, ERR_USAGE, "no rule is called \"%s\", and it is no fingerprint", word);
	return nearest ? err_remedy(err, "did you mean %s?", nearest)
		       : err_remedy(err, "see: seamgate list rules");
}

/* "hash-added": the built-in rule of that name, where only one check has it. */
static const struct rule *only_rule(const char *name)
{
	const struct rule *only = NULL;

	for (size_t i = 0; i < builtin_rules.count; i++) {
		const struct rule *rule = &builtin_rules.items[i];

		if (strcmp(strchr(rule->id, '/') + 1, name) != 0)
			continue;
		if (only)
			return NULL;
		only = rule;
	}
	return only;
}

static int explain_word(const struct call *call, const char *word, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(word));

	if (!rule)
		rule = only_rule(word);
	if (!rule && strchr(word, '/') && team_rule(&rule, word, call->arena, err) < 0)
		return -1;
	return rule ? explain_rule(rule, err) : unknown_rule(call, word, err);
}

static bool is_fingerprint(const char *word)
{
	size_t length = strspn(word, "0123456789abcdef");

	return length >= 6 && length < SHA256_HEX && word[length] == '\0';
}

/* Judges what `run` would judge. *missing: no finding of it begins so, or there is nothing to judge. */
static int explain_change(
	const struct call *call, const struct judging *judging, struct repo *repo, struct err *err)
{
	struct request request = {judging->base, judging->head, &call->env};
	struct origin origin = {0};
	struct range range = {0};

	if (judging->staged || judging->worktree)
		return judge_snapshot(call, judging, repo,
			judging->staged ? SNAPSHOT_INDEX : SNAPSHOT_WORKTREE, err);
	if (request_range(&range, &origin, &request, repo, call->arena, err) < 0)
		return -1;
	*judging->missing = origin.nothing;
	if (origin.nothing)
		return err_set(
			err, ERR_USAGE, "there is nothing to judge: %s", origin.nothing_reason);
	return judge_range(call, judging, repo, &range, err);
}

static int explain_scan(const struct call *call, const struct judging *judging, struct repo *repo,
	enum scan_scope scope, struct err *err)
{
	struct range range;

	*judging->missing = false;
	if (scan_range(&range, NULL, scope, repo, call->arena, err) < 0)
		return -1;
	return judge_range(call, judging, repo, &range, err);
}

/* A policy of this folder that is not committed yet may have another salt, as right behind `seamgate init`. */
static int explain_tree(
	const struct call *call, const struct judging *judging, struct repo *repo, struct err *err)
{
	struct judging here = *judging;
	int code = explain_scan(call, judging, repo, SCAN_TREE, err);

	if (!*judging->missing || judging->policy || access(POLICY_PATH, F_OK) != 0)
		return code;
	here.policy = POLICY_PATH;
	*err = (struct err){0};
	return explain_scan(call, &here, repo, SCAN_TREE, err);
}

/* The history is read only where the tree has it not, as a shallow clone has a tree; what no ref reaches last. */
static int explain_scans(
	const struct call *call, const struct judging *judging, struct repo *repo, struct err *err)
{
	static const enum scan_scope scopes[] = {SCAN_HISTORY, SCAN_ALL_OBJECTS};
	int code = explain_tree(call, judging, repo, err);

	for (size_t i = 0; *judging->missing && i < sizeof(scopes) / sizeof(scopes[0]); i++) {
		*err = (struct err){0};
		code = explain_scan(call, judging, repo, scopes[i], err);
	}
	return code;
}

/* The finding is looked up by judging again: the change, then, where nobody said which, all that a scan would show. */
static int explain_in(
	const struct call *call, const struct judging *judging, struct repo *repo, struct err *err)
{
	bool is_given = judging->base || judging->head || judging->staged || judging->worktree;
	struct err first = {0};
	int code = explain_change(call, judging, repo, &first);

	if (!is_given && (*judging->missing || first.kind == ERR_LOOK))
		return explain_scans(call, judging, repo, err);
	*err = first;
	return code;
}

static int explain_finding(const struct call *call, struct judging *judging, struct err *err)
{
	struct repo *repo = NULL;
	bool missing = false;
	int code = repo_open(&repo, NULL, err);

	judging->missing = &missing;
	if (code == 0)
		code = explain_in(call, judging, repo, err);
	repo_close(repo);
	if (missing)
		err_remedy(err,
			"give the flags of the run that showed it: seamgate explain %s --base REV "
			"--head REV",
			judging->explain);
	return code < 0 ? -1 : 0;
}

static int explain(const struct call *call, struct err *err)
{
	struct judging judging = {0};
	struct words rest = {0};

	if (flags_read(flags, &judging, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count != 1)
		return err_set(err, ERR_USAGE, "explain what? seamgate explain RULE|FINGERPRINT");
	if (!is_fingerprint(rest.items[0]))
		return explain_word(call, rest.items[0], err);
	judging.explain = rest.items[0];
	return explain_finding(call, &judging, err);
}

const struct verb verb_explain = {"explain", "RULE|FINGERPRINT [flags]",
	"say what a rule looks for, or show one finding whole", flags, explain, NULL};
