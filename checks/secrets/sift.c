/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/sift.h"

#include <math.h>
#include <string.h>

enum { LINE_AROUND = 512 };

double entropy_bits(struct text text)
{
	size_t counts[256] = {0};
	double bits = 0;

	for (size_t i = 0; i < text.len; i++)
		counts[(unsigned char)text.ptr[i]]++;
	for (size_t i = 0; i < 256; i++) {
		double share = (double)counts[i] / (double)(text.len ? text.len : 1);

		if (counts[i])
			bits -= share * log2(share);
	}
	return bits;
}

/* ---- the secret ---- */

static bool is_group(const struct match *match, size_t group)
{
	return group < match->count && match->groups[2 * group] != SIZE_MAX &&
	       match->groups[2 * group] < match->groups[2 * group + 1];
}

static size_t secret_group(const struct rule *rule, const struct match *match)
{
	if (rule->secret_group)
		return rule->secret_group;
	for (size_t group = 1; group < match->count; group++)
		if (is_group(match, group))
			return group;
	return 0;
}

static bool is_trimmed(char c, bool quotes)
{
	return c == ' ' || (c >= '\t' && c <= '\r') ||
	       (quotes && (c == '"' || c == '\'' || c == '`'));
}

bool sift_secret(struct hit *hit, struct text view, const struct match *match)
{
	size_t group = secret_group(hit->rule, match), from, to;

	if (!is_group(match, group))
		return false;
	from = match->groups[2 * group];
	to = match->groups[2 * group + 1];
	while (from < to && is_trimmed(view.ptr[from], group == 0))
		from++;
	while (from < to && is_trimmed(view.ptr[to - 1], group == 0))
		to--;
	hit->secret_from = from;
	hit->secret_to = to;
	return from < to;
}

/* ---- allowances ---- */

static struct text secret_of(const struct hit *hit, struct text view)
{
	return text_slice(view, hit->secret_from, hit->secret_to);
}

static struct text match_of(const struct hit *hit, struct text view)
{
	return text_slice(view, hit->match_from, hit->match_to);
}

static struct text line_of(const struct hit *hit, struct text view)
{
	size_t from = hit->match_from, to = hit->match_to;

	while (from > 0 && hit->match_from - from < LINE_AROUND && view.ptr[from - 1] != '\n')
		from--;
	while (to < view.len && to - hit->match_to < LINE_AROUND && view.ptr[to] != '\n')
		to++;
	return text_slice(view, from, to);
}

static struct text (*const targets[])(const struct hit *hit, struct text view) = {
	[ALLOW_SECRET] = secret_of,
	[ALLOW_MATCH] = match_of,
	[ALLOW_LINE] = line_of,
};

static bool has_stopword(const struct rule_allow *allow, struct text secret)
{
	for (size_t i = 0; allow->stopwords && allow->stopwords[i]; i++)
		if (text_contains_nocase(secret, text_of(allow->stopwords[i])))
			return true;
	return false;
}

static int allows(bool *allowed, const struct rule_allow *allow, const struct hit *hit,
	struct text view, struct matcher *matcher, struct err *err)
{
	*allowed = false;
	if (allow->target == ALLOW_PATH)
		return 0;
	*allowed = has_stopword(allow, secret_of(hit, view));
	if (*allowed || !allow->pattern)
		return 0;
	return matcher_search(matcher, allow->pattern, hit->rule->id,
		targets[allow->target](hit, view), allowed, err);
}

int sift_worth(enum worth *out, const struct hit *hit, struct text view, struct matcher *matcher,
	struct err *err)
{
	const struct rule *rule = hit->rule;
	bool allowed;

	*out = WORTH_NOTHING;
	if (rule->entropy > 0 && entropy_bits(secret_of(hit, view)) <= rule->entropy)
		return 0;
	*out = WORTH_REPORTING;
	for (size_t i = 0; i < rule->allow_count && *out != WORTH_NOTHING; i++) {
		if (allows(&allowed, &rule->allow[i], hit, view, matcher, err) < 0)
			return -1;
		/* What the secret itself shows to be a placeholder is none; what only stands in an
		 * allowed place is. */
		if (allowed)
			*out = rule->allow[i].target == ALLOW_SECRET ? WORTH_NOTHING
								     : WORTH_MASKING;
	}
	return 0;
}

/* ---- certainty ---- */

struct exhibit hit_exhibit(const struct hit *hit, struct text view)
{
	return (struct exhibit){view, hit->match_from, hit->secret_from, hit->secret_to};
}

int sift_certainty(struct hit *hit, struct text view, struct err *err)
{
	struct exhibit exhibit = hit_exhibit(hit, view);
	struct ruling ruling;

	if (verify(&ruling, hit->rule->verify, &exhibit, err) < 0)
		return -1;
	hit->certainty = ruling.certainty;
	return 0;
}

enum confidence hit_confidence(const struct hit *hit)
{
	if (hit->certainty == CERTAINTY_AS_IS)
		return hit->rule->confidence;
	return hit->certainty == CERTAINTY_RAISED ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
}

enum severity hit_severity(const struct hit *hit)
{
	const struct rule *rule = hit->rule;

	if (hit->certainty == CERTAINTY_RAISED && rule->severity_raised)
		return rule->severity_raised;
	if (hit->certainty == CERTAINTY_LOWERED && rule->severity > SEVERITY_WARNING)
		return SEVERITY_WARNING;
	return rule->severity;
}

int sift_path_allowed(bool *allowed, const struct rule *rule, struct text path,
	struct matcher *matcher, struct err *err)
{
	*allowed = false;
	for (size_t i = 0; i < rule->allow_count && !*allowed; i++)
		if (rule->allow[i].target == ALLOW_PATH && rule->allow[i].pattern &&
			matcher_search(
				matcher, rule->allow[i].pattern, rule->id, path, allowed, err) < 0)
			return -1;
	return 0;
}
