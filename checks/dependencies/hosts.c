/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/hosts.h"

#include <string.h>

struct host {
	const char *ecosystem; /* NULL: allowed by the policy */
	struct address address;
};

struct hosts {
	struct arena *arena;
	struct host *items;
	size_t count, capacity;
	const char **seen; /* ecosystems */
	size_t seen_count, seen_capacity;
	const char **naming; /* ecosystems */
	size_t naming_count, naming_capacity;
};

int hosts_new(struct hosts **out, struct arena *arena, struct err *err)
{
	*out = arena_alloc(arena, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	(*out)->arena = arena;
	return 0;
}

static bool applies(const struct host *host, const char *ecosystem)
{
	return !host->ecosystem || strcmp(host->ecosystem, ecosystem) == 0;
}

/* "*.example.org" covers what stands below it. */
static bool below(struct text pattern, struct text host)
{
	struct text suffix = text_slice(pattern, 1, pattern.len);

	return text_starts(pattern, "*.") && host.len > suffix.len &&
	       text_equal_nocase(text_slice(host, host.len - suffix.len, host.len), suffix);
}

/* "www." is a name of whoever owns what comes behind it. */
static struct address plain(const struct address *address)
{
	struct address plain = *address;

	if (plain.host.len > 4 && text_starts_nocase(plain.host, text_of("www.")))
		plain.host = text_slice(plain.host, 4, plain.host.len);
	return plain;
}

static bool is_learned(
	const struct hosts *hosts, const char *ecosystem, const struct address *wanted)
{
	for (size_t i = 0; i < hosts->count; i++) {
		struct address known = plain(&hosts->items[i].address);

		if (applies(&hosts->items[i], ecosystem) &&
			(address_same_host(&known, wanted) || below(known.host, wanted->host)))
			return true;
	}
	return false;
}

bool hosts_know(const struct hosts *hosts, const char *ecosystem, const struct address *address)
{
	struct address wanted = plain(address);

	return is_learned(hosts, ecosystem, &wanted);
}

bool hosts_have_any(const struct hosts *hosts, const char *ecosystem)
{
	for (size_t i = 0; i < hosts->count; i++)
		if (applies(&hosts->items[i], ecosystem))
			return true;
	return false;
}

static int add(
	struct hosts *hosts, const char *ecosystem, const struct address *address, struct err *err)
{
	struct host *host;

	if (arena_reserve(hosts->arena, (void **)&hosts->items, &hosts->capacity, hosts->count + 1,
		    sizeof(*hosts->items)) < 0)
		return err_nomem(err);
	host = &hosts->items[hosts->count];
	*host = (struct host){.ecosystem = ecosystem};
	host->address.scheme = arena_text(hosts->arena, address->scheme);
	host->address.host = arena_text(hosts->arena, address->host);
	host->address.port = arena_text(hosts->arena, address->port);
	if (!host->address.scheme.ptr || !host->address.host.ptr || !host->address.port.ptr)
		return err_nomem(err);
	hosts->count++;
	return 0;
}

static int learn(struct hosts *hosts, const char *ecosystem, struct text url, struct err *err)
{
	struct address address;

	if (!address_parse(&address, url) || hosts_know(hosts, ecosystem, &address))
		return 0;
	return add(hosts, ecosystem, &address, err);
}

/* The URL up to where its host ends; "" where there is no such place. */
static struct text start_of(struct text url)
{
	size_t mark = text_find(url, text_of("://")), end = mark + strlen("://");

	while (end < url.len && !strchr("/?#\\", url.ptr[end]))
		end++;
	return end < url.len && url.ptr[end] ? text_slice(url, 0, end + 1) : text_of("");
}

/* Most sources of a lock are on one host: what begins as the one before is learned already. */
static int learn_sources(
	struct hosts *hosts, const char *ecosystem, const struct pins *pins, struct err *err)
{
	struct text last = text_of("");

	for (size_t i = 0; i < pins->count; i++) {
		struct text source = pins->items[i].source;

		if (source.len == 0 ||
			(last.len && text_equal(text_slice(source, 0, last.len), last)))
			continue;
		if (learn(hosts, ecosystem, source, err) < 0)
			return -1;
		last = start_of(source);
	}
	return 0;
}

static bool lists(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

bool hosts_have_seen(const struct hosts *hosts, const char *ecosystem)
{
	return lists(hosts->seen, hosts->seen_count, ecosystem);
}

bool hosts_named_in(const struct hosts *hosts, const char *ecosystem)
{
	return lists(hosts->naming, hosts->naming_count, ecosystem);
}

bool hosts_are_named(const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].source.len &&
			!(lock->pins.items[i].flags & (PIN_LOCAL | PIN_VCS)))
			return true;
	return false;
}

static int note_naming(
	struct hosts *hosts, const char *ecosystem, const struct lock *lock, struct err *err)
{
	if (hosts_named_in(hosts, ecosystem) || !hosts_are_named(lock))
		return 0;
	if (arena_reserve(hosts->arena, (void **)&hosts->naming, &hosts->naming_capacity,
		    hosts->naming_count + 1, sizeof(*hosts->naming)) < 0)
		return err_nomem(err);
	hosts->naming[hosts->naming_count++] = ecosystem;
	return 0;
}

static int see(struct hosts *hosts, const char *ecosystem, struct err *err)
{
	if (hosts_have_seen(hosts, ecosystem))
		return 0;
	if (arena_reserve(hosts->arena, (void **)&hosts->seen, &hosts->seen_capacity,
		    hosts->seen_count + 1, sizeof(*hosts->seen)) < 0)
		return err_nomem(err);
	hosts->seen[hosts->seen_count++] = ecosystem;
	return 0;
}

int hosts_learn(
	struct hosts *hosts, const struct format *format, const struct lock *lock, struct err *err)
{
	const char *ecosystem = format->ecosystem;

	if (format->names_no_host)
		return 0;
	if (see(hosts, ecosystem, err) < 0 || note_naming(hosts, ecosystem, lock, err) < 0)
		return -1;
	if (learn_sources(hosts, ecosystem, &lock->pins, err) < 0)
		return -1;
	for (size_t i = 0; i < lock->settings.count; i++)
		if (lock->settings.items[i].kind != SETTING_GUARD &&
			learn(hosts, ecosystem, lock->settings.items[i].value, err) < 0)
			return -1;
	return 0;
}

int hosts_allow(struct hosts *hosts, struct text host, struct err *err)
{
	size_t colon = text_find(host, text_of(":"));
	struct address address = {.scheme = text_of("https"),
		.host = text_slice(host, 0, colon),
		.port = text_slice(host, colon + 1, host.len)};

	return add(hosts, NULL, &address, err);
}
