/* SPDX-License-Identifier: Apache-2.0
 *
 * Scores out of trees in JSON or YAML, for the formats whose files are little else.
 */
#ifndef SEAMGATE_MODEL_FORMATS_SCORE_TREE_H
#define SEAMGATE_MODEL_FORMATS_SCORE_TREE_H

#include "checks/model/format.h"
#include "checks/model/recipe/setting.h"

/* The file as a tree: TOML by its name, JSON where it begins with a bracket, else YAML. What it says of its model is taken. */
MUST_CHECK int score_tree_read(const struct setting **out, struct evidence *evidence,
	const struct evidence_file *file, struct err *err);

/* A score with all that is not said here unknown, but for the way that is better where the name says it. */
struct score score_start(struct text task, struct text metric, uint32_t line);

/* Sets value and flaw of a number, or of a text that says one ("NaN" too). False for anything else: no score. */
bool score_value(struct score *score, const struct setting *value);

/* Every number of a tree: its key is the metric, the keys above it joined by "/" are the task. ERR_LOOK where
 * there is none. */
MUST_CHECK int score_tree_walk(struct evidence *evidence, const struct evidence_file *file,
	const struct setting *root, struct err *err);

/* ERR_LOOK where the evidence has no scores. */
MUST_CHECK int score_tree_end(const struct evidence *evidence, const struct evidence_file *file,
	const char *what, struct err *err);

#endif
