/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gate/merge/join_outcomes.h"
#include "gate/run_parts.h"

/* ---- are they the shards of one run? ---- */

static int mismatch(
	const struct merge_part *a, const struct merge_part *b, const char *what, struct err *err)
{
	err_set(err, ERR_LOOK, "%s and %s are not of one run: %s", a->name, b->name, what);
	return err_remedy(err, "merge the results of one pipeline, whose jobs all have the same "
			       "clone and the same settings");
}

static bool same_policy(const struct result *a, const struct result *b)
{
	return strcmp(a->policy.source, b->policy.source) == 0 &&
	       text_equal(a->policy.path, b->policy.path) &&
	       strcmp(a->policy.sha256, b->policy.sha256) == 0;
}

static bool same_totals(const struct change *a, const struct change *b)
{
	return a->commit_count == b->commit_count && a->file_count == b->file_count &&
	       a->blob_count == b->blob_count && a->bytes == b->bytes;
}

static bool same_work(const struct shard_work *a, const struct shard_work *b)
{
	return a->blobs == b->blobs && a->sum == b->sum;
}

static int check_pair(const struct merge_part *a, const struct merge_part *b, struct err *err)
{
	if (!oid_equal(&a->change.base, &b->change.base))
		return mismatch(a, b, "their bases differ", err);
	if (!oid_equal(&a->change.head, &b->change.head))
		return mismatch(a, b, "their heads differ", err);
	if (!oid_equal(&a->change.merge_base, &b->change.merge_base))
		return mismatch(a, b, "their merge bases differ", err);
	if (!same_policy(&a->result, &b->result))
		return mismatch(a, b, "their policies differ", err);
	if (a->result.shard.count != b->result.shard.count)
		return mismatch(a, b, "they are of different numbers of shards", err);
	if (!text_equal(a->result.shard.pipeline, b->result.shard.pipeline))
		return mismatch(a, b, "they are of two runs of a pipeline", err);
	if (strcmp(a->result.shard.plan, b->result.shard.plan) != 0 ||
		!same_work(&a->result.shard.whole, &b->result.shard.whole) ||
		!same_totals(&a->change, &b->change))
		return mismatch(a, b,
			"they cut different work, from clones of different depth or with other "
			"checks",
			err);
	return 0;
}

/* Which part has each shard; NULL: none. */
static int find_owners(const struct merge_part **owners, const struct merge_part *parts,
	size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct shard *shard = &parts[i].result.shard;

		for (size_t p = 0; p < shard->part_count; p++) {
			const struct merge_part **owner = &owners[shard->parts[p] - 1];

			if (*owner) {
				err_set(err, ERR_LOOK, "shard %u of %u is in %s and in %s",
					shard->parts[p], shard->count, (*owner)->name,
					parts[i].name);
				return err_remedy(err, "give the result of each shard once");
			}
			*owner = &parts[i];
		}
	}
	return 0;
}

static int missing(unsigned shard, unsigned count, struct err *err)
{
	err_set(err, ERR_LOOK, "shard %u of %u is missing", shard, count);
	return err_remedy(err, "see whether its job ended and handed its result on; nobody has "
			       "looked at its part");
}

/* Two builds of one version may cut differently, and what they both leave to the other nobody looks at. */
static int check_work(const struct shard_work *own, const struct shard_work *whole, struct err *err)
{
	if (same_work(own, whole))
		return 0;
	err_set(err, ERR_LOOK,
		"the shards have looked at %" PRIu64 " contents, and these are not the %" PRIu64
		" that there are",
		own->blobs, whole->blobs);
	return err_remedy(err, "let one build of seamgate judge all shards");
}

/* Fills what shards the joined one has, and sees to it that all are there. */
static int join_shards(struct shard *out, const struct merge_part *parts, size_t count,
	bool partial, struct arena *arena, struct err *err)
{
	const struct shard *first = &parts[0].result.shard;
	unsigned all = first->count;
	const struct merge_part **owners = arena_array(arena, all, sizeof(struct merge_part *));
	unsigned *have = arena_array(arena, all, sizeof(*have));

	if (!owners || !have)
		return err_nomem(err);
	if (find_owners(owners, parts, count, err) < 0)
		return -1;
	*out = (struct shard){.whole = first->whole, .pipeline = first->pipeline};
	for (size_t i = 0; i < count; i++) {
		out->own.blobs += parts[i].result.shard.own.blobs;
		out->own.sum += parts[i].result.shard.own.sum;
	}
	for (unsigned i = 0; i < all; i++) {
		if (!owners[i] && !partial)
			return missing(i + 1, all, err);
		if (owners[i])
			have[out->part_count++] = i + 1;
	}
	if (out->part_count == all) {
		int done = check_work(&out->own, &out->whole, err);

		*out = (struct shard){0};
		return done;
	}
	out->index = have[0];
	out->count = all;
	out->is_asked = true;
	out->parts = have;
	memcpy(out->plan, first->plan, sizeof(out->plan));
	return 0;
}

/* ---- findings ---- */

/* The same thing seen by two shards, in two contents: the better place shows, the worse judgement stands. */
static void join_pair(struct finding *into, const struct finding *from)
{
	if (from->severity > into->severity)
		into->severity = from->severity;
	/* A mark stands beside the one and not beside the other. */
	if (into->state == FINDING_WAIVED && from->state == FINDING_NEW)
		into->state = FINDING_NEW;
	if (into->state == FINDING_NEW)
		into->blocking = into->blocking || from->blocking;
	if (from->commit < into->commit)
		into->commit = from->commit;
}

static int compare_identity(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left,
			     *b = *(struct finding *const *)right;
	int order = findings_compare_identity(a, b);

	return order ? order : findings_compare_rank(a, b);
}

static size_t join_same(struct finding **findings, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(findings, count, sizeof(*findings), compare_identity);
	for (size_t i = 0; i < count; i++)
		if (kept && findings_compare_identity(findings[kept - 1], findings[i]) == 0)
			join_pair(findings[kept - 1], findings[i]);
		else
			findings[kept++] = findings[i];
	if (kept)
		qsort(findings, kept, sizeof(*findings), findings_compare);
	return kept;
}

/* The findings of one check, behind those that are there already. */
static void append_check(
	struct result *result, const struct merge_part *parts, size_t count, const char *check)
{
	struct finding **own = result->findings + result->finding_count;
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t f = 0; f < parts[i].result.finding_count; f++)
			if (strcmp(parts[i].result.findings[f]->check, check) == 0)
				own[all++] = parts[i].result.findings[f];
	/* The edits of a policy are of one shard, in an order of their own. */
	result->finding_count += strcmp(check, "policy") == 0 ? all : join_same(own, all);
}

static int join_findings(struct result *result, const struct merge_part *parts, size_t count,
	struct arena *arena, struct err *err)
{
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += parts[i].result.finding_count;
	if (all > MOST_FINDINGS) {
		err_set(err, ERR_LOOK, "there are more than %d findings in all shards",
			MOST_FINDINGS);
		return err_remedy(err, "remove those that the shards show, and look again");
	}
	result->findings = arena_array(arena, all, sizeof(*result->findings));
	if (!result->findings)
		return err_nomem(err);
	result->finding_count = 0;
	for (size_t i = 0; i < result->outcome_count; i++)
		append_check(result, parts, count, result->outcomes[i].check);
	return 0;
}

/* Each part has those that its findings name; numbers mean the same commits in all, as the plan is the same. */
static int join_commits(struct change *change, const struct merge_part *parts, size_t count,
	struct arena *arena, struct err *err)
{
	struct commit *commits = arena_array(arena, change->commit_count, sizeof(*commits));

	if (!commits)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < change->commit_count; c++)
			if (!oid_is_zero(&parts[i].change.commits[c].oid))
				commits[c] = parts[i].change.commits[c];
	change->commits = commits;
	return 0;
}

/* Each check of the whole change is one shard's, and that one must have looked. */
static int check_owners(const struct result *result, struct err *err)
{
	for (size_t i = 0; !shard_is_part(&result->shard) && i < result->outcome_count; i++) {
		if (!result->outcomes[i].elsewhere)
			continue;
		err_set(err, ERR_LOOK,
			"no shard has looked at the check %s, each leaves it to another",
			result->outcomes[i].check);
		return err_remedy(err, "let one build of seamgate judge all shards");
	}
	return 0;
}

int merge_join(struct merge_part *out, const struct merge_part *parts, size_t count, bool partial,
	struct arena *arena, struct err *err)
{
	struct result *result = &out->result;

	for (size_t i = 1; i < count; i++)
		if (check_pair(&parts[0], &parts[i], err) < 0)
			return -1;
	*out = parts[0];
	result->change = &out->change;
	if (join_shards(&result->shard, parts, count, partial, arena, err) < 0 ||
		join_outcomes(result, parts, count, arena, err) < 0 ||
		check_owners(result, err) < 0 ||
		join_findings(result, parts, count, arena, err) < 0 ||
		join_commits(&out->change, parts, count, arena, err) < 0)
		return -1;
	hops_lay(result);
	verdict_decide(result, verdict_ran(result));
	return 0;
}
