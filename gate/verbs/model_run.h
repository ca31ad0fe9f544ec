/* SPDX-License-Identifier: Apache-2.0
 *
 * `seamgate model run`: what a model answers to a labelled set, written as evidence. The check "model" calls it in a process of
 * its own (checks/model/runner).
 */
#ifndef SEAMGATE_VERBS_MODEL_RUN_H
#define SEAMGATE_VERBS_MODEL_RUN_H

#include "gate/verbs/verb.h"

struct model_run_flags {
	const char *set, *library, *scores, *answers;
	bool if_present;
};

#define MODEL_RUN_FLAGS                                                                            \
	{"set", 's', FLAG_WORD, offsetof(struct model_run_flags, set), "FILE",                     \
		"run: a labelled set, CSV or .npz"},                                               \
		{"answers", 'a', FLAG_WORD, offsetof(struct model_run_flags, answers), "FILE",     \
			"run: where to write what the model answers; answers.csv without it"},     \
		{"scores", 0, FLAG_WORD, offsetof(struct model_run_flags, scores), "NAME",         \
			"run: the output with the scores; the first without it"},                  \
		{"library", 0, FLAG_WORD, offsetof(struct model_run_flags, library), "FILE",       \
			"run: ONNX Runtime's shared library"},                                     \
		{"if-present", 0, FLAG_SWITCH, offsetof(struct model_run_flags, if_present), NULL, \
			"run: where there is no ONNX Runtime, write why in the place of answers"},

/* argv behind the word "run". */
MUST_CHECK int model_run(const struct call *call, struct err *err);

#endif
