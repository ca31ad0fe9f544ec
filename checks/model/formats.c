/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>

#include "checks/model/format.h"

#define EVIDENCE(x, name) extern const struct evidence_format evidence_##x;
#include "checks/model/formats.def"
#undef EVIDENCE

#define EVIDENCE(x, name) &evidence_##x,
const struct evidence_format *const evidence_formats[] = {
#include "checks/model/formats.def"
	NULL,
};
#undef EVIDENCE

#define EVIDENCE(x, name) name,
const char *const evidence_format_names[] = {
#include "checks/model/formats.def"
	NULL,
};
#undef EVIDENCE

const struct evidence_format *evidence_format_find(struct text name)
{
	for (size_t i = 0; evidence_formats[i]; i++)
		if (text_is(name, evidence_formats[i]->name))
			return evidence_formats[i];
	return NULL;
}

int evidence_error(const struct evidence_file *file, uint32_t line, uint32_t column,
	struct err *err, const char *format, ...)
{
	char what[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	if (line == 0)
		return err_set(err, ERR_LOOK, "%s: %s", file->name, what);
	return err_set(err, ERR_LOOK, "%s:%u:%u: %s", file->name, line, column, what);
}

int evidence_ends(const struct evidence_file *file, struct err *err)
{
	if (text_ends(file->content, "\n"))
		return 0;
	evidence_error(file, 0, 0, err, "its last line does not end: it may be cut off");
	return err_remedy(err, "write it anew; where it is whole, put a line end behind it");
}
