/* SPDX-License-Identifier: Apache-2.0
 *
 * Flags that decide whether a package's code runs when it is installed.
 */
#include <string.h>

#include "checks/dependencies/address.h"
#include "checks/dependencies/judging.h"

static bool had_script(const struct pair *pair)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->flags & PIN_INSTALL_SCRIPT)
			return true;
	return false;
}

static bool is_held_to_hash(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && pin->digests[i].algorithm > DIGEST_MD5)
			return true;
	return false;
}

/* What the project asks for is not what it was. */
static bool asks_otherwise(const struct subject *subject)
{
	const struct needs *base = &subject->base.lock.needs, *head = &subject->head.lock.needs;

	for (size_t i = 0; base->count == head->count && i < head->count; i++)
		if (!text_equal(base->items[i].name, head->items[i].name) ||
			!text_equal(base->items[i].range, head->items[i].range) ||
			!text_equal(base->items[i].place, head->items[i].place))
			return true;
	return base->count != head->count;
}

/* The base had neither hash nor URL, as a package manager writes it out of its cache, where the flag goes lost too. The hash that
 * is there now lets no other bytes through than those of the URL, whose host is judged by itself. */
static bool said_nothing(const struct pin *base)
{
	return base->digest_count == 0 && base->source.len == 0 &&
	       !(base->flags & (PIN_LOCAL | PIN_PROJECT | PIN_VCS));
}

/* "https://host/NAME/-/FILE.tgz" to the letter: of any other layout nobody knows which package it names. */
static bool is_registrys(const struct pin *pin)
{
	struct text source = text_slice(pin->source, 0, text_find(pin->source, text_of("#")));
	size_t mark = text_find(source, text_of("/-/"));
	struct text file = text_slice(source, mark + strlen("/-/"), source.len);
	struct address address;

	return !(pin->flags & (PIN_LOCAL | PIN_PROJECT | PIN_VCS)) &&
	       address_parse(&address, source) && mark < source.len && text_ends(file, ".tgz") &&
	       !memchr(source.ptr, '?', source.len) && !memchr(file.ptr, '/', file.len);
}

/* Of a registry, under its own name and version; or from wherever the registry is. */
static bool names_itself(const struct subject *subject, const struct pin *pin)
{
	return pin->source.len == 0 ||
	       (is_registrys(pin) && subject->format->url_fits && subject->format->url_fits(pin));
}

/* The package is the very one that was there, from where it was; a package manager wrote the file anew and says now what it left
 * out before. Where nothing else changed in the file, a hand did. */
static bool is_same_package(
	const struct subject *subject, const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; is_held_to_hash(pin) && i < pair->base_count; i++) {
		const struct pin *base = pair->base[i];

		if (pin_has_same_digests(base, pin) && text_equal(base->source, pin->source))
			return subject_is_made_anew(subject) || asks_otherwise(subject);
		if (said_nothing(base) && names_itself(subject, pin))
			return subject_is_made_anew(subject);
	}
	return false;
}

static int judge_script(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/install-script", subject, pin);

	if (is_same_package(subject, pair, pin))
		on.rule = "dependencies/script-same";
	return judging_report(judging, &on, err,
		"%.*s %.*s may run an install script now; it is the same version as before",
		SHOWN(pin->name), SHOWN(pin->version));
}

int judge_flags(struct judging *judging, const struct subject *subject, struct err *err)
{
	if (subject->base.lock.lacks_scripts)
		return 0;
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; pair->base_count && h < pair->head_count; h++) {
			const struct pin *pin = pair->head[h];

			if (!(pin->flags & PIN_INSTALL_SCRIPT) || had_script(pair))
				continue;
			if (judge_script(judging, subject, pair, pin, err) < 0)
				return -1;
		}
	}
	return 0;
}
