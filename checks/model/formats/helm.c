/* SPDX-License-Identifier: Apache-2.0
 *
 * HELM's stats.json: a list of {name: {name, split, perturbation}, count, mean, …}
 * (stanford-crfm/helm, metrics/statistic.py). A statistic that nothing was counted for has no mean.
 */
#include <math.h>

#include "checks/model/formats/score_tree.h"

static struct text text_in(const struct setting *map, const char *key)
{
	const struct setting *value = setting_get(map, key);

	return value && value->kind == SETTING_TEXT ? value->text : (struct text){"", 0};
}

static int read_stat(struct evidence *evidence, const struct setting *stat, struct err *err)
{
	const struct setting *name = setting_get(stat, "name"), *count = setting_get(stat, "count"),
			     *deviation = setting_get(stat, "stddev");
	struct score score = score_start(text_in(name, "split"), text_in(name, "name"), stat->line);

	score.key.filter = text_in(setting_get(name, "perturbation"), "name");
	if (!score.key.metric.len || !count || count->kind != SETTING_NUMBER ||
		!(count->number >= 1) || !score_value(&score, setting_get(stat, "mean")))
		return 0;
	score.samples = count->number < 1e15 ? (uint64_t)count->number : 0;
	score.is_mean = true;
	/* stddev is the population's. */
	if (deviation && deviation->kind == SETTING_NUMBER && count->number > 1)
		score.error = deviation->number / sqrt(count->number - 1);
	return evidence_score(evidence, &score, err);
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	const struct setting *root;

	if (setting_read_json(&root, file->content, file->name, evidence->arena, err) < 0)
		return -1;
	if (root->kind != SETTING_LIST)
		return evidence_error(file, 1, 1, err, "expected a list of statistics");
	evidence->harness = text_of("helm");
	for (const struct setting *stat = root->child; stat; stat = stat->next)
		if (read_stat(evidence, stat, err) < 0)
			return -1;
	return score_tree_end(evidence, file, "statistic", err);
}

extern const struct evidence_format evidence_helm;

const struct evidence_format evidence_helm = {
	.name = "helm", .summary = "HELM: stats.json", .read = read};
