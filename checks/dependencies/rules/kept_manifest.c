/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/rules/kept.h"
#include "gate/base/json.h"

int kept_read(
	struct text *out, struct kept *kept, enum side side, struct text path, struct err *err)
{
	struct check_job reading = *kept->judging->job;

	*out = (struct text){0};
	if (!path.ptr)
		return err_nomem(err);
	reading.arena = kept->arena;
	return job_read(&reading, side, path, out, err);
}

int kept_manifest_read(struct kept_manifest *out, struct kept *kept, enum side side,
	struct text folder, struct err *err)
{
	struct text content,
		path = arena_textf(kept->arena, "%.*spackage.json", (int)folder.len, folder.ptr);
	const struct json *root;
	struct err own = {0};

	*out = (struct kept_manifest){.name = text_of(""), .version = text_of("")};
	if (kept_read(&content, kept, side, path, err) < 0)
		return -1;
	if (content.ptr && json_read(&root, content, "package.json", kept->arena, &own) == 0)
		*out = (struct kept_manifest){
			true, json_text_at(root, "name"), json_text_at(root, "version")};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* npm up to 6 wrote what it had asked for into package.json: "_resolved" and its like; nothing reads those. */
static bool is_note_of_npm(const struct json *member)
{
	return text_starts(member->key, "_") || text_is(member->key, "bundleDependencies") ||
	       text_is(member->key, "deprecated");
}

static bool same_json(const struct json *a, const struct json *b, unsigned depth);

static bool has_same_member(const struct json *member, const struct json *in, unsigned depth)
{
	for (const struct json *one = in->child; one; one = one->next)
		if (text_equal(one->key, member->key))
			return same_json(one, member, depth);
	return false;
}

/* Every member of a is in b. */
static bool has_members(const struct json *a, const struct json *b, unsigned depth)
{
	for (const struct json *one = a->child; one; one = one->next)
		if (!(depth == 0 && is_note_of_npm(one)) && !has_same_member(one, b, depth + 1))
			return false;
	return true;
}

static bool same_items(const struct json *a, const struct json *b, unsigned depth)
{
	const struct json *other = b->child;

	for (const struct json *one = a->child; one; one = one->next, other = other->next)
		if (!other || !same_json(one, other, depth + 1))
			return false;
	return !other;
}

/* NOLINTNEXTLINE(misc-no-recursion): json_read bounds the depth */
static bool same_json(const struct json *a, const struct json *b, unsigned depth)
{
	if (a->type != b->type)
		return false;
	if (a->type == JSON_OBJECT)
		return has_members(a, b, depth) && has_members(b, a, depth);
	return a->type == JSON_ARRAY ? same_items(a, b, depth) : text_equal(a->text, b->text);
}

int kept_manifest_same(
	bool *out, struct kept *kept, struct text was, struct text is, struct err *err)
{
	const struct json *before, *now;
	struct err own = {0};

	*out = false;
	if (json_read(&before, was, "package.json", kept->arena, &own) == 0 &&
		json_read(&now, is, "package.json", kept->arena, &own) == 0)
		*out = same_json(before, now, 0);
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}
