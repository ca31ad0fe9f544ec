/* SPDX-License-Identifier: Apache-2.0
 *
 * report_dump FORMAT SAMPLE: a sample in a format on standard output, for schemas.py.
 * report_dump FORMAT COUNT: a result of so many findings, for measuring.
 * SAMPLE "hostile": texts that would be commands, links, images, markup, attachments where they come through.
 */
#include "sample.h"

static void write_out(const struct sample *sample, const char *format)
{
	struct report_style style = {0};
	struct buffer out = sample_write(sample, format, &style);

	sample_need(out.len == 0 || fwrite(out.ptr, 1, out.len, stdout) == out.len);
	sample_need(fflush(stdout) == 0);
	buffer_free(&out);
}

/* Secrets that differ, in files that differ. */
static void fill_many(struct sample *sample, size_t count)
{
	struct finding **pointers = arena_array(sample->arena, count, sizeof(*pointers));
	struct finding *findings = arena_array(sample->arena, count, sizeof(*findings));

	sample_secret(sample);
	sample_need(pointers && findings);
	for (size_t i = 0; i < count; i++) {
		struct finding *finding = pointers[i] = &findings[i];

		*finding = sample->findings[0];
		finding->evidence = text_of(arena_printf(
			sample->arena, "tok_%08zxhunter%08zx", i * 2654435761u % 4294967296u, i));
		finding->excerpt =
			text_of(arena_printf(sample->arena, "key = \"%s\"", finding->evidence.ptr));
		finding->path =
			text_of(arena_printf(sample->arena, "src/folder%zu/file%zu.c", i / 100, i));
		sample_need(masks_add(sample->masks, finding->evidence, 4) == 0);
	}
	sample->result.findings = pointers;
	sample->result.finding_count = count;
}

static const char *const hostile[] = {
	"\n::error file=x::pwned " SECRET,
	"##[add-mask]y ##vso[task.setvariable]z",
	"a`b``c``` [x](http://evil.example) ![i](http://evil.example/i.png) <img src=x onerror=y>",
	"@everyone #1 GH-2 www.evil.example mail@evil.example <script>alert(1)</script>",
	"`",
	"``",
	"|a|b\\|c|\n| --- |\n",
	"[[ATTACHMENT|/etc/passwd]] [[[ATTACHMENT|x]]",
	"<![CDATA[x]]> &amp; \" ' ]]> --> \xef\xbf\xbf \xef\xbf\xbe",
	"%0A::warning::x %25 a:b,c=d",
	"\xff\x1b[31m\xe2\x80\xae\xe2\x80\x8b \t\r",
};

/* Each of the texts in each of the places that a change can fill. */
static void fill_hostile(struct sample *sample)
{
	enum { TEXTS = sizeof(hostile) / sizeof(hostile[0]) };
	struct incomplete *items = arena_array(sample->arena, TEXTS, sizeof(*items));

	fill_many(sample, 3 * TEXTS);
	sample_need(items != NULL);
	for (size_t i = 0; i < TEXTS; i++) {
		struct text text = text_of(hostile[i]);
		struct finding **three = &sample->result.findings[3 * i];

		three[0]->path = text;
		three[1]->message = three[1]->remedy = text;
		three[1]->blocking = false;
		three[1]->severity = SEVERITY_WARNING;
		three[2]->rule = hostile[i];
		three[2]->at_head = false;
		items[i] = (struct incomplete){text, text, text, NULL};
	}
	sample_incomplete(sample, 0);
	sample->outcomes[0].incomplete = items;
	sample->outcomes[0].incomplete_count = TEXTS;
	sample_components(sample);
	sample->components[0].path = text_of(hostile[0]);
	sample->components[1].version = text_of(hostile[10]);
	sample->components[2].name = sample->components[2].source = text_of(hostile[2]);
	sample_hops(sample);
	sample_measurements(sample);
	sample->measurements[0].subject = text_of(hostile[6]);
	sample->measurements[1].name = text_of(hostile[2]);
	sample->hops[0].name = text_of(hostile[3]);
	sample->change.label = text_of(hostile[2]);
	sample->result.reason = text_of(hostile[0]);
}

int main(int argc, char **argv)
{
	struct sample sample;

	if (argc != 3 || !report_find(text_of(argv[1]))) {
		fputs("usage: report_dump FORMAT pass|everything|hostile|COUNT\n", stderr);
		return 2;
	}
	sample_fill(&sample);
	if (strcmp(argv[2], "everything") == 0)
		sample_everything(&sample);
	else if (strcmp(argv[2], "hostile") == 0)
		fill_hostile(&sample);
	else if (strcmp(argv[2], "pass") != 0)
		fill_many(&sample, (size_t)strtoul(argv[2], NULL, 10));
	write_out(&sample, argv[1]);
	sample_free(&sample);
	return 0;
}
