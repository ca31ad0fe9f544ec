/* SPDX-License-Identifier: Apache-2.0
 *
 * The input's lines are an environment, "NAME=value". Whatever system it is taken for, what comes out
 * is an error, or names revisions that are ids or what is checked out.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/change/ci.h"

enum { MOST_LINES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* An id, an id that is cut short, or an id's first parent. */
static void check_revision(struct text hex)
{
	if (text_ends(hex, "^1"))
		hex.len -= 2;
	require(hex.len <= OID_HEX - 1);
	for (size_t i = 0; i < hex.len; i++)
		require(memchr("0123456789abcdefABCDEF", hex.ptr[i], 22) != NULL);
}

static void check_event(const struct ci_event *event)
{
	require(event->source && event->full_clone && event->label.len > 0);
	check_revision(event->base.hex);
	require(text_is(event->head.hex, "HEAD") || event->head.hex.len == OID_HEX - 1);
	require(event->ref.len == 0 || text_starts(event->ref, "refs/"));
	require(event->kind != CI_MERGE || event->base.hex.len || event->base_branch.len);
	require(event->kind != CI_PUSH || event->base.from);
}

static void read_variables(const char *const *entries, struct arena *arena)
{
	struct environment env = {entries};
	struct ci_job job = {ci_detect(&env), &env, arena};
	struct ci_event event;
	struct err err = {0};

	if (!job.system || job.system->read != variables_read)
		return;
	if (job.system->read(&event, &job, &err) == 0)
		check_event(&event);
	else
		require(err.kind == ERR_LOOK || err.kind == ERR_INTERNAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, line;
	const char *entries[MOST_LINES + 1] = {NULL};
	struct arena *arena = arena_new();

	if (!arena)
		return 0;
	for (size_t i = 0; i < MOST_LINES && text_next_line(&rest, &line); i++) {
		entries[i] = arena_copy(arena, line);
		if (!entries[i])
			break;
	}
	read_variables(entries, arena);
	arena_free(arena);
	return 0;
}
