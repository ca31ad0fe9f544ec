/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "policy": every edit of the policy by the change is reported, a loosening one as a warning. It
 * never blocks by itself: the base's policy judges too, so that a loosening has no effect on its own change.
 */
#include <stdio.h>

#include "gate/run_parts.h"

#define RULE "policy/changed"

/* A person reads so many; the rest is counted. */
enum { MOST_EDITS = 100 };

enum { MOST_BYTES = 120 };

static const char *mark(struct text text)
{
	return text.len > MOST_BYTES ? "…" : "";
}

/* A key and its values, cut to what a line holds. */
static struct text sentence(const struct policy_edit *edit, struct arena *arena)
{
	const char *way = edit->loosens ? "loosens" : "edits";
	struct text key = text_slice(edit->key, 0, MOST_BYTES),
		    before = text_slice(edit->before, 0, MOST_BYTES),
		    after = text_slice(edit->after, 0, MOST_BYTES);
	char *out;

	if (before.len == 0)
		out = arena_printf(arena, "this change %s the policy: adds %.*s: %.*s%s", way,
			(int)key.len, key.ptr, (int)after.len, after.ptr, mark(edit->after));
	else if (after.len == 0)
		out = arena_printf(arena, "this change %s the policy: removes %.*s: %.*s%s", way,
			(int)key.len, key.ptr, (int)before.len, before.ptr, mark(edit->before));
	else
		out = arena_printf(arena, "this change %s the policy: %.*s from %.*s%s to %.*s%s",
			way, (int)key.len, key.ptr, (int)before.len, before.ptr, mark(edit->before),
			(int)after.len, after.ptr, mark(edit->after));
	return (struct text){out, out ? text_of(out).len : 0};
}

static struct text remedy(const struct run *run, const struct policy_edit *edit)
{
	const struct policy *head = run->request->judges[run->request->judge_count - 1].policy;
	char *out;

	if (!edit->loosens)
		return text_of("nothing to do: it counts for this change already");
	if (run->request->judge_count == 1)
		return text_of("nothing to do: this policy was accepted by its digest");
	out = arena_printf(run->arena,
		"it takes effect once it is merged; to let it count for this change, have a "
		"maintainer set SEAMGATE_ACCEPT_POLICY=%s",
		head->sha256);
	return (struct text){out, out ? text_of(out).len : 0};
}

static int report(
	struct run *run, const struct policy_edit *edit, struct finding *finding, struct err *err)
{
	struct text evidence[3] = {edit->key, edit->before, edit->after};

	*finding = (struct finding){.rule = RULE,
		.check = "policy",
		.path = text_of(POLICY_PATH),
		.severity = edit->loosens ? SEVERITY_WARNING : SEVERITY_NOTE,
		.line = edit->line,
		.column = edit->line ? 1 : 0,
		.end_line = edit->line,
		.end_column = edit->line ? 1 : 0,
		.at_head = true,
		.commit = NO_COMMIT,
		.message = sentence(edit, run->arena),
		.remedy = remedy(run, edit),
		.state = FINDING_NEW};
	if (!finding->message.ptr || !finding->remedy.ptr)
		return err_nomem(err);
	return hash_hmac_hex(run->salt, evidence, 3, finding->fingerprint, err);
}

/* Loosening edits first: they are what a reviewer must see. */
static void put_first(struct policy_edits *edits)
{
	size_t next = 0;

	for (size_t i = 0; i < edits->count; i++) {
		struct policy_edit edit = edits->items[i];

		if (!edit.loosens)
			continue;
		edits->items[i] = edits->items[next];
		edits->items[next++] = edit;
	}
}

static int say_how_many(struct run *run, struct finding *last, size_t count, struct err *err)
{
	char *message = arena_printf(
		run->arena, "this change edits the policy in %zu more places", count - MOST_EDITS);

	if (!message)
		return err_nomem(err);
	last->message = text_of(message);
	return 0;
}

int run_policy_changed(struct run *run, struct err *err)
{
	const struct run_request *request = run->request;
	struct result *result = &run->result;
	struct policy_edits edits = {0};
	struct finding *findings;

	if (!request->before || shard_leaves(&request->shard, "policy"))
		return 0;
	if (policy_compare(&edits, request->before,
		    request->judges[request->judge_count - 1].policy, run->arena, err) < 0)
		return -1;
	put_first(&edits);
	findings = arena_array(run->arena, MOST_EDITS + 1, sizeof(*findings));
	result->findings = arena_array(run->arena, MOST_EDITS + 1, sizeof(struct finding *));
	if (!findings || !result->findings)
		return err_nomem(err);
	for (size_t i = 0; i < edits.count && i <= MOST_EDITS; i++) {
		if (report(run, &edits.items[i], &findings[i], err) < 0)
			return -1;
		result->findings[result->finding_count++] = &findings[i];
	}
	if (edits.count > MOST_EDITS)
		return say_how_many(run, &findings[MOST_EDITS], edits.count, err);
	return 0;
}
