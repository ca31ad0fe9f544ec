/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/rules.h"

#include <stdarg.h>
#include <stdio.h>

int flaw_add(struct flaws *flaws, const struct flaw *flaw, struct err *err)
{
	if (!flaw->message.ptr || !flaw->evidence.ptr)
		return err_nomem(err);
	if (arena_reserve(flaws->arena, (void **)&flaws->items, &flaws->capacity, flaws->count + 1,
		    sizeof(*flaws->items)) < 0)
		return err_nomem(err);
	flaws->items[flaws->count++] = *flaw;
	return 0;
}

struct text flaw_text(struct flaws *flaws, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return arena_text(flaws->arena, text_of(text));
}
