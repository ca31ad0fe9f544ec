/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/encoded.h"
#include "checks/secrets/locate.h"
#include "checks/secrets/object.h"
#include "checks/secrets/overlap.h"
#include "checks/secrets/sift.h"

enum {
	MOST_OF_BLOB = 10000, /* findings in one blob, at all its places together */
	MOST_DETAILS = 9 + 1 + MOST_FACTS,
	SHOWN_SHARE = 3, /* at most a third of a secret is shown */
};

/* One blob's hits, with room for what is worked out about them. */
struct sheet {
	const struct blob *blob;
	const struct scan *scan;
	const struct views *views;
	struct spot *spots;
	struct object_part *parts; /* of a commit or tag; else NULL */
	uint32_t first_line;       /* of its message */
	enum fate *fates;          /* at the place being reported */
	size_t *first;             /* of the same secret by the same rule */
	size_t *counts;            /* reported occurrences, by that first one */
	size_t *order;
	bool *masked; /* by that first one: known as not to be printed */
	size_t reported;
};

/* ---- the secret ---- */

static bool starts_nocase(struct text text, struct text prefix)
{
	return text.len >= prefix.len &&
	       text_contains_nocase(text_slice(text, 0, prefix.len), prefix);
}

size_t shown_prefix(const struct rule *rule, struct text secret)
{
	size_t shown = 0;

	if (strstr(rule->id, "generic"))
		return 0;
	for (size_t i = 0; rule->keywords && rule->keywords[i]; i++) {
		struct text keyword = text_of(rule->keywords[i]);

		if (keyword.len > shown && keyword.len <= secret.len / SHOWN_SHARE &&
			starts_nocase(secret, keyword))
			shown = keyword.len;
	}
	return shown;
}

static bool is_line_end(struct text secret, size_t at)
{
	return at + 1 < secret.len && secret.ptr[at] == '\\' &&
	       (secret.ptr[at + 1] == 'n' || secret.ptr[at + 1] == 'r');
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text normalised(struct text secret, struct arena *arena)
{
	char *out;
	size_t len = 0;

	if (!text_starts(secret, "-----BEGIN"))
		return secret;
	out = arena_copy(arena, secret);
	if (!out)
		return (struct text){0};
	for (size_t i = 0; i < secret.len; i++) {
		if (is_line_end(secret, i))
			i++;
		else if (!is_space(secret.ptr[i]))
			out[len++] = secret.ptr[i];
	}
	return (struct text){out, len};
}

static struct text secret_of(const struct sheet *sheet, size_t index)
{
	const struct hit *hit = &sheet->scan->hits[index];

	return text_slice(sheet->views->items[hit->view].bytes, hit->secret_from, hit->secret_to);
}

static void mask(struct reporter *reporter, const struct rule *rule, struct text secret)
{
	check_mask(reporter->job, secret, shown_prefix(rule, secret));
}

struct form {
	struct reporter *reporter;
	struct text secret;
};

static void mask_form(void *context, struct text encoded)
{
	const struct form *form = context;

	/* Beside an escape it may stand as it is: its prefix stays readable. */
	if (!text_equal(encoded, form->secret))
		check_mask(form->reporter->job, encoded, 0);
}

/* What a decoded secret looks like where it stands is not to be printed either. */
static void mask_encoded(struct reporter *reporter, const struct sheet *sheet, size_t index)
{
	struct form form = {reporter, secret_of(sheet, index)};

	encoded_forms(&sheet->scan->hits[index], sheet->views, mask_form, &form);
}

/* ---- what the finding says ---- */

static void chain_of(char chain[CHAIN_BYTES], const struct sheet *sheet, size_t index)
{
	const struct hit *hit = &sheet->scan->hits[index];

	decoded_chain(
		chain, sheet->views, (struct extent){hit->view, hit->match_from, hit->match_to});
}

static const char *const places[] = {
	[BLOB_FILE] = "",
	[BLOB_SYMLINK] = " in the target of a symbolic link",
	[BLOB_COMMIT] = " in a commit message",
	[BLOB_TAG] = " in a tag message",
	[BLOB_PATH] = " in a file name",
	[BLOB_REF] = " in the name of a branch or tag",
};

static struct text message_of(const struct reporter *reporter, const struct sheet *sheet,
	struct text path, size_t index, const struct ruling *ruling)
{
	const struct rule *rule = sheet->scan->hits[index].rule;
	struct text field = sheet->parts ? sheet->parts[index].field : (struct text){"", 0};
	const char *link = ruling->why ? "; " : "", *why = ruling->why ? ruling->why : "";
	char chain[CHAIN_BYTES], *out;
	const char *in;

	chain_of(chain, sheet, index);
	in = chain[0] ? " in " : "";
	if (reporter->layer)
		out = arena_printf(reporter->job->arena, "%s%s%s in %.*s%s%s:%u%s%s", rule->title,
			in, chain, text_quote(path), path.ptr, reporter->label.len ? "!/" : "",
			reporter->label.ptr, (unsigned)sheet->spots[index].line, link, why);
	else if (field.len)
		out = arena_printf(reporter->job->arena, "%s%s%s in the %.*s line of a %s%s%s",
			rule->title, in, chain, (int)(field.len < 40 ? field.len : 40), field.ptr,
			sheet->blob->kind == BLOB_TAG ? "tag" : "commit", link, why);
	else
		out = arena_printf(reporter->job->arena, "%s%s%s%s%s%s", rule->title, in, chain,
			places[sheet->blob->kind], link, why);
	return out ? text_of(out) : (struct text){0};
}

struct details {
	char chain[CHAIN_BYTES];
	struct detail items[MOST_DETAILS];
	size_t count;
};

static void add_text(struct details *details, const char *key, struct text text)
{
	if (text.len)
		details->items[details->count++] = (struct detail){.key = key, .text = text};
}

static void add_number(struct details *details, const char *key, size_t number)
{
	details->items[details->count++] =
		(struct detail){.key = key, .type = DETAIL_NUMBER, .number = (double)number};
}

static void add_ruling(struct details *details, const struct ruling *ruling)
{
	if (ruling->why)
		add_text(details, "because", text_of(ruling->why));
	for (size_t i = 0; i < ruling->fact_count; i++)
		add_text(details, ruling->facts[i].key, text_of(ruling->facts[i].value));
}

static void fill_details(struct details *details, const struct reporter *reporter,
	const struct sheet *sheet, size_t index, const struct ruling *ruling)
{
	const struct hit *hit = &sheet->scan->hits[index];

	add_text(details, "confidence", text_of(confidence_name(hit_confidence(hit))));
	add_ruling(details, ruling);
	add_text(details, "encoding", text_of(sheet->views->items[hit->view].encoding));
	add_text(details, "decoded_from", text_of(details->chain));
	if (reporter->layer) {
		add_text(details, "inner", buffer_text(&reporter->label));
		add_number(details, "inner_line", sheet->spots[index].line);
		add_number(details, "inner_column", sheet->spots[index].column);
	}
	if (sheet->parts)
		add_text(details, "field", sheet->parts[index].field);
	if (sheet->blob->kind == BLOB_REF)
		add_text(details, "ref", sheet->blob->text);
	if (sheet->counts[index] > 1)
		add_number(details, "occurrences", sheet->counts[index]);
}

/* Lines of a commit count from its message's first; a header has no line of that kind. */
static struct spot spot_of(const struct reporter *reporter, const struct sheet *sheet, size_t index)
{
	struct spot spot = sheet->spots[index];

	/* A line of a member is none of the archive. */
	if (reporter->layer)
		return (struct spot){0};
	if (sheet->blob->kind == BLOB_REF || (sheet->parts && sheet->parts[index].field.len))
		return (struct spot){0};
	if (!sheet->parts || spot.line < sheet->first_line)
		return spot;
	spot.line -= sheet->first_line - 1;
	spot.end_line -= sheet->first_line - 1;
	return spot;
}

static int report_judged(struct reporter *reporter, const struct sheet *sheet,
	const struct place *place, size_t index, const struct ruling *ruling)
{
	const struct rule *rule = sheet->scan->hits[index].rule;
	struct text secret = secret_of(sheet, index);
	struct text evidence = normalised(secret, reporter->job->arena);
	struct spot spot = spot_of(reporter, sheet, index);
	struct details details = {.count = 0};
	struct finding finding = {.rule = rule->id,
		.severity = hit_severity(&sheet->scan->hits[index]),
		.blob = sheet->blob,
		.place = place,
		.path = place->path,
		.line = spot.line,
		.column = spot.column,
		.end_line = spot.end_line,
		.end_column = spot.end_column,
		.message = message_of(reporter, sheet, place->path, index, ruling),
		.remedy = text_of(rule->remedy),
		.excerpt = excerpt(sheet->scan, index, sheet->views),
		.evidence = evidence,
		.evidence_shown = shown_prefix(rule, evidence),
		.is_secret = true};

	if (!evidence.ptr || !finding.message.ptr)
		return err_nomem(reporter->err);
	chain_of(details.chain, sheet, index);
	fill_details(&details, reporter, sheet, index, ruling);
	finding.details = details.items;
	finding.detail_count = details.count;
	check_report(reporter->job, &finding);
	if (evidence.len != secret.len)
		mask(reporter, rule, secret);
	mask_encoded(reporter, sheet, index);
	return 0;
}

/* The verifier is asked again, for what it says beside the certainty: hits are many and findings few. */
static int report_hit(struct reporter *reporter, const struct sheet *sheet,
	const struct place *place, size_t index)
{
	const struct hit *hit = &sheet->scan->hits[index];
	struct exhibit exhibit = hit_exhibit(hit, sheet->views->items[hit->view].bytes);
	struct ruling ruling;

	if (verify(&ruling, hit->rule->verify, &exhibit, reporter->err) < 0)
		return -1;
	return report_judged(reporter, sheet, place, index, &ruling);
}

/* ---- which hits count at a place ---- */

/* What the path conditions of rules are asked about. */
static struct text path_at(const struct reporter *reporter, const struct place *place)
{
	return reporter->layer && reporter->label.len ? buffer_text(&reporter->label) : place->path;
}

static struct site site_of(const struct reporter *reporter, const struct place *place)
{
	const struct change *change = reporter->job->change;
	bool has_commit = change && place->commit < change->commit_count;

	return (struct site){
		path_at(reporter, place), has_commit ? &change->commits[place->commit].oid : NULL};
}

static int fate_at(enum fate *fate, struct reporter *reporter, const struct hit *hit,
	const struct place *place)
{
	struct text view = scanner_views(reporter->scanner)->items[hit->view].bytes;
	struct matcher *matcher = scanner_matcher(reporter->scanner);
	struct site site = site_of(reporter, place);
	bool applies = true, allowed = false;
	struct text path = path_at(reporter, place);

	if (hit->rule->path && matcher_search(matcher, hit->rule->path, hit->rule->id, path,
				       &applies, reporter->err) < 0)
		return -1;
	if (applies && sift_site_allowed(
			       &allowed, hit->rule, &site, hit, view, matcher, reporter->err) < 0)
		return -1;
	*fate = !applies ? FATE_NONE : allowed || hit->allowed ? FATE_MASK : FATE_REPORT;
	return 0;
}

static int settle(struct reporter *reporter, struct sheet *sheet, const struct place *place)
{
	const struct scan *scan = sheet->scan;

	for (size_t i = 0; i < scan->hit_count; i++) {
		if (fate_at(&sheet->fates[i], reporter, &scan->hits[i], place) < 0)
			return -1;
		if (sheet->parts && sheet->parts[i].is_noise)
			sheet->fates[i] = FATE_NONE;
	}
	overlap_settle(sheet->fates, scan);
	encoded_settle(sheet->fates, scan, sheet->views);
	memset(sheet->counts, 0, scan->hit_count * sizeof(*sheet->counts));
	for (size_t i = 0; i < scan->hit_count; i++)
		if (sheet->fates[i] == FATE_REPORT)
			sheet->counts[sheet->first[i]]++;
	return 0;
}

/* The first occurrence that is reported stands for all of the same secret. */
static bool is_first(const struct sheet *sheet, size_t index, const size_t *reported)
{
	return reported[sheet->first[index]] == 0;
}

/* What stands at an allowed place is none's finding. Once is enough, at however many paths it is. */
static void mask_hit(struct reporter *reporter, struct sheet *sheet, size_t index)
{
	if (sheet->masked[sheet->first[index]])
		return;
	sheet->masked[sheet->first[index]] = true;
	mask(reporter, sheet->scan->hits[index].rule, secret_of(sheet, index));
	mask_encoded(reporter, sheet, index);
}

/* 1: reported; 0: there were too many before. */
static int report_next(
	struct reporter *reporter, struct sheet *sheet, const struct place *place, size_t index)
{
	if (sheet->reported++ == MOST_OF_BLOB) {
		check_blob_incomplete(reporter->job, sheet->blob,
			"it has more than 10000 different findings at its paths",
			"remove them, or leave the file out with paths: {ignore: …}");
		return 0;
	}
	sheet->counts[index] = sheet->counts[sheet->first[index]];
	return report_hit(reporter, sheet, place, index) < 0 ? -1 : 1;
}

/* 1: go on with the next place; 0: enough is reported. */
static int report_place(struct reporter *reporter, struct sheet *sheet, const struct place *place)
{
	size_t *reported = sheet->order;
	int done = settle(reporter, sheet, place) < 0 ? -1 : 1;

	if (done > 0)
		memset(reported, 0, sheet->scan->hit_count * sizeof(*reported));
	for (size_t i = 0; done > 0 && i < sheet->scan->hit_count; i++) {
		if (sheet->fates[i] == FATE_MASK)
			mask_hit(reporter, sheet, i);
		if (sheet->fates[i] != FATE_REPORT || !is_first(sheet, i, reported))
			continue;
		reported[sheet->first[i]] = 1;
		done = report_next(reporter, sheet, place, i);
	}
	return done;
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

static bool is_object(const struct blob *blob)
{
	return blob->kind == BLOB_COMMIT || blob->kind == BLOB_TAG;
}

static bool fill_parts(struct sheet *sheet, struct text content, bool is_member)
{
	struct object object;

	if (is_member || !is_object(sheet->blob))
		return true;
	sheet->parts = calloc(sheet->scan->hit_count, sizeof(*sheet->parts));
	if (!sheet->parts)
		return false;
	for (size_t i = 0; i < sheet->scan->hit_count; i++) {
		const struct hit *hit = &sheet->scan->hits[i];
		struct extent origin = decoded_origin(
			sheet->views, (struct extent){hit->view, hit->secret_from, hit->secret_to});

		/* Parts are asked for in ascending order: each view is a pass of its own. */
		if (i == 0 || hit->view != hit[-1].view)
			object_read(&object, content);
		if (sheet->views->items[origin.view].kind == VIEW_RAW)
			sheet->parts[i] = object_part(&object, origin.from);
	}
	sheet->first_line = object.first_line;
	return true;
}

static bool fill(struct sheet *sheet, struct text content, bool is_member)
{
	size_t count = sheet->scan->hit_count;

	sheet->spots = calloc(count, sizeof(*sheet->spots));
	sheet->fates = calloc(count, sizeof(*sheet->fates));
	sheet->first = calloc(count, sizeof(*sheet->first));
	sheet->counts = calloc(count, sizeof(*sheet->counts));
	sheet->order = calloc(count, sizeof(*sheet->order));
	sheet->masked = calloc(count, sizeof(*sheet->masked));
	if (!sheet->spots || !sheet->fates || !sheet->first || !sheet->counts || !sheet->order ||
		!sheet->masked || !fill_parts(sheet, content, is_member))
		return false;
	locate(sheet->spots, sheet->scan, sheet->views);
	overlap_repeats(sheet->first, sheet->order, sheet->scan, sheet->views);
	return true;
}

static void empty(struct sheet *sheet)
{
	free(sheet->spots);
	free(sheet->parts);
	free(sheet->fates);
	free(sheet->first);
	free(sheet->counts);
	free(sheet->order);
	free(sheet->masked);
}

static int report_hits(struct reporter *reporter, const struct blob *blob, const struct scan *scan,
	struct text content)
{
	struct sheet sheet = {
		.blob = blob, .scan = scan, .views = scanner_views(reporter->scanner)};
	int done = fill(&sheet, content, reporter->layer != NULL) ? 1 : err_nomem(reporter->err);

	for (uint32_t i = 0; done > 0 && i < blob->place_count && !job_stopped(reporter->job); i++)
		done = report_place(reporter, &sheet, &blob->places[i]);
	empty(&sheet);
	return done < 0 ? -1 : 0;
}

/* A path stands beside its finding in every report. */
static int mask_path(struct reporter *reporter, struct text path)
{
	const struct scan *scan;

	if (text_equal(path, reporter->masked_path))
		return 0;
	reporter->masked_path = path;
	if (scan_text(reporter->scanner, path, &scan, reporter->err) < 0)
		return -1;
	for (size_t i = 0; i < scan->hit_count && scan->hits[i].view == 0; i++)
		mask(reporter, scan->hits[i].rule,
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
		.path = place->path,
		.message = text_of(rule->title),
		.remedy = text_of(rule->remedy)};

	/* The content is what was found: it stays the same finding when the file is moved. */
	if (hash_sha256_hex(content, digest, reporter->err) < 0)
		return -1;
	finding.evidence = text_of(digest);
	check_report(reporter->job, &finding);
	return mask_path(reporter, place->path);
}

static int try_path_rule(struct reporter *reporter, const struct blob *blob,
	const struct place *place, const struct rule *rule, struct text content)
{
	struct matcher *matcher = scanner_matcher(reporter->scanner);
	struct site site = site_of(reporter, place);
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
		for (size_t i = 0; i < rules->packs[p].plans.count; i++) {
			const struct rule *rule = &rules->packs[p].plans.rules[i];

			if (rule->path && !rule->pattern && !rule->hidden &&
				try_path_rule(reporter, blob, place, rule, content) < 0)
				return -1;
		}
	return 0;
}

static int mask_paths(struct reporter *reporter, const struct blob *blob)
{
	for (uint32_t i = 0; i < blob->place_count; i++)
		if (mask_path(reporter, blob->places[i].path) < 0)
			return -1;
	return 0;
}

/* One text: the blob's own or a member's. */
static int report_text(struct reporter *reporter, const struct blob *blob, struct text content)
{
	const struct scan *scan;

	if (scan_text(reporter->scanner, content, &scan, reporter->err) < 0)
		return -1;
	report_gaps(reporter, blob, scan);
	if (scan->hit_count &&
		(report_hits(reporter, blob, scan, content) < 0 || mask_paths(reporter, blob) < 0))
		return -1;
	for (uint32_t i = 0; blob->kind == BLOB_FILE && i < blob->place_count; i++)
		if (report_paths(reporter, blob, &blob->places[i], content) < 0)
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

static int visit_member(
	void *context, const struct layer *layer, struct text bytes, struct err *err)
{
	struct container *container = context;
	struct reporter *reporter = container->reporter;

	(void)err; /* the reporter's */
	check_examined(reporter->job, "members of archives", 1);
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
	struct member_visitor visitor = {visit_member, report_unread, is_stopped, &container};
	int done = members_visit(scanner_library(reporter->scanner), content,
		reporter->rules->archive_depth, &visitor, reporter->err);

	return set_layer(reporter, NULL) < 0 ? -1 : done;
}

int report_blob(struct reporter *reporter, const struct blob *blob, struct text content)
{
	if (report_text(reporter, blob, content) < 0)
		return -1;
	return blob->kind == BLOB_FILE ? report_members(reporter, blob, content) : 0;
}

void reporter_close(struct reporter *reporter)
{
	buffer_free(&reporter->label);
}
