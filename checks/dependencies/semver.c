/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/semver.h"

#include <ctype.h>
#include <string.h>

enum { MOST_DIGITS = 15 }; /* below 2^53, as in JavaScript */

struct version_number {
	uint64_t parts[3];
	struct text pre; /* "" where there is none */
};

/* "1", "1.2", "1.x.3-beta": how many parts are numbers. */
struct partial {
	struct version_number number;
	unsigned given;
	bool disordered; /* a number behind an x, which only "^", "~" and hyphens take */
	bool odd_prefix; /* more than a "v" before it, which no whole version takes */
};

struct bound {
	struct version_number from,
		to; /* from inclusive unless open_from; to exclusive unless closed_to */
	bool has_from, has_to, open_from, closed_to;
	bool from_is_written, to_is_written; /* prereleases count only where somebody wrote one */
	bool never;
};

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '-';
}

static void drop(struct text *text, size_t count)
{
	*text = text_slice(*text, count, text->len);
}

static void skip_blanks(struct text *text)
{
	while (text->len && is_blank(text->ptr[0]))
		drop(text, 1);
}

/* A number without leading zeros. */
static bool take_number(struct text *text, uint64_t *out)
{
	size_t len = 0;

	*out = 0;
	while (len < text->len && isdigit((unsigned char)text->ptr[len])) {
		*out = len < MOST_DIGITS + 1 ? *out * 10 + (uint64_t)(text->ptr[len] - '0') : *out;
		len++;
	}
	if (len == 0 || len > MOST_DIGITS + 1 || (len > 1 && text->ptr[0] == '0') ||
		*out > UINT64_C(9007199254740991))
		return false;
	drop(text, len);
	return true;
}

static bool take_byte(struct text *text, char byte)
{
	if (!text->len || text->ptr[0] != byte)
		return false;
	drop(text, 1);
	return true;
}

static bool is_number(struct text word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!isdigit((unsigned char)word.ptr[i]))
			return false;
	return word.len > 0;
}

static bool is_identifier(struct text word, bool strict)
{
	return word.len && !(strict && word.len > 1 && word.ptr[0] == '0' && is_number(word));
}

/* "alpha.1": words with points between, numbers without leading zeros if `strict`. */
static bool take_words(struct text *text, struct text *out, bool strict)
{
	size_t len = 0, start = 0;

	for (;; len++) {
		if (len < text->len && is_word(text->ptr[len]))
			continue;
		if (!is_identifier(text_slice(*text, start, len), strict))
			return false;
		if (len == text->len || text->ptr[len] != '.')
			break;
		start = len + 1;
	}
	*out = text_slice(*text, 0, len);
	drop(text, len);
	return true;
}

static bool take_suffixes(struct text *text, struct version_number *out)
{
	struct text build;

	if (take_byte(text, '-') && !take_words(text, &out->pre, true))
		return false;
	return !take_byte(text, '+') || take_words(text, &build, false);
}

static bool take_x(struct text *text)
{
	return take_byte(text, 'x') || take_byte(text, 'X') || take_byte(text, '*');
}

/* Behind an x nothing counts any more, but it must be well-formed. */
static bool take_partial(struct text *text, struct partial *out)
{
	bool open = false;
	unsigned part = 0;

	*out = (struct partial){.number.pre = text_of("")};
	take_byte(text, 'v');
	while (take_byte(text, 'v') || take_byte(text, '=')) {
		out->odd_prefix = true;
		skip_blanks(text);
	}
	for (; part < 3; part++) {
		if (take_x(text))
			open = true;
		else if (!take_number(text, &out->number.parts[part]))
			return false;
		else if (open)
			out->disordered = true;
		else
			out->given = part + 1;
		if (part == 2)
			return take_suffixes(text, &out->number);
		if (!take_byte(text, '.'))
			return true;
	}
	return true;
}

static bool parse_version(struct text text, struct version_number *out)
{
	struct partial partial;

	text = text_trim(text);
	while (take_byte(&text, 'v') || take_byte(&text, '='))
		skip_blanks(&text);
	if (!text.len || !isdigit((unsigned char)text.ptr[0]) || !take_partial(&text, &partial))
		return false;
	*out = partial.number;
	return text.len == 0 && partial.given == 3;
}

static int compare_words(struct text a, struct text b)
{
	bool a_is = is_number(a), b_is = is_number(b);

	if (a_is != b_is)
		return a_is ? -1 : 1;
	if (a_is && a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return text_compare(a, b);
}

static int compare_pre(struct text a, struct text b)
{
	struct text left, right;

	if (!a.len || !b.len)
		return !a.len && !b.len ? 0 : a.len ? -1 : 1;
	for (;;) {
		bool has_left = text_next_part(&a, '.', &left),
		     has_right = text_next_part(&b, '.', &right);
		int order;

		if (!has_left || !has_right)
			return (int)has_left - (int)has_right;
		order = compare_words(left, right);
		if (order)
			return order;
	}
}

static int compare_parts(const struct version_number *a, const struct version_number *b)
{
	for (int i = 0; i < 3; i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] < b->parts[i] ? -1 : 1;
	return 0;
}

static int compare(const struct version_number *a, const struct version_number *b)
{
	int order = compare_parts(a, b);

	return order ? order : compare_pre(a->pre, b->pre);
}

/* The least version above all that begin with the first `kept` parts, before its prereleases. */
static struct version_number bump(const struct partial *partial, unsigned kept)
{
	struct version_number out = {.pre = text_of("0")};

	for (unsigned i = 0; i < kept; i++)
		out.parts[i] = partial->number.parts[i];
	out.parts[kept - 1]++;
	return out;
}

static struct version_number floor_of(const struct partial *partial)
{
	struct version_number out = {.pre = text_of("")};

	for (unsigned i = 0; i < partial->given; i++)
		out.parts[i] = partial->number.parts[i];
	if (partial->given == 3)
		out.pre = partial->number.pre;
	return out;
}

/* From the partial up to where its first `kept` parts change. */
static struct bound span(const struct partial *partial, unsigned kept)
{
	struct bound out = {.from = floor_of(partial), .has_from = true, .from_is_written = true};

	if (partial->given == 0)
		return (struct bound){0};
	out.to = bump(partial, kept);
	out.has_to = true;
	return out;
}

static struct bound caret(const struct partial *partial)
{
	unsigned kept = 1;

	while (kept < partial->given && partial->number.parts[kept - 1] == 0)
		kept++;
	return span(partial, kept);
}

static struct bound tilde(const struct partial *partial)
{
	return span(partial, partial->given < 2 ? 1 : 2);
}

static struct bound exact(const struct partial *partial)
{
	if (partial->given < 3)
		return span(partial, partial->given);
	return (struct bound){.from = partial->number,
		.to = partial->number,
		.has_from = true,
		.has_to = true,
		.closed_to = true,
		.from_is_written = true,
		.to_is_written = true};
}

static struct bound greater(const struct partial *partial, bool equal)
{
	struct bound out = {.from = floor_of(partial), .has_from = true, .from_is_written = true};

	if (partial->given == 0)
		return (struct bound){.never = !equal};
	if (equal)
		return out;
	if (partial->given == 3) {
		out.open_from = true;
		return out;
	}
	out.from = bump(partial, partial->given);
	out.from.pre = text_of("");
	return out;
}

static struct bound less(const struct partial *partial, bool equal)
{
	struct bound out = {
		.to = floor_of(partial), .has_to = true, .to_is_written = partial->given == 3};

	if (partial->given == 0)
		return (struct bound){.never = !equal};
	if (partial->given == 3) {
		out.closed_to = equal;
		return out;
	}
	if (equal)
		out.to = bump(partial, partial->given);
	out.to.pre = text_of("0");
	return out;
}

static bool allows_pre(const struct version_number *bound, const struct version_number *version)
{
	return bound->pre.len && compare_parts(bound, version) == 0;
}

static bool within(const struct bound *bound, const struct version_number *version)
{
	int low = bound->has_from ? compare(version, &bound->from) : 1;
	int high = bound->has_to ? compare(version, &bound->to) : -1;

	return !bound->never && (low > 0 || (low == 0 && !bound->open_from)) &&
	       (high < 0 || (high == 0 && bound->closed_to));
}

static bool lets_pre(const struct bound *bound, const struct version_number *version)
{
	return (bound->from_is_written && allows_pre(&bound->from, version)) ||
	       (bound->has_to && allows_pre(&bound->to, version));
}

enum comparator { EXACT, CARET, TILDE, GREATER, AT_LEAST, LESS, AT_MOST };

static enum comparator take_comparator(struct text *text)
{
	static const struct {
		const char *sign;
		enum comparator comparator;
	} all[] = {{"^", CARET}, {"~>", TILDE}, {"~", TILDE}, {">=", AT_LEAST}, {">", GREATER},
		{"<=", AT_MOST}, {"<", LESS}, {"=", EXACT}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (text_starts(*text, all[i].sign)) {
			drop(text, strlen(all[i].sign));
			skip_blanks(text);
			return all[i].comparator;
		}
	return EXACT;
}

static bool is_well_formed(enum comparator comparator, const struct partial *partial)
{
	if (comparator == CARET || comparator == TILDE)
		return true;
	return !partial->disordered && !(partial->odd_prefix && partial->given == 3);
}

static struct bound bound_of(enum comparator comparator, const struct partial *partial)
{
	switch (comparator) {
	case CARET:
		return caret(partial);
	case TILDE:
		return tilde(partial);
	case GREATER:
	case AT_LEAST:
		return greater(partial, comparator == AT_LEAST);
	case LESS:
	case AT_MOST:
		return less(partial, comparator == AT_MOST);
	default:
		return exact(partial);
	}
}

/* "1.2 - 2.3": the whole of a set. */
static bool take_hyphen(struct text *text, const struct partial *from, struct bound *out)
{
	struct text rest = *text;
	struct partial to;
	struct bound high;

	if (!rest.len || !is_blank(rest.ptr[0]))
		return false;
	skip_blanks(&rest);
	if (!take_byte(&rest, '-') || !rest.len || !is_blank(rest.ptr[0]))
		return false;
	skip_blanks(&rest);
	if (!take_partial(&rest, &to))
		return false;
	*out = greater(from, true);
	high = less(&to, true);
	out->to = high.to;
	out->has_to = high.has_to;
	out->closed_to = high.closed_to;
	*text = rest;
	return true;
}

struct result {
	bool is_within, lets_pre;
};

static void apply(
	struct result *result, const struct bound *bound, const struct version_number *version)
{
	result->is_within = result->is_within && within(bound, version);
	result->lets_pre = result->lets_pre || lets_pre(bound, version);
}

/* Comparators with blanks between; all must hold. False where it is no range. */
static bool judge_set(struct text set, const struct version_number *version, struct result *result)
{
	bool first = true;

	*result = (struct result){.is_within = true, .lets_pre = version->pre.len == 0};
	for (set = text_trim(set); set.len; first = false) {
		enum comparator comparator = take_comparator(&set);
		struct partial partial;
		struct bound bound;

		if (!take_partial(&set, &partial))
			return false;
		if (!first || comparator != EXACT || !take_hyphen(&set, &partial, &bound)) {
			if (!is_well_formed(comparator, &partial))
				return false;
			bound = bound_of(comparator, &partial);
		}
		if (set.len && !is_blank(set.ptr[0]))
			return false;
		apply(result, &bound, version);
		skip_blanks(&set);
	}
	return true;
}

/* Goes through the sets between "||"; false where one of them is none. */
static bool judge_sets(struct text range, const struct version_number *number, bool *satisfied)
{
	*satisfied = false;
	for (;;) {
		size_t bar = text_find(range, text_of("||"));
		struct result result;

		if (!judge_set(text_slice(range, 0, bar), number, &result))
			return false;
		*satisfied = *satisfied || (result.is_within && result.lets_pre);
		if (bar >= range.len)
			return true;
		range = text_slice(range, bar + 2, range.len);
	}
}

bool semver_satisfies(struct text range, struct text version)
{
	struct version_number number;
	bool satisfied;

	return parse_version(version, &number) && judge_sets(range, &number, &satisfied) &&
	       satisfied;
}

bool semver_is_range(struct text range)
{
	const struct version_number number = {.pre = text_of("")};
	bool satisfied;

	return judge_sets(range, &number, &satisfied);
}
