/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/base/digest.h"
#include "gate/merge/component_read.h"
#include "gate/merge/finding_read.h"
#include "gate/registry.h"

/* No repository has as many commits; a file that says so is not to take all memory. */
enum { MOST_COMMITS = 4000 * 1000 };

static const struct json *first(const struct json *list)
{
	return list ? list->child : NULL;
}

static bool failed(const struct fields *from)
{
	return from->err->kind != ERR_NONE;
}

/* ---- shard, change, policy ---- */

static int wrong_parts(const struct fields *from, const struct json *at)
{
	return field_wrong(from, at, "parts", "a list of shards in ascending order");
}

/* Each larger than the one before. */
static bool part_read(
	unsigned *out, const struct json *item, const struct shard *shard, unsigned last)
{
	uint64_t part = 0;

	if (item->type != JSON_NUMBER || !text_to_uint(item->text, shard->count, &part) ||
		part <= last)
		return false;
	*out = (unsigned)part;
	return true;
}

static int parts_read(struct shard *shard, const struct fields *from, const struct json *merge)
{
	const struct json *list = field(from, merge, "parts", JSON_ARRAY);
	unsigned *parts = arena_array(from->arena, list ? list->count : 0, sizeof(*parts)),
		 last = 0;

	if (!parts)
		return err_nomem(from->err);
	for (const struct json *item = first(list); item; item = item->next) {
		if (!part_read(&last, item, shard, last))
			return wrong_parts(from, item);
		parts[shard->part_count++] = last;
	}
	shard->parts = parts;
	return list && shard->part_count == 0 ? wrong_parts(from, list) : 0;
}

static int not_a_shard(const struct fields *from)
{
	err_set(from->err, ERR_LOOK, "%s is the result of a whole run, not of a shard", from->name);
	return err_remedy(
		from->err, "there is nothing to merge in it; a shard is run with --shard I/N");
}

static void work_read(struct shard_work *out, const struct fields *from, const struct json *merge,
	const char *key)
{
	const struct json *object = field(from, merge, key, JSON_OBJECT);
	struct text sum = field_text(from, object, "sum");
	bool is_hex = sum.len == 16;
	uint32_t digit = 0;

	out->blobs = field_uint(from, object, "blobs", UINT32_MAX);
	for (size_t i = 0; is_hex && i < sum.len; i++) {
		is_hex = hex_digit(sum.ptr[i], &digit);
		out->sum = out->sum << 4 | digit;
	}
	if (object && !is_hex)
		field_wrong(from, object, "sum", "sixteen hexadecimal digits");
}

static int shard_of(struct merge_part *out, const struct fields *from, const struct json *root)
{
	const struct json *object = field(from, root, "shard", JSON_OBJECT), *merge;
	struct shard *shard = &out->result.shard;
	struct text plan;

	*shard = (struct shard){.is_asked = true};
	shard->count = (unsigned)field_uint(from, object, "count", MOST_SHARDS);
	shard->index = (unsigned)field_uint(from, object, "index", shard->count);
	if (failed(from))
		return -1;
	merge = json_get(object, "merge");
	if (!merge)
		return not_a_shard(from);
	plan = field_text(from, merge, "plan");
	if (plan.len + 1 != sizeof(shard->plan))
		return field_wrong(from, merge, "plan", "a digest");
	memcpy(shard->plan, plan.ptr, plan.len);
	work_read(&shard->whole, from, merge, "whole");
	work_read(&shard->own, from, merge, "own");
	shard->pipeline = field_text(from, merge, "pipeline");
	out->change.has_base = field_bool(from, merge, "has_base");
	out->change.is_directory = field_bool(from, merge, "is_directory");
	out->change.base_name = field_text(from, merge, "base_name");
	out->change.head_name = field_text(from, merge, "head_name");
	out->change.label = field_text(from, merge, "label");
	out->result.duration_ms = field_real(from, merge, "duration_ms");
	return parts_read(shard, from, merge);
}

static void totals_read(struct change *out, const struct fields *from, const struct json *root)
{
	const struct json *object = field(from, root, "change", JSON_OBJECT);

	out->base = field_oid(from, object, "base");
	out->head = field_oid(from, object, "head");
	out->merge_base = field_oid(from, object, "merge_base");
	out->commit_count = field_uint(from, object, "commits", MOST_COMMITS);
	out->file_count = field_uint(from, object, "files", UINT32_MAX);
	out->blob_count = field_uint(from, object, "blobs", UINT32_MAX);
	out->bytes = field_uint(from, object, "bytes", UINT64_MAX);
}

static void policy_read(struct result *out, const struct fields *from, const struct json *root)
{
	static const char *const sources[] = {"base+head", "head", "file", "builtin"};
	const struct json *object = field(from, root, "policy", JSON_OBJECT);
	const char *digest = field_word(from, object, "sha256");

	out->policy.source = sources[field_choice(from, object, "source", sources, 4)];
	out->policy.path = field_text(from, object, "path");
	if (strlen(digest) < sizeof(out->policy.sha256))
		memcpy(out->policy.sha256, digest, strlen(digest) + 1);
	else
		field_wrong(from, object, "sha256", "a digest");
}

/* ---- checks ---- */

static int counters_read(
	struct counter **out, size_t *count, const struct fields *from, const struct json *object)
{
	*count = 0;
	*out = arena_array(from->arena, object ? object->count : 0, sizeof(**out));
	if (!*out)
		return err_nomem(from->err);
	for (const struct json *item = first(object); item; item = item->next) {
		uint64_t number = 0;
		char *name = arena_copy(from->arena, item->key);

		if (!name)
			return err_nomem(from->err);
		if (item->type != JSON_NUMBER || !text_to_uint(item->text, UINT64_MAX, &number) ||
			!field_is_counter(item->key))
			return field_wrong(from, item, "examined", "a list of counters");
		(*out)[(*count)++] = (struct counter){name, number};
	}
	return 0;
}

static int incompletes_read(
	struct outcome *out, const struct fields *from, const struct json *object)
{
	const struct json *list = field(from, object, "incomplete", JSON_ARRAY);

	out->incomplete =
		arena_array(from->arena, list ? list->count : 0, sizeof(*out->incomplete));
	if (!out->incomplete)
		return err_nomem(from->err);
	for (const struct json *item = first(list); item; item = item->next)
		out->incomplete[out->incomplete_count++] =
			(struct incomplete){.path = field_text(from, item, "path"),
				.reason = field_text(from, item, "reason"),
				.remedy = field_text(from, item, "remedy")};
	return 0;
}

static int measurements_read(
	struct outcome *out, const struct fields *from, const struct json *object)
{
	const struct json *list = field(from, object, "measurements", JSON_ARRAY);

	if (list && list->count > MOST_MEASUREMENTS)
		return field_wrong(from, list, "measurements", "a list that a run can write");
	out->measurements =
		arena_array(from->arena, list ? list->count : 0, sizeof(*out->measurements));
	if (!out->measurements)
		return err_nomem(from->err);
	for (const struct json *item = first(list); item; item = item->next)
		measurement_read(&out->measurements[out->measurement_count++], from, item);
	return 0;
}

static const char *check_name(const struct fields *from, const struct json *object)
{
	struct text name = field_text(from, object, "name");

	if (text_is(name, "policy"))
		return "policy";
	for (size_t i = 0; i < registry.count; i++)
		if (text_is(name, registry.items[i]->name))
			return registry.items[i]->name;
	if (!failed(from))
		field_wrong(from, object, "name", "a check of this version");
	return "";
}

static int outcome_read(struct outcome *out, const struct fields *from, const struct json *object)
{
	const char *const statuses[] = {status_name(STATUS_CLEAN), status_name(STATUS_FINDINGS),
		status_name(STATUS_INCOMPLETE), status_name(STATUS_SKIPPED)};
	const struct json *merge;

	out->check = check_name(from, object);
	out->status = (enum status)field_choice(from, object, "status", statuses, 4);
	out->reason = field_word(from, object, "reason");
	out->duration_ms = field_real(from, object, "duration_ms");
	merge = field(from, object, "merge", JSON_OBJECT);
	out->elsewhere = field_bool(from, merge, "elsewhere");
	if (counters_read(&out->counters, &out->counter_count, from,
		    field(from, object, "examined", JSON_OBJECT)) < 0 ||
		counters_read(&out->prepared, &out->prepared_count, from,
			field(from, merge, "prepared", JSON_OBJECT)) < 0)
		return -1;
	if (incompletes_read(out, from, object) < 0 || measurements_read(out, from, object) < 0 ||
		components_read(out, from, object) < 0)
		return -1;
	if (!failed(from) && (out->status == STATUS_INCOMPLETE) != (out->incomplete_count > 0))
		return field_wrong(from, object, "status", "what \"incomplete\" says");
	return failed(from) ? -1 : 0;
}

static int outcomes_read(struct result *out, const struct fields *from, const struct json *root)
{
	const struct json *list = field(from, root, "checks", JSON_ARRAY);

	if (!list)
		return -1;
	if (list->count != registry.count + 1)
		return field_wrong(from, list, "checks", "the list of checks of this version");
	out->outcomes = arena_array(from->arena, list->count, sizeof(*out->outcomes));
	if (!out->outcomes)
		return err_nomem(from->err);
	for (const struct json *item = first(list); item; item = item->next)
		if (outcome_read(&out->outcomes[out->outcome_count++], from, item) < 0)
			return -1;
	for (size_t i = 0; i < out->outcome_count; i++)
		if (strcmp(out->outcomes[i].check, i ? registry.items[i - 1]->name : "policy") != 0)
			return field_wrong(
				from, list, "checks", "the list of checks of this version");
	return 0;
}

/* ---- the rest ---- */

static bool is_check(const struct result *result, const char *name)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (strcmp(result->outcomes[i].check, name) == 0)
			return true;
	return false;
}

static int findings_read(struct merge_part *out, const struct fields *from, const struct json *root)
{
	const struct json *list = field(from, root, "findings", JSON_ARRAY);
	struct commit *commits =
		arena_array(from->arena, out->change.commit_count, sizeof(*commits));
	struct result *result = &out->result;

	if (!list)
		return -1;
	result->findings = arena_array(from->arena, list->count, sizeof(*result->findings));
	if (!commits || !result->findings)
		return err_nomem(from->err);
	out->change.commits = commits;
	for (const struct json *item = first(list); item; item = item->next) {
		struct finding *finding = arena_alloc(from->arena, sizeof(*finding));

		if (!finding)
			return err_nomem(from->err);
		if (finding_read(finding, from, item, commits, out->change.commit_count) < 0)
			return -1;
		if (!is_check(&out->result, finding->check))
			return field_wrong(from, item, "check", "a check of this version");
		result->findings[result->finding_count++] = finding;
	}
	return 0;
}

static int hops_read(struct result *out, const struct fields *from, const struct json *root)
{
	const struct json *list = field(from, root, "hops", JSON_ARRAY);

	out->hops = arena_array(from->arena, list ? list->count : 0, sizeof(*out->hops));
	if (!out->hops)
		return err_nomem(from->err);
	for (const struct json *item = first(list); item; item = item->next)
		out->hops[out->hop_count++] = (struct hop){.name = field_text(from, item, "name")};
	return 0;
}

static int check_version(const struct fields *from, const struct json *root)
{
	struct text version = json_text_at(root, "tool.version");

	if (!text_is(json_text_at(root, "schema"), "seamgate.result/1"))
		return field_wrong(from, root, "schema", "seamgate.result/1");
	if (text_is(version, SEAMGATE_VERSION))
		return 0;
	err_set(from->err, ERR_LOOK, "%s is of seamgate %.*s, and this is " SEAMGATE_VERSION,
		from->name, text_quote(version), version.ptr);
	return err_remedy(from->err, "let one version judge all shards and merge them");
}

int merge_read(struct merge_part *out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	const struct fields from = {name, arena, err};
	const struct json *root;

	*out = (struct merge_part){.name = name};
	if (json_read(&root, text, name, arena, err) < 0)
		return err_remedy(err, "let the shard write it again, and hand it on as it is");
	if (check_version(&from, root) < 0 || shard_of(out, &from, root) < 0)
		return -1;
	totals_read(&out->change, &from, root);
	policy_read(&out->result, &from, root);
	if (failed(&from) || outcomes_read(&out->result, &from, root) < 0 ||
		findings_read(out, &from, root) < 0 || hops_read(&out->result, &from, root) < 0)
		return -1;
	return failed(&from) ? -1 : 0;
}
