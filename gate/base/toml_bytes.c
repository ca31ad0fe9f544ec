/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/base/escape.h"
#include "gate/base/toml_parts.h"

/* Of the character at the cursor: its length, or 0 where TOML does not take it anywhere. */
static size_t special_length(const struct toml_parser *parser, const char **what)
{
	struct text rest = {parser->bytes + parser->at, parser->len - parser->at};
	uint32_t code;
	unsigned size = utf8_decode(rest, &code);

	*what = "invalid UTF-8";
	if (size != 1 || (code >= ' ' && code != 0x7f) || code == '\t' || code == '\n')
		return size;
	*what = "control character";
	if (code != '\r')
		return 0;
	*what = "carriage return without a line feed";
	return rest.len > 1 && rest.ptr[1] == '\n';
}

/* Of eight bytes at once: is each of them printable ASCII or LF? A sum of two bytes below 0x80 carries nothing over to
 * the next. */
static bool is_plain(const char *bytes)
{
	static const uint64_t ones = UINT64_C(0x0101010101010101), top = ones * 0x80;
	uint64_t word, not_lf, from_space, delete;

	memcpy(&word, bytes, sizeof(word));
	not_lf = (word ^ ones * '\n') + ones * 0x7f;
	from_space = word + ones * (0x80 - ' ');
	delete = word + ones;
	return ((word | delete | (~from_space & not_lf)) & top) == 0;
}

/* The line of the cursor, which toml_check_bytes does not count. */
static void find_line(struct toml_parser *parser)
{
	for (size_t i = 0; i < parser->at; i++) {
		if (parser->bytes[i] == '\n') {
			parser->line++;
			parser->line_start = i + 1;
		}
	}
}

int toml_check_bytes(struct toml_parser *parser)
{
	while (parser->at < parser->len) {
		const char *what;
		size_t size = sizeof(uint64_t);

		if (parser->len - parser->at < size || !is_plain(parser->bytes + parser->at))
			size = special_length(parser, &what);
		if (size == 0) {
			find_line(parser);
			return toml_fail(parser, what);
		}
		parser->at += size;
	}
	parser->at = parser->line_start;
	return 0;
}
