/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics files as DVC has them (dvc.yaml, `metrics:`): any tree of numbers in JSON, YAML or TOML. NNCF's reference files
 * (<model>_backend_<B>: {metric_value: …}) are such trees too.
 */
#include "checks/model/formats/score_tree.h"

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	const struct setting *root;

	if (score_tree_read(&root, evidence, file, err) < 0)
		return -1;
	return score_tree_walk(evidence, file, root, err);
}

extern const struct evidence_format evidence_dvc, evidence_nncf;

const struct evidence_format evidence_dvc = {.name = "dvc",
	.summary = "DVC metrics: a tree of numbers in JSON, YAML or TOML",
	.read = read};

const struct evidence_format evidence_nncf = {.name = "nncf",
	.summary = "NNCF reference files: metric_value of each model",
	.read = read};
