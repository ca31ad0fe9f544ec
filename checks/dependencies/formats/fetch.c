/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/fetch.h"

#include "checks/dependencies/reference.h"

static bool has_scheme(struct text url)
{
	return text_find(url, text_of("://")) < url.len;
}

int fetch_archive(struct lock *lock, const struct fetch *fetch, struct pin **out, struct err *err)
{
	struct pin pin = {.name = fetch->name,
		.version = fetch->version,
		.source = fetch->url,
		.line = fetch->line,
		.column = fetch->column};

	if (pin.version.len == 0)
		pin.version = fetch->url;
	if (fetch->is_open)
		pin.flags = PIN_REFERENCE | PIN_NO_DIGEST;
	else if (fetch->url.len && (!has_scheme(fetch->url) || text_starts(fetch->url, "file:")))
		pin.flags = PIN_LOCAL;
	return lock_pin(lock, &pin, out, err);
}

int fetch_repository(struct lock *lock, const struct fetch *fetch, struct err *err)
{
	struct reference reference = {
		.written = fetch->version, .line = fetch->line, .column = fetch->column};
	uint32_t flags = PIN_BY_TAG;

	if (fetch->is_open)
		flags |= PIN_UNKNOWN;
	return reference_commit(lock, &reference, fetch->name, fetch->url, flags, err);
}
