/* SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"
#include "unit.h"

#define PASS_LAST "seamgate: pass — 2 commits, 7 files, 9 blobs, 12.3 KiB examined in 6.1 ms\n"
#define EXAMINED                                                                \
	"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n" \
	"  secrets  9 blobs, 12.3 KiB, 1 file, 260 rules (3.1 ms)\n"
#define BLOCK_LAST                                                                                  \
	"seamgate: blocked by 1 finding — 2 commits, 7 files, 9 blobs, 12.3 KiB examined in 6.1 " \
	"ms\n"

static void set_pass(struct sample *sample)
{
	(void)sample;
}

static void set_secret(struct sample *sample)
{
	sample_secret(sample);
}

static void set_warning(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->severity = SEVERITY_WARNING;
	finding->blocking = false;
	finding->excerpt = finding->remedy = (struct text)TEXT("");
	sample->result.verdict = VERDICT_PASS;
}

/* Notes of two rules, in another order than their places, and an error among them. */
static void set_notes(struct sample *sample, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct finding *finding = sample_secret(sample);

		finding->line = 40 - i;
		finding->excerpt = (struct text)TEXT("");
		if (i == 3)
			continue;
		finding->rule = i == 1 ? "secrets/weak" : "licences/unknown";
		finding->severity = SEVERITY_NOTE;
		finding->blocking = false;
	}
}

static void set_few_notes(struct sample *sample)
{
	set_notes(sample, 4);
}

static void set_many_notes(struct sample *sample)
{
	set_notes(sample, 6);
}

static void set_known_and_waived(struct sample *sample)
{
	sample_secret(sample)->state = FINDING_KNOWN;
	sample_secret(sample)->state = FINDING_WAIVED;
	sample->findings[0].blocking = sample->findings[1].blocking = false;
	sample->result.verdict = VERDICT_PASS;
}

static void set_incomplete(struct sample *sample)
{
	sample_incomplete(sample, 2);
}

static void set_no_check(struct sample *sample)
{
	sample->result.verdict = VERDICT_INCOMPLETE;
	sample->result.reason = (struct text)TEXT("no check ran");
}

static void set_directory(struct sample *sample)
{
	sample->change.is_directory = true;
	sample->change.has_base = false;
	sample->change.head_name = (struct text)TEXT("src");
	sample->change.label = (struct text)TEXT("");
}

static void set_counters(struct sample *sample)
{
	sample->counters[0] = (struct counter){"hashed bytes", 65536};
	sample->counters[1] = (struct counter){"not proved", 3};
	sample->counters[2] = (struct counter){"not proved: no lock names it", 1};
	sample->counters[3] = (struct counter){"not proved: over a limit", 2};
}

/* One reason is all of it. */
static void set_reason(struct sample *sample)
{
	set_counters(sample);
	sample->counters[0] = (struct counter){"kilobytes", 1};
	sample->counters[1].count = 2;
	sample->counters[2] = (struct counter){"not proved: over a limit", 2};
	sample->counters[3] = (struct counter){"not proved at all", 1};
}

static void set_hops(struct sample *sample)
{
	sample_hops(sample);
}

static void set_measurements(struct sample *sample)
{
	sample_measurements(sample);
}

/* Names and notes give way to the numbers; a mixture of units stands with the names. */
static void set_wide(struct sample *sample)
{
	sample_measurements(sample);
	sample->measurements[1].subject = sample->measurements[0].subject;
	sample->measurements[0].name =
		(struct text)TEXT("a phase with a name that is longer than any table has room for");
	sample->measurements[0].note =
		(struct text)TEXT("a note that is longer than any table has room for\nand more");
	sample->outcomes[1].measurement_count = 2;
}

/* Reports of which every byte is known. */
static const struct {
	const char *name;
	void (*set)(struct sample *sample);
	struct report_style style;
	const char *wanted;
} rows[] = {
	{"pass", set_pass, {0}, EXAMINED PASS_LAST},
	{"pass, quiet", set_pass, {.quiet = true}, PASS_LAST},
	{"pass, verbose", set_pass, {.verbose = true},
		"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n"
		"policy: base+head, .seamgate.yml, sha256 "
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
		"  secrets  9 blobs, 12.3 KiB, 1 file, 260 rules (3.1 ms)\n"
		"  latency  nothing of its kind changed (0.0 ms)\n"
		"  model    skipped: not configured\n" PASS_LAST},
	{"a folder", set_directory, {0},
		"checked all of src\n"
		"  secrets  9 blobs, 12.3 KiB, 1 file, 260 rules (3.1 ms)\n"
		"seamgate: pass — 7 files, 9 blobs, 12.3 KiB examined in 6.1 ms\n"},
	{"counters with parts", set_counters, {0},
		"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n"
		"  secrets  64.0 KiB hashed, 3 not proved (1 no lock names it, 2 over a limit) "
		"(3.1 ms)\n" PASS_LAST},
	{"counters with one part", set_reason, {0},
		"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n"
		"  secrets  1 kilobyte, 2 not proved: over a limit, 1 not proved at all (3.1 "
		"ms)\n" PASS_LAST},
	{"pipeline", set_hops, {0},
		EXAMINED
		"pipeline: ingest clean -> infer ORIGIN (2) -> serve unmeasured\n" PASS_LAST},
	{"measured", set_measurements, {0},
		"measured[latency]: product-page (ms)\n"
		"                base   head  change    interval  limit    verdict\n"
		"  total         2210   2490    +280  +190..+371   2500  regressed  mostly "
		"resourceLoadDelay tok_****\n"
		"  unaccounted         12.25\n"
		"\n"
		"  intervals in margins: 0 is no change, 1 the margin, to the right is worse\n"
		"        -2        -1         0         1         2         3\n"
		"  total                      │         ┊      ├───────●────▶  regressed\n"
		"\n"
		"measured[latency]: intent-int8 (points)\n"
		"                  base    head   change          interval       verdict  needed\n"
		"  gsm8k acc     0.7123  0.7101  -0.0022  -0.0110..+0.0066  inconclusive    2410\n"
		"\n"
		"  intervals in margins: 0 is no change, 1 the margin, to the right is worse\n"
		"            -2        -1         0         1         2         3\n"
		"  gsm8k acc               ├────────●────────┤                     inconclusive\n"
		"\n" EXAMINED PASS_LAST},
	{"measured, too wide", set_wide, {0},
		"measured[latency]: product-page\n"
		"                  base    head   change          interval  limit       verdict  "
		"needed\n"
		"  a phas… (ms)    2210    2490     +280        +190..+371   2500     regressed    "
		"      a note that…\n"
		"  gs… (points)  0.7123  0.7101  -0.0022  -0.0110..+0.0066         inconclusive    "
		"2410\n"
		"\n"
		"  intervals in margins: 0 is no change, 1 the margin, to the right is worse\n"
		"                                       -2        -1         0         1         2 "
		"        3\n"
		"  a phase with a name that is longer …                      │         ┊      "
		"├───────●────▶  regressed\n"
		"  gsm8k acc                                          ├────────●────────┤          "
		"           inconclusive\n"
		"\n" EXAMINED PASS_LAST},
	{"measured, in letters", set_measurements, {.letters = true},
		"measured[latency]: product-page (ms)\n"
		"                base   head  change    interval  limit    verdict\n"
		"  total         2210   2490    +280  +190..+371   2500  regressed  mostly "
		"resourceLoadDelay tok_****\n"
		"  unaccounted         12.25\n"
		"\n"
		"  intervals in margins: 0 is no change, 1 the margin, to the right is worse\n"
		"        -2        -1         0         1         2         3\n"
		"  total                      |         :      |-------o---->  regressed\n"
		"\n"
		"measured[latency]: intent-int8 (points)\n"
		"                  base    head   change          interval       verdict  needed\n"
		"  gsm8k acc     0.7123  0.7101  -0.0022  -0.0110..+0.0066  inconclusive    2410\n"
		"\n"
		"  intervals in margins: 0 is no change, 1 the margin, to the right is worse\n"
		"            -2        -1         0         1         2         3\n"
		"  gsm8k acc               |--------o--------|                     inconclusive\n"
		"\n" EXAMINED PASS_LAST},
	{"measured, quiet", set_measurements, {.quiet = true}, PASS_LAST},
	{"a secret", set_secret, {.quiet = true},
		"error[secrets/example-token]: an example token\n"
		"  --> src/a.env:12:5\n"
		"   |\n"
		"12 | KEY=tok_**** # tok_****\n"
		"   |     ^^^^^^^^\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n" BLOCK_LAST},
	{"a secret in colour", set_secret, {.quiet = true, .color = true},
		"\x1b[1;31merror[secrets/example-token]\x1b[0m: an example token\n"
		"  \x1b[34m--> \x1b[0msrc/a.env:12:5\n"
		"\x1b[34m   |\x1b[0m\n"
		"\x1b[34m12 |\x1b[0m KEY=tok_**** # tok_****\n"
		"\x1b[34m   |\x1b[0m     \x1b[1;31m^^^^^^^^\x1b[0m\n"
		"   \x1b[34m=\x1b[0m fix: Revoke it.\n"
		"   \x1b[34m=\x1b[0m more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"seamgate: \x1b[1;31mblocked by 1 finding\x1b[0m — 2 commits, 7 files, 9 blobs, "
		"12.3 "
		"KiB examined in 6.1 ms\n"},
	{"a warning that does not block", set_warning, {0},
		"warning[secrets/example-token]: an example token\n"
		"  --> src/a.env:12:5\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n"
		"  secrets  1 finding; 9 blobs, 12.3 KiB, 1 file, 260 rules (3.1 ms)\n"
		"seamgate: pass (1 warning) — 2 commits, 7 files, 9 blobs, 12.3 KiB examined in "
		"6.1 "
		"ms\n"},
	{"notes of one rule, a few", set_few_notes, {0},
		"error[secrets/example-token]: an example token\n"
		"  --> src/a.env:37:5\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"note[licences/unknown]: an example token\n"
		"  --> src/a.env:38:5\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"note[secrets/weak]: an example token\n"
		"  --> src/a.env:39:5\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"note[licences/unknown]: an example token\n"
		"  --> src/a.env:40:5\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n"
		"  secrets  4 findings; 9 blobs, 12.3 KiB, 1 file, 260 rules (3.1 ms)\n"
		"seamgate: blocked by 1 finding (3 notes) — 2 commits, 7 files, 9 blobs, 12.3 KiB "
		"examined in 6.1 ms\n"},
	{"notes of one rule, many", set_many_notes, {0},
		"note[licences/unknown]: 4 findings\n"
		" --> src/a.env:35:5: an example token\n"
		" --> src/a.env:36:5: an example token\n"
		" --> src/a.env:38:5: an example token\n"
		" --> src/a.env:40:5: an example token\n"
		"  = fix: Revoke it.\n"
		"  = more: seamgate explain licences/unknown; each by itself, to waive: -v\n"
		"\n"
		"error[secrets/example-token]: an example token\n"
		"  --> src/a.env:37:5\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"note[secrets/weak]: an example token\n"
		"  --> src/a.env:39:5\n"
		"   = fix: Revoke it.\n"
		"   = more, or waive: seamgate explain 0123456789ab\n"
		"\n"
		"checked 1a1b1c1..9fa0a1a (main..feature), pull request 12 of GitHub\n"
		"  secrets  6 findings; 9 blobs, 12.3 KiB, 1 file, 260 rules (3.1 ms)\n"
		"seamgate: blocked by 1 finding (5 notes) — 2 commits, 7 files, 9 blobs, 12.3 KiB "
		"examined in 6.1 ms\n"},
	{"the same, quiet", set_warning, {.quiet = true},
		"seamgate: pass (1 warning) — 2 commits, 7 files, 9 blobs, 12.3 KiB examined in "
		"6.1 "
		"ms\n"},
	{"known and waived are counted", set_known_and_waived, {.quiet = true},
		"seamgate: pass (1 known, 1 waived) — 2 commits, 7 files, 9 blobs, 12.3 KiB "
		"examined "
		"in 6.1 ms\n"},
	{"could not look, quiet", set_incomplete, {.quiet = true},
		"could not look[secrets]: data/a.zip\n"
		"  = reason: member 3 is over 64 MiB\n"
		"  = fix: raise limits: {blob: …}\n"
		"\n"
		"could not look[secrets]\n"
		"  = reason: no report at the base\n"
		"\n"
		"seamgate: incomplete: 2 items could not be looked at — 2 commits, 7 files, 9 "
		"blobs, "
		"12.3 KiB examined in 6.1 ms\n"},
	{"no check ran", set_no_check, {.quiet = true},
		"seamgate: incomplete — no check ran — 2 commits, 7 files, 9 blobs, 12.3 KiB "
		"examined in 6.1 ms\n"},
};

static void test_whole(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample sample;
		struct buffer out;

		sample_fill(&sample);
		rows[i].set(&sample);
		out = sample_write(&sample, "human", &rows[i].style);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].wanted));
		if (!text_is(buffer_text(&out), rows[i].wanted))
			fprintf(stderr, "got:\n%s\n", out.ptr);
		buffer_free(&out);
		sample_free(&sample);
	}
}

/* Excerpts: what is printed, and where the mark stands. */
static const struct {
	const char *name;
	struct text excerpt;
	uint32_t line, column, end_line, end_column;
	bool is_secret;
	unsigned width;
	const char *wanted;
} excerpt_rows[] = {
	{"indented", TEXT("\t\tKEY=" SECRET "\r"), 7, 7, 7, 27, true, 0,
		"7 | KEY=tok_****\n  |     ^^^^^^^^\n  ="},
	{"second of two by its column", TEXT(SECRET " " SECRET), 7, 22, 7, 42, true, 0,
		"7 | tok_**** tok_****\n  |          ^^^^^^^^\n  ="},
	{"columns that are off", TEXT("KEY=" SECRET), 7, 2, 7, 5, true, 0,
		"7 | KEY=tok_****\n  |     ^^^^^^^^\n  ="},
	{"no columns", TEXT("KEY=" SECRET), 7, 0, 0, 0, true, 0,
		"7 | KEY=tok_****\n  |     ^^^^^^^^\n  ="},
	{"no line", TEXT("KEY=" SECRET), 0, 0, 0, 0, true, 0,
		"  | KEY=tok_****\n  |     ^^^^^^^^\n  ="},
	{"no secret", TEXT("\"a\": \"^1.0\","), 100, 6, 100, 12, false, 0,
		"100 | \"a\": \"^1.0\",\n    |      ^^^^^^\n    ="},
	{"no secret and no columns", TEXT("\"a\": 1"), 7, 0, 0, 0, false, 0, "7 | \"a\": 1\n  ="},
	{"goes on below", TEXT("query: {"), 7, 8, 9, 2, false, 0,
		"7 | query: {\n  |        ^\n  ="},
	{"wide characters", TEXT("\xe6\x97\xa5\xe6\x9c\xac = \xc3\xbc"), 7, 6, 7, 7, false, 0,
		"7 | \xe6\x97\xa5\xe6\x9c\xac = \xc3\xbc\n  |        ^\n  ="},
	{"escaped before it", TEXT("a\x1b[31mb = x"), 7, 11, 7, 12, false, 0,
		"7 | a\\x1b[31mb = x\n  |              ^\n  ="},
	{"fits", TEXT("KEY=" SECRET), 7, 5, 7, 25, true, 16,
		"7 | KEY=tok_****\n  |     ^^^^^^^^\n  ="},
	{"does not fit", TEXT("KEY=" SECRET), 7, 5, 7, 25, true, 14, "7 | KEY=tok_****\n  ="},
	{"cut within the secret", TEXT("; KEY=tok_hunter22h"), 7, 0, 0, 0, true, 0,
		"7 | ; KEY=tok_****\n  ="},
	{"blank", TEXT(" \t "), 7, 1, 7, 2, false, 0, " --> f:7:1\n  ="},
};

static void test_excerpts(void)
{
	for (size_t i = 0; i < sizeof(excerpt_rows) / sizeof(excerpt_rows[0]); i++) {
		struct report_style style = {.quiet = true, .width = excerpt_rows[i].width};
		struct sample sample;
		struct finding *finding;
		struct buffer out;

		sample_fill(&sample);
		finding = sample_secret(&sample);
		finding->path = (struct text)TEXT("f");
		finding->excerpt = excerpt_rows[i].excerpt;
		finding->line = excerpt_rows[i].line;
		finding->column = excerpt_rows[i].column;
		finding->end_line = excerpt_rows[i].end_line;
		finding->end_column = excerpt_rows[i].end_column;
		finding->is_secret = excerpt_rows[i].is_secret;
		out = sample_write(&sample, "human", &style);
		CHECK_ROW(excerpt_rows[i].name, sample_contains(&out, excerpt_rows[i].wanted));
		if (!sample_contains(&out, excerpt_rows[i].wanted))
			fprintf(stderr, "got:\n%s\n", out.ptr);
		buffer_free(&out);
		sample_free(&sample);
	}
}

static void at_commit(struct sample *sample, struct finding *finding)
{
	(void)sample;
	finding->at_head = false;
}

static void in_message(struct sample *sample, struct finding *finding)
{
	finding->path = (struct text)TEXT("");
	finding->blob = &sample->commit_blob;
	finding->line = 3;
}

static void in_author(struct sample *sample, struct finding *finding)
{
	in_message(sample, finding);
	finding->line = 0;
}

static void in_tag(struct sample *sample, struct finding *finding)
{
	in_message(sample, finding);
	finding->blob = &sample->tag_blob;
}

static void in_ref(struct sample *sample, struct finding *finding)
{
	in_message(sample, finding);
	finding->blob = &sample->ref_blob;
}

static void in_path(struct sample *sample, struct finding *finding)
{
	finding->blob = &sample->path_blob;
	finding->line = 0;
}

static void in_old_path(struct sample *sample, struct finding *finding)
{
	in_path(sample, finding);
	finding->at_head = false;
}

static void nowhere(struct sample *sample, struct finding *finding)
{
	(void)sample;
	finding->path = (struct text)TEXT("");
	finding->commit = NO_COMMIT;
}

static void in_archive(struct sample *sample, struct finding *finding)
{
	static const struct detail inner = {
		.key = "inner", .type = DETAIL_TEXT, .text = TEXT("b\n.txt")};

	(void)sample;
	finding->details = &inner;
	finding->detail_count = 1;
	finding->column = 0;
}

static const struct {
	const char *name;
	void (*set)(struct sample *sample, struct finding *finding);
	const char *wanted;
} place_rows[] = {
	{"in a commit", at_commit, "--> src/a.env:12:5, in commit d0d1d2d\n"},
	{"in a message", in_message, "--> line 3 of the message of commit d0d1d2d\n"},
	{"in an author", in_author, "--> commit d0d1d2d\n"},
	{"in a tag", in_tag, "--> line 3 of the message of tag e0e1e2e\n"},
	{"in a ref", in_ref, "--> the name of a branch or tag\n"},
	{"in a path", in_path, "--> src/a.env, the name itself\n"},
	{"in a path of a commit", in_old_path,
		"--> src/a.env, the name itself, in commit d0d1d2d\n"},
	{"nowhere", nowhere, "--> the change as a whole\n"},
	{"in an archive", in_archive, "--> src/a.env!/b\\n.txt:12\n"},
};

static void test_places(void)
{
	for (size_t i = 0; i < sizeof(place_rows) / sizeof(place_rows[0]); i++) {
		struct report_style style = {0};
		struct sample sample;
		struct buffer out;

		sample_fill(&sample);
		place_rows[i].set(&sample, sample_secret(&sample));
		out = sample_write(&sample, "human", &style);
		CHECK_ROW(place_rows[i].name, sample_contains(&out, place_rows[i].wanted));
		buffer_free(&out);
		sample_free(&sample);
	}
}

/* Hostile words in every foreign field: only the escaped form comes out, and no line is a command. */
static const struct {
	const char *name;
	struct text word;
	const char *wanted;
} hostile_rows[] = {
	{"line end", TEXT("a\nb"), "a\\nb"},
	{"escape sequence", TEXT("\x1b]0;x\a"), "\\x1b]0;x\\x07"},
	{"command", TEXT("::error::x"), ":\\:error::x"},
	{"command behind blanks", TEXT("  ::error::x"), "  :\\:error::x"},
	{"command on a line of its own", TEXT("x\n::error::y"), "x\\n::error::y"},
	{"command that wrapping could move", TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ::error::y"),
		" ::error::y"},
	{"legacy command", TEXT("##[error]x"), "##\\[error]x"},
	{"right to left",
		TEXT("a\xe2\x80\xae"
		     "b"),
		"a\\u{202e}b"},
	{"not UTF-8",
		TEXT("a\xff"
		     "b"),
		"a\\xffb"},
	{"secret", TEXT("a" SECRET "b"), "atok_****b"},
	{"format", TEXT("%s%n"), "%s%n"},
};

static void set_hostile(struct sample *sample, struct text word, struct detail *detail)
{
	struct finding *finding = sample_secret(sample);

	*detail = (struct detail){.key = "detail", .type = DETAIL_TEXT, .text = word};
	finding->path = finding->message = finding->remedy = finding->excerpt = word;
	finding->details = detail;
	finding->detail_count = 1;
	sample_incomplete(sample, 1);
	sample->incomplete[0] = (struct incomplete){word, word, word, NULL};
	sample->change.base_name = sample->change.head_name = sample->change.label = word;
	sample->result.reason = sample->result.policy.path = word;
	sample_hops(sample);
	sample->hops[0].name = word;
}

/* How often the wanted form has to occur: once for each field that set_hostile fills, but for the
 * excerpt, which is trimmed, and may be cut. */
enum { HOSTILE_FIELDS = 13 };

static size_t count_of(const struct buffer *out, const char *part)
{
	struct text rest = buffer_text(out);
	size_t count = 0;

	for (size_t at; (at = text_find(rest, text_of(part))) < rest.len; count++)
		rest = text_slice(rest, at + 1, rest.len);
	return count;
}

static bool has_command_line(const struct buffer *out)
{
	struct text rest = buffer_text(out), line;

	while (text_next_line(&rest, &line))
		if (text_starts(text_trim(line), "::") ||
			text_find(line, text_of("##[")) < line.len)
			return true;
	return false;
}

static bool has_raw_byte(const struct buffer *out)
{
	for (size_t i = 0; i < out->len; i++)
		if (((unsigned char)out->ptr[i] < ' ' && out->ptr[i] != '\n') ||
			(unsigned char)out->ptr[i] == 0xff)
			return true;
	return sample_contains(out, "\xe2\x80\xae") || sample_contains(out, SECRET);
}

static void test_hostile(void)
{
	static const unsigned widths[] = {0, 35, 40, 60, 120};

	for (size_t i = 0; i < sizeof(hostile_rows) / sizeof(hostile_rows[0]); i++)
		for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
			struct report_style style = {.verbose = true, .width = widths[w]};
			struct sample sample;
			struct detail detail;
			struct buffer out;

			sample_fill(&sample);
			set_hostile(&sample, hostile_rows[i].word, &detail);
			out = sample_write(&sample, "human", &style);
			CHECK_ROW(hostile_rows[i].name, !has_command_line(&out));
			CHECK_ROW(hostile_rows[i].name, !has_raw_byte(&out));
			CHECK_ROW(hostile_rows[i].name,
				count_of(&out, hostile_rows[i].wanted) >= HOSTILE_FIELDS);
			buffer_free(&out);
			sample_free(&sample);
		}
}

static void test_wrapping(void)
{
	struct report_style style = {.quiet = true, .width = 60};
	struct sample sample;
	struct buffer out;

	sample_fill(&sample);
	sample_secret(&sample)->remedy = text_of(
		"Revoke it where it was made, make a new one, and put that into the vault.");
	out = sample_write(&sample, "human", &style);
	CU_ASSERT(
		sample_contains(&out, "   = fix: Revoke it where it was made, make a new one, and\n"
				      "       put that into the vault.\n"));
	buffer_free(&out);
	sample_free(&sample);
}

/* More findings than anybody reads: the blocking ones first, then the severe; by place; the rest
 * is counted. */
static void test_many(void)
{
	enum { COUNT = 400 };
	struct report_style style = {0};
	struct sample sample;
	static struct finding findings[COUNT];
	static struct finding *pointers[COUNT];
	struct buffer out;

	sample_fill(&sample);
	sample_secret(&sample);
	for (uint32_t i = 0; i < COUNT; i++) {
		pointers[i] = &findings[i];
		findings[i] = sample.findings[0];
		findings[i].line = COUNT - i;
		findings[i].blocking = i % 8 == 0;
		findings[i].severity = i % 4 == 0 ? SEVERITY_WARNING : SEVERITY_NOTE;
		findings[i].path = i % 3 == 0 ? text_of("b") : text_of("a");
	}
	sample.result.findings = pointers;
	sample.result.finding_count = COUNT;
	out = sample_write(&sample, "human", &style);
	CU_ASSERT(count_of(&out, "warning[") == 100);
	CU_ASSERT(count_of(&out, "note[") == 0);
	CU_ASSERT(sample_contains(&out,
		"\n300 findings more, none worse than these: see all with --report json=PATH\n"));
	CU_ASSERT(
		sample_contains(&out, "seamgate: blocked by 50 findings (50 warnings, 300 notes)"));
	CU_ASSERT(text_find(buffer_text(&out), text_of("--> a:8:5")) <
		  text_find(buffer_text(&out), text_of("--> a:20:5")));
	CU_ASSERT(text_find(buffer_text(&out), text_of("--> a:396:5")) <
		  text_find(buffer_text(&out), text_of("--> b:4:5")));
	buffer_free(&out);
	sample_free(&sample);
}

static const struct {
	const char *name;
	uint64_t bytes;
	double duration_ms;
	const char *size, *duration;
} unit_rows[] = {
	{"nothing", 0, 0, "0 bytes", "0.0 ms"},
	{"one", 1, 0.26, "1 byte", "0.3 ms"},
	{"below a KiB", 1023, 999.94, "1023 bytes", "999.9 ms"},
	{"a KiB, a second", 1024, 999.95, "1.0 KiB", "1.00 s"},
	{"below a MiB", 1048524, 59994, "1023.9 KiB", "59.99 s"},
	{"rounded to a MiB, a minute", 1048575, 60000, "1.0 MiB", "1 min 0 s"},
	{"much", UINT64_C(5) << 50, 3723999, "5120.0 TiB", "62 min 3 s"},
};

static void test_units(void)
{
	for (size_t i = 0; i < sizeof(unit_rows) / sizeof(unit_rows[0]); i++) {
		struct report_style style = {.quiet = true};
		struct sample sample;
		struct buffer out, wanted = {0};

		sample_fill(&sample);
		sample.change.bytes = unit_rows[i].bytes;
		sample.result.duration_ms = unit_rows[i].duration_ms;
		out = sample_write(&sample, "human", &style);
		buffer_printf(&wanted, "blobs, %s examined in %s\n", unit_rows[i].size,
			unit_rows[i].duration);
		CHECK_ROW(unit_rows[i].name, sample_contains(&out, wanted.ptr));
		buffer_free(&wanted);
		buffer_free(&out);
		sample_free(&sample);
	}
}

static const struct unit_test tests[] = {
	{"whole reports", test_whole},
	{"excerpts", test_excerpts},
	{"places", test_places},
	{"hostile words", test_hostile},
	{"wrapping", test_wrapping},
	{"many findings", test_many},
	{"units", test_units},
};
UNIT_MAIN(tests)
