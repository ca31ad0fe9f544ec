/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/pep440.h"

#include <string.h>

#include "checks/dependencies/pep440_version.h"

static bool has_base_of(const struct pep440_version *a, const struct pep440_version *b)
{
	return pep440_compare_release(a, b, a->count > b->count ? a->count : b->count) == 0;
}

/* ---- clauses ---- */

enum answer { OUT, IN, UNKNOWN };

static enum answer answer(bool is_in)
{
	return is_in ? IN : OUT;
}

static enum answer is_equal(const struct pep440_version *is, const struct pep440_version *asked)
{
	if (asked->is_prefix)
		return answer(pep440_compare_release(is, asked, asked->count) == 0);
	return answer(pep440_compare(is, asked) == 0 &&
		      (asked->local.len == 0 || pep440_same_local(is->local, asked->local)));
}

static enum answer is_other(const struct pep440_version *is, const struct pep440_version *asked)
{
	return answer(is_equal(is, asked) == OUT);
}

static enum answer is_at_least(const struct pep440_version *is, const struct pep440_version *asked)
{
	return answer(pep440_compare(is, asked) >= 0);
}

static enum answer is_at_most(const struct pep440_version *is, const struct pep440_version *asked)
{
	return answer(pep440_compare(is, asked) <= 0);
}

static bool is_before_release(const struct pep440_version *version)
{
	return version->stage || version->has_dev;
}

/* "<2" is not meant to let 2rc1 in. */
static enum answer is_below(const struct pep440_version *is, const struct pep440_version *asked)
{
	return answer(
		pep440_compare(is, asked) < 0 &&
		(is_before_release(asked) || !is_before_release(is) || !has_base_of(is, asked)));
}

/* ">1" is not meant to let 1.post1 in. */
static enum answer is_above(const struct pep440_version *is, const struct pep440_version *asked)
{
	return answer(pep440_compare(is, asked) > 0 &&
		      (asked->has_post || !is->has_post || !has_base_of(is, asked)));
}

/* At least that, and the same in its first numbers. */
static enum answer is_from(
	const struct pep440_version *is, const struct pep440_version *asked, size_t same)
{
	return answer(
		pep440_compare(is, asked) >= 0 && pep440_compare_release(is, asked, same) == 0);
}

static enum answer is_compatible(
	const struct pep440_version *is, const struct pep440_version *asked)
{
	return asked->count < 2 ? UNKNOWN : is_from(is, asked, asked->count - 1);
}

static enum answer is_tilde(const struct pep440_version *is, const struct pep440_version *asked)
{
	return is_from(is, asked, asked->count < 2 ? 1 : 2);
}

/* The first number that is not zero stays, or else the last. */
static enum answer is_caret(const struct pep440_version *is, const struct pep440_version *asked)
{
	size_t same = 1;

	while (same < asked->count && asked->release[same - 1].len == 0)
		same++;
	return is_from(is, asked, same);
}

/* The longer of two that begin alike first. "===" is told before: it compares texts. */
static const struct {
	const char *written;
	enum answer (*is)(const struct pep440_version *is, const struct pep440_version *asked);
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

static enum answer judge_clause(
	struct text *rest, struct text written, const struct pep440_version *is)
{
	struct pep440_version asked;
	struct text operand;
	size_t o = 0;

	if (text_starts(*rest, "===")) {
		operand = take_version(rest, 3);
		return answer(pep440_same_local(operand, written));
	}
	while (!text_starts(*rest, operators[o].written))
		o++;
	operand = take_version(rest, strlen(operators[o].written));
	if (text_is(operand, "*"))
		return IN;
	return operand.len && pep440_read(&asked, operand) ? operators[o].is(is, &asked) : UNKNOWN;
}

/* Clauses that must all hold. */
static enum answer judge_list(
	struct text list, struct text written, const struct pep440_version *is)
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
	struct pep440_version is;

	if (!pep440_read(&is, version))
		return false;
	do {
		skip(&rest, "| \t");
		alternative = take_until(&rest, "|");
		if (judge_list(alternative, text_trim(version), &is) != OUT)
			return false;
	} while (rest.len);
	return true;
}
