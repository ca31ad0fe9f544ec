/* SPDX-License-Identifier: Apache-2.0
 *
 * `seamgate baseline write`, `seamgate baseline import FILE...` and `seamgate waive FINGERPRINT`: findings that are there
 * become waivers in the policy. They count for no change before they are at its base.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gate/policy/append.h"
#include "gate/policy/value.h"
#include "gate/report/report.h"
#include "gate/verbs/policies.h"
#include "gate/verbs/suppressed.h"

struct baseline_flags {
	const char *reason, *owner, *expires;
	bool history, unreachable;
};

#define WAIVER_FLAGS                                                                              \
	{"reason", 0, FLAG_WORD, offsetof(struct baseline_flags, reason), "TEXT",                 \
		"why the findings may stay"},                                                     \
		{"owner", 0, FLAG_WORD, offsetof(struct baseline_flags, owner), "WHO",            \
			"who answers for it"},                                                    \
		{"history", 0, FLAG_SWITCH, offsetof(struct baseline_flags, history), "",         \
			"what is anywhere in the history too, not only in the tree of HEAD"},     \
		{"expires", 0, FLAG_WORD, offsetof(struct baseline_flags, expires), "YYYY-MM-DD", \
			"the first day on which they no longer count"},                           \
	{                                                                                         \
		"unreachable", 0, FLAG_SWITCH, offsetof(struct baseline_flags, unreachable), "",  \
			"with --history, every object that no ref reaches too"                    \
	}

static const struct flag flags[] = {WAIVER_FLAGS, {0}};

/* What is asked for, and what came of it. */
struct writing {
	const struct call *call;
	const struct baseline_flags *chosen;
	struct suppressions *list; /* import: only what is in it; or NULL */
	const char *fingerprint;   /* waive: how the one begins; or NULL */
	struct new_waiver *waivers;
	size_t count, capacity;
	bool is_missing; /* waive: no finding of what was judged begins so */
};

/* ---- which findings ---- */

static bool is_listed(struct suppressions *list, const struct finding *finding, struct text commit)
{
	bool found = false;

	for (size_t i = 0; i < list->count; i++)
		if (suppressed_covers(&list->items[i], finding, commit))
			found = list->items[i].found = true;
	return found;
}

static bool is_wanted(
	const struct writing *writing, const struct result *result, const struct finding *finding)
{
	char digits[OID_HEX] = "";

	if (finding->state != FINDING_NEW || !finding->fingerprint[0])
		return false;
	if (writing->fingerprint)
		return strncmp(finding->fingerprint, writing->fingerprint,
			       strlen(writing->fingerprint)) == 0;
	if (!writing->list)
		return finding->blocking;
	if (finding->commit < result->change->commit_count)
		oid_hex(change_commit(result->change, finding->commit), digits);
	return is_listed(writing->list, finding, text_of(digits));
}

static bool is_there(const struct writing *writing, const struct finding *finding)
{
	for (size_t i = 0; i < writing->count; i++)
		if (strcmp(writing->waivers[i].fingerprint, finding->fingerprint) == 0 &&
			strcmp(writing->waivers[i].rule, finding->rule) == 0 &&
			text_equal(writing->waivers[i].path, finding->path))
			return true;
	return false;
}

static int add(struct writing *writing, const struct finding *finding, struct err *err)
{
	struct arena *arena = writing->call->arena;
	struct new_waiver waiver = {.rule = finding->rule,
		.fingerprint = arena_copy(arena, text_of(finding->fingerprint)),
		.path = arena_text(arena, finding->path),
		.reason = writing->chosen->reason,
		.owner = writing->chosen->owner,
		.expires = writing->chosen->expires};

	if (is_there(writing, finding))
		return 0;
	if (!waiver.fingerprint || !waiver.path.ptr ||
		arena_reserve(arena, (void **)&writing->waivers, &writing->capacity,
			writing->count + 1, sizeof(*writing->waivers)) < 0)
		return err_nomem(err);
	writing->waivers[writing->count++] = waiver;
	return 0;
}

/* ---- what is said and written ---- */

static void say_unmatched(const struct writing *writing, struct buffer *out)
{
	const struct suppressions *list = writing->list;

	for (size_t i = 0; list && i < list->count; i++) {
		if (list->items[i].found)
			continue;
		buffer_string(out, "not carried over, as there is no finding: ");
		verb_say(out, list->items[i].shown);
		buffer_byte(out, '\n');
	}
	if (list && list->not_read)
		buffer_printf(out, "not carried over, as of no known form: %zu entries\n",
			list->not_read);
}

static void say_waivers(const struct writing *writing, struct buffer *out)
{
	for (size_t i = 0; i < writing->count; i++) {
		buffer_printf(out, "waived until %s: %s %.12s ", writing->waivers[i].expires,
			writing->waivers[i].rule, writing->waivers[i].fingerprint);
		verb_say(out, writing->waivers[i].path);
		buffer_byte(out, '\n');
	}
	buffer_printf(out, "%zu %s in %s; commit it: it counts once it is at the base\n",
		writing->count, writing->count == 1 ? "waiver" : "waivers", POLICY_PATH);
}

static int save(const struct writing *writing, struct err *err)
{
	struct buffer made = {0};
	struct text policy;
	int done = read_small_file(POLICY_PATH, &policy, writing->call->arena, err);

	if (done == 0)
		done = policy_append(&made, policy, POLICY_PATH, writing->waivers, writing->count,
			writing->call->arena, err);
	if (done == 0)
		done = report_save(POLICY_PATH, buffer_text(&made), err);
	buffer_free(&made);
	return done;
}

static const struct incomplete *first_incomplete(const struct result *result)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].incomplete_count)
			return result->outcomes[i].incomplete;
	return NULL;
}

/* What could not be looked at cannot be waived, and a list that is not whole is none. */
static int check_whole(const struct result *result, struct err *err)
{
	const struct incomplete *first = first_incomplete(result);
	struct text path = first ? first->path : text_of(""), reason;

	if (result->exit_code != 3)
		return 0;
	reason = first ? first->reason : result->reason;
	if (text_equal(text_slice(reason, 0, path.len), path))
		path = text_of("");
	err_set(err, ERR_LOOK,
		"no waivers are written, as not everything could be looked at: %.*s%s%.*s",
		text_quote(path), path.ptr, path.len ? ": " : "", (int)reason.len, reason.ptr);
	return first && first->remedy.len
		       ? err_remedy(err, "%.*s", (int)first->remedy.len, first->remedy.ptr)
		       : err_remedy(err, "see what is missing: seamgate scan");
}

static int take(void *context, const struct result *result, struct err *err)
{
	struct writing *writing = context;
	struct buffer out = {0};
	int done = check_whole(result, err);

	for (size_t i = 0; done == 0 && i < result->finding_count; i++)
		if (is_wanted(writing, result, result->findings[i]))
			done = add(writing, result->findings[i], err);
	writing->is_missing = done == 0 && writing->fingerprint && !writing->count;
	if (writing->is_missing)
		done = err_set(err, ERR_USAGE, "no finding has a fingerprint that begins with %s",
			writing->fingerprint);
	if (done == 0 && writing->count)
		done = save(writing, err);
	if (done == 0) {
		say_waivers(writing, &out);
		say_unmatched(writing, &out);
		done = verb_print(&out, err);
	}
	buffer_free(&out);
	return done;
}

/* ---- the verbs ---- */

static int check_expires(const char *expires, struct err *err)
{
	static const struct option date = {.key = "expires", .type = OPTION_DATE};
	int64_t day;

	if (!value_parse(&date, text_of(expires), false, &day))
		return err_set(err, ERR_USAGE,
			"--expires wants a date such as 2027-01-31, not \"%s\"", expires);
	if (day <= time(NULL) / 86400)
		return err_set(err, ERR_USAGE,
			"--expires %s is over: a waiver ends at the start of its day", expires);
	return 0;
}

static int check_flags(const struct baseline_flags *chosen, struct err *err)
{
	if (!chosen->reason || !chosen->owner || !chosen->expires)
		return err_set(err, ERR_USAGE,
			"a waiver wants --reason, --owner and --expires; %s is missing",
			!chosen->reason  ? "--reason"
			: !chosen->owner ? "--owner"
					 : "--expires");
	if (check_expires(chosen->expires, err) < 0)
		return -1;
	if (access(POLICY_PATH, F_OK) == 0)
		return 0;
	err_set(err, ERR_USAGE, "there is no %s here", POLICY_PATH);
	return err_remedy(err, "seamgate init makes one; then call this at the repository's top");
}

static int write_of_scan(struct writing *writing, const struct judging *judging, struct repo *repo,
	enum scan_scope scope, struct err *err)
{
	struct range range;

	writing->is_missing = false;
	if (scan_range(&range, NULL, scope, repo, writing->call->arena, err) < 0)
		return -1;
	return judge_range(writing->call, judging, repo, &range, err);
}

/* The file in this folder says the salt, and it is the one that is added to. One finding is looked for
 * in the history only where the tree has it not: a shallow clone has a tree. */
static int write_waivers(struct writing *writing, struct err *err)
{
	struct judging judging = {
		.policy = POLICY_PATH, .quiet = true, .take = take, .context = writing};
	struct repo *repo = NULL;
	const struct baseline_flags *chosen = writing->chosen;
	enum scan_scope scope;
	int code;

	if (check_flags(chosen, err) < 0 ||
		scan_scope(&scope, chosen->history || (writing->fingerprint && chosen->unreachable),
			chosen->unreachable, err) < 0)
		return -1;
	code = repo_open(&repo, NULL, err);
	if (code == 0)
		code = write_of_scan(writing, &judging, repo, scope, err);
	if (writing->is_missing && scope == SCAN_TREE) {
		*err = (struct err){0};
		code = write_of_scan(writing, &judging, repo, SCAN_HISTORY, err);
	}
	repo_close(repo);
	return code;
}

static int read_lists(struct suppressions *all, const struct call *call, const struct words *rest,
	struct err *err)
{
	for (size_t i = 1; i < rest->count; i++) {
		struct suppressions list;
		struct text file;

		if (read_small_file(rest->items[i], &file, call->arena, err) < 0 ||
			suppressions_read(&list, file, rest->items[i], call->arena, err) < 0)
			return -1;
		if (arena_reserve(call->arena, (void **)&all->items, &all->capacity,
			    all->count + list.count, sizeof(*all->items)) < 0)
			return err_nomem(err);
		if (list.count)
			memcpy(all->items + all->count, list.items,
				list.count * sizeof(*list.items));
		all->count += list.count;
		all->not_read += list.not_read;
	}
	return 0;
}

static int baseline(const struct call *call, struct err *err)
{
	static const char *const names[] = {"write", "import"};
	struct baseline_flags chosen = {0};
	struct suppressions list = {0};
	struct writing writing = {.call = call, .chosen = &chosen};
	struct words rest = {0};

	if (flags_read(flags, &chosen, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count == 0)
		return err_set(
			err, ERR_USAGE, "baseline what? seamgate baseline write | import FILE...");
	if (strcmp(rest.items[0], "import") == 0) {
		if (rest.count == 1)
			return err_set(
				err, ERR_USAGE, "import wants a file such as .gitleaksignore");
		if (read_lists(&list, call, &rest, err) < 0)
			return -1;
		writing.list = &list;
	} else if (strcmp(rest.items[0], "write") != 0)
		return verb_unknown_word("baseline verb", rest.items[0], names, 2, err);
	return write_waivers(&writing, err);
}

static int waive(const struct call *call, struct err *err)
{
	struct baseline_flags chosen = {0};
	struct writing writing = {.call = call, .chosen = &chosen};
	struct words rest = {0};

	if (flags_read(flags, &chosen, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count != 1 || strlen(rest.items[0]) < 6)
		return err_set(err, ERR_USAGE,
			"waive wants a finding's fingerprint, or its first six digits or more");
	writing.fingerprint = rest.items[0];
	return write_waivers(&writing, err);
}

const struct verb verb_baseline = {"baseline", "write | import FILE... [flags]",
	"waive what is there, or what another scanner was told to pass over", flags, baseline,
	"write|import"};

const struct verb verb_waive = {
	"waive", "FINGERPRINT [flags]", "waive one finding in .seamgate.yml", flags, waive, NULL};
