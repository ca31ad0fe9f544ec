/* SPDX-License-Identifier: Apache-2.0
 *
 * The summary that COCO's evaluation prints (pycocotools, COCOeval.summarize): twelve lines for boxes and masks, ten for
 * keypoints, such as
 *      Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.503
 * A value of -1.000 stands for "there was none of that area". Other lines around it are passed over.
 */
#include <math.h>
#include <string.h>

#include "checks/model/formats/named.h"
#include "checks/model/formats/score_tree.h"

static struct text between(struct text line, const char *from, char to)
{
	size_t at = text_find(line, text_of(from));
	struct text rest = text_slice(line, at + strlen(from), line.len), part = {"", 0};

	if (at < line.len)
		(void)text_next_part(&rest, to, &part);
	return text_trim(part);
}

static int read_line(struct evidence *evidence, struct text line, uint32_t number, struct err *err)
{
	struct score score = score_start((struct text){"", 0}, (struct text){"", 0}, number);
	struct text kind = between(line, "(", ')'), overlap = between(line, "IoU=", '|'),
		    area = between(line, "area=", '|'), most = between(line, "maxDets=", ']'),
		    value = between(line, "] = ", '\r');

	score.key.metric = arena_textf(evidence->arena, "%.*s@%.*s/%.*s/%.*s", text_quote(kind),
		kind.ptr, text_quote(overlap), overlap.ptr, text_quote(area), area.ptr,
		text_quote(most), most.ptr);
	if (!score.key.metric.ptr)
		return err_nomem(err);
	score.better = BETTER_HIGHER;
	score.flaw = evidence_number(&score.value, value);
	if (!score.flaw && score.value == -1)
		return 0;
	return evidence_score(evidence, &score, err);
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct text rest = file->content, line;
	size_t lines = 0;

	evidence->harness = text_of("pycocotools");
	if (evidence_ends(file, err) < 0)
		return -1;
	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		struct text trimmed = text_trim(line);

		if (evidence_named_line(evidence, trimmed, number, err) < 0)
			return -1;
		if (!text_starts(trimmed, "Average Precision") &&
			!text_starts(trimmed, "Average Recall"))
			continue;
		lines++;
		if (read_line(evidence, trimmed, number, err) < 0)
			return -1;
	}
	if (lines != 12 && lines != 10)
		return evidence_error(file, 1, 1, err,
			"%zu lines of a summary, which has 12 or 10: it is cut off or there are "
			"several",
			lines);
	return score_tree_end(evidence, file, "value", err);
}

extern const struct evidence_format evidence_coco;

const struct evidence_format evidence_coco = {
	.name = "coco", .summary = "COCO detection: the summary that is printed", .read = read};
