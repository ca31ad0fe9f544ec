/* SPDX-License-Identifier: Apache-2.0
 *
 * Object ids by name, for tables that are written before the repository is made: "{{m1}}" in a
 * template stands for the id that the setup script printed as "m1 <40 hex digits>".
 */
#ifndef SEAMGATE_TESTS_IDS_H
#define SEAMGATE_TESTS_IDS_H

#include "gate/base/buffer.h"
#include "gate/change/repo.h"
#include "scratch.h"
#include "unit.h"

struct ids {
	char *lines;
};

#define GONE "dddddddddddddddddddddddddddddddddddddddd"
#define ZERO "0000000000000000000000000000000000000000"

/* "gone" is an id that no repository has, "zero" is all zeros. */
static inline struct text ids_find(const struct ids *ids, struct text name)
{
	struct text rest = text_of(ids->lines), line, word;

	if (text_is(name, "gone"))
		return text_of(GONE);
	if (text_is(name, "zero"))
		return text_of(ZERO);
	while (text_next_line(&rest, &line))
		if (text_next_part(&line, ' ', &word) && text_equal(word, name))
			return line;
	fprintf(stderr, "no id %.*s\n", (int)name.len, name.ptr);
	exit(1);
}

/* The template with its ids filled in; belongs to the caller. */
static inline char *ids_expand(const struct ids *ids, const char *template)
{
	static const struct text open = TEXT("{{"), close = TEXT("}}");
	struct text rest = text_of(template);
	struct buffer out = {0};

	while (rest.len) {
		size_t at = text_find(rest, open), len;

		buffer_add(&out, text_slice(rest, 0, at));
		rest = text_slice(rest, at + 2, rest.len);
		if (rest.len == 0)
			break;
		len = text_find(rest, close);
		buffer_add(&out, ids_find(ids, text_slice(rest, 0, len)));
		rest = text_slice(rest, len + 2, rest.len);
	}
	buffer_string(&out, "");
	return out.ptr;
}

static inline bool ids_match(const struct ids *ids, const char *name, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(oid, hex);
	return text_is(ids_find(ids, text_of(name)), hex);
}

#endif
