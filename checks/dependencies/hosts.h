/* SPDX-License-Identifier: Apache-2.0
 *
 * The hosts that packages may come from: those that the base's dependency files name, by ecosystem, and those that the
 * policy allows for all. A host that only the change brings is not among them.
 */
#ifndef SEAMGATE_DEPENDENCIES_HOSTS_H
#define SEAMGATE_DEPENDENCIES_HOSTS_H

#include "checks/dependencies/address.h"
#include "checks/dependencies/format.h"

struct hosts;

MUST_CHECK int hosts_new(struct hosts **out, struct arena *arena, struct err *err);

/* Learns the hosts of a lock's pins and settings. Copies what it keeps. */
MUST_CHECK int hosts_learn(
	struct hosts *hosts, const struct format *format, const struct lock *lock, struct err *err);

/* True where a file of that ecosystem, of whatever format, named a host for a pin that is fetched from a registry. */
bool hosts_named_in(const struct hosts *hosts, const char *ecosystem);

/* A host of the policy: "host", "host:port" or "*.host"; for every ecosystem. */
MUST_CHECK int hosts_allow(struct hosts *hosts, struct text host, struct err *err);

bool hosts_know(const struct hosts *hosts, const char *ecosystem, const struct address *address);

/* False while there is nothing to compare with. */
bool hosts_have_any(const struct hosts *hosts, const char *ecosystem);

/* True where the base has files of that ecosystem, with or without hosts in them. */
bool hosts_have_seen(const struct hosts *hosts, const char *ecosystem);

/* True where some entry of the lock says from which registry it comes. */
bool hosts_are_named(const struct lock *lock);

#endif
