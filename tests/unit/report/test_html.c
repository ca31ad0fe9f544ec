/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says; what must hold of every page is test_html_page.c's, and the browser's view of one
 * tests/e2e/html_report.sh's.
 */
#include "sample.h"
#include "unit.h"

static void set_pass(struct sample *sample)
{
	(void)sample;
}

static void set_secret(struct sample *sample)
{
	sample_secret(sample);
}

static void set_four(struct sample *sample)
{
	for (unsigned i = 0; i < 4; i++)
		sample_secret(sample);
}

static void set_warning(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->severity = SEVERITY_WARNING;
	finding->blocking = false;
	finding->at_head = false;
	sample->result.verdict = VERDICT_PASS;
}

static void set_incomplete(struct sample *sample)
{
	sample_incomplete(sample, 2);
	sample->result.reason = (struct text)TEXT("out of time");
}

static void set_known(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->state = FINDING_KNOWN;
	finding->blocking = false;
	sample->result.verdict = VERDICT_PASS;
}

static void set_everything(struct sample *sample)
{
	sample_everything(sample);
}

static void set_hops(struct sample *sample)
{
	sample_hops(sample);
	sample->hops[2].status = HOP_DOWNSTREAM;
}

static void set_measured(struct sample *sample)
{
	sample_measurements(sample);
}

/* A flow of 100 + 300 ms at the base, 100 + 500 at the head, with a limit at 1000. */
static void set_flow(struct sample *sample)
{
	static const struct measurement phase = {.subject = TEXT("page"),
		.unit = "ms",
		.base = 100,
		.head = 100,
		.difference = 0,
		.low = -10,
		.high = 10,
		.tolerance = 50,
		.limit = NAN};

	for (unsigned i = 0; i < 3; i++)
		sample->measurements[i] = phase;
	sample->measurements[0].name = (struct text)TEXT("first");
	sample->measurements[1].name = (struct text)TEXT("second");
	sample->measurements[1].base = 300;
	sample->measurements[1].head = 500;
	sample->measurements[1].difference = sample->measurements[1].low =
		sample->measurements[1].high = 90;
	sample->measurements[1].verdict = MEASURED_REGRESSED;
	sample->measurements[2].name = (struct text)TEXT("total");
	sample->measurements[2].base = 400;
	sample->measurements[2].head = 600;
	sample->measurements[2].limit = 1000;
	sample->outcomes[1].measurements = sample->measurements;
	sample->outcomes[1].measurement_count = 3;
}

static void set_endless(struct sample *sample)
{
	set_flow(sample);
	sample->measurements[2].head = INFINITY;
	for (unsigned i = 0; i < 3; i++)
		sample->measurements[i].high = INFINITY;
}

static void set_largest(struct sample *sample)
{
	set_flow(sample);
	for (unsigned i = 0; i < 3; i++) {
		sample->measurements[i].head = sample->measurements[i].high = 1.7e308;
		sample->measurements[i].low = -1.7e308;
	}
}

static void set_hostile(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->path = (struct text)TEXT("\"><img src=x>");
	finding->message = (struct text)TEXT("</bdi><script>1</script>");
	finding->excerpt = (struct text)TEXT("  </code>" SECRET "<!--");
	finding->column = 10;
	finding->end_column = 30;
	sample->change.label = (struct text)TEXT("</title>");
	sample_hops(sample);
	sample->hops[0].name = (struct text)TEXT("<svg onload=x>");
}

#define ROW(name, value, rest) \
	"<span class=\"name\">" name "</span> <span class=\"value\">" value "</span>" rest

static const struct {
	const char *name;
	void (*set)(struct sample *sample);
	const char *wanted, *unwanted;
} rows[] = {
	{"title of a pass", set_pass, "<title>Pass: pull request 12 of GitHub – seamgate</title>",
		"<article"},
	{"pass", set_pass,
		"</svg>Pass</h1>\n<p class=\"advice\">Everything in scope was examined, and "
		"nothing",
		"id=\"blocking\""},
	{"the change", set_pass,
		"<code>1a1b1c1..9fa0a1a</code> (<bdi>main</bdi>..<bdi>feature</bdi>), <bdi>pull "
		"request 12 of GitHub</bdi><br/>\n2 commits, 7 files, 9 blobs, 12.3 KiB examined "
		"in 6.1 ms</p>",
		NULL},
	{"what was examined", set_pass,
		"</svg>clean</span></td><td>9 blobs, 12.3 KiB, 1 file, 260 rules</td><td "
		"class=\"figure\">3.1 ms</td>",
		NULL},
	{"a reason", set_pass,
		"</svg>clean</span>: nothing of its kind changed</td><td>nothing</td>", NULL},
	{"skipped", set_pass,
		"</svg>skipped</span>: not configured</td><td>nothing</td><td "
		"class=\"figure\">–</td>",
		NULL},
	{"blocked", set_secret, "</svg>Blocked by 1 finding</h1>", "and 1 more"},
	{"at the top", set_secret,
		"<ul class=\"first\">\n<li><span>an example token</span> "
		"<code>src/a.env</code></li>\n</ul>",
		NULL},
	{"more than the top has room for", set_four, "<li>and 1 more</li>\n</ul>", NULL},
	{"the way to it", set_secret, "<li><a href=\"#blocking\"><b>1</b> blocks</a></li>", NULL},
	{"where", set_secret, "<p class=\"place\"><code class=\"path\">src/a.env:12:5</code></p>",
		NULL},
	{"the masked line", set_secret,
		"<p class=\"line\"><span class=\"number\">12</span> "
		"<code>KEY=<mark>tok_****</mark> # tok_****</code></p>",
		"hunter22"},
	{"what to do", set_secret, "<p class=\"fix\"><b>Fix:</b> <bdi>Revoke it.</bdi></p>", NULL},
	{"to know more", set_secret, "<code>seamgate explain 0123456789ab</code>", NULL},
	{"does not block", set_warning,
		"Does not block</h2>\n<h3>secrets <span class=\"tally\">1 "
		"finding</span></h3>\n<article class=\"warning\">",
		"id=\"blocking\""},
	{"in a commit", set_warning, "src/a.env:12:5</code>, in commit d0d1d2d</p>", NULL},
	{"could not look", set_incomplete,
		"</svg>Incomplete: 2 items could not be looked at</h1>\n<p class=\"advice\"><b>out "
		"of time</b>.",
		NULL},
	{"an item", set_incomplete,
		"not looked at:</span> <code class=\"path\">data/a.zip</code></h4>\n<p>member 3 is "
		"over 64 MiB</p><p class=\"fix\"><b>Fix:</b> <bdi>raise limits: {blob: "
		"…}</bdi></p>",
		NULL},
	{"an item without a file", set_incomplete,
		"the check as a whole</h4>\n<p>no report at the base</p></article>", NULL},
	{"known is folded", set_known,
		"Known at the base already</h2>\n<details class=\"fold\"><summary>Show 1 "
		"finding</summary>",
		"id=\"blocking\""},
	{"waived is folded", set_everything,
		"Waived</h2>\n<details class=\"fold\"><summary>Show 1 finding</summary>", NULL},
	{"details", set_everything,
		"<dt>p_value</dt><dd>0.0125</dd>\n<dt>significant</dt><dd>true</dd>", NULL},
	{"inside an archive", set_everything,
		"<code class=\"path\">src/a.env!/dir/b &quot;tok_****&quot;.txt:12:5</code>, in "
		"commit d0d1d2d",
		NULL},
	{"in a message", set_everything,
		"<p class=\"place\">line 3 of the message of commit d0d1d2d</p>", NULL},
	{"the pipeline's origin", set_hops,
		"<li class=\"origin\"><div><b>infer</b> <span class=\"status\">", NULL},
	{"the pipeline's order", set_hops,
		"</svg>origin</span> <span class=\"tally\">2 findings</span></div></li>\n<li "
		"class=\"downstream\"><div><b>serve</b>",
		"<dt>unmeasured</dt>"},
	{"no pipeline", set_pass, "id=\"examined\"", "id=\"pipeline\""},
	{"a table of measurements", set_measured,
		"<tr><th scope=\"row\">total</th><td class=\"figure\">2210</td><td "
		"class=\"figure\">2490</td><td class=\"figure\">+280</td><td "
		"class=\"figure\">+190..+371</td><td class=\"figure\">110</td><td "
		"class=\"figure\">2500</td><td><span class=\"status findings\">",
		"hunter22"},
	{"too few samples", set_measured,
		"</svg>inconclusive</span></td><td class=\"figure\">2410</td><td>points</td><td "
		"class=\"figure\">1319 / 1319</td>",
		NULL},
	{"more is better", set_measured, "<span>← worse</span> <span>better →</span>", NULL},
	{"less is better", set_flow, "<span>← better</span> <span>worse →</span>",
		"<span>← worse</span>"},
	/* The width is 1010 ms. */
	{"a first phase", set_flow,
		ROW("first", "100.0 → 100.0 ms",
			"<svg width=\"100%\" height=\"22\"><rect class=\"base\" fill=\"none\" "
			"stroke=\"currentColor\" x=\"0.00%\" y=\"1\" width=\"9.90%\" "
			"height=\"8\"/><rect class=\"head\" x=\"0.00%\" y=\"12\" width=\"9.90%\" "
			"height=\"8\"/></svg>"),
		NULL},
	{"a second phase begins where the first ends", set_flow,
		"<div class=\"row bad\">" ROW("second", "300.0 → 500.0 ms",
			" <span class=\"word\">regressed</span><svg width=\"100%\" "
			"height=\"22\"><rect class=\"base\" fill=\"none\" stroke=\"currentColor\" "
			"x=\"9.90%\" y=\"1\" width=\"29.70%\" height=\"8\"/><rect class=\"head\" "
			"x=\"9.90%\" y=\"12\" width=\"49.50%\" height=\"8\"/></svg>"),
		NULL},
	{"the total and its limit", set_flow,
		"<rect class=\"head\" x=\"0.00%\" y=\"12\" width=\"59.41%\" height=\"8\"/><line "
		"class=\"margin\" stroke=\"currentColor\" stroke-dasharray=\"4 3\" x1=\"99.01%\" "
		"x2=\"99.01%\"",
		NULL},
	/* From -10 to 90 with 4 % of air. */
	{"an interval", set_flow,
		"<line class=\"zero\" stroke=\"currentColor\" x1=\"12.96%\" x2=\"12.96%\" y1=\"0\" "
		"y2=\"20\"/><line class=\"margin\" stroke=\"currentColor\" stroke-dasharray=\"4 "
		"3\" x1=\"59.26%\" x2=\"59.26%\" y1=\"0\" y2=\"20\"/><rect class=\"range\" "
		"x=\"3.70%\" y=\"7\" width=\"18.52%\" height=\"6\"/><circle class=\"point\" "
		"cx=\"12.96%\" cy=\"10\" r=\"4\"/>",
		NULL},
	{"a loss of what should be high", set_measured,
		"<line class=\"zero\" stroke=\"currentColor\" x1=\"61.57%\" x2=\"61.57%\" y1=\"0\" "
		"y2=\"20\"/><line class=\"margin\" stroke=\"currentColor\" stroke-dasharray=\"4 "
		"3\" x1=\"8.96%\"",
		NULL},
	{"numbers without end are not drawn", set_endless, "<td class=\"figure\">inf</td>",
		"<rect"},
	{"nor those that no axis can hold", set_largest, "<table>", "nan"},
	{"markup in a message", set_hostile,
		"<bdi>&lt;/bdi&gt;&lt;script&gt;1&lt;/script&gt;</bdi>", "<script"},
	{"markup in a path", set_hostile,
		"<code class=\"path\">&quot;&gt;&lt;img src=x&gt;:12:10</code>", "<img"},
	{"markup in a line", set_hostile, "<code>&lt;/code&gt;<mark>tok_****</mark>&lt;!--</code>",
		"<!--"},
	{"markup in the title", set_hostile, "<title>Blocked: &lt;/title&gt; – seamgate</title>",
		NULL},
	{"markup in a hop", set_hostile, "<b>&lt;svg onload=x&gt;</b>", "<svg onload"},
};

static void test_rows(void)
{
	const struct report_style style = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample sample;
		struct buffer out;

		sample_fill(&sample);
		rows[i].set(&sample);
		out = sample_write(&sample, "html", &style);
		CHECK_ROW(rows[i].name, sample_contains(&out, rows[i].wanted));
		CHECK_ROW(rows[i].name,
			!rows[i].unwanted || !sample_contains(&out, rows[i].unwanted));
		buffer_free(&out);
		sample_free(&sample);
	}
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
};

UNIT_MAIN(tests)
