/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/vendored.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/subjects.h"
#include "gate/base/digest.h"
#include "gate/base/hash.h"
#include "gate/base/json.h"
#include "gate/base/toml.h"

/* More Cargo.locks than any repository has that vendors. */
enum { MOST_LOCKS = 64 };

static const char list_name[] = ".cargo-checksum.json";

/* One .cargo-checksum.json. */
struct list {
	bool is_there;
	const struct json **files; /* sorted by path */
	size_t count;
	const struct json *package; /* a string or null */
};

struct crate {
	const struct vendored *vendored;
	struct text list_path, name, version;
	struct list base, head;
};

/* ---- reading ---- */

static int compare_members(const void *left, const void *right)
{
	return text_compare((*(const struct json *const *)left)->key,
		(*(const struct json *const *)right)->key);
}

static int refuse(
	const struct crate *crate, const struct json *at, const char *what, struct err *err)
{
	return err_set(err, ERR_LOOK, "%.*s:%u:%u: %s", SHOWN(crate->list_path), at->line,
		at->column, what);
}

static int fill(
	struct list *list, const struct crate *crate, const struct json *root, struct err *err)
{
	const struct json *files = json_get(root, "files");

	list->package = json_get(root, "package");
	if (!files || files->type != JSON_OBJECT)
		return refuse(crate, root, "no object \"files\"", err);
	if (list->package && list->package->type != JSON_STRING && list->package->type != JSON_NULL)
		return refuse(
			crate, list->package, "a package that is neither a hash nor null", err);
	list->files =
		arena_array(crate->vendored->arena, files->count, sizeof(const struct json *));
	if (!list->files)
		return err_nomem(err);
	for (const struct json *file = files->child; file; file = file->next) {
		if (file->type != JSON_STRING)
			return refuse(crate, file, "a checksum that is no text", err);
		list->files[list->count++] = file;
	}
	qsort(list->files, list->count, sizeof(const struct json *), compare_members);
	return 0;
}

static int read_list(struct list *list, const struct crate *crate, enum side side, struct err *err)
{
	const struct json *root;
	struct text content;

	*list = (struct list){0};
	if (vendored_read(&content, crate->vendored, side, crate->list_path, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	list->is_there = true;
	if (json_read(&root, content, arena_copy(crate->vendored->arena, crate->list_path),
		    crate->vendored->arena, err) < 0)
		return -1;
	return fill(list, crate, root, err);
}

/* A list that cannot be read at the base counts as not there; at the head it is something not looked at. */
static int read_lists(struct crate *crate, bool *readable, struct err *err)
{
	static const char remedy[] = "make the vendored tree anew with cargo vendor";
	struct err own = {0};

	*readable = true;
	if (read_list(&crate->base, crate, SIDE_BASE, &own) < 0) {
		if (own.kind == ERR_INTERNAL)
			return err_set(err, own.kind, "%s", own.message);
		crate->base = (struct list){0};
		own = (struct err){0};
	}
	if (read_list(&crate->head, crate, SIDE_HEAD, &own) == 0)
		return 0;
	if (own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	check_incomplete(crate->vendored->judging->job, crate->list_path, own.message, remedy);
	*readable = false;
	return 0;
}

/* Name and version as the vendored Cargo.toml has them; "" where it cannot be read. */
static int read_name(struct crate *crate, bool *has_manifest, struct err *err)
{
	const struct vendored *vendored = crate->vendored;
	struct text content,
		path = vendored_path(vendored, vendored->folder, text_of("Cargo.toml"));
	const struct toml *root;
	struct err own = {0};

	crate->name = text_slice(vendored->folder, 0, vendored->folder.len - 1);
	crate->version = text_of("");
	if (vendored_read(&content, vendored, SIDE_HEAD, path, err) < 0)
		return -1;
	*has_manifest = content.ptr != NULL;
	if (!content.ptr)
		return 0;
	if (toml_read(&root, content, "Cargo.toml", vendored->arena, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	if (toml_text(toml_get(root, "package"), "name").len) {
		crate->name = toml_text(toml_get(root, "package"), "name");
		crate->version = toml_text(toml_get(root, "package"), "version");
	}
	return 0;
}

/* ---- Cargo.lock ---- */

static const struct format *lock_format(void)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];

	return formats_of_path(found, text_of("Cargo.lock")) ? found[0] : NULL;
}

static int read_lock(const struct vendored_lock **out, const struct vendored *vendored,
	enum side side, struct text path, struct err *err)
{
	struct vendored_locks *all = vendored->locks;
	const struct check_job *job = vendored->judging->job;
	struct err own = {0};
	struct vendored_lock *added;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].side == side && text_equal(all->items[i].path, path)) {
			*out = &all->items[i];
			return 0;
		}
	if (arena_reserve(job->arena, (void **)&all->items, &all->capacity, all->count + 1,
		    sizeof(*all->items)) < 0)
		return err_nomem(err);
	added = &all->items[all->count];
	*added = (struct vendored_lock){.path = arena_text(job->arena, path), .side = side};
	if (!added->path.ptr)
		return err_nomem(err);
	if (lock_read(&added->lock, &added->found, lock_format(), job, side, added->path, &own) <
		0) {
		if (own.kind == ERR_INTERNAL)
			return err_set(err, own.kind, "%s", own.message);
		added->found = false; /* a subject of its own, where the change touches it */
	}
	all->count++;
	*out = added;
	return 0;
}

/* The entries of the crate in one lock: sorted by name and version, so they stand together. */
struct entries {
	const struct pin *items;
	size_t count;
};

static void find_entries(struct entries *out, const struct lock *lock, const struct crate *crate)
{
	const struct need need = {.name = crate->name};
	uint32_t at = lock_format()->find(lock, &need);

	*out = (struct entries){0};
	for (; at < lock->pins.count && text_equal(lock->pins.items[at].name, crate->name); at++) {
		if (!text_equal(lock->pins.items[at].version, crate->version))
			continue;
		if (!out->count)
			out->items = &lock->pins.items[at];
		out->count++;
	}
}

static int look_in(struct entries *out, const struct crate *crate, enum side side, struct text path,
	struct err *err)
{
	const struct vendored_lock *lock;

	*out = (struct entries){0};
	if (read_lock(&lock, crate->vendored, side, path, err) < 0)
		return -1;
	if (lock->found)
		find_entries(out, &lock->lock, crate);
	return 0;
}

/* In the folders above, nearest first; then anywhere: a tree may be vendored for several workspaces. */
static int look_up(struct entries *out, const struct crate *crate, enum side side, struct err *err)
{
	const struct vendored *vendored = crate->vendored;
	struct text folder = vendored->folder;
	struct check_job reading = *vendored->judging->job;
	struct paths paths = {0};

	while (folder.len) {
		folder.len--;
		folder = folder_of(folder);
		if (look_in(out, crate, side,
			    vendored_path(vendored, folder, text_of("Cargo.lock")), err) < 0)
			return -1;
		if (out->count)
			return 0;
	}
	reading.arena = vendored->arena;
	if (job_match(&reading, side, "**/Cargo.lock", &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && i < MOST_LOCKS && !out->count; i++)
		if (look_in(out, crate, side, paths.items[i], err) < 0)
			return -1;
	return 0;
}

/* ---- judging ---- */

static int report(const struct crate *crate, const char *rule, struct text path, uint32_t line,
	const char *what, struct err *err)
{
	const struct vendored_finding finding = {.rule = rule,
		.ecosystem_format = "cargo-lock",
		.path = path,
		.name = crate->name,
		.version = crate->version,
		.line = line,
		.what = what};

	return vendored_report(crate->vendored, &finding, err);
}

static int report_list(const struct crate *crate, uint32_t line, struct text file, const char *what,
	struct err *err)
{
	const struct vendored_finding finding = {.rule = "dependencies/vendored-changed",
		.ecosystem_format = "cargo-lock",
		.path = crate->list_path,
		.name = crate->name,
		.version = crate->version,
		.line = line,
		.to = file,
		.what = what};

	return vendored_report(crate->vendored, &finding, err);
}

static const struct json *find_file(const struct list *list, struct text path)
{
	const struct json key = {.key = path}, *wanted = &key;
	const struct json **found = list->count
					    ? bsearch(&wanted, list->files, list->count,
						      sizeof(const struct json *), compare_members)
					    : NULL;

	return found ? *found : NULL;
}

static bool same_value(const struct json *a, const struct json *b)
{
	bool a_null = !a || a->type == JSON_NULL, b_null = !b || b->type == JSON_NULL;

	return a_null || b_null ? a_null && b_null : text_equal(a->text, b->text);
}

static bool has_digest(const struct entries *entries, struct text bytes)
{
	for (size_t i = 0; i < entries->count; i++)
		for (uint32_t d = 0; d < entries->items[i].digest_count; d++)
			if (entries->items[i].digests[d].algorithm == DIGEST_SHA256 &&
				text_equal(entries->items[i].digests[d].bytes, bytes))
				return true;
	return false;
}

static bool needs_no_package(const struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		if (entries->items[i].digest_count == 0 || entries->items[i].flags & PIN_VCS)
			return true;
	return entries->count == 0;
}

/* The package's hash is what Cargo.lock pins. */
static int judge_package(const struct crate *crate, struct err *err)
{
	const struct json *package = crate->head.package;
	struct entries entries;
	struct text bytes;

	if (look_up(&entries, crate, SIDE_HEAD, err) < 0)
		return -1;
	if (!package || package->type == JSON_NULL)
		return needs_no_package(&entries)
			       ? 0
			       : report_list(crate, 1, text_of(""),
					 "names no hash of the package, and Cargo.lock has one",
					 err);
	if (hex_decode(&bytes, package->text, crate->vendored->arena, err) < 0)
		return -1;
	if (entries.count == 0 || (bytes.ptr && has_digest(&entries, bytes)))
		return 0;
	return report_list(crate, package->line, package->text,
		"the package's hash is not the one in Cargo.lock", err);
}

static bool same_sources(const struct entries *a, const struct entries *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->items[i].source, b->items[i].source))
			return false;
	return true;
}

/* Crates out of a git repository have no package hash: their pin is the commit in Cargo.lock. */
static int commit_moved(bool *moved, const struct crate *crate, struct err *err)
{
	struct entries base, head;

	*moved = false;
	if (crate->head.package && crate->head.package->type != JSON_NULL)
		return 0;
	if (look_up(&base, crate, SIDE_BASE, err) < 0 || look_up(&head, crate, SIDE_HEAD, err) < 0)
		return -1;
	*moved = !same_sources(&base, &head);
	return 0;
}

/* Two lists for the same package: every difference was made by hand. */
static int judge_lists(const struct crate *crate, struct err *err)
{
	const struct list *base = &crate->base, *head = &crate->head;

	for (size_t i = 0; i < head->count; i++) {
		const struct json *old = find_file(base, head->files[i]->key);

		if (old && text_equal(old->text, head->files[i]->text))
			continue;
		if (report_list(crate, head->files[i]->line, head->files[i]->key,
			    old ? "a checksum was rewritten, and the pinned package is the same"
				: "a file was added to the list, and the pinned package is the "
				  "same",
			    err) < 0)
			return -1;
	}
	for (size_t i = 0; i < base->count; i++)
		if (!find_file(head, base->files[i]->key) &&
			report_list(crate, 1, base->files[i]->key,
				"a file was taken off the list, and the pinned package is the same",
				err) < 0)
			return -1;
	return 0;
}

/* What cargo vendor leaves out, in any folder. */
static bool is_left_out(struct text path)
{
	static const char *const names[] = {
		".gitattributes", ".gitignore", ".git", ".cargo-ok", ".cargo-checksum.json"};
	struct text name = text_slice(path, folder_of(path).len, path.len);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(name, names[i]))
			return true;
	return text_ends(name, ".orig") || text_ends(name, ".rej");
}

static int judge_content(const struct crate *crate, const struct file *file,
	const struct json *listed, struct err *err)
{
	char hex[SHA256_HEX];
	struct text content;

	if (file->head_mode != MODE_FILE && file->head_mode != MODE_EXECUTABLE)
		return report(crate, "dependencies/vendored-changed", file->path, 0,
			"is no plain file, and cargo vendor writes no other", err);
	if (vendored_read(&content, crate->vendored, SIDE_HEAD, file->path, err) < 0 ||
		hash_sha256_hex(content, hex, err) < 0)
		return -1;
	if (text_is(listed->text, hex))
		return 0;
	return report(crate, "dependencies/vendored-changed", file->path, 0,
		"the content is not what .cargo-checksum.json lists", err);
}

static int judge_file(const struct crate *crate, const struct file *file, struct err *err)
{
	struct text path = text_slice(file->path, crate->vendored->folder.len, file->path.len);
	const struct json *listed = find_file(&crate->head, path);

	if (text_is(path, list_name) || (!listed && is_left_out(path)))
		return 0;
	if (file->head_mode == MODE_NONE)
		return listed ? report(crate, "dependencies/vendored-changed", file->path, 0,
					"is listed in .cargo-checksum.json and was deleted", err)
			      : 0;
	if (listed)
		return judge_content(crate, file, listed, err);
	return crate->head.count ? report(crate, "dependencies/vendored-unlisted", file->path, 0,
					   "is not listed in .cargo-checksum.json", err)
				 : 0;
}

/* An empty list is legal (cargo#11063) and covers nothing. */
static int judge_empty(const struct crate *crate, struct err *err)
{
	const struct vendored_finding finding = {.rule = "dependencies/vendored-unlisted",
		.ecosystem_format = "cargo-lock",
		.path = crate->list_path,
		.name = crate->name,
		.version = crate->version,
		.line = 1,
		.known = crate->base.is_there && crate->base.count == 0,
		.what = "the list of checksums is empty: it covers no file"};

	return crate->head.count ? 0 : vendored_report(crate->vendored, &finding, err);
}

static int judge_files(const struct crate *crate, struct err *err)
{
	for (size_t i = 0; i < crate->vendored->file_count; i++)
		if (judge_file(crate, &crate->vendored->files[i], err) < 0)
			return -1;
	return 0;
}

/* The list itself: for the package that was there before, or for another one. */
static int judge_list(const struct crate *crate, struct err *err)
{
	bool moved = false;

	if (!crate->base.is_there || !same_value(crate->base.package, crate->head.package))
		return judge_package(crate, err);
	if (commit_moved(&moved, crate, err) < 0)
		return -1;
	return moved ? 0 : judge_lists(crate, err);
}

static int judge_head(const struct crate *crate, struct err *err)
{
	if (judge_list(crate, err) < 0 || judge_empty(crate, err) < 0)
		return -1;
	return judge_files(crate, err);
}

int vendored_crate(const struct vendored *vendored, struct err *err)
{
	struct crate crate = {.vendored = vendored,
		.list_path = vendored_path(vendored, vendored->folder, text_of(list_name))};
	bool readable, has_manifest;

	if (!crate.list_path.ptr)
		return err_nomem(err);
	if (read_lists(&crate, &readable, err) < 0 || read_name(&crate, &has_manifest, err) < 0)
		return -1;
	if (!readable)
		return 0;
	if (crate.head.is_there)
		return judge_head(&crate, err);
	return has_manifest ? report_list(&crate, 0, text_of(""),
				      "the list of checksums is gone, the crate is still here", err)
			    : 0;
}
