/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/metrics/format.h"

#define FORMAT(name, identifier) extern const struct number_format number_format_##identifier;
#include "checks/metrics/formats.def"
#undef FORMAT

const char *const number_format_names[] = {
#define FORMAT(name, identifier) name,
#include "checks/metrics/formats.def"
#undef FORMAT
	NULL};

const struct number_format *const number_formats[] = {
#define FORMAT(name, identifier) &number_format_##identifier,
#include "checks/metrics/formats.def"
#undef FORMAT
};
