/* SPDX-License-Identifier: Apache-2.0
 *
 * The readers of raw objects. The first byte of the input says of which: t(ree), c(ommit), (ta)g.
 */
#include <assert.h>

#include "gate/change/commit.h"
#include "gate/change/tree.h"

static bool is_within(struct text inner, struct text outer)
{
	return inner.ptr >= outer.ptr && inner.ptr + inner.len <= outer.ptr + outer.len;
}

static void read_tree(struct text raw)
{
	struct entry entry = {0}, last = {0};
	struct text rest = raw;

	while (entry_next(&rest, &entry) == ENTRY) {
		assert(is_within(entry.name, raw) && entry.name.len > 0);
		assert(entry.mode != MODE_NONE);
		if (last.mode != MODE_NONE) {
			int there = entry_compare(&last, &entry),
			    back = entry_compare(&entry, &last);

			assert((there < 0) == (back > 0) && (there > 0) == (back < 0));
		}
		last = entry;
	}
}

static void read_commit(struct text raw)
{
	struct commit_header header;
	struct err err = {0};
	struct oid parent, commit = {{0}};
	uint32_t count = 0;

	if (commit_header_read(&header, raw, &commit, &err) < 0) {
		assert(err.kind == ERR_LOOK);
		return;
	}
	assert(header.message_offset <= raw.len && header.time >= 0);
	while (commit_next_parent(&header.parents, &parent))
		count++;
	assert(count == header.parent_count && header.parents.len == 0);
}

static void read_tag(struct text raw)
{
	struct oid target, tag = {{0}};
	struct err err = {0};

	if (tag_target(raw, &tag, &target, &err) < 0)
		assert(err.kind == ERR_LOOK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text raw = {(const char *)data + 1, size - 1};

	if (size == 0)
		return 0;
	if (data[0] == 't')
		read_tree(raw);
	else if (data[0] == 'c')
		read_commit(raw);
	else if (data[0] == 'g')
		read_tag(raw);
	return 0;
}
