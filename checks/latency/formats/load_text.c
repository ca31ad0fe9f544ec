/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/load_text.h"

#include <math.h>

bool lines_next(struct lines *lines)
{
	if (!text_next_line(&lines->rest, &lines->line))
		return false;
	lines->line = text_trim(lines->line);
	lines->number++;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct text line_word(struct text *rest)
{
	size_t from = 0, to;

	while (from < rest->len && is_space(rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && !is_space(rest->ptr[to]); to++)
		;
	struct text word = text_slice(*rest, from, to);
	*rest = text_slice(*rest, to, rest->len);
	return word;
}

static size_t number_end(struct text word)
{
	size_t at = 0;

	while (at < word.len &&
		((word.ptr[at] >= '0' && word.ptr[at] <= '9') || word.ptr[at] == '.'))
		at++;
	return at;
}

double line_duration(struct text word)
{
	size_t end = number_end(word);
	double value;

	if (!number_parse(text_slice(word, 0, end), &value))
		return NAN;
	return value * samples_unit_ms(text_slice(word, end, word.len));
}

double line_percent(struct text word)
{
	size_t end = number_end(word);
	struct text sign = text_slice(word, end, word.len);
	double value;

	if (!text_is(sign, "%") && !text_is(sign, "%%"))
		return NAN;
	if (!number_parse(text_slice(word, 0, end), &value) || value > 100)
		return NAN;
	return value / 100;
}
