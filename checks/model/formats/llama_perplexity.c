/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs of llama.cpp's llama-perplexity (tools/perplexity/perplexity.cpp): a plain run prints the running perplexity of each chunk,
 * "[i]x,", and ends in "Final estimate: PPL = x +/- e", HellaSwag and its like in "Final result: x +/- e", a run with
 * --kl-divergence in three blocks of statistics behind a row for each chunk. Recent builds put a time and a level before a line. A
 * log that has begun a run and not its last line is cut off, and so is one with fewer chunks than it announces. Spaces inside labels vary, and a
 * value may be wider than its field, so nothing is read by column.
 */
#include <math.h>
#include <string.h>

#include "checks/model/formats/named.h"

struct label {
	const char *text; /* spaces count as one */
	const char *task, *metric;
	enum better better;
	double scale;   /* a percentage becomes a share */
	bool must;      /* a log with KL divergence without it is cut off */
	bool has_error; /* "x ± e": without e the line is cut off */
};

static const struct label labels[] = {
	{"Mean PPL(Q)", "perplexity", "ppl", BETTER_LOWER, 1, true, true},
	{"Mean PPL(base)", "perplexity", "ppl_base", BETTER_UNKNOWN, 1, true, true},
	{"Mean ln(PPL(Q)/PPL(base))", "perplexity", "ln_ppl_ratio", BETTER_LOWER, 1, true, true},
	{"Mean KLD", "kl-divergence", "mean_kld", BETTER_LOWER, 1, true, true},
	{"Maximum KLD", "kl-divergence", "max_kld", BETTER_LOWER, 1, true, false},
	{"99.9% KLD", "kl-divergence", "kld_99.9", BETTER_LOWER, 1, false, false},
	{"99.0% KLD", "kl-divergence", "kld_99", BETTER_LOWER, 1, false, false},
	{"Median KLD", "kl-divergence", "median_kld", BETTER_LOWER, 1, false, false},
	{"Mean \xce\x94p", "token-probability", "mean_dp", BETTER_UNKNOWN, 0.01, false, true},
	{"RMS \xce\x94p", "token-probability", "rms_dp", BETTER_LOWER, 0.01, false, true},
	{"Same top p", "token-probability", "same_top_p", BETTER_HIGHER, 0.01, true, true},
};

enum { LABELS = sizeof(labels) / sizeof(labels[0]) };

struct run {
	struct evidence *evidence;
	const struct evidence_file *file;
	uint32_t line;
	bool has_kl, has_final, begun;
	bool seen[LABELS];
	uint64_t announced;   /* chunks; 0: not said */
	uint64_t chunks, row; /* read: running values, and rows of a table */
	double running, upto; /* of the last chunk: its perplexity, and i * ln of it */
	double final;         /* NAN until it was there */
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

/* An error that is printed as 0.000000 was less than half of its last digit. */
static double least_error(struct text printed)
{
	size_t point = text_find(printed, text_of("."));

	return point < printed.len ? 0.5 * pow(10, -(double)(printed.len - point - 1)) : 0;
}

/* "x", "x ± e" or "x +/- e", each perhaps with a %. */
static void read_numbers(struct score *score, struct text rest, double scale)
{
	struct text sign;

	score->flaw = evidence_number(&score->value, take_word(&rest));
	score->error = NAN;
	sign = take_word(&rest);
	if (text_is(sign, "\xc2\xb1") || text_is(sign, "+/-")) {
		struct text printed = take_word(&rest);
		const char *flaw = evidence_number(&score->error, printed);

		score->flaw = score->flaw ? score->flaw : flaw;
		if (score->error == 0)
			score->error = least_error(printed);
	}
	score->value *= scale;
	score->error *= scale;
	if (score->flaw)
		score->value = NAN;
}

static int add(struct run *run, const struct score *score, bool has_error, struct err *err)
{
	if (evidence_find(run->evidence, &score->key))
		return evidence_error(run->file, run->line, 1, err,
			"a second %.*s: two runs in one log", text_quote(score->key.metric),
			score->key.metric.ptr);
	if (has_error && !score->flaw && isnan(score->error))
		return evidence_error(run->file, run->line, 1, err,
			"%.*s without its error: the line is cut off",
			text_quote(score->key.metric), score->key.metric.ptr);
	return evidence_score(run->evidence, score, err);
}

static int read_statistic(struct run *run, struct text line, struct err *err)
{
	size_t colon = text_find(line, text_of(":"));
	struct text label = text_trim(text_slice(line, 0, colon));

	for (size_t i = 0; colon < line.len && i < LABELS; i++) {
		struct score score = {.line = run->line, .column = 1, .is_paired = true};

		if (!label_is(label, labels[i].text))
			continue;
		score.key =
			(struct score_key){text_of(labels[i].task), text_of(labels[i].metric), {0}};
		score.better = labels[i].better;
		run->seen[i] = true;
		run->has_kl = true;
		read_numbers(&score, text_slice(line, colon + 1, line.len), labels[i].scale);
		return add(run, &score, labels[i].has_error, err);
	}
	return 0;
}

static int read_final(struct run *run, struct text line, struct err *err)
{
	static const struct {
		const char *start, *task, *metric;
		enum better better;
	} finals[] = {{"Final estimate: PPL =", "perplexity", "ppl", BETTER_LOWER},
		{"Final result:", "choice", "acc", BETTER_HIGHER}};

	for (size_t i = 0; i < sizeof(finals) / sizeof(finals[0]); i++) {
		struct score score = {.line = run->line, .column = 1, .better = finals[i].better};

		if (!text_starts(line, finals[i].start))
			continue;
		score.key =
			(struct score_key){text_of(finals[i].task), text_of(finals[i].metric), {0}};
		read_numbers(&score, text_slice(line, strlen(finals[i].start), line.len), 1);
		run->has_final = true;
		run->final = i == 0 && !score.flaw ? score.value : NAN;
		return add(run, &score, true, err);
	}
	return read_statistic(run, line, err);
}

/* "… over 12 chunks, n_ctx=512, batch_size=512, n_seq=1" */
static int read_setting(struct run *run, struct text line, struct err *err)
{
	size_t over = text_find(line, text_of(" over ")),
	       chunks = text_find(line, text_of(" chunks, n_ctx="));
	struct text context, number;

	if (chunks == line.len || over >= chunks)
		return 0;
	run->begun = true;
	number = text_slice(line, over + 6, chunks);
	if (!text_to_uint(number, UINT32_MAX, &run->announced))
		run->announced = 0;
	context = text_slice(line, chunks + 15, line.len);
	context.len = text_find(context, text_of(","));
	if (evidence_fact(run->evidence, FACT_SAMPLES, (struct text){0}, text_of("chunks"), number,
		    run->line, err) < 0)
		return -1;
	return evidence_fact(run->evidence, FACT_CONTEXT, (struct text){0}, text_of("n_ctx"),
		context, run->line, err);
}

/* A chunk's own log-likelihood, for a token of it: the running perplexity is over all chunks so far. */
static int add_chunk(struct run *run, double running, struct err *err)
{
	const struct score_key key = {text_of("perplexity"), text_of("ppl"), {0}};
	double upto = (double)++run->chunks * log(running);
	struct sampled sample = {.id = (int64_t)run->chunks,
		.value = run->upto - upto,
		.second = 1,
		.line = run->line};
	struct sample_set *set;

	run->running = running;
	run->upto = upto;
	if (evidence_samples(&set, run->evidence, &key, run->file->path, err) < 0)
		return -1;
	set->pair = PAIR_LIKELIHOOD;
	return sample_set_add(set, &sample, run->evidence->arena, err);
}

/* "[1]6.1034,[2]6.2001," */
static int read_chunks(struct run *run, struct text line, struct err *err)
{
	struct text part, number;

	while (text_next_part(&line, ',', &part) && part.len > 0) {
		size_t end = text_find(part, text_of("]"));
		uint64_t index;
		double running;

		number = text_slice(part, 1, end);
		if (part.ptr[0] != '[' || !text_to_uint(number, UINT32_MAX, &index) ||
			index != run->chunks + 1 ||
			evidence_number(&running, text_slice(part, end + 1, part.len)) ||
			!(running > 0))
			return evidence_error(run->file, run->line, 1, err,
				"expected the perplexity of chunk %llu",
				(unsigned long long)run->chunks + 1);
		if (add_chunk(run, running, err) < 0)
			return -1;
	}
	return 0;
}

/* "   1       6.1034 ±    0.9000  …": a row of the table of a run with KL divergence. */
static void count_row(struct run *run, struct text line)
{
	struct text first = take_word(&line), second = take_word(&line);
	uint64_t index;
	double value;

	if (text_to_uint(first, UINT32_MAX, &index) && index == run->row + 1 &&
		!evidence_number(&value, second) && text_is(take_word(&line), "\xc2\xb1"))
		run->row++;
}

static int read_line(struct run *run, struct text line, struct err *err)
{
	if (text_find(line, text_of("KL Divergence")) < line.len || text_starts(line, "====== KL"))
		run->has_kl = true;
	if (text_starts(line, "[1]") || text_starts(line, "chunk "))
		run->begun = true;
	if (text_starts(line, "["))
		return read_chunks(run, line, err);
	count_row(run, line);
	if (evidence_named_line(run->evidence, line, run->line, err) < 0)
		return -1;
	return read_setting(run, line, err) < 0 ? -1 : read_final(run, line, err);
}

static int ask_chunks(const struct run *run, struct err *err)
{
	uint64_t chunks = run->has_kl ? run->row : run->chunks;

	if (run->announced && chunks && chunks != run->announced)
		return evidence_error(run->file, run->line, 1, err,
			"%llu chunks were announced and %llu are there",
			(unsigned long long)run->announced, (unsigned long long)chunks);
	if (run->chunks && !isnan(run->final) && fabs(run->final - run->running) > 2e-4)
		return evidence_error(run->file, run->line, 1, err,
			"the final estimate is not the perplexity of the last chunk, %.4f",
			run->running);
	return 0;
}

static int ask_whole(const struct run *run, struct err *err)
{
	for (size_t i = 0; run->has_kl && i < LABELS; i++)
		if (labels[i].must && !run->seen[i])
			return evidence_error(run->file, run->line, 1, err,
				"the log ends before \"%s\"", labels[i].text);
	if (run->has_kl || run->has_final)
		return ask_chunks(run, err);
	return evidence_error(run->file, run->line, 1, err,
		run->begun ? "the log ends before its final estimate"
			   : "no log of llama-perplexity");
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct run run = {.evidence = evidence, .file = file, .final = NAN};
	struct text rest = file->content, line;

	evidence->harness = text_of("llama-perplexity");
	while (text_next_line(&rest, &line)) {
		run.line++;
		if (read_line(&run, without_prefix(line), err) < 0)
			return -1;
	}
	if (ask_whole(&run, err) == 0)
		return 0;
	return err_remedy(err, "run llama-perplexity again and keep its whole output");
}

extern const struct evidence_format evidence_llama_perplexity;

const struct evidence_format evidence_llama_perplexity = {
	.name = "llama-perplexity",
	.summary = "llama.cpp: the output of llama-perplexity, with or without --kl-divergence",
	.read = read,
};
