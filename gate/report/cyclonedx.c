/* SPDX-License-Identifier: Apache-2.0
 *
 * The inventory as a bill of materials: CycloneDX 1.6 (ECMA-424), JSON. A component is what one file names under one name and
 * version; where several artifacts belong to it (wheels, platforms), each is an external reference with its own
 * hashes. Only hashes of an artifact's bytes are hashes there: a listing's (Go's h1, Terraform's), a commit's, and those of what a
 * package manager builds itself are properties. What holds a component and whether that was proved are properties too:
 * "seamgate:proof" is "proved" only where its bytes were hashed here.
 * The same tree gives the same bytes; no time is named but SOURCE_DATE_EPOCH.
 */
#include "gate/report/cyclonedx.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gate/base/escape.h"

static bool is_same(const struct component *a, const struct component *b)
{
	return text_equal(a->path, b->path) && text_equal(a->name, b->name) &&
	       text_equal(a->version, b->version) && text_equal(a->purl, b->purl) &&
	       strcmp(a->format, b->format) == 0;
}

static bool next_group(struct group *group, const struct outcome *outcome)
{
	const struct component *end = outcome->components + outcome->component_count;

	group->items = group->items ? group->items + group->count : outcome->components;
	group->count = 0;
	while (group->items + group->count < end &&
		is_same(group->items, group->items + group->count))
		group->count++;
	return group->count > 0;
}

/* ---- the sink ---- */

/* Masked, and made visible as for people. */
static struct text show(struct bill *bill, struct text text)
{
	buffer_clear(&bill->masked);
	buffer_clear(&bill->visible);
	mask_apply(bill->result->masks, text, &bill->masked);
	escape_human(&bill->visible, buffer_text(&bill->masked));
	if (bill->masked.failed || bill->visible.failed)
		bill->json.out->failed = true;
	return buffer_text(&bill->visible);
}

void bill_text(struct bill *bill, const char *key, struct text text)
{
	json_text(&bill->json, key, show(bill, text));
}

void bill_property(struct bill *bill, const char *name, struct text value)
{
	json_begin(&bill->json, NULL, '{');
	json_word(&bill->json, "name", name);
	bill_text(bill, "value", value);
	json_close(&bill->json, '}');
}

static void count_write(struct bill *bill, const char *name, size_t count)
{
	char number[24];

	snprintf(number, sizeof(number), "%zu", count);
	bill_property(bill, name, text_of(number));
}

/* ---- components ---- */

/* The group is proved where each of its artifacts is. */
static enum component_proof proof_of(const struct group *group, struct text *note)
{
	enum component_proof proof = COMPONENT_PROVED;

	*note = group->items[0].note;
	for (size_t i = 0; i < group->count; i++) {
		if (group->items[i].proof == COMPONENT_PROVED || proof == COMPONENT_REFUTED)
			continue;
		proof = group->items[i].proof;
		*note = group->items[i].note;
	}
	return proof;
}

static void properties_write(struct bill *bill, const struct group *group)
{
	struct text note;
	enum component_proof proof = proof_of(group, &note);

	json_begin(&bill->json, "properties", '[');
	bill_property(bill, "seamgate:format", text_of(group->items[0].format));
	bill_property(bill, "seamgate:held", text_of(held_name(group->items[0].held)));
	bill_property(bill, "seamgate:proof", text_of(component_proof_name(proof)));
	if (group->items[0].source.len && !bill_is_distribution(&group->items[0]))
		bill_property(bill, "seamgate:source", group->items[0].source);
	if (note.len)
		bill_property(bill, "seamgate:note", note);
	if (group->items[0].is_any)
		bill_property(bill, "seamgate:hashes", text_of("any"));
	for (size_t i = 0; i < group->count; i++)
		bill_digests(bill, &group->items[i]);
	json_close(&bill->json, ']');
}

static void evidence_write(struct bill *bill, const struct group *group)
{
	json_begin(&bill->json, "evidence", '{');
	json_begin(&bill->json, "occurrences", '[');
	for (size_t i = 0; i < group->count; i++) {
		json_begin(&bill->json, NULL, '{');
		bill_text(bill, "location", group->items[i].path);
		if (group->items[i].line)
			json_uint(&bill->json, "line", group->items[i].line);
		json_close(&bill->json, '}');
	}
	json_close(&bill->json, ']');
	json_close(&bill->json, '}');
}

/* The hashes of the only artifact; of several each stands with its own reference. */
static void only_hashes_write(struct bill *bill, const struct group *group)
{
	if (group->count == 1 && group->items[0].artifact.len == 0)
		bill_hashes(bill, &group->items[0]);
}

static void component_write(struct bill *bill, const struct group *group, size_t number)
{
	const struct component *first = &group->items[0];
	char reference[32];

	snprintf(reference, sizeof(reference), "component-%zu", number);
	json_begin(&bill->json, NULL, '{');
	json_word(&bill->json, "type", component_kind_name(first->kind));
	json_word(&bill->json, "bom-ref", reference);
	bill_text(bill, "name", first->name);
	if (first->version.len)
		bill_text(bill, "version", first->version);
	only_hashes_write(bill, group);
	if (first->purl.len)
		bill_text(bill, "purl", first->purl);
	bill_references(bill, group);
	evidence_write(bill, group);
	properties_write(bill, group);
	json_close(&bill->json, '}');
}

/* ---- the document ---- */

static void timestamp_write(struct bill *bill)
{
	time_t date = (time_t)bill->style->date;
	struct tm parts;
	char words[40];

	if (!bill->style->dated || !gmtime_r(&date, &parts))
		return;
	if (strftime(words, sizeof(words), "%Y-%m-%dT%H:%M:%SZ", &parts))
		json_word(&bill->json, "timestamp", words);
}

static const struct outcome *inventoried(const struct result *result)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].has_components)
			return &result->outcomes[i];
	return NULL;
}

static void totals_write(struct bill *bill, const struct outcome *outcome)
{
	size_t held[HELD_COUNT] = {0}, proofs[COMPONENT_PROOFS] = {0};
	char name[48];

	for (size_t i = 0; outcome && i < outcome->component_count; i++) {
		held[outcome->components[i].held]++;
		proofs[outcome->components[i].proof]++;
	}
	for (unsigned i = 0; i < HELD_COUNT; i++) {
		snprintf(name, sizeof(name), "seamgate:held:%s", held_name((enum component_held)i));
		count_write(bill, name, held[i]);
	}
	for (unsigned i = 0; i < COMPONENT_PROOFS; i++) {
		snprintf(name, sizeof(name), "seamgate:proof:%s",
			component_proof_name((enum component_proof)i));
		count_write(bill, name, proofs[i]);
	}
}

static void metadata_write(struct bill *bill, const struct outcome *outcome)
{
	struct json_writer *json = &bill->json;
	char head[OID_HEX];

	oid_hex(&bill->result->change->head, head);
	json_begin(json, "metadata", '{');
	timestamp_write(bill);
	json_begin(json, "tools", '{');
	json_begin(json, "components", '[');
	json_begin(json, NULL, '{');
	json_word(json, "type", "application");
	json_word(json, "name", "seamgate");
	json_word(json, "version", SEAMGATE_VERSION);
	json_close(json, '}');
	json_close(json, ']');
	json_close(json, '}');
	json_begin(json, "properties", '[');
	if (!oid_is_zero(&bill->result->change->head))
		bill_property(bill, "seamgate:head", text_of(head));
	bill_property(bill, "seamgate:verdict", text_of(verdict_name(bill->result->verdict)));
	totals_write(bill, outcome);
	json_close(json, ']');
	json_close(json, '}');
}

/* What could not be looked at may have named more. */
static void compositions_write(struct bill *bill, const struct outcome *outcome)
{
	bool whole = outcome && outcome->incomplete_count == 0;

	json_begin(&bill->json, "compositions", '[');
	json_begin(&bill->json, NULL, '{');
	json_word(&bill->json, "aggregate", whole ? "unknown" : "incomplete");
	json_close(&bill->json, '}');
	json_close(&bill->json, ']');
}

static void document_write(struct bill *bill)
{
	const struct outcome *outcome = inventoried(bill->result);
	struct group group = {0};
	size_t number = 0;

	json_begin(&bill->json, NULL, '{');
	json_word(&bill->json, "$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
	json_word(&bill->json, "bomFormat", "CycloneDX");
	json_word(&bill->json, "specVersion", "1.6");
	json_uint(&bill->json, "version", 1);
	metadata_write(bill, outcome);
	json_begin(&bill->json, "components", '[');
	while (outcome && next_group(&group, outcome))
		component_write(bill, &group, ++number);
	json_close(&bill->json, ']');
	compositions_write(bill, outcome);
	json_close(&bill->json, '}');
	buffer_byte(bill->json.out, '\n');
}

static void cyclonedx_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct bill bill = {.json = {.out = out, .masks = result->masks, .indent = 1},
		.result = result,
		.style = style};

	document_write(&bill);
	json_finish(&bill.json);
	buffer_free(&bill.masked);
	buffer_free(&bill.visible);
}

const struct report report_cyclonedx = {
	.name = "cyclonedx",
	.summary = "what the whole tree's dependency files name, as a bill of materials: CycloneDX "
		   "1.6, JSON (scan only)",
	.write = cyclonedx_write,
	.components = true,
};
