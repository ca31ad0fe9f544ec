/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/pep440.h"

#include <ctype.h>
#include <string.h>

enum { MOST_NUMBERS = 16 }; /* of a release; no published version has as many */

/* "1!2.3rc1.post2.dev3+local". Numbers without leading zeros: "" is zero. */
struct version {
	struct text epoch, release[MOST_NUMBERS];
	size_t count;
	char stage; /* 'a', 'b', 'r'; 0: none */
	bool has_post, has_dev;
	struct text pre, post, dev, local;
	bool is_prefix; /* ends in ".*" */
};

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

static bool take_release(struct version *out, struct text *rest)
{
	for (;;) {
		if (out->count == MOST_NUMBERS || !starts_digit(*rest))
			return false;
		out->release[out->count++] = take_number(rest);
		if (text_starts(*rest, "!") && out->count == 1 && out->epoch.len == 0) {
			out->epoch = out->release[--out->count];
			*rest = text_slice(*rest, 1, rest->len);
			continue;
		}
		if (rest->len < 2 || rest->ptr[0] != '.' || !isdigit((unsigned char)rest->ptr[1]))
			return true;
		*rest = text_slice(*rest, 1, rest->len);
	}
}

static void take_stage(struct version *out, struct text *rest)
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

static void take_post(struct version *out, struct text *rest)
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
static bool read_version(struct version *out, struct text text)
{
	struct text rest = text_trim(text);

	*out = (struct version){.epoch = text_of(""), .local = text_of("")};
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

static struct text number_at(const struct version *version, size_t at)
{
	return at < version->count ? version->release[at] : text_of("");
}

static int compare_release(const struct version *a, const struct version *b, size_t count)
{
	int order = compare_numbers(a->epoch, b->epoch);

	for (size_t i = 0; order == 0 && i < count; i++)
		order = compare_numbers(number_at(a, i), number_at(b, i));
	return order;
}

/* A development release stands before all stages, what has no stage behind them. */
static int rank_of_stage(const struct version *version)
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
static int compare(const struct version *a, const struct version *b)
{
	int order = compare_release(a, b, a->count > b->count ? a->count : b->count);

	if (order == 0)
		order = rank_of_stage(a) - rank_of_stage(b);
	if (order == 0)
		order = compare_numbers(a->pre, b->pre);
	if (order == 0)
		order = compare_ends(a->has_post, a->post, b->has_post, b->post, -1);
	return order ? order : compare_ends(a->has_dev, a->dev, b->has_dev, b->dev, 1);
}

static bool has_base_of(const struct version *a, const struct version *b)
{
	return compare_release(a, b, a->count > b->count ? a->count : b->count) == 0;
}

/* ---- clauses ---- */

enum answer { OUT, IN, UNKNOWN };

static enum answer answer(bool is_in)
{
	return is_in ? IN : OUT;
}

static bool same_local(struct text a, struct text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (tolower((unsigned char)a.ptr[i]) != tolower((unsigned char)b.ptr[i]) &&
			!(is_separator(a.ptr[i]) && is_separator(b.ptr[i])))
			return false;
	return true;
}

static enum answer is_equal(const struct version *is, const struct version *asked)
{
	if (asked->is_prefix)
		return answer(compare_release(is, asked, asked->count) == 0);
	return answer(compare(is, asked) == 0 &&
		      (asked->local.len == 0 || same_local(is->local, asked->local)));
}

static enum answer is_other(const struct version *is, const struct version *asked)
{
	return answer(is_equal(is, asked) == OUT);
}

static enum answer is_at_least(const struct version *is, const struct version *asked)
{
	return answer(compare(is, asked) >= 0);
}

static enum answer is_at_most(const struct version *is, const struct version *asked)
{
	return answer(compare(is, asked) <= 0);
}

static bool is_before_release(const struct version *version)
{
	return version->stage || version->has_dev;
}

/* "<2" is not meant to let 2rc1 in. */
static enum answer is_below(const struct version *is, const struct version *asked)
{
	return answer(
		compare(is, asked) < 0 &&
		(is_before_release(asked) || !is_before_release(is) || !has_base_of(is, asked)));
}

/* ">1" is not meant to let 1.post1 in. */
static enum answer is_above(const struct version *is, const struct version *asked)
{
	return answer(compare(is, asked) > 0 &&
		      (asked->has_post || !is->has_post || !has_base_of(is, asked)));
}

/* At least that, and the same in its first numbers. */
static enum answer is_from(const struct version *is, const struct version *asked, size_t same)
{
	return answer(compare(is, asked) >= 0 && compare_release(is, asked, same) == 0);
}

static enum answer is_compatible(const struct version *is, const struct version *asked)
{
	return asked->count < 2 ? UNKNOWN : is_from(is, asked, asked->count - 1);
}

static enum answer is_tilde(const struct version *is, const struct version *asked)
{
	return is_from(is, asked, asked->count < 2 ? 1 : 2);
}

/* The first number that is not zero stays, or else the last. */
static enum answer is_caret(const struct version *is, const struct version *asked)
{
	size_t same = 1;

	while (same < asked->count && asked->release[same - 1].len == 0)
		same++;
	return is_from(is, asked, same);
}

/* The longer of two that begin alike first. "===" is told before: it compares texts. */
static const struct {
	const char *written;
	enum answer (*is)(const struct version *is, const struct version *asked);
} operators[] = {{"==", is_equal}, {"!=", is_other}, {"<=", is_at_most}, {">=", is_at_least},
	{"~=", is_compatible}, {"<", is_below}, {">", is_above}, {"^", is_caret}, {"~", is_tilde},
	{"=", is_equal}, {"", is_equal}};

static struct text take_until(struct text *rest, const char *ends)
{
	size_t end = 0;
	struct text taken;

	while (end < rest->len && !strchr(ends, rest->ptr[end]))
		end++;
	taken = text_slice(*rest, 0, end);
	*rest = text_slice(*rest, end, rest->len);
	return taken;
}

static void skip(struct text *rest, const char *bytes)
{
	while (rest->len && rest->ptr[0] && strchr(bytes, rest->ptr[0]))
		*rest = text_slice(*rest, 1, rest->len);
}

static struct text take_operand(struct text *rest, size_t operator_len)
{
	*rest = text_slice(*rest, operator_len, rest->len);
	skip(rest, " \t");
	return take_until(rest, ", \t()=<>!~^");
}

/* An epoch's "!" is no operator. */
static struct text take_version(struct text *rest, size_t operator_len)
{
	struct text all = take_operand(rest, operator_len), more;

	if (!text_starts(*rest, "!") || text_starts(*rest, "!="))
		return all;
	more = take_operand(rest, 1);
	return (struct text){all.ptr, (size_t)(more.ptr + more.len - all.ptr)};
}

static enum answer judge_clause(struct text *rest, struct text written, const struct version *is)
{
	struct version asked;
	struct text operand;
	size_t o = 0;

	if (text_starts(*rest, "===")) {
		operand = take_version(rest, 3);
		return answer(same_local(operand, written));
	}
	while (!text_starts(*rest, operators[o].written))
		o++;
	operand = take_version(rest, strlen(operators[o].written));
	if (text_is(operand, "*"))
		return IN;
	return operand.len && read_version(&asked, operand) ? operators[o].is(is, &asked) : UNKNOWN;
}

/* Clauses that must all hold. */
static enum answer judge_list(struct text list, struct text written, const struct version *is)
{
	enum answer all = IN;

	for (;;) {
		size_t before = list.len;
		enum answer one;

		skip(&list, ", \t()");
		if (list.len == 0)
			return all;
		one = judge_clause(&list, written, is);
		if (one == OUT || list.len == before)
			return one == OUT ? OUT : UNKNOWN;
		if (one == UNKNOWN)
			all = UNKNOWN;
	}
}

bool pep440_excludes(struct text range, struct text version)
{
	struct text alternative, rest = text_trim(range);
	struct version is;

	if (!read_version(&is, version))
		return false;
	do {
		skip(&rest, "| \t");
		alternative = take_until(&rest, "|");
		if (judge_list(alternative, text_trim(version), &is) != OUT)
			return false;
	} while (rest.len);
	return true;
}
