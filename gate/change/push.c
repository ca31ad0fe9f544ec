/* SPDX-License-Identifier: Apache-2.0
 *
 * pre-push, githooks(5). What each line leads to:
 *   delete            local id all zeros: no range
 *   new ref           remote id all zeros: the nearest remote-tracking branch is the base
 *   update, forced    the remote id is the base; where it is not in this clone, as a new ref
 *   tag               peeled; an annotated tag's own object is scanned too
 * In all of them what the remote-tracking branches of that remote have already is not new.
 */
#include "gate/change/push.h"

#include <string.h>

#include "gate/change/ci.h"

enum { ID_HEX = OID_HEX - 1, SHA256_ID_HEX = 64 };

/* --- a line --- */

static int fail_line(struct text line, const char *what, struct err *err)
{
	err_set(err, ERR_LOOK, "pre-push: %s in the line \"%.*s\"", what,
		line.len < 200 ? (int)line.len : 200, line.ptr);
	return err_remedy(err, "git gives a pre-push hook lines of the form "
			       "<local ref> <local id> <remote ref> <remote id>");
}

/* Takes the field behind the last space off *rest. */
bool push_take_last(struct text *rest, struct text *field)
{
	const char *space = rest->len ? memrchr(rest->ptr, ' ', rest->len) : NULL;
	size_t at;

	if (!space)
		return false;
	at = (size_t)(space - rest->ptr);
	*field = text_slice(*rest, at + 1, rest->len);
	*rest = text_slice(*rest, 0, at);
	return field->len > 0;
}

bool push_is_id(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
			return false;
	}
	return text.len == ID_HEX || text.len == SHA256_ID_HEX;
}

bool push_has_control(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
			return true;
	return false;
}

int push_line_read(struct push_line *out, struct text line, struct err *err)
{
	struct text rest = line;

	*out = (struct push_line){0};
	if (line.len > LONGEST_LINE)
		return fail_line(line, "over 4096 bytes", err);
	if (push_has_control(line))
		return fail_line(line, "a control character", err);
	if (!push_take_last(&rest, &out->remote_hex) || !push_take_last(&rest, &out->remote_ref) ||
		!push_take_last(&rest, &out->local_hex) || rest.len == 0)
		return fail_line(line, "a missing field", err);
	out->local_ref = rest;
	if (!push_is_id(out->local_hex) || !push_is_id(out->remote_hex))
		return fail_line(line, "no object id", err);
	return 0;
}

bool push_is_zero(struct text id)
{
	for (size_t i = 0; i < id.len; i++)
		if (id.ptr[i] != '0')
			return false;
	return true;
}

/* --- the base of a ref that the remote does not have --- */

static int try_base(const struct push *push, const struct ref *ref, struct range *range,
	bool *found, struct err *err)
{
	if (repo_related(push->repo, &ref->commit, &range->head, found, err) < 0)
		return -1;
	if (*found) {
		range->base = ref->commit;
		range->base_name = ref->name;
	}
	return 0;
}

static int try_likely(const struct push *push, struct text name, struct range *range, bool *found,
	struct err *err)
{
	for (size_t i = 0; i < push->known.count && !*found; i++)
		if (text_equal(push->known.items[i].name, name) &&
			try_base(push, &push->known.items[i], range, found, err) < 0)
			return -1;
	return 0;
}

/* Without any that is related the base stays zero: all is new that the remote has not. */
static int find_base(const struct push *push, struct range *range, struct err *err)
{
	bool found = false;

	for (size_t i = 0; i < MOST_LIKELY && !found; i++)
		if (try_likely(push, push->likely[i], range, &found, err) < 0)
			return -1;
	for (size_t i = 0; i < push->known.count && !found; i++)
		if (try_base(push, &push->known.items[i], range, &found, err) < 0)
			return -1;
	return 0;
}

/* --- ranges --- */

static bool same_range(const struct range *a, const struct range *b)
{
	return oid_equal(&a->base, &b->base) && oid_equal(&a->head, &b->head) &&
	       (oid_equal(&a->tag, &b->tag) || oid_is_zero(&a->tag) || oid_is_zero(&b->tag));
}

static int add_ref(struct pushed *pushed, struct text ref, struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&pushed->refs, &pushed->ref_capacity,
		    pushed->ref_count + 1, sizeof(*pushed->refs)) < 0)
		return err_nomem(err);
	pushed->refs[pushed->ref_count++] = ref;
	return 0;
}

/* Two refs of one range are one range with two names. A tag of its own must not get lost. */
static int add_range(struct push *push, const struct range *range, struct text ref, struct err *err)
{
	struct pushed *pushed = push->items;

	while (pushed < push->items + push->count && !same_range(&pushed->range, range))
		pushed++;
	if (pushed == push->items + push->count) {
		if (arena_reserve(push->arena, (void **)&push->items, &push->capacity,
			    push->count + 1, sizeof(*push->items)) < 0)
			return err_nomem(err);
		pushed = &push->items[push->count++];
		*pushed = (struct pushed){.range = *range};
	}
	if (oid_is_zero(&pushed->range.tag))
		pushed->range.tag = range->tag;
	return add_ref(pushed, ref, push->arena, err);
}

static int fail_ref(const struct push *push, struct text ref, struct err *err)
{
	const char *place = arena_copy(push->arena, ref);

	return place ? err_from(err, place) : -1;
}

int push_add(struct push *push, const struct update *update, struct err *err)
{
	struct range range = {
		.base_name = update->remote_ref,
		.head_name = update->local_ref,
		.hidden = push->hidden,
		.hidden_count = push->known.count,
	};
	bool here = false;

	if (repo_resolve(push->repo, update->local, &range.head, &range.tag, err) < 0)
		return fail_ref(push, update->local_ref, err);
	if (ci_format(&range.label, push->arena, err, "%.*s%s%.*s", (int)update->remote_ref.len,
		    update->remote_ref.ptr, push->shown_remote.len ? " to " : "",
		    (int)push->shown_remote.len, push->shown_remote.ptr) < 0)
		return -1;
	if (update->remote.len &&
		commit_here(push->repo, update->remote, &range.base, &here, err) < 0)
		return -1;
	if (!here) {
		range.base = (struct oid){{0}};
		range.base_name = text_of("");
		if (find_base(push, &range, err) < 0)
			return -1;
	}
	return add_range(push, &range, update->remote_ref, err);
}

/* A remote may be a URL, and a URL may hold a password. */
static int show_remote(struct push *push, struct err *err)
{
	static const struct text separator = TEXT("://");
	size_t from = text_find(push->remote, separator) + separator.len;
	struct text rest = text_slice(push->remote, from, push->remote.len), host;
	const char *at;

	push->shown_remote = push->remote;
	if (!text_next_part(&rest, '/', &host))
		return 0;
	at = memrchr(host.ptr, '@', host.len);
	if (!at)
		return 0;
	return ci_format(&push->shown_remote, push->arena, err, "%.*s%.*s", (int)from,
		push->remote.ptr, (int)(push->remote.ptr + push->remote.len - at - 1), at + 1);
}

/* --- from outside --- */

int push_begin(struct push *push, const char *prefix, struct err *err)
{
	struct oid *hidden;

	if (repo_refs(push->repo, prefix, &push->known, push->arena, err) < 0)
		return -1;
	hidden = arena_array(push->arena, push->known.count, sizeof(*hidden));
	if (!hidden)
		return err_nomem(err);
	for (size_t i = 0; i < push->known.count; i++)
		hidden[i] = push->known.items[i].commit;
	push->hidden = hidden;
	return 0;
}

/* What the remote-tracking branches say that the remote has. */
static int begin(struct push *push, struct err *err)
{
	static const char *const names[MOST_LIKELY] = {"HEAD", "main", "master"};
	struct text prefix;

	if (show_remote(push, err) < 0 || ci_format(&prefix, push->arena, err, "refs/remotes/%.*s/",
						  (int)push->remote.len, push->remote.ptr) < 0)
		return -1;
	for (size_t i = 0; i < MOST_LIKELY; i++)
		if (ci_format(&push->likely[i], push->arena, err, "%s%s", prefix.ptr, names[i]) < 0)
			return -1;
	return push_begin(push, prefix.ptr, err);
}

int push_finish(const struct push *push, struct ranges *out, struct err *err)
{
	*out = (struct ranges){0};
	out->items = arena_array(push->arena, push->count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	out->count = out->capacity = push->count;
	for (size_t i = 0; i < push->count; i++) {
		out->items[i] = push->items[i].range;
		out->items[i].refs = push->items[i].refs;
		out->items[i].ref_count = push->items[i].ref_count;
	}
	return 0;
}

static int add_line(struct push *push, struct text text, struct err *err)
{
	struct push_line line;
	struct update update;

	if (push_line_read(&line, text, err) < 0)
		return -1;
	if (push_is_zero(line.local_hex))
		return 0;
	update = (struct update){line.local_ref, line.remote_ref, line.local_hex, line.remote_hex};
	if (push_is_zero(line.remote_hex))
		update.remote = text_of("");
	return push_add(push, &update, err);
}

/* NOLINTNEXTLINE(readability-function-size): two of the six say whose memory and error */
int request_pre_push(struct ranges *out, struct text input, struct text remote, struct repo *repo,
	struct arena *arena, struct err *err)
{
	struct push push = {.repo = repo, .arena = arena, .remote = remote};
	struct text line;
	size_t lines = 0;

	input = arena_text(arena, input);
	if (!input.ptr)
		return err_nomem(err);
	if (begin(&push, err) < 0)
		return -1;
	while (text_next_line(&input, &line)) {
		if (++lines > MOST_LINES)
			return err_set(err, ERR_LOOK, "pre-push: over 10000 refs in one push");
		if (add_line(&push, line, err) < 0)
			return -1;
	}
	return push_finish(&push, out, err);
}

/* FROM_REF and TO_REF are not set where the push would bring a root commit along: then all is new,
 * and only the branch's name says what is pushed. */
int request_pre_push_framework(struct ranges *out, const struct environment *env, struct repo *repo,
	struct arena *arena, struct err *err)
{
	struct text local = text_of(environment_get(env, "PRE_COMMIT_LOCAL_BRANCH"));
	struct text to = text_of(environment_get(env, "PRE_COMMIT_TO_REF"));
	struct push push = {.repo = repo, .arena = arena};
	struct update update = {
		.local_ref = local,
		.remote_ref = text_of(environment_get(env, "PRE_COMMIT_REMOTE_BRANCH")),
		.local = to.len ? to : local,
		.remote = text_of(environment_get(env, "PRE_COMMIT_FROM_REF")),
	};

	push.remote = text_of(environment_get(env, "PRE_COMMIT_REMOTE_NAME"));
	if (update.local.len == 0) {
		err_set(err, ERR_LOOK,
			"PRE_COMMIT is set, but neither PRE_COMMIT_TO_REF nor "
			"PRE_COMMIT_LOCAL_BRANCH is");
		return err_remedy(err, "let pre-commit run this hook in its stage pre-push");
	}
	if (begin(&push, err) < 0 || push_add(&push, &update, err) < 0)
		return -1;
	return push_finish(&push, out, err);
}
