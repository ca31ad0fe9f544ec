/* SPDX-License-Identifier: Apache-2.0
 *
 * trec_eval: lines of measure, query and value; the query "all" is the summary, the others (-q) are single queries. ir_measures (the
 * command): lines of measure and value, with -q of query, measure and value. Of all their measures more is better, but for counts.
 */
#include <math.h>

#include "checks/model/formats/score_tree.h"

enum form { NO_QUERY, QUERY_FIRST, QUERY_SECOND };

static struct text take_field(struct text *rest)
{
	size_t from = 0, to;
	struct text field;

	while (from < rest->len && (rest->ptr[from] == ' ' || rest->ptr[from] == '\t'))
		from++;
	for (to = from; to < rest->len && rest->ptr[to] != ' ' && rest->ptr[to] != '\t';)
		to++;
	field = text_slice(*rest, from, to);
	*rest = text_slice(*rest, to, rest->len);
	return field;
}

static int add_query(struct evidence *evidence, const struct evidence_file *file,
	struct text measure, struct text query, struct text value, uint32_t number, struct err *err)
{
	const struct score_key key = {{"", 0}, measure, {"", 0}};
	struct sampled sample = {.document = evidence_hash(query), .line = number, .value = NAN};
	struct sample_set *set;

	sample.id = (int64_t)(sample.document >> 1);
	if (evidence_number(&sample.value, value))
		sample.value = NAN;
	if (evidence_samples(&set, evidence, &key, file->path, err) < 0)
		return -1;
	return sample_set_add(set, &sample, evidence->arena, err);
}

/* num_q, num_ret, NumRet: how many there were. */
static bool is_count(struct text measure)
{
	return text_starts(measure, "num_") || text_starts(measure, "Num");
}

static int add_all(struct evidence *evidence, struct text measure, struct text value,
	uint32_t number, struct err *err)
{
	struct score score = score_start((struct text){"", 0}, measure, number);

	score.flaw = evidence_number(&score.value, value);
	score.is_mean = !is_count(measure) && !text_starts(measure, "gm_");
	score.better = is_count(measure) ? BETTER_UNKNOWN : BETTER_HIGHER;
	/* "runid all name" names the run. */
	return score.flaw && text_is(measure, "runid") ? 0 : evidence_score(evidence, &score, err);
}

static int read_line(struct evidence *evidence, const struct evidence_file *file, struct text line,
	uint32_t number, enum form form, struct err *err)
{
	struct text fields[2] = {take_field(&line), take_field(&line)}, value = text_trim(line);
	struct text measure = fields[form == QUERY_FIRST], query = fields[form != QUERY_FIRST];

	if (!fields[0].len)
		return 0;
	if (form == NO_QUERY && fields[1].len && !value.len)
		return add_all(evidence, fields[0], fields[1], number, err);
	if (form == NO_QUERY || !value.len)
		return evidence_error(file, number, 1, err,
			form == NO_QUERY ? "expected a measure and a value"
					 : "expected a measure, a query and a value");
	if (text_is(query, "all"))
		return add_all(evidence, measure, value, number, err);
	return add_query(evidence, file, measure, query, value, number, err);
}

static bool has_query_first(struct text rest)
{
	struct text line;

	while (text_next_line(&rest, &line))
		if (text_is(take_field(&line), "all"))
			return true;
	return false;
}

/* The first line shows whether there are queries; no measure is called "all". */
static enum form find_form(struct text content)
{
	struct text rest = content, line, first;

	do {
		if (!text_next_line(&rest, &line))
			return QUERY_SECOND;
		line = text_trim(line);
		first = take_field(&line);
	} while (!first.len);
	(void)take_field(&line);
	if (!text_trim(line).len)
		return NO_QUERY;
	return has_query_first(content) ? QUERY_FIRST : QUERY_SECOND;
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct text rest = file->content, line;
	enum form form = find_form(rest);

	evidence->harness = text_of("trec_eval");
	if (evidence_ends(file, err) < 0)
		return -1;
	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (read_line(evidence, file, text_trim(line), number, form, err) < 0)
			return -1;
	return score_tree_end(evidence, file, "line for the query \"all\"", err);
}

extern const struct evidence_format evidence_trec_eval;

const struct evidence_format evidence_trec_eval = {.name = "trec-eval",
	.summary = "trec_eval and ir_measures: ranking measures, with -q query by query",
	.read = read};
