/* SPDX-License-Identifier: Apache-2.0
 *
 * Where an entry comes from: its URL's host against those that the base knows, its scheme, what
 * deceives about it, and whether it names the package that it is given for.
 */
#include "checks/dependencies/asked.h"
#include "checks/dependencies/hosts.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/replaced.h"
#include "checks/dependencies/returned.h"

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

/* The same hashes as at the base: whoever is on the way to the registry can give no other bytes. */
static bool keeps_hash(const struct entry *entry)
{
	for (size_t i = 0; is_held_to_hash(entry->pin) && i < entry->pair->base_count; i++)
		if (pin_has_same_digests(entry->pair->base[i], entry->pin))
			return true;
	return false;
}

/* git holds what it fetches to the commit's id, and nobody can tell it not to. */
static bool keeps_commit(const struct entry *entry)
{
	const struct pin *pin = entry->pin;

	return pin->flags & PIN_VCS && pin->digest_count == 1 &&
	       pin->digests->algorithm == DIGEST_GIT && text_is(entry->address.scheme, "git") &&
	       keeps_hash(entry);
}

typedef int question(bool *out, const struct entry *entry, struct err *err);

/* Asked once a host; of a file with more hosts than are kept nothing is so. */
static int answer(bool *out, struct host_answers *known, const struct entry *entry, question *ask,
	struct err *err)
{
	*out = false;
	if (known->subject != entry->subject)
		*known = (struct host_answers){.subject = entry->subject};
	for (size_t i = 0; i < known->count; i++)
		if (text_equal(known->items[i].host, entry->address.host)) {
			*out = known->items[i].is;
			return 0;
		}
	if (known->count == MOST_HOSTS_ASKED)
		return 0;
	if (ask(out, entry, err) < 0)
		return -1;
	known->items[known->count].host = entry->address.host;
	known->items[known->count++].is = *out;
	return 0;
}

/* The file had other entries from that host without encryption, under the same version as now. */
static int was_plain_before(bool *out, const struct entry *entry, struct err *err)
{
	const struct pins *pins = &entry->subject->base.lock.pins;

	(void)err;
	*out = false;
	for (size_t i = 0; i < pins->count; i++) {
		struct address address;

		if (address_parse(&address, pins->items[i].source) &&
			address_is_insecure(&address) &&
			text_equal(address.host, entry->address.host)) {
			*out = true;
			break;
		}
	}
	return 0;
}

/* A package manager writes both schemes of one host at random (npm 5 did). With the hash that the base had, nobody can put other
 * bytes in between. */
static int is_plain(bool *out, const struct entry *entry, struct err *err)
{
	*out = (!was_encrypted(entry) && is_held_to_hash(entry->pin)) || keeps_commit(entry);
	if (*out || !was_encrypted(entry) || !keeps_hash(entry))
		return 0;
	*out = subject_is_made_anew(entry->subject);
	return *out ? 0 : answer(out, &entry->judging->plain, entry, was_plain_before, err);
}

static int judge_scheme(const struct entry *entry, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-insecure");
	bool plain;

	if (!address_is_insecure(&entry->address))
		return 0;
	if (is_plain(&plain, entry, err) < 0)
		return -1;
	if (plain)
		on.rule = "dependencies/source-plain";
	on.group = entry->address.host;
	return judging_report(entry->judging, &on, err,
		"%.*s %.*s is fetched without encryption, over %.*s", SHOWN(entry->pin->name),
		SHOWN(entry->pin->version), SHOWN(entry->address.scheme));
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
static int serves_most(bool *out, const struct entry *entry, struct err *err)
{
	size_t all, from = names_from(entry->subject, &entry->address, &all);

	(void)err;
	*out = from >= FEWEST_FIRST && 2 * from > all;
	return 0;
}

static int replaces_lock(bool *out, const struct entry *entry, struct err *err)
{
	return replaces_with_same(out, entry->judging, entry->subject, &entry->address, err);
}

/* The registry of a file that is the first of its ecosystem to name any, or that another package manager names for the
 * packages that the one before it had. */
static int is_first(bool *out, const struct entry *entry, struct err *err)
{
	const struct subject *subject = entry->subject;
	struct judging *judging = entry->judging;

	*out = !(subject->base.is_there && hosts_are_named(&subject->base.lock));
	if (*out && hosts_named_in(judging->hosts, subject->format->ecosystem) &&
		answer(out, &judging->replacing, entry, replaces_lock, err) < 0)
		return -1;
	return *out ? answer(out, &judging->first, entry, serves_most, err) : 0;
}

/* What makes a host that the base does not know less than an error, if anything does. */
static int host_rule(const char **rule, const struct entry *entry, struct err *err)
{
	bool is_so;

	*rule = "dependencies/source-unknown-host";
	if (is_first(&is_so, entry, err) < 0)
		return -1;
	if (is_so) {
		*rule = "dependencies/source-first";
		return 0;
	}
	if (source_is_asked(
		    &is_so, entry->judging, entry->subject, entry->pin, &entry->address, err) < 0)
		return -1;
	if (is_so) {
		*rule = "dependencies/source-asked";
		return 0;
	}
	if (returned_host(&is_so, entry->judging, entry->subject, &entry->address, err) < 0)
		return -1;
	if (is_so)
		*rule = "dependencies/returned";
	return 0;
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
	if (host_rule(&on.rule, entry, err) < 0)
		return -1;
	return judging_report(entry->judging, &on, err,
		"%.*s %.*s comes from %.*s, a host that nothing came from before",
		SHOWN(entry->pin->name), SHOWN(entry->pin->version), SHOWN(entry->address.host));
}

static bool is_held_to_content(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && pin->digests[i].algorithm > DIGEST_MD5 &&
			(pin->digests[i].algorithm != DIGEST_GIT || pin->flags & PIN_VCS))
			return true;
	return false;
}

/* Another path of the same host: another file, where no hash holds it to the same bytes. */
static int judge_path(const struct entry *entry, const struct address *old, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-changed");

	if (entry->subject->format->domain != DOMAIN_PACKAGE || is_held_to_content(entry->pin) ||
		text_equal(old->path, entry->address.path))
		return 0;
	return judging_report(entry->judging, &on, err,
		"%.*s %.*s comes from another address of the same host now, and no hash holds it: "
		"%.*s",
		SHOWN(entry->pin->name), SHOWN(entry->pin->version), SHOWN(entry->pin->source));
}

/* From one known host to another under the same version: a mirror, or not. */
static int judge_moved(const struct entry *entry, struct err *err)
{
	struct verdict_on on = verdict(entry, "dependencies/source-changed");
	struct address old;

	if (!before(entry) || entry->pin->flags & PIN_REFERENCE || !before(entry)->source.len)
		return 0;
	if (!address_parse(&old, before(entry)->source))
		return 0;
	if (address_same_host(&old, &entry->address))
		return judge_path(entry, &old, err);
	if (!hosts_know(entry->judging->hosts, entry->subject->format->ecosystem, &entry->address))
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

int judge_sources(struct judging *judging, const struct subject *subject, struct err *err)
{
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; h < pair->head_count; h++) {
			struct entry entry = {.judging = judging,
				.subject = subject,
				.pair = pair,
				.pin = pair->head[h]};

			if (entry.pin->source.len && !pin_is_unchanged(pair, entry.pin) &&
				judge_entry(&entry, err) < 0)
				return -1;
		}
	}
	return 0;
}
