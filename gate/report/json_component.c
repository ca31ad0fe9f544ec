/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/json_component.h"

#include "gate/report/formats.h"

static void hash_write(struct json_writer *json, const struct component_hash *hash)
{
	char hex[LONGEST_COMPONENT_HEX];

	component_hex(hash, hex);
	json_begin(json, NULL, '{');
	json_word(json, "algorithm", hash->algorithm);
	json_word(json, "hex", hex);
	json_close(json, '}');
}

static void component_write(struct json_writer *json, const struct component *component)
{
	json_begin(json, NULL, '{');
	json_text(json, "path", component->path);
	json_uint(json, "line", component->line);
	json_word(json, "format", component->format);
	json_word(json, "ecosystem", component->ecosystem);
	json_word(json, "kind", component_kind_name(component->kind));
	json_text(json, "name", component->name);
	json_text(json, "version", component->version);
	json_text(json, "artifact", component->artifact);
	json_text(json, "source", component->source);
	json_text(json, "purl", component->purl);
	json_word(json, "held", held_name(component->held));
	json_begin(json, "hashes", '[');
	for (size_t i = 0; i < component->hash_count; i++)
		hash_write(json, &component->hashes[i]);
	json_close(json, ']');
	json_bool(json, "plain", component->is_plain);
	json_bool(json, "any", component->is_any);
	json_word(json, "proof", component_proof_name(component->proof));
	json_text(json, "note", component->note);
	json_close(json, '}');
}

void json_counters(struct json_writer *json, const char *key, const struct outcome *outcome)
{
	json_begin(json, key, '{');
	for (size_t i = 0; i < outcome->counter_count; i++)
		json_uint(json, outcome->counters[i].name, outcome->counters[i].count);
	json_close(json, '}');
}

void json_examined(struct json_writer *json, const struct result *result)
{
	json_begin(json, "examined", '{');
	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].counter_count)
			json_counters(json, result->outcomes[i].check, &result->outcomes[i]);
	json_close(json, '}');
}

void json_components(struct json_writer *json, const struct outcome *outcome)
{
	json_begin(json, "components", '[');
	for (size_t i = 0; i < outcome->component_count; i++)
		component_write(json, &outcome->components[i]);
	json_close(json, ']');
}
