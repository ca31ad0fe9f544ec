/* SPDX-License-Identifier: Apache-2.0
 *
 * Checksums of what the package manager builds itself (yarn 2 and later) hold for one way of building only: the cache key,
 * which is the pin's artifact. Under another key yarn does not compare but replaces. A new yarn moves all
 * entries to the new key; an entry that moves alone was moved so that its new checksum is taken.
 */
#include "checks/dependencies/judging.h"

static bool is_key_of(struct text key, struct text artifact)
{
	return artifact.len >= key.len && text_equal(text_slice(artifact, 0, key.len), key) &&
	       (artifact.len == key.len || artifact.ptr[key.len] == ' ');
}

static struct text cache_key(const struct lock *lock)
{
	for (size_t i = 0; i < lock->settings.count; i++)
		if (text_is(lock->settings.items[i].name, "cacheKey"))
			return lock->settings.items[i].value;
	return text_of("");
}

static bool all_have(const struct lock *lock, struct text key)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].digest_count &&
			!(lock->pins.items[i].flags & PIN_PROJECT) &&
			!is_key_of(key, lock->pins.items[i].artifact))
			return false;
	return true;
}

static const struct pin *any_pin(const struct pair *pair)
{
	return pair->base_count ? pair->base[0] : pair->head[0];
}

static bool same_package(const struct pair *a, const struct pair *b)
{
	return text_equal(any_pin(a)->name, any_pin(b)->name) &&
	       text_equal(any_pin(a)->version, any_pin(b)->version);
}

static struct text key_of(const struct pin *pin)
{
	return text_slice(pin->artifact, 0, text_find(pin->artifact, text_of(" ")));
}

static bool is_patched(const struct pin *pin)
{
	return key_of(pin).len < pin->artifact.len;
}

static bool is_same_under_another_key(const struct pin *a, const struct pin *b)
{
	return is_patched(a) == is_patched(b) && !text_equal(key_of(a), key_of(b));
}

/* The same package at the base, under another key. Pairs stand in the order of name, version, artifact. */
static const struct pin *moved_from(const struct pairs *pairs, size_t at)
{
	size_t from = at, end = at;
	const struct pin *head = pairs->items[at].head[0];

	while (from > 0 && same_package(&pairs->items[from - 1], &pairs->items[at]))
		from--;
	while (end < pairs->count && same_package(&pairs->items[end], &pairs->items[at]))
		end++;
	for (size_t i = from; i < end; i++)
		if (i != at && pairs->items[i].base_count &&
			pairs->items[i].base[0]->digest_count &&
			is_same_under_another_key(pairs->items[i].base[0], head))
			return pairs->items[i].base[0];
	return NULL;
}

static int report_moved(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const struct pin *before, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/hash-changed", subject, pin);

	on.from = before->artifact;
	on.to = pin->artifact;
	return judging_report(judging, &on, err,
		"the checksum of %.*s %.*s stands under the cache key %.*s now, not %.*s as others "
		"here: it is not compared",
		SHOWN(pin->name), SHOWN(pin->version), SHOWN(pin->artifact),
		SHOWN(before->artifact));
}

static int report_key(struct judging *judging, const struct subject *subject, struct text from,
	struct text to, struct err *err)
{
	struct verdict_on on = {
		.rule = "dependencies/cache-key", .subject = subject, .from = from, .to = to};

	return judging_report(judging, &on, err,
		"the cache key changed from \"%.*s\" to \"%.*s\": checksums before and after "
		"cannot be compared",
		SHOWN(from), SHOWN(to));
}

/* Where a new entry with a checksum came from, or NULL. */
static const struct pin *origin_of(const struct pairs *pairs, size_t at)
{
	const struct pair *pair = &pairs->items[at];

	return pair->head_count && pair->base_count == 0 && pair->head[0]->digest_count
		       ? moved_from(pairs, at)
		       : NULL;
}

int judge_cache_key(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct text from = cache_key(&subject->base.lock), to = cache_key(&subject->head.lock);
	bool whole = all_have(&subject->head.lock, to);

	if (subject->format->domain != DOMAIN_REPACKED || !subject->base.is_there)
		return 0;
	if (whole && !text_equal(from, to))
		return report_key(judging, subject, from, to, err);
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pin *before = origin_of(&subject->pairs, i);

		if (before && report_moved(judging, subject, subject->pairs.items[i].head[0],
				      before, err) < 0)
			return -1;
	}
	return 0;
}
