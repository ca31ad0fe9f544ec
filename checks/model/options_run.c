/* SPDX-License-Identifier: Apache-2.0
 *
 * What is run on a changed model.
 */
#include "checks/model/options_table.h"

const struct option model_evaluate_options[] = {
	{.key = "command",
		.type = OPTION_STRINGS,
		AT(evaluate_options, command),
		.help = "A program and its arguments, run without a shell where the change has a "
			"new "
			"model; \"{workspace}\" is the checked-out directory.",
		.loosens = LOOSENS_ANY},
	{.key = "files",
		.type = OPTION_GLOBS,
		AT(evaluate_options, files),
		.help = "What it needs out of the repository; it gets the base's, in the folder "
			"that "
			"it starts in.",
		.loosens = LOOSENS_ANY},
	{.key = "environment",
		.type = OPTION_STRINGS,
		AT(evaluate_options, environment),
		.help = "Variables that it gets, beside PATH, HOME, LANG and LC_ALL.",
		.loosens = LOOSENS_ANY},
	{.key = "timeout",
		.type = OPTION_DURATION,
		AT(evaluate_options, timeout),
		.fallback = "30m",
		.help = "Time that it may take; it is then stopped, with all that it has started.",
		.loosens = LOOSENS_NEVER},
	{.key = NULL},
};

const struct option model_runner_options[] = {
	{.key = "set",
		.type = OPTION_STRING,
		AT(runner_options, set),
		.help = "A labelled set, CSV or .npz, in the repository (the base's counts) or by "
			"its "
			"absolute path.",
		.loosens = LOOSENS_ANY},
	{.key = "library",
		.type = OPTION_STRING,
		AT(runner_options, library),
		.help = "ONNX Runtime's shared library, by its absolute path; without it "
			"SEAMGATE_ONNXRUNTIME, or what the loader finds.",
		.loosens = LOOSENS_ANY},
	{.key = "scores",
		.type = OPTION_STRING,
		AT(runner_options, scores),
		.help = "The model's output with the scores of classes; the first without it.",
		.loosens = LOOSENS_ANY},
	{.key = "required",
		.type = OPTION_BOOL,
		AT(runner_options, required),
		.help = "No ONNX Runtime on this machine is exit 3, even where there is other "
			"evidence.",
		.loosens = LOOSENS_LOWER},
	{.key = "timeout",
		.type = OPTION_DURATION,
		AT(runner_options, timeout),
		.fallback = "10m",
		.help = "Time that each of head, base and reference may take.",
		.loosens = LOOSENS_NEVER},
	{.key = NULL},
};
