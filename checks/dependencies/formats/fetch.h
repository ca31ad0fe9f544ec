/* SPDX-License-Identifier: Apache-2.0
 *
 * What a call in a build file fetches: an archive or file by URL and hash, or a repository at a ref. The URL of an archive is
 * its pin's version: another hash under the same URL is another hash, a new URL with a new hash is an upgrade. Where a part
 * of the URL is only known when the build runs, what it is that the hash belongs to is not known either: then the pin is a
 * reference that need not be fixed, but was perhaps.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_FETCH_H
#define SEAMGATE_DEPENDENCIES_FORMATS_FETCH_H

#include "checks/dependencies/format.h"

struct fetch {
	struct text name;
	struct text version; /* "" where the URL is it */
	struct text url;     /* as far as it is known; "" where it is not */
	bool is_open;        /* a part of the version is only known when the build runs */
	uint32_t line, column;
};

/* An archive or file; the caller adds its digests. */
MUST_CHECK int fetch_archive(
	struct lock *lock, const struct fetch *fetch, struct pin **out, struct err *err);

/* A repository at the ref in `version`; is_open: the ref is not known. */
MUST_CHECK int fetch_repository(struct lock *lock, const struct fetch *fetch, struct err *err);

#endif
