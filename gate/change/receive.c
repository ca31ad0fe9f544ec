/* SPDX-License-Identifier: Apache-2.0
 *
 * pre-receive, githooks(5). A deletion leads to no range; a ref that is new, or that is moved to a history
 * of its own, is compared with the nearest branch of the server: the one that HEAD names first. Only what branches
 * have is no news: a forge fills refs of other names (requests, changes) from where no hook may stand.
 */
#include <string.h>

#include "gate/change/ci.h"
#include "gate/change/push.h"

static int fail_line(struct text line, const char *what, struct err *err)
{
	err_set(err, ERR_LOOK, "pre-receive: %s in the line \"%.*s\"", what,
		line.len < 200 ? (int)line.len : 200, line.ptr);
	return err_remedy(
		err, "git gives a pre-receive hook lines of the form <old id> <new id> <ref>");
}

int receive_line_read(struct receive_line *out, struct text line, struct err *err)
{
	struct text rest = line;

	*out = (struct receive_line){0};
	if (line.len > LONGEST_LINE)
		return fail_line(line, "over 4096 bytes", err);
	if (push_has_control(line))
		return fail_line(line, "a control character", err);
	if (!push_take_last(&rest, &out->ref) || !push_take_last(&rest, &out->new_hex) ||
		rest.len == 0)
		return fail_line(line, "a missing field", err);
	out->old_hex = rest;
	if (!push_is_id(out->old_hex) || !push_is_id(out->new_hex))
		return fail_line(line, "no object id", err);
	return 0;
}

/* Whether the ref's old commit is a base for the new one. */
static int is_base(
	bool *result, struct push *push, const struct receive_line *line, struct err *err)
{
	struct oid old, new;
	bool here;

	*result = false;
	if (push_is_zero(line->old_hex))
		return 0;
	if (commit_here(push->repo, line->old_hex, &old, &here, err) < 0)
		return -1;
	if (!here)
		return 0;
	if (repo_resolve(push->repo, line->new_hex, &new, NULL, err) < 0)
		return -1;
	return repo_related(push->repo, &old, &new, result, err);
}

static int add_line(struct push *push, struct text text, struct err *err)
{
	struct receive_line line;
	struct update update;
	bool has_base;

	if (receive_line_read(&line, text, err) < 0)
		return -1;
	if (push_is_zero(line.new_hex))
		return 0;
	if (is_base(&has_base, push, &line, err) < 0)
		return -1;
	update = (struct update){.local_ref = line.new_hex,
		.remote_ref = line.ref,
		.local = line.new_hex,
		.remote = has_base ? line.old_hex : text_of("")};
	return push_add(push, &update, err);
}

static int begin(struct push *push, struct err *err)
{
	push->likely[1] = text_of("refs/heads/main");
	push->likely[2] = text_of("refs/heads/master");
	if (repo_branch(push->repo, &push->likely[0], push->arena, err) < 0)
		return -1;
	return push_begin(push, "refs/heads/", err);
}

int request_pre_receive(struct ranges *out, struct text input, struct repo *repo,
	struct arena *arena, struct err *err)
{
	struct push push = {.repo = repo, .arena = arena};
	struct text line;
	size_t lines = 0;

	input = arena_text(arena, input);
	if (!input.ptr)
		return err_nomem(err);
	if (begin(&push, err) < 0)
		return -1;
	while (text_next_line(&input, &line)) {
		if (++lines > MOST_LINES)
			return err_set(err, ERR_LOOK, "pre-receive: over 10000 refs in one push");
		if (add_line(&push, line, err) < 0)
			return -1;
	}
	return push_finish(&push, out, err);
}
