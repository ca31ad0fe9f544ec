/* SPDX-License-Identifier: Apache-2.0
 *
 * The first line is the event's name, the rest its file. Whatever it says, what comes out is an
 * error or names ids that are ids.
 */
#include <stdlib.h>

#include "gate/change/ci.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_id(const struct ci_id *id)
{
	struct oid oid;

	require(id->hex.len == 0 || (oid_parse(id->hex, &oid) && !oid_is_zero(&oid)));
}

static void check_event(const struct ci_event *event)
{
	check_id(&event->base);
	check_id(&event->head);
	require(event->source && event->full_clone && event->default_from);
	require(event->label.len > 0);
	if (event->kind == CI_MERGE || event->kind == CI_PUSH)
		require(event->head.hex.len > 0 && event->ref.len > 0);
	if (event->kind == CI_DELETE)
		require(event->head.hex.len == 0);
}

static void read_event(const char *name, struct text json, struct arena *arena)
{
	const char *entries[] = {name, "GITHUB_EVENT_PATH=event.json",
		"GITHUB_SHA=0123456789abcdef0123456789abcdef01234567", "GITHUB_REF=refs/heads/x",
		NULL};
	struct environment env = {entries};
	const struct ci_system system = {.name = "GitHub"};
	const struct ci_job job = {&system, &env, arena};
	struct ci_event event;
	struct err err = {0};

	if (github_event(&event, &job, json, &err) == 0)
		check_event(&event);
	else
		require(err.kind == ERR_LOOK || err.kind == ERR_INTERNAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, line = {"", 0};
	struct arena *arena = arena_new();
	char *name = NULL;

	if (!arena)
		return 0;
	if (text_next_line(&rest, &line))
		name = arena_printf(arena, "GITHUB_EVENT_NAME=%.*s",
			line.len < 64 ? (int)line.len : 64, line.ptr);
	if (name)
		read_event(name, rest, arena);
	arena_free(arena);
	return 0;
}
