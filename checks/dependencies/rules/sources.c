/* SPDX-License-Identifier: Apache-2.0
 *
 * Where an entry comes from: its URL's host against those that the base knows, its scheme, what
 * deceives about it, and whether it names the package that it is given for.
 */
#include "checks/dependencies/hosts.h"
#include "checks/dependencies/judging.h"

/* One entry that is new or says something else than before. */
struct entry {
	struct judging *judging;
	const struct subject *subject;
	const struct pair *pair;
	const struct pin *pin;
	struct address address;
};

static const struct pin *before(const struct entry *entry)
{
	return entry->pair->base_count ? entry->pair->base[0] : NULL;
}

static struct verdict_on verdict(const struct entry *entry, const char *rule)
{
	struct verdict_on on = verdict_on_pin(rule, entry->subject, entry->pin);

	if (before(entry))
		on.from = before(entry)->source;
	on.to = entry->pin->source;
	return on;
}

static int judge_deceptive(const struct entry *entry, struct err *err)
{
	const char *trick = address_deceives(&entry->address, entry->pin->source);
	struct verdict_on on = verdict(entry, "dependencies/source-deceptive");

	if (!trick)
		return 0;
	return judging_report(entry->judging, &on, err, "the URL of %.*s %.*s %s: %.*s",
		SHOWN(entry->pin->name), SHOWN(entry->pin->version), trick,
		SHOWN(entry->pin->source));
}

/* By a hash for which nobody can make up other bytes: SHA-1 falls to collisions, not to those. */
static bool is_held_to_hash(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && pin->digests[i].algorithm > DIGEST_MD5)
			return true;
	return false;
}

/* Or came from wherever the registry's own setting says. */
static bool was_encrypted(const struct entry *entry)
{
	struct address old;

	if (text_starts(entry->pin->name, "http:") || text_starts(entry->pin->version, "http:"))
		return true; /* its URL is its name: under the other scheme it was another entry */
	return before(entry) &&
	       !(address_parse(&old, before(entry)->source) && address_is_insecure(&old));
}

static int judge_scheme(const struct entry *entry, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-insecure");

	if (!address_is_insecure(&entry->address))
		return 0;
	if (!was_encrypted(entry) && is_held_to_hash(entry->pin))
		on.rule = "dependencies/source-plain";
	on.group = entry->address.host;
	return judging_report(entry->judging, &on, err,
		"%.*s %.*s is fetched without encryption, over %.*s", SHOWN(entry->pin->name),
		SHOWN(entry->pin->version), SHOWN(entry->address.scheme));
}

static bool has_sources(const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].source.len &&
			!(lock->pins.items[i].flags & (PIN_LOCAL | PIN_VCS)))
			return true;
	return false;
}

enum { FEWEST_FIRST = 4 }; /* fewer say nothing */

/* How many names of a file come from a host, one way or another. */
static size_t names_from(const struct subject *subject, const struct address *host, size_t *all)
{
	struct text last = {0}, counted = {0};
	size_t count = 0;

	*all = 0;
	for (size_t i = 0; i < subject->head.lock.pins.count; i++) {
		const struct pin *pin = &subject->head.lock.pins.items[i];
		struct address address;

		if (pin->flags & (PIN_LOCAL | PIN_PROJECT))
			continue;
		if (!text_equal(pin->name, last))
			(*all)++;
		last = pin->name;
		if (text_equal(pin->name, counted) || !address_parse(&address, pin->source) ||
			!address_same_host(&address, host))
			continue;
		counted = pin->name;
		count++;
	}
	return count;
}

/* Most entries of the file come from it. */
static bool serves_most(const struct entry *entry)
{
	size_t all, from = names_from(entry->subject, &entry->address, &all);

	return from >= FEWEST_FIRST && 2 * from > all;
}

/* The answer is kept; a file with more unknown hosts than these has no registry of its own. */
static bool answer_first(const struct entry *entry)
{
	struct first_hosts *known = &entry->judging->first_hosts;

	if (known->subject != entry->subject)
		*known = (struct first_hosts){.subject = entry->subject};
	for (size_t i = 0; i < known->count; i++)
		if (text_equal(known->answers[i].host, entry->address.host))
			return known->answers[i].is_first;
	if (known->count == MOST_FIRST_HOSTS)
		return false;
	known->answers[known->count].host = entry->address.host;
	known->answers[known->count].is_first = serves_most(entry);
	return known->answers[known->count++].is_first;
}

/* The registry of a file that is the first of its ecosystem to name any. */
static bool is_first(const struct entry *entry)
{
	if (entry->subject->base.is_there && has_sources(&entry->subject->base.lock))
		return false;
	if (hosts_named_in(entry->judging->hosts, entry->subject->format->ecosystem))
		return false;
	return answer_first(entry);
}

static int judge_host(const struct entry *entry, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-unknown-host");
	bool known;

	if (judging_host_is_known(&known, entry->judging, entry->subject->format->ecosystem,
		    &entry->address, err) < 0)
		return -1;
	if (known)
		return 0;
	on.group = entry->address.host;
	if (is_first(entry))
		on.rule = "dependencies/source-first";
	return judging_report(entry->judging, &on, err,
		"%.*s %.*s comes from %.*s, a host that nothing came from before",
		SHOWN(entry->pin->name), SHOWN(entry->pin->version), SHOWN(entry->address.host));
}

/* From one known host to another under the same version: a mirror, or not. */
static int judge_moved(const struct entry *entry, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-changed");
	struct address old;

	if (!before(entry) || entry->pin->flags & PIN_REFERENCE || !before(entry)->source.len)
		return 0;
	if (!address_parse(&old, before(entry)->source) ||
		address_same_host(&old, &entry->address) ||
		!hosts_know(
			entry->judging->hosts, entry->subject->format->ecosystem, &entry->address))
		return 0;
	return judging_report(entry->judging, &on, err,
		"%.*s %.*s comes from %.*s now, from %.*s before", SHOWN(entry->pin->name),
		SHOWN(entry->pin->version), SHOWN(entry->address.host), SHOWN(old.host));
}

static int judge_fit(const struct entry *entry, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-mismatch");

	if (!entry->subject->format->url_fits || entry->subject->format->url_fits(entry->pin))
		return 0;
	return judging_report(entry->judging, &on, err,
		"the URL of %.*s %.*s is another package's or version's: %.*s",
		SHOWN(entry->pin->name), SHOWN(entry->pin->version), SHOWN(entry->pin->source));
}

static int judge_entry(struct entry *entry, struct err *err)
{
	static int (*const all[])(const struct entry *, struct err *) = {
		judge_deceptive, judge_scheme, judge_host, judge_moved, judge_fit};

	if (!address_parse(&entry->address, entry->pin->source))
		return 0;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i](entry, err) < 0)
			return -1;
	return 0;
}

/* The URL is gone from some unchanged entries while others keep theirs. */
static bool lost_source(const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->source.len == 0 || pair->base[i]->flags & PIN_LOCAL)
			return false;
	return pair->base_count && pin->source.len == 0 &&
	       (pin->digest_count || !pair->base[0]->digest_count) &&
	       !(pin->flags & (PIN_LOCAL | PIN_PROJECT | PIN_REFERENCE));
}

static int judge_lost(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/source-removed", subject, pin);

	on.from = pair->base[0]->source;
	return judging_report(judging, &on, err,
		"%.*s %.*s no longer says where it comes from, the others do", SHOWN(pin->name),
		SHOWN(pin->version));
}

int judge_sources(struct judging *judging, const struct subject *subject, struct err *err)
{
	bool keeps = !subject->format->sources_come_and_go && has_sources(&subject->head.lock);

	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; h < pair->head_count; h++) {
			struct entry entry = {.judging = judging,
				.subject = subject,
				.pair = pair,
				.pin = pair->head[h]};

			if (pin_is_unchanged(pair, entry.pin))
				continue;
			if (entry.pin->source.len && judge_entry(&entry, err) < 0)
				return -1;
			if (keeps && lost_source(pair, entry.pin) &&
				judge_lost(judging, subject, pair, entry.pin, err) < 0)
				return -1;
		}
	}
	return 0;
}
