/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/cyclonedx.h"

#include <stdio.h>
#include <string.h>

/* ---- hashes ---- */

/* CycloneDX's name of an algorithm, or NULL. */
static const char *algorithm_of(const struct component_hash *hash)
{
	static const struct {
		const char *ours, *name;
		size_t bytes;
	} names[] = {{"md5", "MD5", 16}, {"sha1", "SHA-1", 20}, {"sha256", "SHA-256", 32},
		{"sha384", "SHA-384", 48}, {"sha512", "SHA-512", 64},
		{"blake2b", "BLAKE2b-512", 64}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].ours, hash->algorithm) == 0 &&
			hash->bytes.len == names[i].bytes)
			return names[i].name;
	return NULL;
}

static bool is_artifact_hash(const struct component *component, size_t hash)
{
	return component->is_plain && algorithm_of(&component->hashes[hash]) != NULL;
}

static size_t count_artifact_hashes(const struct component *component)
{
	size_t count = 0;

	for (size_t i = 0; i < component->hash_count; i++)
		count += is_artifact_hash(component, i);
	return count;
}

void bill_hashes(struct bill *bill, const struct component *component)
{
	char hex[LONGEST_COMPONENT_HEX];

	if (count_artifact_hashes(component) == 0)
		return;
	json_begin(&bill->json, "hashes", '[');
	for (size_t i = 0; i < component->hash_count; i++) {
		if (!is_artifact_hash(component, i))
			continue;
		component_hex(&component->hashes[i], hex);
		json_begin(&bill->json, NULL, '{');
		json_word(&bill->json, "alg", algorithm_of(&component->hashes[i]));
		json_word(&bill->json, "content", hex);
		json_close(&bill->json, '}');
	}
	json_close(&bill->json, ']');
}

/* "seamgate:digest:h1 of x.zip": what is no hash of an artifact's bytes. */
void bill_digests(struct bill *bill, const struct component *component)
{
	char hex[LONGEST_COMPONENT_HEX], value[LONGEST_COMPONENT_HEX + 32];

	for (size_t i = 0; i < component->hash_count; i++) {
		struct buffer text = {0};

		if (is_artifact_hash(component, i))
			continue;
		component_hex(&component->hashes[i], hex);
		snprintf(value, sizeof(value), "%s:%s", component->hashes[i].algorithm, hex);
		buffer_string(&text, value);
		buffer_string(&text, component->artifact.len ? " of " : "");
		buffer_add(&text, component->artifact);
		bill_property(bill, "seamgate:digest", buffer_text(&text));
		bill->json.out->failed = bill->json.out->failed || text.failed;
		buffer_free(&text);
	}
}

/* ---- where it comes from ---- */

/* What RFC 3987 has no place for is percent-encoded; a URL that is encoded already stays as it is. */
static void address_write(struct bill *bill, struct text address)
{
	struct buffer out = {0};

	for (size_t i = 0; i < address.len; i++) {
		unsigned char byte = (unsigned char)address.ptr[i];

		if (byte <= 0x20 || byte >= 0x7f || strchr("\"<>\\^`{|}", byte))
			buffer_printf(&out, "%%%02X", byte);
		else
			buffer_byte(&out, (char)byte);
	}
	bill_text(bill, "url", buffer_text(&out));
	bill->json.out->failed = bill->json.out->failed || out.failed;
	buffer_free(&out);
}

/* An IRI reference is a whole URL or a path; "git@host:path" is neither, and a colon in a first segment would make it a scheme. */
static bool is_address(struct text text)
{
	size_t colon = text_find(text, text_of(":"));

	return text.len &&
	       (colon == text.len || text_starts(text_slice(text, colon, text.len), "://"));
}

/* The name of a file that a URL ends in, without what follows it. */
static struct text last_segment(struct text address)
{
	size_t end = 0, start;

	while (end < address.len && address.ptr[end] != '?' && address.ptr[end] != '#')
		end++;
	for (start = end; start > 0 && address.ptr[start - 1] != '/'; start--)
		;
	return text_slice(address, start, end);
}

/* The address of an index or a registry is none of the artifact itself. */
bool bill_is_distribution(const struct component *component)
{
	struct text last = last_segment(component->source);

	if (!is_address(component->source))
		return false;
	return component->held == HELD_BY_COMMIT || text_equal(last, component->artifact) ||
	       (component->version.len && text_find(last, component->version) < last.len);
}

static void reference_write(struct bill *bill, const struct component *component)
{
	struct text address =
		bill_is_distribution(component) ? component->source : component->artifact;

	json_begin(&bill->json, NULL, '{');
	json_word(&bill->json, "type", component->held == HELD_BY_COMMIT ? "vcs" : "distribution");
	address_write(bill, address);
	if (component->artifact.len)
		bill_text(bill, "comment", component->artifact);
	bill_hashes(bill, component);
	json_close(&bill->json, '}');
}

static bool has_reference(const struct component *component)
{
	return bill_is_distribution(component) ||
	       (is_address(component->artifact) && count_artifact_hashes(component));
}

void bill_references(struct bill *bill, const struct group *group)
{
	size_t count = 0;

	for (size_t i = 0; i < group->count; i++)
		count += has_reference(&group->items[i]);
	if (count == 0)
		return;
	json_begin(&bill->json, "externalReferences", '[');
	for (size_t i = 0; i < group->count; i++)
		if (has_reference(&group->items[i]))
			reference_write(bill, &group->items[i]);
	json_close(&bill->json, ']');
}
