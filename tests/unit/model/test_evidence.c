/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of evidence: what they take, what they refuse and where; numbers in their spellings; comparability.
 */
#include "unit.h"

#include <math.h>

#include "checks/model/comparable.h"
#include "checks/model/format.h"
#include "checks/model/formats/lm_eval.h"

extern const struct evidence_format evidence_lm_eval, evidence_llama_perplexity,
	evidence_predictions;

static struct evidence_file file_of(const char *name, const char *content)
{
	return (struct evidence_file){
		.path = text_of(name), .name = name, .content = text_of(content)};
}

static void test_numbers(void)
{
	static const struct {
		const char *text;
		double value;
		const char *flaw;
	} rows[] = {
		{"0.25", 0.25, NULL},
		{" 1e-3 ", 1e-3, NULL},
		{"-0.000059", -0.000059, NULL},
		{"nan", NAN, "NaN"},
		{"NaN", NAN, "NaN"},
		{"-inf", NAN, "inf"},
		{"Infinity", NAN, "inf"},
		{"1e999", NAN, "inf"},
		{"N/A", NAN, "no number"},
		{"", NAN, "no number"},
		{"0x10", NAN, "no number"},
		{"1.2.3", NAN, "no number"},
		{"12abc", NAN, "no number"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double value;
		const char *flaw = evidence_number(&value, text_of(rows[i].text));

		CHECK_ROW(rows[i].text, (flaw == NULL) == (rows[i].flaw == NULL));
		CHECK_ROW(rows[i].text, !flaw || strcmp(flaw, rows[i].flaw) == 0);
		CHECK_ROW(rows[i].text, flaw || value == rows[i].value);
	}
}

#define KL_HEAD                                                                                    \
	"Mean PPL(Q)                   :   6.227711 \xc2\xb1   0.036500\nMean PPL(base)          " \
	"      :   6.225194 \xc2\xb1   0.0\n"                                                      \
	"Mean ln(PPL(Q)/PPL(base))     :   0.000404 \xc2\xb1   0.000086\n"
#define KL_TAIL "Maximum KLD:   0.3\n 5.0%   KLD:  -0.000059\nSame top p: 99.739 \xc2\xb1 0.014 %\n"

struct row {
	const char *name;
	const struct evidence_format *format;
	const char *content;
	const char *task, *metric, *filter;
	double value, error;
	const char *says; /* a part of the error; NULL: it is read */
};

static const struct row rows[] = {
	{"lm-eval 0.4", &evidence_lm_eval,
		"{\"results\":{\"arc\":{\"alias\":\"arc\",\"acc,none\":0.5,\"acc_stderr,none\":0."
		"01}},\"versions\":{\"arc\":1}}",
		"arc", "acc", "none", 0.5, 0.01, NULL},
	{"before 0.4", &evidence_lm_eval,
		"{\"results\":{\"anli_r1\":{\"acc\":0.334,\"acc_stderr\":0.0149}},\"versions\":{"
		"\"anli_r1\":0}}",
		"anli_r1", "acc", "", 0.334, 0.0149, NULL},
	{"an error that is none", &evidence_lm_eval,
		"{\"results\":{\"a\":{\"f1,none\":0.5,\"f1_stderr,none\":\"N/A\"}}}", "a", "f1",
		"none", 0.5, NAN, NULL},
	{"two filters", &evidence_lm_eval,
		"{\"results\":{\"g\":{\"exact_match,strict-match\":0.5,\"exact_match_stderr,strict-"
		"match\":0.1,"
		"\"exact_match,flexible-extract\":0.6,\"exact_match_stderr,flexible-extract\":0.2}}"
		"}",
		"g", "exact_match", "flexible-extract", 0.6, 0.2, NULL},
	{"a key twice", &evidence_lm_eval,
		"{\"results\":{\"a\":{\"acc,none\":0.5,\"acc,none\":0.6}}}", NULL, NULL, NULL, 0, 0,
		"x:1:"},
	{"NaN", &evidence_lm_eval, "{\"results\":{\"a\":{\"acc,none\":NaN}}}", NULL, NULL, NULL, 0,
		0, "x:1:"},
	{"cut off", &evidence_lm_eval, "{\"results\":{\"a\":{\"acc,none\":0.5", NULL, NULL, NULL, 0,
		0, "x:1:"},
	{"no tasks", &evidence_lm_eval, "{\"results\":{}}", NULL, NULL, NULL, 0, 0, "no tasks"},
	{"a list", &evidence_lm_eval, "[]", NULL, NULL, NULL, 0, 0, "no object"},
	{"plain run", &evidence_llama_perplexity,
		"perplexity over 2 chunks, n_ctx=512, batch_size=512\n[1]6.1,[2]6.2277,\nFinal "
		"estimate: PPL "
		"= "
		"6.2277 +/- 0.03650\n",
		"perplexity", "ppl", "", 6.2277, 0.0365, NULL},
	{"another estimate than the last chunk's", &evidence_llama_perplexity,
		"[1]6.1,[2]6.2277,\nFinal estimate: PPL = 6.1277 +/- 0.03650\n", NULL, NULL, NULL,
		0, 0, "not the perplexity of the last chunk, 6.2277"},
	{"a chunk left out", &evidence_llama_perplexity,
		"[1]6.1,[3]6.2277,\nFinal estimate: PPL = 6.2277 +/- 0.03650\n", NULL, NULL, NULL,
		0, 0, "expected the perplexity of chunk 2"},
	{"fewer chunks than announced", &evidence_llama_perplexity,
		"perplexity over 3 chunks, n_ctx=512, batch_size=512\n[1]6.1,[2]6.2277,\nFinal "
		"estimate: PPL "
		"= "
		"6.2277 +/- 0.03650\n",
		NULL, NULL, NULL, 0, 0, "3 chunks were announced and 2 are there"},
	{"a chunk of nan", &evidence_llama_perplexity, "[1]nan,\n", NULL, NULL, NULL, 0, 0,
		"expected the perplexity of chunk 1"},
	{"cut in the estimate", &evidence_llama_perplexity, "Final estimate: PPL = 6.2", NULL, NULL,
		NULL, 0, 0, "without its error"},
	{"an error that was rounded away", &evidence_llama_perplexity,
		"Final estimate: PPL = 6.2277 +/- 0.00000\n", "perplexity", "ppl", "", 6.2277,
		0.000005, NULL},
	{"times before lines", &evidence_llama_perplexity,
		"0.01.234.567 I Final estimate: PPL = 6.2277 +/- 0.03650\n", "perplexity", "ppl",
		"", 6.2277, 0.0365, NULL},
	{"KL divergence", &evidence_llama_perplexity,
		KL_HEAD "Mean    KLD:   0.000025 \xc2\xb1   0.000001\n" KL_TAIL, "kl-divergence",
		"mean_kld", "", 0.000025, 0.000001, NULL},
	{"two spaces", &evidence_llama_perplexity,
		KL_HEAD "Mean  KLD: 12345678901.5 \xc2\xb1 1\n" KL_TAIL, "kl-divergence",
		"mean_kld", "", 12345678901.5, 1, NULL},
	{"share of top", &evidence_llama_perplexity, KL_HEAD "Mean KLD: 0.1 \xc2\xb1 0.1\n" KL_TAIL,
		"token-probability", "same_top_p", "", 0.99739, 0.00014, NULL},
	{"cut before KLD", &evidence_llama_perplexity, KL_HEAD, NULL, NULL, NULL, 0, 0,
		"ends before \"Mean KLD\""},
	{"cut before the estimate", &evidence_llama_perplexity, "[1]6.1,[2]6.0,", NULL, NULL, NULL,
		0, 0, "ends before its final"},
	{"two runs", &evidence_llama_perplexity,
		"Final estimate: PPL = 6 +/- 1\nFinal estimate: PPL = 7 +/- 1\n", NULL, NULL, NULL,
		0, 0, "x:2:1: a second ppl"},
	{"no log", &evidence_llama_perplexity, "hello\n", NULL, NULL, NULL, 0, 0, "no log"},
	{"CSV", &evidence_predictions, "id,label,prediction\n1,a,a\n2,b,a\n", "", "acc", "", 0.5,
		NAN, NULL},
	{"CSV with quotes", &evidence_predictions,
		"id,label,prediction\r\n1,\"a \"\"b\"\", c\",\"a \"\"b\"\", c\"\r\n", "", "acc", "",
		1, NAN, NULL},
	{"regression", &evidence_predictions, "label,prediction\n1.5,1.0\n2,2.5\n", "",
		"absolute_error", "", 0.5, NAN, NULL},
	{"JSON lines", &evidence_predictions,
		"{\"id\":1,\"label\":1,\"prediction\":1}\n{\"id\":2,\"label\":0,\"prediction\":1}"
		"\n",
		"", "acc", "", 0.5, NAN, NULL},
	{"JSON list", &evidence_predictions, "[{\"id\":1,\"label\":\"x\",\"prediction\":\"x\"}]",
		"", "acc", "", 1, NAN, NULL},
	{"a row too short", &evidence_predictions, "id,label,prediction\n1,a\n", NULL, NULL, NULL,
		0, 0, "x:2: 2 cells where the header has 3"},
	{"an open quote", &evidence_predictions, "label,prediction\n\"a,b\n", NULL, NULL, NULL, 0,
		0, "not closed"},
	{"no columns", &evidence_predictions, "a,b\n1,2\n", NULL, NULL, NULL, 0, 0, "no column"},
	{"only a header", &evidence_predictions, "label,prediction\n", NULL, NULL, NULL, 0, 0,
		"no predictions"},
	{"nothing", &evidence_predictions, "", NULL, NULL, NULL, 0, 0, "the file is empty"},
};

static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-12;
}

static void check_read(const struct row *row)
{
	struct arena *arena = arena_new();
	struct evidence_file file = file_of("x", row->content);
	struct evidence evidence;
	struct err err = {0};
	int done;

	evidence_start(&evidence, arena);
	done = row->format->read(&evidence, &file, &err);
	CHECK_ROW(row->name, (done < 0) == (row->says != NULL));
	if (row->says) {
		CHECK_ROW(row->name, err.kind == ERR_LOOK && strstr(err.message, row->says));
	} else {
		struct score_key key = {
			text_of(row->task), text_of(row->metric), text_of(row->filter)};
		const struct score *score = evidence_find(&evidence, &key);

		CHECK_ROW(row->name, score && !score->flaw && same(score->value, row->value) &&
					     same(score->error, row->error));
	}
	arena_free(arena);
}

static void test_readers(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_read(&rows[i]);
}

static void test_names(void)
{
	static const struct {
		const char *path, *task, *date;
	} names[] = {
		{"eval/m/samples_arc_easy_2026-04-15T13-55-33.588896.jsonl", "arc_easy",
			"2026-04-15T13-55-33.588896"},
		{"samples_arc_easy.jsonl", "arc_easy", ""},
		{"gsm8k.jsonl", "gsm8k", ""},
		{"samples_.jsonl", "", ""},
		{"", "", ""},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct text date, task = lm_eval_task_of(text_of(names[i].path), &date);

		CHECK_ROW(names[i].path,
			text_is(task, names[i].task) && text_is(date, names[i].date));
	}
}

#define SAMPLE(id, acc) \
	"{\"doc_id\":" id ",\"filter\":\"none\",\"doc_hash\":\"d" id "\",\"acc\":" acc "}\n"

static void test_samples(void)
{
	static const struct {
		const char *name, *content, *says;
		size_t count;
		bool doubled;
	} samples[] = {
		{"two rows", SAMPLE("1", "1.0") SAMPLE("0", "0.0"), NULL, 2, false},
		{"appended", SAMPLE("0", "1.0") SAMPLE("0", "1.0"), NULL, 2, true},
		{"a row cut off", SAMPLE("0", "1.0") "{\"doc_id\":1,\"fil", "samples_t.jsonl:2:", 0,
			false},
		{"no document", "{\"filter\":\"none\",\"acc\":1}\n", "doc_id", 0, false},
		{"a number that is none", "{\"doc_id\":0,\"acc\":NaN}\n", "samples_t.jsonl:1:19", 0,
			false},
		{"a doubled key", "{\"doc_id\":0,\"doc_id\":1,\"acc\":1}\n", "doc_id", 0, false},
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct evidence_file file = file_of("samples_t.jsonl", samples[i].content);
		struct arena *arena = arena_new();
		struct evidence evidence;
		struct err err = {0};
		int done;

		evidence_start(&evidence, arena);
		done = evidence_lm_eval.read_samples(&evidence, &file, &err);
		CHECK_ROW(samples[i].name, (done < 0) == (samples[i].says != NULL));
		CHECK_ROW(
			samples[i].name, !samples[i].says || strstr(err.message, samples[i].says));
		if (!samples[i].says && evidence_seal(&evidence, &err) == 0)
			CHECK_ROW(samples[i].name,
				evidence.samples.count == 1 &&
					evidence.samples.items[0].count == samples[i].count &&
					evidence.samples.items[0].doubled == samples[i].doubled &&
					evidence.samples.items[0].items[0].id == 0);
		arena_free(arena);
	}
}

static void test_differences(void)
{
	static const struct {
		const char *name;
		enum fact_kind kind;
		const char *base, *head;
		bool by_base, by_reference; /* refused */
	} facts[] = {
		{"few-shot", FACT_FEW_SHOT, "0", "5", true, true},
		{"the same", FACT_FEW_SHOT, "5", "5", false, false},
		{"data type", FACT_DTYPE, "float16", "int8", true, false},
		{"batch", FACT_BATCH, "1", "8", false, false},
		{"seed", FACT_SEED, "0", "1", true, true},
		{"template", FACT_CHAT_TEMPLATE, "a", "b", true, true},
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		struct arena *arena = arena_new();
		struct evidence base, head;
		struct err err = {0};
		struct text none = {0};

		evidence_start(&base, arena);
		evidence_start(&head, arena);
		CHECK_ROW(facts[i].name, evidence_fact(&base, facts[i].kind, none, none,
						 text_of(facts[i].base), 1, &err) == 0);
		CHECK_ROW(facts[i].name, evidence_fact(&head, facts[i].kind, none, none,
						 text_of(facts[i].head), 1, &err) == 0);
		CHECK_ROW(facts[i].name, (evidence_difference(&base, &head, none, false).head !=
						 NULL) == facts[i].by_base);
		CHECK_ROW(facts[i].name, (evidence_difference(&base, &head, none, true).head !=
						 NULL) == facts[i].by_reference);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"numbers", test_numbers},
	{"readers", test_readers},
	{"names of samples files", test_names},
	{"samples", test_samples},
	{"differences", test_differences},
};

UNIT_MAIN(tests)
