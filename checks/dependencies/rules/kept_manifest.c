/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/rules/kept.h"
#include "gate/base/json.h"
#include "gate/base/keys.h"

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

static bool has_notes(const struct json *root)
{
	for (const struct json *one = root->child; one; one = one->next)
		if (text_starts(one->key, "_"))
			return true;
	return false;
}

/* With its notes npm wrote out who made the package and where that is talked of: "author": "Ada <a@b>" became an object. */
static bool is_for_people(const struct json *member)
{
	static const char *const keys[] = {"author", "contributors", "maintainers", "bugs",
		"homepage", "repository", "readmeFilename"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (text_is(member->key, keys[i]))
			return true;
	return false;
}

/* What is not compared. */
enum passing { NOTHING, NOTES, NOTES_AND_PEOPLE };

static bool is_passed(const struct json *member, enum passing passing)
{
	return (passing >= NOTES && is_note_of_npm(member)) ||
	       (passing == NOTES_AND_PEOPLE && is_for_people(member));
}

/* The members of an object by their keys. */
struct members {
	struct keys keys; /* a member's number, from 1 */
	const struct json **items;
};

/* False when out of memory. */
static bool members_index(struct members *members, const struct json *of, struct arena *arena)
{
	struct err ignored = {0};
	uint32_t count = 0, *number;

	*members =
		(struct members){.items = arena_array(arena, of->count + 1, sizeof(struct json *))};
	keys_start(&members->keys, arena);
	for (const struct json *one = of->child; members->items && one; one = one->next) {
		if (keys_add(&members->keys, one->key, &number, &ignored) < 0)
			return false;
		*number = ++count;
		members->items[count] = one;
	}
	return members->items;
}

static bool same_json(const struct json *a, const struct json *b, struct arena *arena);

/* Every member of a is in b. Out of memory none is the same. */
static bool has_members(
	const struct json *a, const struct json *b, enum passing passing, struct arena *arena)
{
	struct members in;

	if (!members_index(&in, b, arena))
		return false;
	for (const struct json *one = a->child; one; one = one->next) {
		const uint32_t *number = keys_find(&in.keys, one->key);

		if (!is_passed(one, passing) &&
			(!number || !same_json(in.items[*number], one, arena)))
			return false;
	}
	return true;
}

/* What has_members leaves: whether b has any that a has not. */
static bool has_keys(
	const struct json *a, const struct json *b, enum passing passing, struct arena *arena)
{
	struct members in;

	if (!members_index(&in, b, arena))
		return false;
	for (const struct json *one = a->child; one; one = one->next)
		if (!is_passed(one, passing) && !keys_find(&in.keys, one->key))
			return false;
	return true;
}

static bool same_members(
	const struct json *a, const struct json *b, enum passing passing, struct arena *arena)
{
	return has_members(a, b, passing, arena) && has_keys(b, a, passing, arena);
}

static bool same_items(const struct json *a, const struct json *b, struct arena *arena)
{
	const struct json *other = b->child;

	for (const struct json *one = a->child; one; one = one->next, other = other->next)
		if (!other || !same_json(one, other, arena))
			return false;
	return !other;
}

/* NOLINTNEXTLINE(misc-no-recursion): json_read bounds the depth */
static bool same_json(const struct json *a, const struct json *b, struct arena *arena)
{
	if (a->type != b->type)
		return false;
	if (a->type == JSON_OBJECT)
		return same_members(a, b, NOTHING, arena);
	return a->type == JSON_ARRAY ? same_items(a, b, arena) : text_equal(a->text, b->text);
}

static bool same_manifest(const struct json *a, const struct json *b, struct arena *arena)
{
	if (a->type != JSON_OBJECT || b->type != JSON_OBJECT)
		return same_json(a, b, arena);
	return same_members(a, b, has_notes(a) != has_notes(b) ? NOTES_AND_PEOPLE : NOTES, arena);
}

int kept_manifest_same(
	bool *out, struct kept *kept, struct text was, struct text is, struct err *err)
{
	const struct json *before, *now;
	struct err own = {0};

	*out = false;
	if (json_read(&before, was, "package.json", kept->arena, &own) == 0 &&
		json_read(&now, is, "package.json", kept->arena, &own) == 0)
		*out = same_manifest(before, now, kept->arena);
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}
