/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/secrets/report_parts.h"

enum {
	MOST_DETAILS = 9 + 1 + MOST_FACTS,
	SHOWN_SHARE = 3, /* at most a third of a secret is shown */
};

/* ---- the secret ---- */

size_t shown_prefix(const struct rule *rule, struct text secret)
{
	size_t shown = 0;

	if (strstr(rule->id, "generic"))
		return 0;
	for (size_t i = 0; rule->keywords && rule->keywords[i]; i++) {
		struct text keyword = text_of(rule->keywords[i]);

		if (keyword.len > shown && keyword.len <= secret.len / SHOWN_SHARE &&
			text_starts_nocase(secret, keyword))
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

struct text sheet_secret(const struct sheet *sheet, size_t index)
{
	const struct hit *hit = &sheet->scan->hits[index];

	return text_slice(sheet->views->items[hit->view].bytes, hit->secret_from, hit->secret_to);
}

void report_mask(struct reporter *reporter, const struct rule *rule, struct text secret)
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
void report_mask_encoded(struct reporter *reporter, const struct sheet *sheet, size_t index)
{
	struct form form = {reporter, sheet_secret(sheet, index)};

	encoded_forms(&sheet->scan->hits[index], sheet->views, mask_form, &form);
}

/* ---- its mark ---- */

/* A mark in what is decoded, or in an archive, is not to be seen by who reviews the file. */
struct mark sheet_mark(const struct reporter *reporter, const struct sheet *sheet, size_t index)
{
	const struct hit *hit = &sheet->scan->hits[index];
	struct extent match = decoded_origin(
		sheet->views, (struct extent){hit->view, hit->match_from, hit->match_to});
	struct extent secret = decoded_origin(
		sheet->views, (struct extent){hit->view, hit->secret_from, hit->secret_to});
	const struct view *view = &sheet->views->items[match.view];
	struct marked_match marked = {view->bytes, match.from, match.to, secret.from, secret.to};

	if (view->kind == VIEW_RUNS || secret.view != match.view)
		return (struct mark){0};
	return mark_beside(&marked, hit->rule->id, &reporter->rules->marks);
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

/* "AWS access key id in base64" */
static const char *subject_of(
	const struct reporter *reporter, const struct sheet *sheet, size_t index)
{
	char chain[CHAIN_BYTES];

	chain_of(chain, sheet, index);
	return arena_printf(reporter->job->arena, "%s%s%s", sheet->scan->hits[index].rule->title,
		chain[0] ? " in " : "", chain);
}

/* In an archive, at a path. */
static const char *member_of(const struct reporter *reporter, struct text path, uint32_t line)
{
	struct text label = buffer_text(&reporter->label);
	struct arena *arena = reporter->job->arena;

	if (reporter->in_name)
		return arena_printf(
			arena, " in the name of %.*s!/%s", text_quote(path), path.ptr, label.ptr);
	return arena_printf(arena, " in %.*s%s%s:%u", text_quote(path), path.ptr,
		label.len ? "!/" : "", label.ptr, (unsigned)line);
}

static const char *place_of(
	const struct reporter *reporter, const struct sheet *sheet, struct text path, size_t index)
{
	struct text field = sheet->parts ? sheet->parts[index].field : (struct text){"", 0};

	if (reporter->layer)
		return member_of(reporter, path, sheet->spots[index].line);
	if (!field.len)
		return places[sheet->blob->kind];
	return arena_printf(reporter->job->arena, " in the %.*s line of a %s",
		(int)(field.len < 40 ? field.len : 40), field.ptr,
		sheet->blob->kind == BLOB_TAG ? "tag" : "commit");
}

static struct text message_of(const struct reporter *reporter, const struct sheet *sheet,
	struct text path, size_t index, const struct ruling *ruling)
{
	const char *subject = subject_of(reporter, sheet, index);
	const char *place = place_of(reporter, sheet, path, index);
	const char *out = subject && place
				  ? arena_printf(reporter->job->arena, "%s%s%s%s", subject, place,
					    ruling->why ? "; " : "", ruling->why ? ruling->why : "")
				  : NULL;

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
	}
	if (reporter->layer && !reporter->in_name) {
		add_number(details, "inner_line", sheet->spots[index].line);
		add_number(details, "inner_column", sheet->spots[index].column);
	}
	if (sheet->parts)
		add_text(details, "field", sheet->parts[index].field);
	if (sheet->blob->kind == BLOB_REF)
		add_text(details, "ref", blob_text(sheet->blob));
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
	struct text secret = sheet_secret(sheet, index);
	struct text evidence = normalised(secret, reporter->job->arena);
	struct spot spot = spot_of(reporter, sheet, index);
	struct details details = {.count = 0};
	struct finding finding = {.rule = rule->id,
		.severity = hit_severity(&sheet->scan->hits[index]),
		.blob = sheet->blob,
		.place = place,
		.path = place->path->text,
		.line = spot.line,
		.column = spot.column,
		.end_line = spot.end_line,
		.end_column = spot.end_column,
		.message = message_of(reporter, sheet, place->path->text, index, ruling),
		.remedy = text_of(rule->remedy),
		.excerpt = excerpt(sheet->scan, index, sheet->views),
		.evidence = evidence,
		.evidence_shown = shown_prefix(rule, evidence),
		.is_secret = true};

	if (sheet->marked && sheet->marked[index])
		finding.mark = sheet_mark(reporter, sheet, index);

	if (!evidence.ptr || !finding.message.ptr)
		return err_nomem(reporter->err);
	chain_of(details.chain, sheet, index);
	fill_details(&details, reporter, sheet, index, ruling);
	finding.details = details.items;
	finding.detail_count = details.count;
	check_report(reporter->job, &finding);
	if (evidence.len != secret.len)
		report_mask(reporter, rule, secret);
	report_mask_encoded(reporter, sheet, index);
	return 0;
}

/* The verifier is asked again, for what it says beside the certainty: hits are many and findings few. */
int report_hit(struct reporter *reporter, const struct sheet *sheet, const struct place *place,
	size_t index)
{
	const struct hit *hit = &sheet->scan->hits[index];
	struct exhibit exhibit = hit_exhibit(hit, sheet->views->items[hit->view].bytes);
	struct ruling ruling;

	if (verify(&ruling, hit->rule->verify, &exhibit, reporter->err) < 0)
		return -1;
	return report_judged(reporter, sheet, place, index, &ruling);
}
