/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/fresh.h"

#include "checks/latency/order.h"

static const char remedy[] = "measure the head again and commit the new reports";

int fresh_note(const struct check_job *job, const struct flow *flow, const struct file *touched,
	struct text path, struct err *err)
{
	const char *reason = arena_printf(job->arena,
		"flow \"%.*s\": %.*s changed and the report did not", text_quote(flow->name),
		flow->name.ptr, text_quote(touched->path), touched->path.ptr);

	if (!reason)
		return err_nomem(err);
	check_incomplete(job, path, reason, remedy);
	return 0;
}

static int ask_before(bool *fresh, const struct check_job *job, const struct flow *flow,
	const struct side_run *run, struct err *err)
{
	const char *reason;
	struct oid commit;
	char hex[OID_HEX];
	bool found;

	if (job_was_before(job, run->path, &commit, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	oid_hex(&commit, hex);
	reason = arena_printf(job->arena,
		"flow \"%.*s\": the report is the one of an older commit (%.12s)",
		text_quote(flow->name), flow->name.ptr, hex);
	if (!reason)
		return err_nomem(err);
	*fresh = false;
	check_incomplete(job, run->path, reason, remedy);
	return 0;
}

static int ask_order(bool *fresh, const struct check_job *job, const struct flow *flow,
	const struct flow_side *base, const struct flow_side *head, struct err *err)
{
	const char *reason;

	if (!base || !text_is(flow->baseline, "base") || order_of(base, head) != ORDER_HEAD_FIRST)
		return 0;
	reason = arena_printf(job->arena,
		"flow \"%.*s\": all reports of the head were made before those of the base, so "
		"that they are of an older state",
		text_quote(flow->name), flow->name.ptr);
	if (!reason)
		return err_nomem(err);
	*fresh = false;
	check_incomplete(job, head->runs[0].path, reason, remedy);
	return 0;
}

int fresh_check(bool *fresh, const struct check_job *job, const struct flow *flow,
	const struct file *touched, const struct flow_side *base, const struct flow_side *head,
	struct err *err)
{
	*fresh = true;
	if (!touched)
		return 0;
	for (size_t i = 0; i < head->run_count; i++) {
		const struct side_run *run = &head->runs[i];

		if (base && side_copy_of(base, run)) {
			*fresh = false;
			if (fresh_note(job, flow, touched, run->path, err) < 0)
				return -1;
		} else if (!run->source->workspace && ask_before(fresh, job, flow, run, err) < 0) {
			return -1;
		}
	}
	return *fresh ? ask_order(fresh, job, flow, base, head, err) : 0;
}
