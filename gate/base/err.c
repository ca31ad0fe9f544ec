/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/err.h"

#include <stdio.h>

int err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
	va_list args;

	if (err->kind != ERR_NONE)
		return -1;
	err->kind = kind;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	return -1;
}

int err_remedy(struct err *err, const char *format, ...)
{
	va_list args;

	if (err->remedy[0])
		return -1;
	va_start(args, format);
	vsnprintf(err->remedy, sizeof(err->remedy), format, args);
	va_end(args);
	return -1;
}

int err_nomem(struct err *err)
{
	return err_set(err, ERR_INTERNAL, "out of memory");
}
