/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "checks/secrets/report_parts.h"

/* ---- which scanner ---- */

/* What lies in a blob, and what it is called, the job has not given. */
static int scan(struct reporter *reporter, struct text text, const struct scan **out)
{
	bool is_given = text.ptr == reporter->given.ptr && text.len == reporter->given.len;

	return scan_content(
		reporter->scanner, is_given ? reporter->job : NULL, text, out, reporter->err);
}

static int look_with(struct reporter *reporter, enum scanner_kind kind, struct text text,
	const struct scan **out)
{
	struct scanner **scanner = &reporter->kinds[kind];

	if (!*scanner && scanner_take(scanner, reporter->scanners, kind, reporter->err) < 0)
		return -1;
	reporter->scanner = *scanner;
	return scan(reporter, text, out);
}

/* Of what lies in archives nobody knows beforehand how much it is. */
static bool is_light(struct reporter *reporter, struct text text)
{
	if (!scanners_try_light(reporter->scanners))
		return false;
	if (reporter->rules->manner == MANNER_ANCHORED)
		return true;
	if (!reporter->layer)
		return text.len <= LIGHT_MOST;
	if (text.len > reporter->light_left)
		return false;
	reporter->light_left -= text.len;
	return true;
}

/* What a light scanner leaves out a full one looks at. */
static int look(struct reporter *reporter, struct text text, const struct scan **out)
{
	if (!reporter->scanners)
		return scan(reporter, text, out);
	if (is_light(reporter, text)) {
		if (look_with(reporter, SCANNER_LIGHT, text, out) < 0)
			return -1;
		if ((*out)->gap_count == 0)
			return 0;
		scanners_left_out(reporter->scanners);
	}
	return look_with(reporter, SCANNER_FULL, text, out);
}

/* ---- a blob ---- */

static void report_gaps(struct reporter *reporter, const struct blob *blob, const struct scan *scan)
{
	for (size_t i = 0; i < scan->gap_count; i++) {
		const struct gap *gap = &scan->gaps[i];
		struct text label = buffer_text(&reporter->label);
		char reason[512];

		snprintf(reason, sizeof(reason), "%.*s%s%s%s%s", text_quote(label), label.ptr,
			label.len ? ": " : "", gap->reason, gap->rule ? ": " : "",
			gap->rule ? gap->rule : "");
		check_blob_incomplete(reporter->job, blob, reason,
			"split the file, or have it reviewed and leave it out with paths: {ignore: "
			"…} in the base's policy");
	}
}

/* A path stands beside its finding in every report. */
static int mask_path(struct reporter *reporter, struct text path)
{
	const struct scan *scan;

	if (text_equal(path, reporter->masked_path))
		return 0;
	reporter->masked_path = path;
	if (look(reporter, path, &scan) < 0)
		return -1;
	for (size_t i = 0; i < scan->hit_count && scan->hits[i].view == 0; i++)
		report_mask(reporter, scan->hits[i].rule,
			text_slice(path, scan->hits[i].secret_from, scan->hits[i].secret_to));
	return 0;
}

/* ---- files that a rule knows by their path ---- */

static int report_file(struct reporter *reporter, const struct blob *blob,
	const struct place *place, const struct rule *rule, struct text content)
{
	char digest[SHA256_HEX];
	struct finding finding = {.rule = rule->id,
		.severity = rule->severity,
		.blob = blob,
		.place = place,
		.path = place->path->text,
		.message = text_of(rule->title),
		.remedy = text_of(rule->remedy)};

	/* The content is what was found: it stays the same finding when the file is moved. */
	if (hash_sha256_hex(content, digest, reporter->err) < 0)
		return -1;
	finding.evidence = text_of(digest);
	check_report(reporter->job, &finding);
	return mask_path(reporter, place->path->text);
}

static int try_path_rule(struct reporter *reporter, const struct blob *blob,
	const struct place *place, const struct rule *rule, struct text content)
{
	struct matcher *matcher = scanner_matcher(reporter->scanner);
	struct site site = report_site(reporter, place);
	bool found = false, allowed = false;

	if (matcher_search(matcher, rule->path, rule->id, site.path, &found, reporter->err) < 0)
		return -1;
	if (found &&
		sift_site_allowed(&allowed, rule, &site, NULL, content, matcher, reporter->err) < 0)
		return -1;
	return found && !allowed ? report_file(reporter, blob, place, rule, content) : 0;
}

static int report_paths(struct reporter *reporter, const struct blob *blob,
	const struct place *place, struct text content)
{
	const struct ruleset *rules = reporter->rules;

	for (size_t p = 0; p < rules->pack_count; p++)
		for (size_t i = 0; i < rules->packs[p].by_path_count; i++)
			if (try_path_rule(
				    reporter, blob, place, rules->packs[p].by_path[i], content) < 0)
				return -1;
	return 0;
}

static int mask_paths(struct reporter *reporter, const struct blob *blob)
{
	for (uint32_t i = 0; i < blob->place_count; i++)
		if (mask_path(reporter, blob_places(blob)[i].path->text) < 0)
			return -1;
	return 0;
}

/* One text: the blob's own or a member's. */
static int report_text(struct reporter *reporter, const struct blob *blob, struct text content)
{
	const struct scan *scan;

	if (look(reporter, content, &scan) < 0)
		return -1;
	report_gaps(reporter, blob, scan);
	if (scan->hit_count &&
		(report_hits(reporter, blob, scan, content) < 0 || mask_paths(reporter, blob) < 0))
		return -1;
	for (uint32_t i = 0; blob->kind == BLOB_FILE && i < blob->place_count; i++)
		if (report_paths(reporter, blob, &blob_places(blob)[i], content) < 0)
			return -1;
	return 0;
}

/* ---- what lies in archives ---- */

struct container {
	struct reporter *reporter;
	const struct blob *blob;
};

static int set_layer(struct reporter *reporter, const struct layer *layer)
{
	reporter->layer = layer;
	buffer_clear(&reporter->label);
	layer_path(&reporter->label, layer);
	buffer_add(&reporter->label, (struct text){"", 0});
	return reporter->label.failed ? err_nomem(reporter->err) : 0;
}

/* A name is a text of its own, as the path of a file is. */
static int visit_name(void *context, const struct layer *layer, struct err *err)
{
	struct container *container = context;
	struct reporter *reporter = container->reporter;
	const struct scan *scan;
	int done;

	(void)err; /* the reporter's */
	if (set_layer(reporter, layer) < 0 || look(reporter, layer->path, &scan) < 0)
		return -1;
	report_gaps(reporter, container->blob, scan);
	reporter->in_name = true;
	done = scan->hit_count ? report_hits(reporter, container->blob, scan, layer->path) : 0;
	reporter->in_name = false;
	return done;
}

/* From so many bytes on an archive may hold, and one of its members take, a good part of all memory. */
enum { LARGE_ARCHIVE = 256 * 1024, USUAL_RATIO = 8, LARGE_MEMBER = 4 * 1024 * 1024 };

static int visit_member(
	void *context, const struct layer *layer, struct text bytes, struct err *err)
{
	struct container *container = context;
	struct reporter *reporter = container->reporter;

	(void)err; /* the reporter's */
	check_examined(reporter->job, "members of archives", 1);
	if (bytes.len >= LARGE_MEMBER)
		job_spare(reporter->job, bytes.len);
	if (set_layer(reporter, layer) < 0)
		return -1;
	return report_text(reporter, container->blob, bytes);
}

static void report_unread(
	void *context, const struct layer *layer, const char *reason, const char *remedy)
{
	const struct container *container = context;
	struct buffer text = {0};

	layer_path(&text, layer);
	if (text.len)
		buffer_string(&text, ": ");
	buffer_string(&text, reason);
	check_blob_incomplete(
		container->reporter->job, container->blob, text.failed ? reason : text.ptr, remedy);
	buffer_free(&text);
}

static bool is_stopped(void *context)
{
	const struct container *container = context;

	return job_stopped(container->reporter->job);
}

static int report_members(struct reporter *reporter, const struct blob *blob, struct text content)
{
	struct container container = {reporter, blob};
	struct member_visitor visitor = {.name = visit_name,
		.visit = visit_member,
		.gap = report_unread,
		.stopped = is_stopped,
		.in_place = true,
		.context = &container};
	int done;

	if (content.len >= LARGE_ARCHIVE && archive_sniff(content) != ARCHIVE_KIND_NONE)
		job_spare(reporter->job, content.len * USUAL_RATIO);
	done = members_visit(scanner_library(reporter->scanner), content,
		reporter->rules->archive_depth, &visitor, reporter->err);
	return set_layer(reporter, NULL) < 0 ? -1 : done;
}

int report_blob(struct reporter *reporter, const struct blob *blob, struct text content)
{
	reporter->light_left = LIGHT_MEMBERS;
	reporter->given = content;
	if (report_text(reporter, blob, content) < 0)
		return -1;
	return blob->kind == BLOB_FILE ? report_members(reporter, blob, content) : 0;
}

void reporter_close(struct reporter *reporter)
{
	buffer_free(&reporter->label);
}
