/* SPDX-License-Identifier: Apache-2.0
 *
 * What a model's weights are held to.
 */
#include "checks/model/options_table.h"

const struct option model_weights_options[] = {
	{.key = "enabled",
		.type = OPTION_BOOL,
		AT(weights_options, enabled),
		.fallback = "true",
		.help = "Whether the model's weights are looked at.",
		.loosens = LOOSENS_LOWER},
	{.key = "required",
		.type = OPTION_BOOL,
		AT(weights_options, required),
		.help = "A changed model whose weights cannot be looked at is exit 3.",
		.loosens = LOOSENS_LOWER},
	{.key = "workspace",
		.type = OPTION_BOOL,
		AT(weights_options, workspace),
		.help = "Read the model from the checked-out directory, not from the head's tree.",
		.loosens = LOOSENS_ANY},
	{.key = "min_sqnr_db",
		.type = OPTION_NUMBER,
		AT(weights_options, min_sqnr_db),
		.fallback = "0",
		.help = "Least signal-to-noise of a tensor against the reference, in dB; 0: by the "
			"bits of its type.",
		.loosens = LOOSENS_LOWER},
	{.key = "max_sqnr_drop_db",
		.type = OPTION_NUMBER,
		AT(weights_options, max_sqnr_drop_db),
		.fallback = "3",
		.help = "What a tensor may lose of it against the base.",
		.loosens = LOOSENS_HIGHER},
	{.key = "max_saturated",
		.type = OPTION_NUMBER,
		AT(weights_options, max_saturated),
		.fallback = "0.25",
		.help = "Largest share of codes at the ends of their range; of 4 bits twice as "
			"many.",
		.loosens = LOOSENS_HIGHER},
	{.key = "max_channel_ratio",
		.type = OPTION_NUMBER,
		AT(weights_options, max_channel_ratio),
		.fallback = "16",
		.help = "How far a row or column may be above the median one before it is an "
			"outlier channel; 0: not asked.",
		.loosens = LOOSENS_HIGHER},
	{.key = "forbid",
		.type = OPTION_STRINGS,
		AT(weights_options, forbid),
		.fallback = "[\"nan\", \"inf\", \"zero-scale\", \"bad-scale\", \"saturated\", "
			    "\"dead-rows\"]",
		.help = "What no tensor may have.",
		.loosens = LOOSENS_FEWER},
	{.key = NULL},
};
