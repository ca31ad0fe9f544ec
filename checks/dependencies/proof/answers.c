/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/proof.h"

static bool is_same(const struct pin *a, const struct pin *b)
{
	return text_equal(a->name, b->name) && text_equal(a->version, b->version) &&
	       text_equal(a->artifact, b->artifact) && pin_has_same_digests(a, b);
}

int proving_had_pin(bool *out, struct proving *proving, const char *format, struct text path,
	const struct pin *pin, struct err *err)
{
	const struct lock *base;

	*out = false;
	if (!proving->job->change->has_base)
		return 0;
	if (proving_lock(&base, proving, SIDE_BASE, format, path, err) < 0)
		return -1;
	for (size_t i = 0; base && !*out && i < base->pins.count; i++)
		*out = is_same(&base->pins.items[i], pin);
	return 0;
}

int proving_broken(struct proof *out, struct proving *proving, struct text path, bool is_cached,
	const struct err *problem, struct err *err)
{
	static const char remedy[] = "bring back the artifact as its tool makes it, or remove it";

	if (problem->kind == ERR_INTERNAL)
		return err_set(err, problem->kind, "%s", problem->message);
	out->state = PROOF_OPEN;
	out->reason = PROOF_BROKEN;
	out->artifact = path;
	out->what = arena_copy(proving->job->arena, text_of(problem->message));
	if (!out->what)
		return err_nomem(err);
	check_incomplete(proving->job, is_cached ? out->path : path, out->what, remedy);
	return 0;
}
