/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs of llama.cpp's llama-perplexity (tools/perplexity/perplexity.cpp): a plain run ends in "Final estimate: PPL = x
 * +/- e", HellaSwag and its like in "Final result: x +/- e", a run with --kl-divergence in three blocks of statistics. Recent builds put a time and a level
 * before each line. A log that has begun a run and not its last line is cut off. Spaces inside labels vary, and a value may be wider than its field, so nothing is
 * read by column.
 */
#include <math.h>
#include <string.h>

#include "checks/model/format.h"

struct label {
	const char *text; /* spaces count as one */
	const char *task, *metric;
	enum better better;
	double scale;         /* a percentage becomes a share */
	bool is_paired, must; /* must: a log with KL divergence without it is cut off */
};

static const struct label labels[] = {
	{"Mean PPL(Q)", "perplexity", "ppl", BETTER_LOWER, 1, true, true},
	{"Mean PPL(base)", "perplexity", "ppl_base", BETTER_UNKNOWN, 1, true, true},
	{"Mean ln(PPL(Q)/PPL(base))", "perplexity", "ln_ppl_ratio", BETTER_LOWER, 1, true, true},
	{"Mean KLD", "kl-divergence", "mean_kld", BETTER_LOWER, 1, true, true},
	{"Maximum KLD", "kl-divergence", "max_kld", BETTER_LOWER, 1, true, true},
	{"99.9% KLD", "kl-divergence", "kld_99.9", BETTER_LOWER, 1, true, false},
	{"99.0% KLD", "kl-divergence", "kld_99", BETTER_LOWER, 1, true, false},
	{"Median KLD", "kl-divergence", "median_kld", BETTER_LOWER, 1, true, false},
	{"Mean \xce\x94p", "token-probability", "mean_dp", BETTER_UNKNOWN, 0.01, true, false},
	{"RMS \xce\x94p", "token-probability", "rms_dp", BETTER_LOWER, 0.01, true, false},
	{"Same top p", "token-probability", "same_top_p", BETTER_HIGHER, 0.01, true, true},
};

enum { LABELS = sizeof(labels) / sizeof(labels[0]) };

struct log {
	struct evidence *evidence;
	const struct evidence_file *file;
	uint32_t line;
	bool has_kl, has_final, begun;
	bool seen[LABELS];
};

/* "0.12.345.678 I text": what newer builds put before a line. */
static struct text without_prefix(struct text line)
{
	size_t at = 0, dots = 0;

	while (at < line.len &&
		((line.ptr[at] >= '0' && line.ptr[at] <= '9') || line.ptr[at] == '.'))
		dots += line.ptr[at++] == '.';
	if (dots == 3 && at + 3 <= line.len && line.ptr[at] == ' ' && line.ptr[at + 2] == ' ')
		return text_trim(text_slice(line, at + 3, line.len));
	return text_trim(line);
}

/* Equal but for the number of spaces. */
static bool label_is(struct text text, const char *wanted)
{
	size_t at = 0;

	for (; *wanted; wanted++, at++) {
		if (at >= text.len || text.ptr[at] != *wanted)
			return false;
		while (*wanted == ' ' && at + 1 < text.len && text.ptr[at + 1] == ' ')
			at++;
	}
	return at == text.len;
}

static struct text take_word(struct text *rest)
{
	struct text word;
	size_t end;

	*rest = text_trim(*rest);
	end = text_find(*rest, text_of(" "));
	word = text_slice(*rest, 0, end);
	*rest = text_slice(*rest, end, rest->len);
	if (text_ends(word, "%"))
		word.len--;
	return word;
}

/* "x", "x ± e" or "x +/- e", each perhaps with a %. */
static void read_numbers(struct score *score, struct text rest, double scale)
{
	struct text sign;

	score->flaw = evidence_number(&score->value, take_word(&rest));
	score->error = NAN;
	sign = take_word(&rest);
	if (text_is(sign, "\xc2\xb1") || text_is(sign, "+/-")) {
		const char *flaw = evidence_number(&score->error, take_word(&rest));

		score->flaw = score->flaw ? score->flaw : flaw;
	}
	score->value *= scale;
	score->error *= scale;
	if (score->flaw)
		score->value = NAN;
}

static int add(struct log *log, const struct score *score, struct err *err)
{
	if (evidence_find(log->evidence, &score->key))
		return evidence_error(log->file, log->line, 1, err,
			"a second %.*s: two runs in one log", text_quote(score->key.metric),
			score->key.metric.ptr);
	return evidence_score(log->evidence, score, err);
}

static int read_statistic(struct log *log, struct text line, struct err *err)
{
	size_t colon = text_find(line, text_of(":"));
	struct text label = text_trim(text_slice(line, 0, colon));

	for (size_t i = 0; colon < line.len && i < LABELS; i++) {
		struct score score = {.line = log->line, .column = 1};

		if (!label_is(label, labels[i].text))
			continue;
		score.key =
			(struct score_key){text_of(labels[i].task), text_of(labels[i].metric), {0}};
		score.better = labels[i].better;
		score.is_paired = labels[i].is_paired;
		log->seen[i] = true;
		log->has_kl = true;
		read_numbers(&score, text_slice(line, colon + 1, line.len), labels[i].scale);
		return add(log, &score, err);
	}
	return 0;
}

static int read_final(struct log *log, struct text line, struct err *err)
{
	static const struct {
		const char *start, *task, *metric;
		enum better better;
	} finals[] = {{"Final estimate: PPL =", "perplexity", "ppl", BETTER_LOWER},
		{"Final result:", "choice", "acc", BETTER_HIGHER}};

	for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++) {
		struct score score = {.line = log->line, .column = 1, .better = finals[i].better};

		if (!text_starts(line, finals[i].start))
			continue;
		score.key =
			(struct score_key){text_of(finals[i].task), text_of(finals[i].metric), {0}};
		read_numbers(&score, text_slice(line, strlen(finals[i].start), line.len), 1);
		log->has_final = true;
		return add(log, &score, err);
	}
	return read_statistic(log, line, err);
}

/* "… over 12 chunks, n_ctx=512, batch_size=512, n_seq=1" */
static int read_setting(struct log *log, struct text line, struct err *err)
{
	size_t over = text_find(line, text_of(" over ")),
	       chunks = text_find(line, text_of(" chunks, n_ctx="));
	struct text context, number;

	if (chunks == line.len || over >= chunks)
		return 0;
	log->begun = true;
	number = text_slice(line, over + 6, chunks);
	context = text_slice(line, chunks + 15, line.len);
	context.len = text_find(context, text_of(","));
	if (evidence_fact(log->evidence, FACT_SAMPLES, (struct text){0}, text_of("chunks"), number,
		    log->line, err) < 0)
		return -1;
	return evidence_fact(log->evidence, FACT_CONTEXT, (struct text){0}, text_of("n_ctx"),
		context, log->line, err);
}

static int read_line(struct log *log, struct text line, struct err *err)
{
	if (text_find(line, text_of("KL Divergence")) < line.len || text_starts(line, "====== KL"))
		log->has_kl = true;
	if (text_starts(line, "[1]") || text_starts(line, "chunk "))
		log->begun = true;
	return read_setting(log, line, err) < 0 ? -1 : read_final(log, line, err);
}

static int ask_whole(const struct log *log, struct err *err)
{
	for (size_t i = 0; log->has_kl && i < LABELS; i++)
		if (labels[i].must && !log->seen[i])
			return evidence_error(log->file, log->line, 1, err,
				"the log ends before \"%s\"", labels[i].text);
	if (log->has_kl || log->has_final)
		return 0;
	return evidence_error(log->file, log->line, 1, err,
		log->begun ? "the log ends before its final estimate"
			   : "no log of llama-perplexity");
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct log log = {.evidence = evidence, .file = file};
	struct text rest = file->content, line;

	evidence->harness = text_of("llama-perplexity");
	while (text_next_line(&rest, &line)) {
		log.line++;
		if (read_line(&log, without_prefix(line), err) < 0)
			return -1;
	}
	if (ask_whole(&log, err) == 0)
		return 0;
	return err_remedy(err, "run llama-perplexity again and keep its whole output");
}

extern const struct evidence_format evidence_llama_perplexity;

const struct evidence_format evidence_llama_perplexity = {
	.name = "llama-perplexity",
	.summary = "llama.cpp: the output of llama-perplexity, with or without --kl-divergence",
	.read = read,
};
