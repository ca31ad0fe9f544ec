/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/format.h"

#define FORMAT(name, identifier) extern const struct drift_format drift_format_##identifier;
#include "checks/drift/formats.def"
#undef FORMAT

const char *const drift_format_names[] = {
#define FORMAT(name, identifier) name,
#include "checks/drift/formats.def"
#undef FORMAT
	NULL};

const struct drift_format *const drift_formats[] = {
#define FORMAT(name, identifier) &drift_format_##identifier,
#include "checks/drift/formats.def"
#undef FORMAT
};
