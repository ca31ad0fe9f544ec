/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/commit.h"

/* The id behind "tree " or "parent " in a line. */
static bool id_line(struct text line, const char *name, struct oid *out)
{
	return text_starts(line, name) && oid_parse(text_slice(line, strlen(name), line.len), out);
}

bool commit_next_parent(struct text *parents, struct oid *out)
{
	struct text line;

	return text_next_line(parents, &line) && id_line(line, "parent ", out);
}

/* "committer NAME <MAIL> SECONDS ZONE" */
static int64_t time_of(struct text line)
{
	size_t at = line.len;
	struct text rest, seconds;
	uint64_t value;

	while (at > 0 && line.ptr[at - 1] != '>')
		at--;
	rest = text_trim(text_slice(line, at, line.len));
	if (at == 0 || !text_next_part(&rest, ' ', &seconds) ||
		!text_to_uint(seconds, INT64_MAX, &value))
		return 0;
	return (int64_t)value;
}

/* The headers behind the parents, up to the empty line. */
static void read_rest(struct commit_header *out, struct text raw, struct text rest)
{
	struct text line;
	bool has_time = false;

	while (text_next_line(&rest, &line) && line.len) {
		if (has_time || !text_starts(line, "committer "))
			continue;
		has_time = true;
		out->time = time_of(line);
	}
	out->message_offset = raw.len - rest.len;
}

static int malformed(const struct oid *commit, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(commit, hex);
	err_set(err, ERR_LOOK, "commit %s is malformed", hex);
	return err_remedy(err, "see what is wrong: git fsck");
}

int commit_header_read(
	struct commit_header *out, struct text raw, const struct oid *commit, struct err *err)
{
	struct text rest = raw, after, line;
	struct oid parent;

	*out = (struct commit_header){0};
	if (!text_next_line(&rest, &line) || !id_line(line, "tree ", &out->tree))
		return malformed(commit, err);
	out->parents = rest;
	for (after = rest; commit_next_parent(&after, &parent); rest = after)
		out->parent_count++;
	out->parents.len -= rest.len;
	if (text_starts(rest, "parent"))
		return malformed(commit, err);
	read_rest(out, raw, rest);
	return 0;
}
