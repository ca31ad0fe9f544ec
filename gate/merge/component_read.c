/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/merge/component_read.h"

#include "gate/base/digest.h"
#include "gate/merge/finding_read.h"

/* No pin has as many. */
enum { MOST_HASHES = 1 << 16 };

static int hash_read(
	struct component_hash *out, const struct fields *from, const struct json *object)
{
	struct text hex = field_text(from, object, "hex");

	out->algorithm = field_word(from, object, "algorithm");
	if (hex_decode(&out->bytes, hex, from->arena, from->err) < 0)
		return -1;
	return out->bytes.ptr ? 0 : field_wrong(from, object, "hex", "hexadecimal digits");
}

static int hashes_read(struct component *out, const struct fields *from, const struct json *object)
{
	const struct json *list = field(from, object, "hashes", JSON_ARRAY);
	struct component_hash *hashes;

	if (list && list->count > MOST_HASHES)
		return field_wrong(from, list, "hashes", "a list that a run can write");
	hashes = arena_array(from->arena, list ? list->count : 0, sizeof(*hashes));
	if (!hashes)
		return err_nomem(from->err);
	out->hashes = hashes;
	for (const struct json *item = list ? list->child : NULL; item; item = item->next)
		if (hash_read(&hashes[out->hash_count++], from, item) < 0)
			return -1;
	return 0;
}

static int component_read(
	struct component *out, const struct fields *from, const struct json *object)
{
	const char *const kinds[] = {component_kind_name(COMPONENT_LIBRARY),
		component_kind_name(COMPONENT_CONTAINER), component_kind_name(COMPONENT_MODEL),
		component_kind_name(COMPONENT_DATA), component_kind_name(COMPONENT_FILE)};
	const char *const helds[] = {held_name(HELD_BY_HASH), held_name(HELD_BY_COMMIT),
		held_name(HELD_BY_VERSION), held_name(HELD_BY_NOTHING), held_name(HELD_INSIDE)};
	const char *const proofs[] = {component_proof_name(COMPONENT_OPEN),
		component_proof_name(COMPONENT_PROVED), component_proof_name(COMPONENT_REFUTED)};

	*out = (struct component){.path = field_text(from, object, "path"),
		.line = (uint32_t)field_uint(from, object, "line", UINT32_MAX),
		.format = field_word(from, object, "format"),
		.ecosystem = field_word(from, object, "ecosystem"),
		.kind = (enum component_kind)field_choice(from, object, "kind", kinds, 5),
		.name = field_text(from, object, "name"),
		.version = field_text(from, object, "version"),
		.artifact = field_text(from, object, "artifact"),
		.source = field_text(from, object, "source"),
		.purl = field_text(from, object, "purl"),
		.held = (enum component_held)field_choice(from, object, "held", helds, HELD_COUNT),
		.is_plain = field_bool(from, object, "plain"),
		.is_any = field_bool(from, object, "any"),
		.proof = (enum component_proof)field_choice(
			from, object, "proof", proofs, COMPONENT_PROOFS),
		.note = field_text(from, object, "note")};
	return hashes_read(out, from, object);
}

int components_read(struct outcome *out, const struct fields *from, const struct json *check)
{
	const struct json *list;

	if (from->err->kind != ERR_NONE || !json_get(check, "components"))
		return 0;
	list = field(from, check, "components", JSON_ARRAY);
	if (!list)
		return -1;
	if (list->count > MOST_COMPONENTS)
		return field_wrong(from, list, "components", "a list that a run can write");
	out->has_components = true;
	out->components = arena_array(from->arena, list->count, sizeof(*out->components));
	if (!out->components)
		return err_nomem(from->err);
	for (const struct json *item = list->child; item; item = item->next)
		if (component_read(&out->components[out->component_count++], from, item) < 0)
			return -1;
	return 0;
}
