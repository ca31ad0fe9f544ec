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
		double share;

		if (counts[i] == 0)
			continue;
		share = (double)counts[i] / (double)text.len;
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

/* The first group of a search in the match alone that is not empty, or the rule's; else the match. */
static void take_group(struct hit *hit, const struct match *match)
{
	size_t group = hit->rule->secret_group;

	if (match->result != MATCH_FOUND || match->count < 2)
		return;
	for (size_t i = 1; group == 0 && i < match->count; i++)
		if (is_group(match, i))
			group = i;
	if (group == 0)
		return;
	hit->secret_to = hit->secret_from;
	if (!is_group(match, group))
		return;
	hit->secret_to = hit->secret_from + match->groups[2 * group + 1];
	hit->secret_from += match->groups[2 * group];
}

int sift_alone(
	bool *found, struct hit *hit, struct text view, struct matcher *matcher, struct err *err)
{
	struct query query = {.pattern = hit->rule->pattern, .whose = hit->rule->id};
	struct match match;

	while (hit->match_from < hit->match_to && view.ptr[hit->match_from] == '\n')
		hit->match_from++;
	while (hit->match_from < hit->match_to && view.ptr[hit->match_to - 1] == '\n')
		hit->match_to--;
	hit->secret_from = hit->match_from;
	hit->secret_to = hit->match_to;
	query.subject = text_slice(view, hit->match_from, hit->match_to);
	if (matcher_run(matcher, &query, &match, err) < 0)
		return -1;
	take_group(hit, &match);
	*found = hit->secret_from < hit->secret_to;
	return 0;
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

/* What two bytes stand side by side in a text, in whatever case, told by few bits: where the bit is not set they do not. */
struct pairs {
	uint64_t bits[16];
};

static unsigned bit_of_pair(const char *at)
{
	/* A letter's capital differs in the bit that is left out, and few other bytes are taken for one another. */
	unsigned a = (unsigned char)at[0] | 0x20U, b = (unsigned char)at[1] | 0x20U;

	return (a * 37 + b) % 1024;
}

static void pairs_of(struct pairs *pairs, struct text text)
{
	*pairs = (struct pairs){{0}};
	for (size_t i = 0; i + 1 < text.len; i++) {
		unsigned bit = bit_of_pair(text.ptr + i);

		pairs->bits[bit / 64] |= UINT64_C(1) << bit % 64;
	}
}

static bool may_hold(const struct pairs *pairs, const char *word)
{
	unsigned bit;

	if (!word[0] || !word[1])
		return true;
	bit = bit_of_pair(word);
	return pairs->bits[bit / 64] >> bit % 64 & 1;
}

static bool has_stopword(const struct rule_allow *allow, struct text secret)
{
	struct pairs pairs;

	if (!allow->stopwords)
		return false;
	pairs_of(&pairs, secret);
	for (size_t i = 0; allow->stopwords[i]; i++)
		if (may_hold(&pairs, allow->stopwords[i]) &&
			text_contains_nocase(secret, text_of(allow->stopwords[i])))
			return true;
	return false;
}

/* A hit, seen by one allowance after the other. */
struct sifting {
	const struct hit *hit;
	struct text view;
	struct matcher *matcher;
	struct err *err;
};

/* How many parts an allowance has that are about the content, and how many of them hold. */
struct tally {
	unsigned parts, held;
};

static void count_part(struct tally *tally, bool is_there, bool holds)
{
	tally->parts += is_there;
	tally->held += is_there && holds;
}

static int count_pattern(const struct sifting *sifting, const struct rule_allow *allow,
	const char *pattern, bool wanted, struct tally *tally)
{
	bool found = false;

	if (!pattern)
		return 0;
	if (matcher_search(sifting->matcher, pattern, sifting->hit->rule->id,
		    targets[allow->target](sifting->hit, sifting->view), &found, sifting->err) < 0)
		return -1;
	count_part(tally, true, found == wanted);
	return 0;
}

static int tally_content(
	struct tally *tally, const struct rule_allow *allow, const struct sifting *sifting)
{
	struct text secret = secret_of(sifting->hit, sifting->view);

	*tally = (struct tally){0, 0};
	if (allow->target == ALLOW_PATH)
		return 0;
	count_part(tally, allow->stopwords != NULL, has_stopword(allow, secret));
	count_part(tally, allow->entropy > 0, entropy_bits(secret) <= allow->entropy);
	if (count_pattern(sifting, allow, allow->pattern, true, tally) < 0 ||
		count_pattern(sifting, allow, allow->lacks, false, tally) < 0)
		return -1;
	return 0;
}

/* Whether the place has a say in it. */
static bool asks_place(const struct rule_allow *allow)
{
	return allow->target == ALLOW_PATH || allow->path || allow->commits;
}

static int allows(bool *allowed, const struct rule_allow *allow, const struct sifting *sifting)
{
	struct tally tally;

	*allowed = false;
	if (allow->when == ALLOW_ALL && asks_place(allow))
		return 0;
	if (tally_content(&tally, allow, sifting) < 0)
		return -1;
	*allowed = allow->when == ALLOW_ALL ? tally.held == tally.parts : tally.held > 0;
	return 0;
}

int sift_worth(enum worth *out, const struct hit *hit, struct text view, struct matcher *matcher,
	struct err *err)
{
	const struct sifting sifting = {hit, view, matcher, err};
	const struct rule *rule = hit->rule;
	bool allowed;

	*out = WORTH_NOTHING;
	if (rule->entropy > 0 && entropy_bits(secret_of(hit, view)) <= rule->entropy)
		return 0;
	*out = WORTH_REPORTING;
	for (size_t i = 0; i < rule->allow_count && *out != WORTH_NOTHING; i++) {
		if (allows(&allowed, &rule->allow[i], &sifting) < 0)
			return -1;
		/* What the secret itself shows to be a placeholder is none; what only stands in an
		 * allowed place is. */
		if (allowed)
			*out = rule->allow[i].target == ALLOW_SECRET ? WORTH_NOTHING
								     : WORTH_MASKING;
	}
	return 0;
}

/* ---- allowances that ask for the place ---- */

static int tally_path(struct tally *tally, const struct rule_allow *allow, const char *whose,
	const struct site *site, struct matcher *matcher, struct err *err)
{
	const char *pattern = allow->target == ALLOW_PATH ? allow->pattern : allow->path;
	bool found = false;

	if (!pattern)
		return 0;
	if (matcher_search(matcher, pattern, whose, site->path, &found, err) < 0)
		return -1;
	count_part(tally, true, found);
	return 0;
}

static bool is_commit(const struct rule_allow *allow, const struct oid *commit)
{
	char digits[OID_HEX];

	if (!allow->commits || !commit)
		return false;
	oid_hex(commit, digits);
	for (size_t i = 0; allow->commits[i]; i++)
		if (strcmp(allow->commits[i], digits) == 0)
			return true;
	return false;
}

static bool asks_content(const struct rule_allow *allow)
{
	return allow->pattern || allow->lacks || allow->stopwords || allow->entropy > 0;
}

/* With `when: all` the content has its say too; a file that a rule knows by its path has none. */
static int site_allows(bool *allowed, const struct rule_allow *allow, const struct rule *rule,
	const struct site *site, const struct sifting *sifting)
{
	struct tally place = {0, 0}, content = {0, 0};

	if (tally_path(&place, allow, rule->id, site, sifting->matcher, sifting->err) < 0)
		return -1;
	count_part(&place, allow->commits != NULL, is_commit(allow, site->commit));
	*allowed = place.held > 0;
	if (!*allowed || allow->when == ALLOW_ANY)
		return 0;
	if (sifting->hit && tally_content(&content, allow, sifting) < 0)
		return -1;
	if (!sifting->hit && asks_content(allow))
		content.parts = 1;
	*allowed = place.held == place.parts && content.held == content.parts;
	return 0;
}

int sift_site_allowed(bool *allowed, const struct rule *rule, const struct site *site,
	const struct hit *hit, struct text view, struct matcher *matcher, struct err *err)
{
	const struct sifting sifting = {hit, view, matcher, err};

	*allowed = false;
	for (size_t i = 0; i < rule->allow_count && !*allowed; i++)
		if (asks_place(&rule->allow[i]) &&
			site_allows(allowed, &rule->allow[i], rule, site, &sifting) < 0)
			return -1;
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

/* That literals make one text is a guess: a rule that is sure is less so, any other is not sure at all. */
enum confidence hit_confidence(const struct hit *hit)
{
	if (hit->certainty != CERTAINTY_AS_IS)
		return hit->certainty == CERTAINTY_RAISED ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
	if (!hit->joined)
		return hit->rule->confidence;
	return hit->rule->confidence == CONFIDENCE_HIGH ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

static bool is_lowered(const struct hit *hit)
{
	return hit->certainty == CERTAINTY_LOWERED ||
	       (hit->joined && hit_confidence(hit) == CONFIDENCE_LOW);
}

enum severity hit_severity(const struct hit *hit)
{
	const struct rule *rule = hit->rule;

	if (hit->certainty == CERTAINTY_RAISED && rule->severity_raised)
		return rule->severity_raised;
	if (is_lowered(hit) && rule->severity > SEVERITY_WARNING)
		return SEVERITY_WARNING;
	return rule->severity;
}
