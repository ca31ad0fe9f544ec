/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages that are committed as they were installed, without a hash of any file: node_modules, Composer's vendor/, Pods. The lock beside them
 * says which package a folder is a copy of: where that is the same as before, so are its files. Folders without a lock, and
 * packages that it does not name, are the project's own. What is taken out of one is not told: such trees are pruned by hand.
 */
#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/vendored.h"
#include "gate/base/buffer.h"
#include "gate/base/glob.h"
#include "gate/base/hash.h"
#include "gate/base/json.h"

enum { MOST_LOCKS_BESIDE_TREE = 6 };

/* Where a file belongs to; texts are parts of its path. */
struct kept_place {
	struct text top;    /* what the lock stands in: "" or with a slash behind it */
	struct text folder; /* of the package, with a slash behind it */
	struct text name, rest;
};

struct layout {
	bool (*split)(struct kept_place *out, struct text path);
	struct {
		const char *format, *file;
	} locks[MOST_LOCKS_BESIDE_TREE + 1]; /* the first that names the package says */
	bool has_manifest;                   /* package.json in the folder says the version */
	bool has_parts;                      /* the lock's "Name/Part" is Name's */
};

/* ---- the layouts ---- */

/* Behind the first, or the last, part of a path that is this ("node_modules/"); path.len where there is none. */
static size_t behind(struct text path, const char *part, bool is_last)
{
	size_t len = strlen(part), found = path.len;

	for (size_t i = 0; i + len <= path.len; i++)
		if ((i == 0 || path.ptr[i - 1] == '/') && memcmp(path.ptr + i, part, len) == 0) {
			found = i + len;
			if (!is_last)
				break;
		}
	return found;
}

/* So many parts from there are the package's name; false where nothing is behind them. */
static bool take_name(struct kept_place *out, struct text path, size_t from, size_t parts)
{
	size_t to = from;

	while (parts && to < path.len)
		parts -= path.ptr[to++] == '/';
	out->folder = text_slice(path, 0, to);
	out->name = text_slice(path, from, to ? to - 1 : 0);
	out->rest = text_slice(path, to, path.len);
	return !parts && out->rest.len && path.ptr[from] != '.';
}

static bool split_node(struct kept_place *out, struct text path)
{
	static const char folder[] = "node_modules/";
	size_t first = behind(path, folder, false), last = behind(path, folder, true);

	if (last == path.len)
		return false;
	out->top = text_slice(path, 0, first - strlen(folder));
	return take_name(out, path, last, path.ptr[last] == '@' ? 2 : 1);
}

/* A package's name has so many parts, right below a folder. */
static bool split_folder(struct kept_place *out, struct text path, const char *folder, size_t parts)
{
	size_t at = behind(path, folder, false);

	if (at == path.len)
		return false;
	out->top = text_slice(path, 0, at - strlen(folder));
	return take_name(out, path, at, parts);
}

static bool split_composer(struct kept_place *out, struct text path)
{
	return split_folder(out, path, "vendor/", 2);
}

static bool split_pods(struct kept_place *out, struct text path)
{
	return split_folder(out, path, "Pods/", 1);
}

static const struct layout layouts[] = {
	{.split = split_node,
		.locks = {{"npm-lock", "package-lock.json"}, {"npm-lock", "npm-shrinkwrap.json"},
			{"yarn-lock", "yarn.lock"}, {"pnpm-lock", "pnpm-lock.yaml"},
			{"bun-lock", "bun.lock"}, {"npm-lock", "node_modules/.package-lock.json"}},
		.has_manifest = true},
	{.split = split_composer, .locks = {{"composer-lock", "composer.lock"}}},
	{.split = split_pods, .locks = {{"podfile-lock", "Podfile.lock"}}, .has_parts = true},
};

/* ---- which package it was and is ---- */

/* The package at hand: its files stand together. */
struct kept {
	struct judging *judging;
	struct proving *proving;
	struct arena *arena;
	const struct layout *layout;
	struct kept_place place;
	const char *format, *lock; /* that names it */
	struct text version;
	bool is_held, is_searched, was_there;
	struct text path; /* of the first file that is other than it was */
	struct buffer evidence;
	size_t count;
};

static bool is_of(const struct kept *kept, const struct pin *pin)
{
	struct text name = pin->name;

	if (kept->layout->has_parts)
		name = text_slice(name, 0, text_find(name, text_of("/")));
	return text_equal(name, kept->place.name);
}

static bool is_same(const struct pin *a, const struct pin *b)
{
	return text_equal(a->name, b->name) && text_equal(a->version, b->version) &&
	       text_equal(a->source, b->source) && text_equal(a->place, b->place) &&
	       pin_has_same_digests(a, b);
}

static bool has_same(const struct kept *kept, const struct lock *lock, const struct pin *pin)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (is_of(kept, &lock->pins.items[i]) && is_same(&lock->pins.items[i], pin))
			return true;
	return false;
}

/* Whether `in` has all pins of the package that `of` has, and none is a folder of the project's own. */
static bool has_all(const struct kept *kept, const struct lock *in, const struct lock *of)
{
	for (size_t i = 0; i < of->pins.count; i++)
		if (is_of(kept, &of->pins.items[i]) &&
			(of->pins.items[i].flags & PIN_LOCAL ||
				!has_same(kept, in, &of->pins.items[i])))
			return false;
	return true;
}

static bool has_local(const struct kept *kept, const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (is_of(kept, &lock->pins.items[i]) && lock->pins.items[i].flags & PIN_LOCAL)
			return true;
	return false;
}

static int read_version(struct text *out, struct kept *kept, enum side side, struct err *err)
{
	struct check_job reading = *kept->judging->job;
	struct text content, path = arena_textf(kept->arena, "%.*spackage.json",
				     (int)kept->place.folder.len, kept->place.folder.ptr);
	const struct json *root;
	struct err own = {0};

	*out = text_of("");
	reading.arena = kept->arena;
	if (!path.ptr)
		return err_nomem(err);
	if (job_read(&reading, side, path, &content, err) < 0)
		return -1;
	if (content.ptr && json_read(&root, content, "package.json", kept->arena, &own) == 0)
		*out = json_text_at(root, "version");
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* Another of the lock's versions was put there: packages move between folders as others come and go. */
static int is_exchanged(bool *out, struct kept *kept, const struct lock *head, struct err *err)
{
	struct text was, is;

	*out = false;
	if (!kept->layout->has_manifest)
		return 0;
	if (read_version(&was, kept, SIDE_BASE, err) < 0 ||
		read_version(&is, kept, SIDE_HEAD, err) < 0)
		return -1;
	kept->version = is;
	for (size_t i = 0; i < head->pins.count && !text_equal(was, is); i++)
		*out = *out || (is_of(kept, &head->pins.items[i]) &&
				       text_equal(head->pins.items[i].version, is));
	return 0;
}

/* The lock says which version is in which folder. */
static bool has_places(const struct kept *kept, const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (is_of(kept, &lock->pins.items[i]) && !lock->pins.items[i].place.len)
			return false;
	return true;
}

/* What the lock names more of it than before is in other folders, or its version in this one. */
static int compare(
	struct kept *kept, const struct lock *base, const struct lock *head, struct err *err)
{
	bool exchanged;

	if (!has_all(kept, head, base) || has_local(kept, head) ||
		(!kept->layout->has_manifest && !has_all(kept, base, head)))
		return 0;
	if (is_exchanged(&exchanged, kept, head, err) < 0)
		return -1;
	kept->is_held = !exchanged || has_places(kept, head);
	return 0;
}

static bool names(const struct kept *kept, const struct lock *lock)
{
	for (size_t i = 0; lock && i < lock->pins.count; i++)
		if (is_of(kept, &lock->pins.items[i]))
			return true;
	return false;
}

/* The locks of both sides where the head's names the package; *head is NULL where it does not. */
static int read_locks(const struct lock **base, const struct lock **head, struct kept *kept,
	size_t number, struct err *err)
{
	struct text path = arena_textf(kept->arena, "%.*s%s", (int)kept->place.top.len,
		kept->place.top.ptr, kept->layout->locks[number].file);

	kept->format = kept->layout->locks[number].format;
	kept->lock = kept->layout->locks[number].file;
	if (!path.ptr)
		return err_nomem(err);
	if (proving_lock(head, kept->proving, SIDE_HEAD, kept->format, path, err) < 0)
		return -1;
	if (!names(kept, *head)) {
		*head = NULL;
		return 0;
	}
	if (proving_lock(base, kept->proving, SIDE_BASE, kept->format, path, err) < 0)
		return -1;
	if (!names(kept, *base))
		*base = NULL;
	return 0;
}

/* The first lock that named the package before too; *base is NULL where there is none. *added is the first that did not. */
static int find_locks(const struct lock **base, const struct lock **head, const struct lock **added,
	struct kept *kept, struct err *err)
{
	*base = *added = NULL;
	for (size_t i = 0; kept->layout->locks[i].format && !*base; i++) {
		if (read_locks(base, head, kept, i, err) < 0)
			return -1;
		if (!*base && !*added)
			*added = *head;
	}
	return 0;
}

/* Held to what it was: that lock has the same of it as before. One that the change adds beside it says nothing of what was, but for a
 * version that came into the folder with it, as when another package manager is taken. */
static int decide(struct kept *kept, struct err *err)
{
	const struct lock *base, *head, *added;
	bool exchanged = false;

	if (find_locks(&base, &head, &added, kept, err) < 0)
		return -1;
	if (base && added && is_exchanged(&exchanged, kept, added, err) < 0)
		return -1;
	return base && !exchanged ? compare(kept, base, head, err) : 0;
}

/* ---- files ---- */

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

static int is_same_manifest(bool *out, struct kept *kept, const struct file *file, struct err *err)
{
	struct check_job reading = *kept->judging->job;
	const struct json *before, *now;
	struct text was, is;
	struct err own = {0};

	*out = false;
	reading.arena = kept->arena;
	if (!kept->layout->has_manifest || !text_is(kept->place.rest, "package.json"))
		return 0;
	if (job_read(&reading, SIDE_BASE, file->path, &was, err) < 0 ||
		job_read(&reading, SIDE_HEAD, file->path, &is, err) < 0)
		return -1;
	if (was.ptr && is.ptr && json_read(&before, was, "package.json", kept->arena, &own) == 0 &&
		json_read(&now, is, "package.json", kept->arena, &own) == 0)
		*out = same_json(before, now, 0);
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* What comes with a package that was not there is not added to one. */
static int was_there(struct kept *kept, struct err *err)
{
	struct check_job reading = *kept->judging->job;
	const char *glob = glob_in_folder(kept->place.folder, "**", kept->arena);
	struct paths paths = {0};

	if (kept->is_searched)
		return 0;
	if (!glob)
		return err_nomem(err);
	reading.arena = kept->arena;
	if (job_match(&reading, SIDE_BASE, glob, &paths, err) < 0)
		return -1;
	kept->is_searched = true;
	kept->was_there = paths.count > 0;
	return 0;
}

static int is_other(bool *out, struct kept *kept, const struct file *file, struct err *err)
{
	bool same = false;

	*out = false;
	if (file->head_mode == MODE_NONE || !kept->is_held)
		return 0;
	if (file->base_mode == MODE_NONE) {
		if (was_there(kept, err) < 0)
			return -1;
		*out = kept->was_there;
		return 0;
	}
	if (is_same_manifest(&same, kept, file, err) < 0)
		return -1;
	*out = !same;
	return 0;
}

static int judge_file(struct kept *kept, const struct file *file, struct err *err)
{
	char hex[OID_HEX];
	bool other;

	if (is_other(&other, kept, file, err) < 0)
		return -1;
	if (!other)
		return 0;
	if (!kept->count++)
		kept->path = file->path;
	oid_hex(&file->head, hex);
	buffer_add(&kept->evidence, file->path);
	buffer_add(&kept->evidence, text_of(hex));
	return kept->evidence.failed ? err_nomem(err) : 0;
}

/* ---- package by package ---- */

static int report(struct kept *kept, struct err *err)
{
	const struct vendored vendored = {.judging = kept->judging, .arena = kept->arena};
	char digest[SHA256_HEX];
	struct vendored_finding finding = {.rule = "dependencies/vendored-changed",
		.ecosystem_format = kept->format,
		.path = kept->path,
		.name = kept->place.name,
		.version = kept->version};

	if (hash_sha256_hex(buffer_text(&kept->evidence), digest, err) < 0)
		return -1;
	finding.to = text_of(digest);
	finding.what = arena_printf(kept->arena,
		"%zu %s edited or added here, and %s names the same package as before", kept->count,
		kept->count == 1 ? "file was" : "files were", kept->lock);
	return finding.what ? vendored_report(&vendored, &finding, err) : err_nomem(err);
}

/* The end of a package. */
static int leave(struct kept *kept, struct err *err)
{
	int done = kept->count ? report(kept, err) : 0;

	buffer_free(&kept->evidence);
	arena_reset(kept->arena);
	*kept = (struct kept){
		.judging = kept->judging, .proving = kept->proving, .arena = kept->arena};
	return done;
}

static int judge_place(struct kept *kept, const struct layout *layout,
	const struct kept_place *place, const struct file *file, struct err *err)
{
	if (kept->layout != layout || !text_equal(kept->place.folder, place->folder)) {
		if (leave(kept, err) < 0)
			return -1;
		kept->layout = layout;
		kept->place = *place;
		kept->version = text_of("");
		if (decide(kept, err) < 0)
			return -1;
	}
	kept->place.rest = place->rest;
	return judge_file(kept, file, err);
}

/* One layout after the other: a file in node_modules/left/vendor/ has a place in two, and those of a package are to stand together. */
static int judge_layout(struct kept *kept, const struct layout *layout, struct err *err)
{
	const struct change *change = kept->judging->job->change;
	struct kept_place place;

	for (size_t i = 0; i < change->file_count && !job_stopped(kept->judging->job); i++)
		if (layout->split(&place, change->files[i].path) &&
			judge_place(kept, layout, &place, &change->files[i], err) < 0)
			return -1;
	return leave(kept, err);
}

static int judge_all(struct kept *kept, struct err *err)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (judge_layout(kept, &layouts[i], err) < 0)
			return -1;
	return 0;
}

int judge_kept_packages(struct judging *judging, struct err *err)
{
	struct kept kept = {.judging = judging};
	int done;

	if (!judging->job->change->has_base)
		return 0;
	if (proving_of(&kept.proving, judging, err) < 0)
		return -1;
	kept.arena = arena_new();
	if (!kept.arena)
		return err_nomem(err);
	done = judge_all(&kept, err);
	buffer_free(&kept.evidence);
	arena_free(kept.arena);
	return done;
}
