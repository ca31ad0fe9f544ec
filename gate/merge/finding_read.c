/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/merge/finding_read.h"

#include <math.h>
#include <string.h>

#include "gate/report/json_shard.h"

static bool is_of(struct text text, const char *more)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

	for (size_t i = 0; i < text.len; i++)
		if (!memchr(allowed, text.ptr[i], sizeof(allowed) - 1) &&
			!memchr(more, text.ptr[i], strlen(more)))
			return false;
	return true;
}

bool field_is_name(struct text text)
{
	return is_of(text, "./:");
}

bool field_is_counter(struct text text)
{
	return text.len > 0 && text.len <= 64 && is_of(text, " :");
}

/* A word that stands in reports as it is. */
static const char *name_read(const struct fields *from, const struct json *object, const char *key)
{
	const char *word = field_word(from, object, key);

	if (!field_is_name(text_of(word)))
		field_wrong(from, object, key, "a name of seamgate's");
	return word;
}

/* NULL for none. */
static const char *hop_read(const struct fields *from, const struct json *object)
{
	struct text hop = field_text(from, object, "hop");
	char *copy = hop.len ? arena_copy(from->arena, hop) : NULL;

	if (hop.len && !copy)
		err_nomem(from->err);
	if (hop.len && memchr(hop.ptr, '\0', hop.len))
		field_wrong(from, object, "hop", "a hop");
	return copy;
}

static void fixed_read(char *out, size_t size, const struct fields *from, const struct json *object,
	const char *key)
{
	const char *word = name_read(from, object, key);

	if (strlen(word) < size)
		memcpy(out, word, strlen(word) + 1);
	else
		field_wrong(from, object, key, "a digest");
}

/* 0 is none, the first is 1. */
static uint32_t commit_number(
	const struct fields *from, const struct json *object, const char *key, size_t count)
{
	uint64_t number = field_uint(from, object, key, count);

	return number ? (uint32_t)(number - 1) : NO_COMMIT;
}

static void detail_value(struct detail *detail, const struct json *value)
{
	bool is_bool = value->type == JSON_TRUE || value->type == JSON_FALSE;

	detail->text = value->text;
	detail->number = NAN;
	if (value->type == JSON_STRING) {
		detail->type = DETAIL_TEXT;
		return;
	}
	detail->type = is_bool ? DETAIL_BOOL : DETAIL_NUMBER;
	if (is_bool)
		detail->number = value->type == JSON_TRUE;
	else if (value->type == JSON_NUMBER)
		detail->number = value->number;
}

static int details_read(struct finding *out, const struct fields *from, const struct json *object)
{
	const struct json *list = field(from, object, "detail", JSON_OBJECT);
	struct detail *details = arena_array(from->arena, list ? list->count : 0, sizeof(*details));
	size_t count = 0;

	if (!details)
		return err_nomem(from->err);
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct detail *detail = &details[count++];

		detail->key = arena_copy(from->arena, item->key);
		if (!detail->key)
			return err_nomem(from->err);
		detail_value(detail, item);
	}
	out->details = details;
	out->detail_count = count;
	return 0;
}

/* Where it was seen, as far as a report asks for it. */
static int place_read(
	struct finding *out, const struct fields *from, const struct json *merge, size_t count)
{
	struct blob *blob = arena_alloc(from->arena, sizeof(*blob));
	struct place *place = arena_alloc(from->arena, sizeof(*place));
	struct path *path = arena_alloc(from->arena, sizeof(*path));
	int kind = field_choice(from, merge, "kind", json_blob_kinds, JSON_BLOB_KINDS);

	if (!blob || !place || !path)
		return err_nomem(from->err);
	out->at_head = field_bool(from, merge, "at_head");
	*path = (struct path){.text = out->path};
	*place = (struct place){.path = path,
		.commit = commit_number(from, merge, "seen_in", count),
		.at_head = out->at_head};
	*blob = (struct blob){.kind = (unsigned)kind & BLOB_KIND,
		.oid = field_oid(from, merge, "object"),
		.places = place,
		.place_count = 1};
	if (kind < JSON_BLOB_KINDS - 1) {
		out->blob = blob;
		out->place = place;
	}
	return 0;
}

static void span_read(struct finding *out, const struct fields *from, const struct json *object)
{
	out->line = (uint32_t)field_uint(from, object, "line", UINT32_MAX);
	out->column = (uint32_t)field_uint(from, object, "column", UINT32_MAX);
	out->end_line = (uint32_t)field_uint(from, object, "end_line", UINT32_MAX);
	out->end_column = (uint32_t)field_uint(from, object, "end_column", UINT32_MAX);
}

static void judgement_read(
	struct finding *out, const struct fields *from, const struct json *object)
{
	const char *const severities[] = {severity_name(SEVERITY_NOTE),
		severity_name(SEVERITY_WARNING), severity_name(SEVERITY_ERROR)};
	const char *const states[] = {
		state_name(FINDING_NEW), state_name(FINDING_KNOWN), state_name(FINDING_WAIVED)};

	out->severity = (enum severity)(
		SEVERITY_NOTE + field_choice(from, object, "severity", severities, 3));
	out->state = (enum finding_state)field_choice(from, object, "state", states, 3);
	out->known = out->state == FINDING_KNOWN;
	out->blocking = field_bool(from, object, "blocking");
}

int finding_read(struct finding *out, const struct fields *from, const struct json *object,
	struct commit *commits, size_t count)
{
	const struct json *merge = field(from, object, "merge", JSON_OBJECT);

	out->check = name_read(from, object, "check");
	out->rule = name_read(from, object, "rule");
	out->path = field_text(from, object, "path");
	out->message = field_text(from, object, "message");
	out->remedy = field_text(from, object, "remedy");
	out->hop = hop_read(from, object);
	span_read(out, from, object);
	judgement_read(out, from, object);
	fixed_read(out->fingerprint, sizeof(out->fingerprint), from, object, "fingerprint");
	fixed_read(out->line_hash, sizeof(out->line_hash), from, merge, "line_hash");
	out->commit = commit_number(from, merge, "since", count);
	if (out->commit != NO_COMMIT)
		commits[out->commit].oid = field_oid(from, object, "commit");
	if (place_read(out, from, merge, count) < 0 || details_read(out, from, object) < 0)
		return -1;
	return from->err->kind == ERR_NONE ? 0 : -1;
}

void measurement_read(struct measurement *out, const struct fields *from, const struct json *object)
{
	const char *const verdicts[] = {measured_name(MEASURED_WITHIN),
		measured_name(MEASURED_BETTER), measured_name(MEASURED_REGRESSED),
		measured_name(MEASURED_OVER_LIMIT), measured_name(MEASURED_INCONCLUSIVE),
		measured_name(MEASURED_ONLY)};

	*out = (struct measurement){.subject = field_text(from, object, "subject"),
		.name = field_text(from, object, "name"),
		.unit = field_word(from, object, "unit"),
		.hop = hop_read(from, object),
		.base = field_real(from, object, "base"),
		.head = field_real(from, object, "head"),
		.difference = field_real(from, object, "difference"),
		.low = field_real(from, object, "low"),
		.high = field_real(from, object, "high"),
		.tolerance = field_real(from, object, "tolerance"),
		.limit = field_real(from, object, "limit"),
		.higher_is_better = field_bool(from, object, "higher_is_better"),
		.base_samples = field_uint(from, object, "base_samples", UINT64_MAX),
		.head_samples = field_uint(from, object, "head_samples", UINT64_MAX),
		.needed_samples = field_uint(from, object, "needed_samples", UINT64_MAX),
		.verdict = (enum measured)field_choice(from, object, "verdict", verdicts, 6),
		.note = field_text(from, object, "note")};
}
