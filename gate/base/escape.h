/* SPDX-License-Identifier: Apache-2.0
 *
 * The sink. Every byte that a change can influence passes one of these functions before it is
 * printed. All of them first make bytes visible: C0 and C1 controls, DEL, bidi controls
 * (U+200E-F, U+202A-E, U+2066-9, U+061C), what has no width or glyph (U+200B-D, U+00AD, U+FE0F, U+E0041, …), line and
 * paragraph separators (U+2028-9) and bytes that are not UTF-8 become \n \r \t \\x1b \u{202e}
 * \\xff; then they apply the format's own quoting.
 */
#ifndef SEAMGATE_BASE_ESCAPE_H
#define SEAMGATE_BASE_ESCAPE_H

#include "gate/base/buffer.h"

/* For people and logs, on one line. Also breaks "::" at the start (":\:") and "##[", "##vso[" and their
 * like anywhere ("##\[") with a backslash, so that no CI runner takes the text for a command.
 * A backslash stays as it is. */
void escape_human(struct buffer *out, struct text text);

/* The inside of a JSON string: valid UTF-8 kept (visible bytes as above, and the bracket of "##[", are
 * written as JSON escapes of themselves: \u001b, \u202e, so that the value is lossless), bytes that are
 * not UTF-8 become the four characters \\xff. */
void escape_json(struct buffer *out, struct text text);

/* A relative URI reference (RFC 3986) for a path: unreserved characters and '/' stay, all other
 * bytes are percent-encoded. */
void escape_uri_path(struct buffer *out, struct text text);

/* Length of the valid UTF-8 sequence at the start of text (1 to 4), or 0; *code gets the code
 * point. Overlong forms, surrogates and values over U+10FFFF are not valid. */
unsigned utf8_decode(struct text text, uint32_t *code);

/* Writes a Unicode scalar value as 1 to 4 bytes; returns how many. */
unsigned utf8_encode(uint32_t code, char *out);

#endif
