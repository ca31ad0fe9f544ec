/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests of one name and version (and artifact) at the base and at the head. Published artifacts do not change: another
 * digest means other bytes. Compared as bytes, by algorithm.
 */
#include <stdio.h>
#include <string.h>

#include "checks/dependencies/asked.h"
#include "checks/dependencies/returned.h"
#include "checks/dependencies/rules/digests.h"
#include "checks/dependencies/sums.h"

static bool has(struct digests all, const struct digest *wanted)
{
	for (size_t i = 0; i < all.count; i++)
		for (uint32_t d = 0; d < all.pins[i]->digest_count; d++) {
			const struct digest *digest = &all.pins[i]->digests[d];

			if (!digest->flaw && digest->algorithm == wanted->algorithm &&
				text_equal(digest->bytes, wanted->bytes))
				return true;
		}
	return false;
}

const struct digest *digests_pick(struct digests all, enum digest_algorithm algorithm)
{
	const struct digest *best = NULL;

	for (size_t i = 0; i < all.count; i++)
		for (uint32_t d = 0; d < all.pins[i]->digest_count; d++) {
			const struct digest *digest = &all.pins[i]->digests[d];

			if (digest->flaw || (algorithm && digest->algorithm != algorithm))
				continue;
			if (!best || digest->algorithm > best->algorithm)
				best = digest;
		}
	return best;
}

/* A digest of the base that is not there any more, or NULL. */
static const struct digest *find_gone(
	struct digests base, struct digests own, enum digest_algorithm algorithm)
{
	for (size_t i = 0; i < base.count; i++)
		for (uint32_t d = 0; d < base.pins[i]->digest_count; d++) {
			const struct digest *digest = &base.pins[i]->digests[d];

			if (!digest->flaw && digest->algorithm == algorithm && !has(own, digest))
				return digest;
		}
	return NULL;
}

/* What nine of ten entries of a lock have, at the base where it was there: a digest; none but sound ones. */
struct habits {
	bool digests, sound;
	bool lost; /* an entry that had a digest has none: new ones without are the same event */
};

static bool needs_no_digest(const struct pin *pin)
{
	return pin->flags & (PIN_LOCAL | PIN_VCS | PIN_NO_DIGEST | PIN_PROJECT | PIN_REFERENCE);
}

/* Other hashes are one event for all files of a version; where one is lost, for the whole file. */
static int cause_of(struct text *out, const struct subject *subject, const char *rule,
	const struct pin *pin, struct err *err)
{
	*out = text_of("");
	if (strcmp(rule, "dependencies/hash-changed") != 0 &&
		strcmp(rule, "dependencies/hash-moved") != 0)
		return 0;
	*out = arena_textf(subject->arena, "%.*s %.*s", (int)pin->name.len, pin->name.ptr,
		(int)pin->version.len, pin->version.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

int digests_report(struct judging *judging, const struct subject *subject, const char *rule,
	const struct pin *pin, const struct digest *from, const struct digest *to, const char *what,
	struct err *err)
{
	struct verdict_on on = verdict_on_pin(rule, subject, pin);

	on.from = from ? from->written : text_of("");
	on.to = to ? to->written : text_of("");
	if (cause_of(&on.group, subject, rule, pin, err) < 0)
		return -1;
	return judging_report(judging, &on, err, "%.*s %.*s%s%.*s %s", SHOWN(pin->name),
		SHOWN(pin->version), pin->artifact.len ? " " : "", SHOWN(pin->artifact), what);
}

static bool is_sound(const struct pin *pin)
{
	for (uint32_t d = 0; d < pin->digest_count; d++)
		if (pin->digests[d].flaw)
			return false;
	return pin->digest_count > 0;
}

/* A new lock that holds hardly anything to a hash is no better without the malformed ones. */
static const char *flaw_rule(const struct subject *subject, bool sound)
{
	return subject->base.is_there || sound ? "dependencies/hash-malformed"
					       : "dependencies/hash-unsound";
}

static int judge_flaws(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const struct habits *habits, struct err *err)
{
	for (uint32_t d = 0; d < pin->digest_count; d++) {
		const struct digest *digest = &pin->digests[d];
		struct verdict_on on =
			verdict_on_pin(flaw_rule(subject, habits->sound), subject, pin);

		if (!digest->flaw)
			continue;
		on.to = digest->written;
		if (judging_report(judging, &on, err, "the hash of %.*s %.*s %s: \"%.*s\"",
			    SHOWN(pin->name), SHOWN(pin->version), digest->flaw,
			    SHOWN(digest->written)) < 0)
			return -1;
	}
	return 0;
}

/* What the digests of an entry are to those of its base, under the algorithms that both have. */
struct comparison {
	bool common[DIGEST_BLAKE2B + 1],
		fresh[DIGEST_BLAKE2B + 1]; /* by algorithm: one is the base's, one is not */
	const struct digest *strongest;    /* of those that are not, or NULL */
};

static struct comparison compare(struct digests base, const struct pin *pin)
{
	struct comparison comparison = {.strongest = NULL};

	for (uint32_t d = 0; d < pin->digest_count; d++) {
		const struct digest *digest = &pin->digests[d];

		if (digest->flaw || !digests_pick(base, digest->algorithm))
			continue;
		if (has(base, digest)) {
			comparison.common[digest->algorithm] = true;
			continue;
		}
		comparison.fresh[digest->algorithm] = true;
		if (!comparison.strongest || digest->algorithm > comparison.strongest->algorithm)
			comparison.strongest = digest;
	}
	return comparison;
}

/* The strongest algorithm under which nothing is as before; DIGEST_UNKNOWN where there is none. */
static enum digest_algorithm disjoint_under(const struct comparison *comparison)
{
	for (int a = DIGEST_BLAKE2B; a > DIGEST_UNKNOWN; a--)
		if (comparison->fresh[a] && !comparison->common[a])
			return (enum digest_algorithm)a;
	return DIGEST_UNKNOWN;
}

/* Of several files, at the base too: else the change only says so. */
static bool is_any_of(struct digests base, const struct pin *pin)
{
	for (size_t i = 0; i < base.count; i++)
		if (!(base.pins[i]->flags & PIN_ANY_OF))
			return false;
	return pin->flags & PIN_ANY_OF;
}

/* Of files that are not named, in an index where those of a version come and go after its release: others are held to what they
 * were, and one more would be silent. */
static bool is_one_of_several(const struct subject *subject, struct digests base,
	const struct pin *pin, const struct comparison *comparison, enum digest_algorithm algorithm)
{
	return strcmp(subject->format->ecosystem, "pypi") == 0 && pin->artifact.len == 0 &&
	       comparison->common[algorithm] && is_any_of(base, pin);
}

/* What a branch serves moves under one address. */
static bool is_of_branch(const struct pair *pair, const struct pin *pin)
{
	struct text branch = text_of("/refs/heads/");

	return text_equal(pair->base[0]->source, pin->source) &&
	       text_find(pin->source, branch) < pin->source.len;
}

/* Pairs are sorted: the files of a version, where they are named, come behind the entry for all of it and are judged one by one. */
static bool has_named_files(
	const struct subject *subject, const struct pair *pair, const struct pin *pin)
{
	const struct pair *next = pair + 1;
	const struct pin *other;

	if (pin->artifact.len || next == subject->pairs.items + subject->pairs.count)
		return false;
	other = next->head_count ? next->head[0] : next->base[0];
	return text_equal(other->name, pin->name) && text_equal(other->version, pin->version);
}

/* CocoaPods sums up the podspec of a folder of the project to see that it changed: under one version, as plugins of Flutter do. */
static bool is_folder_still(
	const struct subject *subject, const struct pair *pair, const struct pin *pin)
{
	if (strcmp(subject->format->ecosystem, "cocoapods") != 0)
		return false;
	for (size_t i = 0; i < pair->base_count; i++)
		if (!(pair->base[i]->flags & PIN_LOCAL))
			return false;
	return pin->flags & PIN_LOCAL;
}

static size_t count_of(struct digests all, enum digest_algorithm algorithm)
{
	size_t count = 0;

	for (size_t i = 0; i < all.count; i++)
		for (uint32_t d = 0; d < all.pins[i]->digest_count; d++)
			count += !all.pins[i]->digests[d].flaw &&
				 all.pins[i]->digests[d].algorithm == algorithm;
	return count;
}

/* A wheel that its owner uploads later is as usual as one that somebody else wants in: nothing here tells which. */
static int report_added(struct judging *judging, const struct subject *subject, struct digests base,
	const struct pin *pin, const struct digest *fresh, struct err *err)
{
	char what[256];

	snprintf(what, sizeof(what),
		"accepts %zu hashes, %zu before, and a file of %.*s may be installed",
		count_of((struct digests){&pin, 1}, fresh->algorithm),
		count_of(base, fresh->algorithm), (int)text_slice(fresh->written, 0, 160).len,
		fresh->written.ptr);
	return digests_report(
		judging, subject, "dependencies/hash-added", pin, NULL, fresh, what, err);
}

/* A hash takes the place of one that the pin had. */
static int judge_replaced(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, const struct comparison *comparison,
	const struct digest *gone, struct err *err)
{
	struct digests base = {pair->base, pair->base_count};
	const struct digest *fresh = comparison->strongest;

	if (is_any_of(base, pin) && has_named_files(subject, pair, pin))
		return 0;
	return digests_report(judging, subject,
		is_one_of_several(subject, base, pin, comparison, fresh->algorithm)
			? "dependencies/hash-moved"
			: "dependencies/hash-changed",
		pin, gone, fresh, "has another hash in place of one that it had before", err);
}

static int judge_changed(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct digests base = {pair->base, pair->base_count}, own = {&pin, 1};
	struct comparison comparison = compare(base, pin);
	enum digest_algorithm other = disjoint_under(&comparison);
	const struct digest *fresh = comparison.strongest, *gone;

	if (other)
		return digests_report(judging, subject,
			is_of_branch(pair, pin) ? "dependencies/hash-moved"
						: "dependencies/hash-changed",
			pin, digests_pick(base, other), digests_pick(own, other),
			"has another hash than before under the same version", err);
	if (!fresh)
		return 0;
	gone = find_gone(base, own, fresh->algorithm);
	if (gone)
		return judge_replaced(judging, subject, pair, pin, &comparison, gone, err);
	if (is_one_of_several(subject, base, pin, &comparison, fresh->algorithm))
		return has_named_files(subject, pair, pin)
			       ? 0
			       : report_added(judging, subject, base, pin, fresh, err);
	if (is_any_of(base, pin))
		return 0;
	return digests_report(judging, subject, "dependencies/hash-appended", pin,
		digests_pick(base, fresh->algorithm), fresh,
		"accepts one more hash than before: any of them is then installed", err);
}

static bool came_from_repository(const struct pair *pair)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (!(pair->base[i]->flags & PIN_VCS))
			return false;
	return true;
}

static bool is_comparable(const struct pair *pair, const struct pin *pin)
{
	return !(pin->flags & PIN_REFERENCE) &&
	       (pin->flags & PIN_VCS || !came_from_repository(pair));
}

/* That the format has no digest for such an entry excuses none that had one. */
static int judge_lost(struct judging *judging, const struct subject *subject, const struct pin *pin,
	const struct digest *before, struct err *err)
{
	bool asked;

	if (pin->digest_count == 0 && pin->flags & (PIN_LOCAL | PIN_PROJECT) &&
		!(pin->flags & PIN_BUNDLED)) {
		if (local_is_asked(&asked, judging, subject, pin, err) < 0)
			return -1;
		return asked ? 0
			     : digests_report(judging, subject, "dependencies/hash-removed", pin,
				       before, NULL,
				       "comes from inside the project now and has lost its hash; "
				       "no "
				       "manifest asks for that",
				       err);
	}
	if (pin->digest_count || pin->flags & (PIN_LOCAL | PIN_PROJECT | PIN_VCS))
		return 0; /* flawed ones were reported */
	return digests_report(judging, subject, "dependencies/hash-removed", pin, before, NULL,
		"has lost its hash", err);
}

/* The checksum of a file of this repository, whose bytes are in the change for all to see: where it does not hold, the rule for
 * sums says so. */
static int is_true_sum(bool *out, const struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	enum sum_state state = SUM_OF_NOTHING;

	if (sums_are(subject->format) &&
		sum_state(&state, judging, SIDE_HEAD, subject->head.path, pin, err) < 0)
		return -1;
	*out = state == SUM_HOLDS || state == SUM_BROKEN;
	return 0;
}

static bool is_in_base(const struct pair *pair, const struct pin *pin)
{
	struct digests base = {pair->base, pair->base_count};

	for (uint32_t d = 0; d < pin->digest_count; d++)
		if (!has(base, &pin->digests[d]))
			return false;
	return true;
}

/* npm's registry gives one archive for a version for ever: that an ancestor had this hash of it, and not the base, makes none of the two wrong.
 * Elsewhere a version may have been published anew since, for a reason. */
static int is_earlier(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	*out = false;
	if (strcmp(subject->format->ecosystem, "npm") != 0)
		return 0;
	return returned_digests(out, judging, subject, pin, err);
}

/* An older package manager writes the file anew and leaves out the stronger hash; the weaker one is what it was, and nobody can make other
 * bytes for a given SHA-1. Where nothing else changed in the file, a hand left it out. */
static int weakened_rule(const char **rule, struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	bool earlier;

	*rule = "dependencies/hash-weakened";
	for (uint32_t d = 0; d < pin->digest_count; d++)
		if (pin->digests[d].flaw || pin->digests[d].algorithm < DIGEST_SHA1)
			return 0;
	if (!subject_is_made_anew(subject))
		return 0;
	if (is_in_base(pair, pin)) {
		*rule = "dependencies/hash-narrowed";
		return 0;
	}
	if (is_earlier(&earlier, judging, subject, pin, err) < 0)
		return -1;
	if (earlier)
		*rule = "dependencies/returned";
	return 0;
}

static int judge_weakened(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, const struct digest *before,
	const struct digest *now, struct err *err)
{
	const char *rule;

	if (weakened_rule(&rule, judging, subject, pair, pin, err) < 0)
		return -1;
	return digests_report(judging, subject, rule, pin, before, now,
		"has a weaker kind of hash than before", err);
}

static int judge_content(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, const struct digest *before,
	struct err *err)
{
	const struct digest *now = digests_pick((struct digests){&pin, 1}, DIGEST_UNKNOWN);
	bool is_true;

	if (is_true_sum(&is_true, judging, subject, pin, err) < 0)
		return -1;
	if (is_true)
		return 0;
	if (!now)
		return judge_lost(judging, subject, pin, before, err);
	if (now->algorithm < before->algorithm)
		return judge_weakened(judging, subject, pair, pin, before, now, err);
	return is_folder_still(subject, pair, pin)
		       ? 0
		       : judge_changed(judging, subject, pair, pin, err);
}

static int judge_against_base(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	const struct digest *before =
		digests_pick((struct digests){pair->base, pair->base_count}, DIGEST_UNKNOWN);
	const struct digest *now = digests_pick((struct digests){&pin, 1}, DIGEST_UNKNOWN);
	bool is_repository = pin->flags & PIN_VCS;

	if (!before || !is_comparable(pair, pin))
		return 0;
	if (is_repository && before->algorithm != DIGEST_GIT)
		return digests_judge_repository(judging, subject, pin, before,
			"dependencies/hash-removed",
			"comes from a repository now and has lost its hash; no manifest asks for "
			"that",
			err);
	if (is_repository && (!now || now->algorithm == DIGEST_GIT))
		return digests_judge_commit(judging, subject, pair, pin, err);
	return judge_content(judging, subject, pair, pin, before, err);
}

/* A lock that has digests has them for its new entries too. Where there is no base at all no flaw is excused. */
static struct habits habits_of(const struct subject *subject, bool has_base)
{
	const struct pins *pins =
		subject->base.is_there ? &subject->base.lock.pins : &subject->head.lock.pins;
	size_t with = 0, sound = 0, without = 0;

	for (size_t i = 0; i < pins->count; i++) {
		if (pins->items[i].digest_count)
			with++;
		else if (!needs_no_digest(&pins->items[i]))
			without++;
		if (is_sound(&pins->items[i]))
			sound++;
	}
	return (struct habits){.digests = with > 9 * without,
		.sound = !has_base || sound > 9 * (with - sound + without)};
}

static int judge_new(struct judging *judging, const struct subject *subject, const struct pin *pin,
	const struct habits *habits, struct err *err)
{
	if (pin->digest_count || needs_no_digest(pin) || !habits->digests)
		return 0;
	return digests_report(judging, subject,
		habits->lost ? "dependencies/hash-removed" : "dependencies/hash-missing", pin, NULL,
		NULL, "has no hash, though the others here have", err);
}

static bool has_lost(const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->digest_count)
			return pin->digest_count == 0 && !needs_no_digest(pin) &&
			       is_comparable(pair, pin);
	return false;
}

static bool any_is_lost(const struct subject *subject)
{
	for (size_t i = 0; i < subject->pairs.count; i++)
		for (size_t h = 0; h < subject->pairs.items[i].head_count; h++)
			if (has_lost(&subject->pairs.items[i], subject->pairs.items[i].head[h]))
				return true;
	return false;
}

int judge_digests(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct habits habits = habits_of(subject, judging->job->change->has_base);

	habits.lost = any_is_lost(subject);
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; h < pair->head_count; h++) {
			const struct pin *pin = pair->head[h];
			int done;

			if (pin_is_unchanged(pair, pin))
				continue;
			done = judge_flaws(judging, subject, pin, &habits, err);
			if (done == 0)
				done = pair->base_count
					       ? judge_against_base(
							 judging, subject, pair, pin, err)
					       : judge_new(judging, subject, pin, &habits, err);
			if (done < 0)
				return -1;
		}
	}
	return 0;
}
