/* SPDX-License-Identifier: Apache-2.0
 *
 * Formats of evidence: a small file each to the scores that are in it, and what is refused.
 */
#include <math.h>

#include "checks/model/format.h"
#include "gate/base/buffer.h"
#include "unit.h"

#define AREA(name, area, dets, value) \
	" Average " name " @[ IoU=0.50:0.95 | area=" area " | maxDets=" dets " ] = " value "\n"
#define SIX(name)                             \
	AREA(name, "   all", "100", "0.503")  \
	AREA(name, " small", "100", "-1.000") \
	AREA(name, "medium", "100", "0.4")    \
	AREA(name, " large", "100", "0.6")    \
	AREA(name, "   all", " 10", "0.5") AREA(name, "   all", "  1", "0.3")

static const struct row {
	const char *name, *format, *path, *content;
	const char *
		expect; /* task|metric|filter=value±error(samples), or "!" and a part of the error */
} rows[] = {
	{"a tree", "dvc", "m.json", "{\"asr\": {\"wer\": 0.12, \"note\": \"x\"}, \"n\": 5}",
		"asr|wer|=0.12 |n|=5 "},
	{"a tree in YAML", "dvc", "m.yaml", "a:\n  b:\n    f1: 0.5\n", "a/b|f1|=0.5 "},
	{"no number", "dvc", "m.json", "{\"a\": \"b\"}", "!there is no number"},
	{"a list", "dvc", "m.json", "[1]", "!expected names"},
	{"cut off", "dvc", "m.json", "{\"a\": 1", "!m.json:1:"},
	{"NNCF", "nncf", "r.yaml", "m_backend_OV:\n  metric_value: 0.8\n  num_int4: 3\n",
		"m_backend_OV|metric_value|=0.8 m_backend_OV|num_int4|=3 "},
	{"a text that is NaN", "dvc", "m.json", "{\"a\": \"NaN\"}", "|a|=NaN "},
	{"lighteval", "lighteval", "r.json",
		"{\"config_general\": {\"model_name\": \"m\"}, \"results\": {\"harness|gsm8k|5\": "
		"{\"acc\": 0.5, \"acc_stderr\": 0.01}, \"all\": {\"acc\": 0.5}}, \"versions\": "
		"{\"harness|gsm8k|5\": 1}}",
		"harness|gsm8k|5|acc|=0.5\xc2\xb1"
		"0.01 all|acc|=0.5 "},
	{"lighteval since 0.13", "lighteval", "r.json",
		"{\"config_general\": {\"model_name\": \"m\", \"model_config\": {\"dtype\": "
		"\"int8\", "
		"\"generation_parameters\": {\"temperature\": 0}}}, \"results\": {\"gsm8k|5\": "
		"{\"acc\": 0.5}}}",
		"gsm8k|5|acc|=0.5 "},
	{"lighteval without results", "lighteval", "r.json", "{}", "!no \"results\""},
	{"lighteval, empty", "lighteval", "r.json", "{\"results\": {}}", "!no result of a task"},
	{"a model card", "model-index", "README.md",
		"---\nlicense: mit\nmodel-index:\n- name: m\n  results:\n  - task: {type: t}\n    "
		"dataset: {name: glue, config: sst2, split: test}\n    metrics:\n    - {type: "
		"accuracy, value: 0.9}\n    - {type: wer, value: \"20.0 \xc2\xb1 1.2\"}\n---\n# "
		"Title\n",
		"glue/sst2/test|accuracy|=0.9 glue/sst2/test|wer|=20\xc2\xb1"
		"1.2 "},
	{"front matter without an end", "model-index", "README.md", "---\na: 1\n", "!does not end"},
	{"a card without it", "model-index", "README.md", "---\na: 1\n---\n", "!no model-index"},
	{"HELM", "helm", "stats.json",
		"[{\"name\": {\"name\": \"exact_match\", \"split\": \"test\"}, \"count\": 5, "
		"\"mean\": 0.8, \"stddev\": 0.4}, {\"name\": {\"name\": \"x\", \"split\": "
		"\"test\"}, \"count\": 0}]",
		"test|exact_match|=0.8\xc2\xb1"
		"0.2(5) "},
	{"HELM, no list", "helm", "stats.json", "{}", "!expected a list"},
	{"MLflow's table", "mlflow", "t.json",
		"{\"columns\": [\"q\", \"score\"], \"data\": [[\"a\", 1], [\"b\", 0], [\"c\", 1], "
		"[\"d\", 1]]}",
		"|score|=0.75(4) "},
	{"MLflow, a short row", "mlflow", "t.json",
		"{\"columns\": [\"q\", \"s\"], \"data\": [[\"a\", 1], [\"b\"]]}", "!fewer values"},
	{"MLflow's metrics", "mlflow", "m.json", "{\"accuracy_score\": 0.9}",
		"|accuracy_score|=0.9 "},
	{"MLPerf", "mlperf", "accuracy.txt",
		"loading\naccuracy=76.456%, good=38228, total=50000\nhash=00ff\n",
		"|accuracy|=0.76456(50000) "},
	{"MLPerf in JSON", "mlperf", "accuracy.txt",
		"{\"exact_match\": 83.2, \"f1\": 90.9}\nhash=00\n",
		"|exact_match|=83.2 |f1|=90.9 "},
	{"MLPerf as Python prints it", "mlperf", "accuracy.txt",
		"{'rouge1': 44.4, 'gen_num': 3}\nhash=00\n", "|rouge1|=44.4 |gen_num|=3 "},
	{"MLPerf without a hash", "mlperf", "accuracy.txt", "accuracy=76.4%, good=1, total=2\n",
		"!hash"},
	{"MLPerf, nothing", "mlperf", "accuracy.txt", "loading\n", "!there is no accuracy"},
	{"COCO", "coco", "c.txt", SIX("Precision  (AP)") SIX("Recall     (AR)"),
		"|AP@0.50:0.95/all/100|=0.503 |AP@0.50:0.95/medium/100|=0.4 "
		"|AP@0.50:0.95/large/100|=0.6 |AP@0.50:0.95/all/10|=0.5 |AP@0.50:0.95/all/1|=0.3 "
		"|AR@0.50:0.95/all/100|=0.503 |AR@0.50:0.95/medium/100|=0.4 "
		"|AR@0.50:0.95/large/100|=0.6 |AR@0.50:0.95/all/10|=0.5 |AR@0.50:0.95/all/1|=0.3 "},
	{"COCO, cut off", "coco", "c.txt", SIX("Precision  (AP)"), "!6 lines"},
	{"trec_eval", "trec-eval", "t.txt", "runid \tall\tbm25\nmap  \tq1\t0.5\nmap \tall\t0.25\n",
		"|map|=0.25 "},
	{"ir_measures", "trec-eval", "t.txt", "nDCG@10\t0.7975\nAP\t0.6798\n",
		"|nDCG@10|=0.7975 |AP|=0.6798 "},
	{"ir_measures, query by query", "trec-eval", "t.txt",
		"1\tAP\t0.5\n2\tAP\t0.25\nall\tAP\t0.375\n", "|AP|=0.375 "},
	{"ir_measures, a line of another form", "trec-eval", "t.txt", "AP 0.5\nAP 1 0.5\n",
		"!t.txt:2:1: expected a measure and a value"},
	{"trec_eval, a line cut off", "trec-eval", "t.txt", "map all 0.2\nndcg a\n",
		"!expected a measure"},
	{"trec_eval without a summary", "trec-eval", "t.txt", "map q1 0.2\n", "!\"all\""},
};

static void show(struct buffer *out, const struct score *score)
{
	buffer_add(out, score->key.task);
	buffer_byte(out, '|');
	buffer_add(out, score->key.metric);
	buffer_byte(out, '|');
	buffer_add(out, score->key.filter);
	buffer_byte(out, '=');
	if (score->flaw)
		buffer_string(out, score->flaw);
	else
		buffer_printf(out, "%.10g", score->value);
	if (!isnan(score->error))
		buffer_printf(out, "\xc2\xb1%.10g", score->error);
	if (score->samples)
		buffer_printf(out, "(%llu)", (unsigned long long)score->samples);
	buffer_byte(out, ' ');
}

static void check(const struct row *row)
{
	const struct evidence_format *format = evidence_format_find(text_of(row->format));
	const struct evidence_file file = {
		.path = text_of(row->path), .name = row->path, .content = text_of(row->content)};
	struct arena *arena = arena_new();
	struct evidence evidence = {0};
	struct buffer said = {0};
	struct err err = {0};
	int done;

	CHECK_ROW(row->name, format != NULL);
	evidence_start(&evidence, arena);
	done = format ? format->read(&evidence, &file, &err) : -1;
	if (done == 0)
		done = evidence_seal(&evidence, &err);
	for (size_t i = 0; i < evidence.scores.count; i++)
		show(&said, &evidence.scores.items[i]);
	if (row->expect[0] == '!')
		CHECK_ROW(row->name,
			done < 0 && err.kind == ERR_LOOK && strstr(err.message, row->expect + 1));
	else
		CHECK_ROW(row->name, done == 0 && text_is(buffer_text(&said), row->expect));
	if (done < 0 ? row->expect[0] != '!' : !text_is(buffer_text(&said), row->expect))
		fprintf(stderr, "it says: %s%s\n", buffer_text(&said).ptr, err.message);
	buffer_free(&said);
	arena_free(arena);
}

static void scores(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

static void cut_off(void)
{
	/* Whatever is cut off: no crash, and no scores without an error or a number. */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t length = 0; length < strlen(rows[i].content); length++) {
			const struct evidence_format *format =
				evidence_format_find(text_of(rows[i].format));
			const struct evidence_file file = {.path = text_of(rows[i].path),
				.name = rows[i].path,
				.content = {rows[i].content, length}};
			struct arena *arena = arena_new();
			struct evidence evidence = {0};
			struct err err = {0};

			evidence_start(&evidence, arena);
			if (format->read(&evidence, &file, &err) == 0)
				CHECK_ROW(rows[i].name, evidence.scores.count > 0);
			else
				CHECK_ROW(rows[i].name, err.kind == ERR_LOOK);
			arena_free(arena);
		}
}

static const struct unit_test tests[] = {{"scores", scores}, {"cut_off", cut_off}};

UNIT_MAIN(tests)
