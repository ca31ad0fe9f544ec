/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/format.h"

#include <stdio.h>

#define FORMAT(name, word) extern const struct latency_format latency_format_##name;
#include "checks/latency/formats.def"
#undef FORMAT

#define FORMAT(name, word) &latency_format_##name,
const struct latency_format *const latency_formats[] = {
#include "checks/latency/formats.def"
	NULL,
};
#undef FORMAT

#define FORMAT(name, word) word,
const char *const latency_format_names[] = {
#include "checks/latency/formats.def"
	NULL,
};
#undef FORMAT

enum { LONGEST_MESSAGE = 512 };

int measured_error(const struct measured_file *file, uint32_t line, uint32_t column,
	struct err *err, const char *format, ...)
{
	char what[LONGEST_MESSAGE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	if (line == 0)
		return err_set(err, ERR_LOOK, "%.200s: %s", file->name, what);
	if (column == 0)
		return err_set(err, ERR_LOOK, "%.200s:%u: %s", file->name, line, what);
	return err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", file->name, line, column, what);
}
