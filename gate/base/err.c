/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/err.h"

#include <stdio.h>
#include <string.h>

static void put(char *out, size_t size, const char *format, va_list args)
{
	int length = vsnprintf(out, size, format, args);
	size_t at = size - 1;

	if (length >= 0 && (size_t)length < size)
		return;
	while (at > 0 && out[at - 1] != ' ')
		at--;
	out[at] = '\0';
}

int err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
	va_list args;

	if (err->kind != ERR_NONE)
		return -1;
	err->kind = kind;
	va_start(args, format);
	put(err->message, sizeof(err->message), format, args);
	va_end(args);
	return -1;
}

int err_remedy(struct err *err, const char *format, ...)
{
	va_list args;

	if (err->remedy[0])
		return -1;
	va_start(args, format);
	put(err->remedy, sizeof(err->remedy), format, args);
	va_end(args);
	return -1;
}

int err_from(struct err *err, const char *place)
{
	struct err own = *err;

	if (err->kind == ERR_INTERNAL || strncmp(err->message, place, strlen(place)) == 0)
		return -1;
	err->kind = ERR_NONE;
	return err_set(err, own.kind, "%s: %s", place, own.message);
}

int err_nomem(struct err *err)
{
	return err_set(err, ERR_INTERNAL, "out of memory");
}
