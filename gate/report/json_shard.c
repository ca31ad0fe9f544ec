/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/json_shard.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

const char *const json_blob_kinds[JSON_BLOB_KINDS] = {[BLOB_FILE] = "file",
	[BLOB_SYMLINK] = "symlink",
	[BLOB_COMMIT] = "commit",
	[BLOB_TAG] = "tag",
	[BLOB_PATH] = "path",
	[BLOB_REF] = "ref",
	[BLOB_REF + 1] = "none"};

static void parts_write(struct json_writer *json, const struct shard *shard)
{
	json_begin(json, "parts", '[');
	if (!shard->parts)
		json_uint(json, NULL, shard->index);
	for (size_t i = 0; i < shard->part_count; i++)
		json_uint(json, NULL, shard->parts[i]);
	json_close(json, ']');
}

/* 64 bits are more than the numbers of other programs hold. */
static void work_write(struct json_writer *json, const char *key, const struct shard_work *work)
{
	char sum[17];

	snprintf(sum, sizeof(sum), "%016" PRIx64, work->sum);
	json_begin(json, key, '{');
	json_uint(json, "blobs", work->blobs);
	json_word(json, "sum", sum);
	json_close(json, '}');
}

static void facts_write(struct json_writer *json, const struct result *result)
{
	const struct change *change = result->change;

	json_begin(json, "merge", '{');
	parts_write(json, &result->shard);
	json_word(json, "plan", result->shard.plan);
	work_write(json, "whole", &result->shard.whole);
	work_write(json, "own", &result->shard.own);
	json_text(json, "pipeline", result->shard.pipeline);
	json_bool(json, "has_base", change->has_base);
	json_bool(json, "is_directory", change->is_directory);
	json_text(json, "base_name", change->base_name);
	json_text(json, "head_name", change->head_name);
	json_text(json, "label", change->label);
	json_real(json, "duration_ms", round(result->duration_ms * 1000) / 1000);
	json_close(json, '}');
}

void json_shard_write(struct json_writer *json, const struct result *result)
{
	const struct shard *shard = &result->shard;

	json_begin(json, "shard", '{');
	json_uint(json, "index", shard->count ? shard->index : 1);
	json_uint(json, "count", shard->count ? shard->count : 1);
	if (shard->is_asked)
		facts_write(json, result);
	json_close(json, '}');
}

void json_shard_seal(struct json_writer *json, const struct shard *shard)
{
	char seal[SHA256_HEX];
	struct err err = {0};

	if (json->out->failed || shard_seal(buffer_text(json->out), shard->key, seal, &err) < 0)
		json->out->failed = true;
	else
		json_word(json, "seal", seal);
}

/* Numbers of commits count from 1, 0 is none. */
static uint64_t number_of(uint32_t commit)
{
	return commit == NO_COMMIT ? 0 : (uint64_t)commit + 1;
}

void json_shard_finding(struct json_writer *json, const struct finding *finding)
{
	char hex[OID_HEX] = "";

	if (finding->blob)
		oid_hex(&finding->blob->oid, hex);
	json_begin(json, "merge", '{');
	json_word(
		json, "kind", json_blob_kinds[finding->blob ? finding->blob->kind : BLOB_REF + 1]);
	json_word(json, "object", hex);
	json_uint(json, "seen_in", number_of(finding->place ? finding->place->commit : NO_COMMIT));
	json_uint(json, "since", number_of(finding->commit));
	json_bool(json, "at_head", finding->at_head);
	json_word(json, "line_hash", finding->line_hash);
	json_close(json, '}');
}

void json_shard_outcome(struct json_writer *json, const struct outcome *outcome)
{
	json_begin(json, "merge", '{');
	json_bool(json, "elsewhere", outcome->elsewhere);
	json_begin(json, "prepared", '{');
	for (size_t i = 0; i < outcome->prepared_count; i++)
		json_uint(json, outcome->prepared[i].name, outcome->prepared[i].count);
	json_close(json, '}');
	json_close(json, '}');
}
