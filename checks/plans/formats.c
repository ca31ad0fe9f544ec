/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/plans/format.h"

#define FORMAT(name, identifier) extern const struct plan_format plan_format_##identifier;
#include "checks/plans/formats.def"
#undef FORMAT

const char *const plan_format_names[] = {
#define FORMAT(name, identifier) name,
#include "checks/plans/formats.def"
#undef FORMAT
	NULL};

const struct plan_format *const plan_formats[] = {
#define FORMAT(name, identifier) &plan_format_##identifier,
#include "checks/plans/formats.def"
#undef FORMAT
};
