/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/pep440_version.h"

#include <ctype.h>
#include <string.h>

/* ---- reading ---- */

static bool is_separator(char byte)
{
	return byte == '.' || byte == '-' || byte == '_';
}

static bool starts_digit(struct text text)
{
	return text.len && isdigit((unsigned char)text.ptr[0]);
}

static struct text take_number(struct text *rest)
{
	size_t end = 0, zeros = 0;
	struct text number;

	while (end < rest->len && isdigit((unsigned char)rest->ptr[end]))
		end++;
	while (zeros < end && rest->ptr[zeros] == '0')
		zeros++;
	number = text_slice(*rest, zeros, end);
	*rest = text_slice(*rest, end, rest->len);
	return number;
}

/* A word, behind a separator or none. Of two that begin alike the longer is asked for first. */
static bool take_word(struct text *rest, const char *word)
{
	struct text at = *rest;
	size_t len = strlen(word);

	if (at.len && is_separator(at.ptr[0]))
		at = text_slice(at, 1, at.len);
	if (at.len < len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (tolower((unsigned char)at.ptr[i]) != word[i])
			return false;
	*rest = text_slice(at, len, at.len);
	return true;
}

/* The number behind a word, behind a separator or none; zero where there is none. */
static struct text take_its_number(struct text *rest)
{
	struct text at = *rest;

	if (at.len && is_separator(at.ptr[0]))
		at = text_slice(at, 1, at.len);
	if (!starts_digit(at))
		return text_of("");
	*rest = at;
	return take_number(rest);
}

/* Numbers behind those that are kept are passed over: zeroes there make no other version, and must not make it none. */
static bool take_release(struct pep440_version *out, struct text *rest)
{
	for (;;) {
		struct text number;

		if (!starts_digit(*rest))
			return false;
		number = take_number(rest);
		if (text_starts(*rest, "!") && out->count == 0 && out->epoch.len == 0) {
			out->epoch = number;
			*rest = text_slice(*rest, 1, rest->len);
			continue;
		}
		if (out->count < MOST_NUMBERS)
			out->release[out->count++] = number;
		if (rest->len < 2 || rest->ptr[0] != '.' || !isdigit((unsigned char)rest->ptr[1]))
			return true;
		*rest = text_slice(*rest, 1, rest->len);
	}
}

static void take_stage(struct pep440_version *out, struct text *rest)
{
	static const struct {
		const char *word;
		char stage;
	} words[] = {{"alpha", 'a'}, {"a", 'a'}, {"beta", 'b'}, {"b", 'b'}, {"rc", 'r'}, {"c", 'r'},
		{"preview", 'r'}, {"pre", 'r'}};

	for (size_t i = 0; !out->stage && i < sizeof(words) / sizeof(words[0]); i++)
		if (take_word(rest, words[i].word)) {
			out->stage = words[i].stage;
			out->pre = take_its_number(rest);
		}
}

static void take_post(struct pep440_version *out, struct text *rest)
{
	if (rest->len > 1 && rest->ptr[0] == '-' && isdigit((unsigned char)rest->ptr[1])) {
		*rest = text_slice(*rest, 1, rest->len);
		out->has_post = true;
		out->post = take_number(rest);
	} else if (take_word(rest, "post") || take_word(rest, "rev") || take_word(rest, "r")) {
		out->has_post = true;
		out->post = take_its_number(rest);
	}
}

/* False of what is no version. */
bool pep440_read(struct pep440_version *out, struct text text)
{
	struct text rest = text_trim(text);

	*out = (struct pep440_version){.epoch = text_of(""), .local = text_of("")};
	if (rest.len && (rest.ptr[0] == 'v' || rest.ptr[0] == 'V'))
		rest = text_slice(rest, 1, rest.len);
	if (!take_release(out, &rest))
		return false;
	if (text_is(rest, ".*") || text_is(rest, ".x")) {
		out->is_prefix = true;
		return true;
	}
	take_stage(out, &rest);
	take_post(out, &rest);
	if (take_word(&rest, "dev")) {
		out->has_dev = true;
		out->dev = take_its_number(&rest);
	}
	if (text_starts(rest, "+")) {
		out->local = text_slice(rest, 1, rest.len);
		return out->local.len > 0;
	}
	return rest.len == 0;
}

/* ---- order ---- */

static int compare_numbers(struct text a, struct text b)
{
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return a.len ? memcmp(a.ptr, b.ptr, a.len) : 0;
}

static struct text number_at(const struct pep440_version *version, size_t at)
{
	return at < version->count ? version->release[at] : text_of("");
}

int pep440_compare_release(
	const struct pep440_version *a, const struct pep440_version *b, size_t count)
{
	int order = compare_numbers(a->epoch, b->epoch);

	for (size_t i = 0; order == 0 && i < count; i++)
		order = compare_numbers(number_at(a, i), number_at(b, i));
	return order;
}

/* A development release stands before all stages, what has no stage behind them. */
static int rank_of_stage(const struct pep440_version *version)
{
	if (version->stage)
		return version->stage == 'r' ? 3 : version->stage - 'a' + 1;
	return version->has_dev && !version->has_post ? 0 : 4;
}

static int compare_ends(bool a_has, struct text a, bool b_has, struct text b, int absent)
{
	if (a_has && b_has)
		return compare_numbers(a, b);
	if (a_has == b_has)
		return 0;
	return a_has ? -absent : absent;
}

/* Local versions apart. */
int pep440_compare(const struct pep440_version *a, const struct pep440_version *b)
{
	int order = pep440_compare_release(a, b, a->count > b->count ? a->count : b->count);

	if (order == 0)
		order = rank_of_stage(a) - rank_of_stage(b);
	if (order == 0)
		order = compare_numbers(a->pre, b->pre);
	if (order == 0)
		order = compare_ends(a->has_post, a->post, b->has_post, b->post, -1);
	return order ? order : compare_ends(a->has_dev, a->dev, b->has_dev, b->dev, 1);
}

bool pep440_same_local(struct text a, struct text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (tolower((unsigned char)a.ptr[i]) != tolower((unsigned char)b.ptr[i]) &&
			!(is_separator(a.ptr[i]) && is_separator(b.ptr[i])))
			return false;
	return true;
}
