/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { RANKS = 8, SHORT_ID = 7 };

/* Blocking before not blocking, then by severity; 0 is the lowest. */
static unsigned rank(const struct finding *finding)
{
	return (unsigned)finding->severity + (finding->blocking ? RANKS / 2 : 0);
}

/* How many findings of each rank there is room for. Returns the number of all. */
static size_t allot(size_t room[RANKS], const struct result *result,
	bool (*wanted)(const struct finding *finding), size_t most)
{
	size_t counts[RANKS] = {0}, total = 0;

	for (size_t i = 0; i < result->finding_count; i++)
		if (wanted(result->findings[i])) {
			counts[rank(result->findings[i])]++;
			total++;
		}
	for (size_t i = RANKS; i-- > 0;) {
		room[i] = counts[i] < most ? counts[i] : most;
		most -= room[i];
	}
	return total;
}

bool selection_make(struct selection *out, const struct result *result,
	bool (*wanted)(const struct finding *finding), size_t most)
{
	size_t room[RANKS], total = allot(room, result, wanted, most);

	*out = (struct selection){.left_out = total > most ? total - most : 0};
	out->items = calloc(total - out->left_out + 1, sizeof(struct finding *));
	if (!out->items)
		return false;
	for (size_t i = 0; i < result->finding_count; i++) {
		struct finding *finding = result->findings[i];

		if (!wanted(finding) || room[rank(finding)] == 0)
			continue;
		room[rank(finding)]--;
		out->items[out->count++] = finding;
	}
	return true;
}

/* "not proved: digest of other bytes" is about one thing too. */
void print_count(struct buffer *out, uint64_t count, const char *plural)
{
	size_t length = strlen(plural);

	buffer_printf(out, "%" PRIu64 " ", count);
	if (count != 1 || length < 2 || plural[length - 1] != 's' || strchr(plural, ':'))
		buffer_string(out, plural);
	else if (text_ends(text_of(plural), "ies"))
		buffer_printf(out, "%.*sy", (int)length - 3, plural);
	else
		buffer_printf(out, "%.*s", (int)length - 1, plural);
}

/* "not proved: artifact not here" of "not proved"; counters are in the order of their names. */
static bool is_part(const struct counter *part, const struct counter *whole)
{
	size_t length = strlen(whole->name);

	return strncmp(part->name, whole->name, length) == 0 && part->name[length] == ':';
}

/* "12 blobs", "12.3 KiB", "12.3 KiB hashed" */
static void counter_write(struct buffer *out, const struct counter *counter)
{
	struct text name = text_of(counter->name);
	size_t rest = name.len - strlen("bytes");

	if (!text_ends(name, "bytes") || (rest && !strchr(" _", name.ptr[rest - 1]))) {
		print_count(out, counter->count, counter->name);
		return;
	}
	print_size(out, counter->count);
	if (rest)
		buffer_printf(out, " %.*s", (int)rest - 1, name.ptr);
}

/* "5 not proved: no lock names it", "6 not proved (5 no lock names it, 1 over a limit)" */
static void parts_write(
	struct buffer *out, const struct counter *whole, const struct counter *parts, size_t count)
{
	const char *before = " (";

	if (count == 1 && parts->count == whole->count) {
		counter_write(out, parts);
		return;
	}
	counter_write(out, whole);
	for (size_t i = 0; i < count; i++) {
		const char *name = parts[i].name + strlen(whole->name) + 1;

		buffer_printf(out, "%s%" PRIu64 "%s", before, parts[i].count, name);
		before = ", ";
	}
	buffer_string(out, count ? ")" : "");
}

void print_counters(struct buffer *out, const struct outcome *outcome)
{
	const struct counter *counters = outcome->counters;
	const char *before = "";

	for (size_t i = 0; i < outcome->counter_count;) {
		const struct counter *whole = &counters[i++];
		size_t first = i;

		while (i < outcome->counter_count && is_part(&counters[i], whole))
			i++;
		buffer_string(out, before);
		before = ", ";
		parts_write(out, whole, &counters[first], i - first);
	}
}

void print_size(struct buffer *out, uint64_t bytes)
{
	static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
	double size = (double)bytes / 1024;
	size_t unit = 0;

	if (bytes < 1024) {
		print_count(out, bytes, "bytes");
		return;
	}
	/* 1023.95 and more would be printed as 1024.0. */
	while (size >= 1023.95 && unit < sizeof(units) / sizeof(units[0]) - 1) {
		size /= 1024;
		unit++;
	}
	buffer_printf(out, "%.1f %s", size, units[unit]);
}

void print_duration(struct buffer *out, double duration_ms)
{
	if (duration_ms < 999.95)
		buffer_printf(out, "%.1f ms", duration_ms);
	else if (duration_ms < 59995)
		buffer_printf(out, "%.2f s", duration_ms / 1000);
	else
		buffer_printf(out, "%.0f min %d s", (double)(uint64_t)(duration_ms / 60000),
			(int)((uint64_t)(duration_ms / 1000) % 60));
}

void print_short_id(struct buffer *out, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(oid, hex);
	buffer_add(out, text_slice(text_of(hex), 0, SHORT_ID));
}

void component_hex(const struct component_hash *hash, char out[LONGEST_COMPONENT_HEX])
{
	static const char digits[] = "0123456789abcdef";
	size_t count = 0;

	for (size_t i = 0; i < hash->bytes.len && i < LONGEST_COMPONENT_HASH; i++) {
		out[count++] = digits[(unsigned char)hash->bytes.ptr[i] >> 4];
		out[count++] = digits[(unsigned char)hash->bytes.ptr[i] & 15];
	}
	out[count] = '\0';
}

const struct oid *finding_commit(const struct result *result, const struct finding *finding)
{
	return finding->commit < result->change->commit_count
		       ? change_commit(result->change, finding->commit)
		       : NULL;
}

static void print_object(struct buffer *out, const struct finding *finding, struct text id)
{
	if (finding->line)
		buffer_printf(out, "line %" PRIu32 " of ", finding->line);
	buffer_string(out, "object ");
	buffer_add(out, id);
}

/* Of what has no path: an object that no ref reaches, a commit, a tag or the name of a ref. */
static void print_where_pathless(
	struct buffer *out, const struct result *result, const struct finding *finding)
{
	const struct oid *commit = finding_commit(result, finding);
	bool is_tag = finding->blob && finding->blob->kind == BLOB_TAG;
	struct text stray = finding_detail(finding, DETAIL_UNREACHABLE);

	if (stray.len) {
		print_object(out, finding, stray);
		return;
	}
	if (finding->blob && finding->blob->kind == BLOB_REF) {
		buffer_string(out, "the name of a branch or tag");
		return;
	}
	if (!is_tag && !commit) {
		buffer_string(out, "the change as a whole");
		return;
	}
	if (finding->line)
		buffer_printf(out, "line %" PRIu32 " of the message of ", finding->line);
	buffer_string(out, is_tag ? "tag " : "commit ");
	print_short_id(out, is_tag ? &finding->blob->oid : commit);
}

void print_where(struct buffer *out, const struct result *result, const struct finding *finding)
{
	const struct oid *commit = finding_commit(result, finding);

	if (finding->path.len == 0) {
		print_where_pathless(out, result, finding);
		return;
	}
	if (finding->blob && finding->blob->kind == BLOB_PATH)
		buffer_string(out, "the name itself");
	if (finding->at_head || !commit)
		return;
	buffer_string(out,
		finding->blob && finding->blob->kind == BLOB_PATH ? ", in commit " : "in commit ");
	print_short_id(out, commit);
}

struct text finding_detail(const struct finding *finding, const char *key)
{
	for (size_t i = 0; i < finding->detail_count; i++)
		if (finding->details[i].type == DETAIL_TEXT &&
			strcmp(finding->details[i].key, key) == 0)
			return finding->details[i].text;
	return (struct text){"", 0};
}

static size_t *count_slot(struct finding_counts *counts, const struct finding *finding)
{
	if (finding->state == FINDING_KNOWN)
		return &counts->known;
	if (finding->state == FINDING_WAIVED)
		return &counts->waived;
	if (finding->blocking)
		return &counts->blocking;
	if (finding->severity == SEVERITY_ERROR)
		return &counts->errors;
	return finding->severity == SEVERITY_WARNING ? &counts->warnings : &counts->notes;
}

struct finding_counts findings_count(const struct result *result)
{
	struct finding_counts counts = {0};

	for (size_t i = 0; i < result->finding_count; i++)
		++*count_slot(&counts, result->findings[i]);
	return counts;
}
