/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text of a history in a thousand is larger. */
enum { MOST_KEPT = 512 * 1024 };

void buffer_free(struct buffer *buffer)
{
	free(buffer->ptr);
	*buffer = (struct buffer){0};
}

void buffer_clear(struct buffer *buffer)
{
	buffer->len = 0;
	buffer->failed = false;
	if (buffer->ptr)
		buffer->ptr[0] = '\0';
}

void buffer_reuse(struct buffer *buffer)
{
	if (buffer->capacity > MOST_KEPT)
		buffer_free(buffer);
	else
		buffer_clear(buffer);
}

bool buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t capacity = buffer->capacity ? buffer->capacity : 256;
	char *grown;

	if (buffer->failed || more > SIZE_MAX / 4 || buffer->len > SIZE_MAX / 4) {
		buffer->failed = true;
		return false;
	}
	if (buffer->len + more < buffer->capacity)
		return true;
	while (capacity <= buffer->len + more)
		capacity *= 2;
	grown = realloc(buffer->ptr, capacity);
	if (!grown) {
		buffer->failed = true;
		return false;
	}
	buffer->ptr = grown;
	buffer->capacity = capacity;
	return true;
}

void buffer_add(struct buffer *buffer, struct text text)
{
	if (!buffer_reserve(buffer, text.len))
		return;
	if (text.len)
		memcpy(buffer->ptr + buffer->len, text.ptr, text.len);
	buffer->len += text.len;
	buffer->ptr[buffer->len] = '\0';
}

void buffer_byte(struct buffer *buffer, char byte)
{
	buffer_add(buffer, (struct text){&byte, 1});
}

void buffer_string(struct buffer *buffer, const char *string)
{
	buffer_add(buffer, text_of(string));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0 || !buffer_reserve(buffer, (size_t)length)) {
		buffer->failed = true;
		return;
	}
	va_start(args, format);
	vsnprintf(buffer->ptr + buffer->len, (size_t)length + 1, format, args);
	va_end(args);
	buffer->len += (size_t)length;
}

struct text buffer_text(const struct buffer *buffer)
{
	return (struct text){buffer->ptr ? buffer->ptr : "", buffer->len};
}
