/* SPDX-License-Identifier: Apache-2.0
 *
 * A growing run of bytes on the heap. Failing to grow is remembered, so that a writer appends
 * without looking and asks once at the end. ptr is NUL-terminated whenever it is not NULL.
 */
#ifndef SEAMGATE_BASE_BUFFER_H
#define SEAMGATE_BASE_BUFFER_H

#include "gate/base/text.h"

struct buffer {
	char *ptr;
	size_t len, capacity;
	bool failed; /* out of memory: the content is not whole */
};

/* A zeroed struct buffer is an empty one. */
void buffer_free(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* keeps the memory, clears `failed` */
void buffer_reuse(struct buffer *buffer); /* as buffer_clear, but what is large goes back */
/* Room for `more` bytes and a NUL behind those that are there, for a writer that sets len itself. False: out of memory. */
bool buffer_reserve(struct buffer *buffer, size_t more);
void buffer_add(struct buffer *buffer, struct text text);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct text buffer_text(const struct buffer *buffer);

#endif
