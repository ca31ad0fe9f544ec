/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/format.h"

#include <stdio.h>

enum { LONGEST_MESSAGE = 512 };

int document_error(const struct document *document, uint32_t line, uint32_t column, struct err *err,
	const char *format, ...)
{
	char what[LONGEST_MESSAGE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	return err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", document->name, line, column, what);
}
