/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/crate.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/subjects.h"
#include "gate/base/toml.h"

/* More Cargo.locks than any repository has that vendors. */
enum { MOST_LOCKS = 64 };

/* ---- reading ---- */

static int compare_members(const void *left, const void *right)
{
	return text_compare((*(const struct json *const *)left)->key,
		(*(const struct json *const *)right)->key);
}

/* cargo writes them in this order. */
static bool are_sorted(const struct crate_list *list)
{
	for (size_t i = 1; i < list->count; i++)
		if (compare_members(&list->files[i - 1], &list->files[i]) > 0)
			return false;
	return true;
}

static int refuse(struct text path, const struct json *at, const char *what, struct err *err)
{
	return err_set(err, ERR_LOOK, "%.*s:%u:%u: %s", SHOWN(path), at->line, at->column, what);
}

/* NOLINTNEXTLINE(readability-function-size): whose memory and error */
static int fill(struct crate_list *list, const struct json *root, struct text path,
	struct arena *arena, struct err *err)
{
	const struct json *files = json_get(root, "files");

	list->package = json_get(root, "package");
	if (!files || files->type != JSON_OBJECT)
		return refuse(path, root, "no object \"files\"", err);
	if (list->package && list->package->type != JSON_STRING && list->package->type != JSON_NULL)
		return refuse(
			path, list->package, "a package that is neither a hash nor null", err);
	list->files = arena_array(arena, files->count, sizeof(const struct json *));
	if (!list->files)
		return err_nomem(err);
	for (const struct json *file = files->child; file; file = file->next) {
		if (file->type != JSON_STRING)
			return refuse(path, file, "a checksum that is no text", err);
		list->files[list->count++] = file;
	}
	if (!are_sorted(list))
		qsort(list->files, list->count, sizeof(const struct json *), compare_members);
	return 0;
}

int crate_list_parse(struct crate_list *list, struct text content, struct text path,
	struct arena *arena, struct err *err)
{
	const char *name = arena_copy(arena, path);
	const struct json *root;

	*list = (struct crate_list){.is_there = true};
	if (!name)
		return err_nomem(err);
	if (json_read(&root, content, name, arena, err) < 0)
		return -1;
	return fill(list, root, path, arena, err);
}

static int read_list(
	struct crate_list *list, const struct crate *crate, enum side side, struct err *err)
{
	struct text content;

	*list = (struct crate_list){0};
	if (vendored_read(&content, crate->vendored, side, crate->list_path, err) < 0)
		return -1;
	return content.ptr ? crate_list_parse(
				     list, content, crate->list_path, crate->vendored->arena, err)
			   : 0;
}

int crate_read_lists(struct crate *crate, bool *readable, struct err *err)
{
	static const char remedy[] = "make the vendored tree anew with cargo vendor";
	struct err own = {0};

	*readable = true;
	if (read_list(&crate->base, crate, SIDE_BASE, &own) < 0) {
		if (own.kind == ERR_INTERNAL)
			return err_set(err, own.kind, "%s", own.message);
		crate->base = (struct crate_list){0};
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

int crate_read_name(struct crate *crate, bool *has_manifest, struct err *err)
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

/* ---- another place at the base ---- */

bool crate_is_same_package(const struct crate_list *a, const struct crate_list *b)
{
	bool a_none = !a->package || a->package->type == JSON_NULL,
	     b_none = !b->package || b->package->type == JSON_NULL;

	return a_none || b_none ? a_none && b_none : text_equal(a->package->text, b->package->text);
}

/* "itoa" of "vendor/itoa/.cargo-checksum.json" */
static struct text folder_name(struct text list_path)
{
	struct text folder = text_slice(list_path, 0, folder_of(list_path).len);

	if (folder.len)
		folder.len--;
	return text_slice(folder, folder_of(folder).len, folder.len);
}

/* cargo vendor calls the folder "name" or "name-version". */
static bool may_be_of(const struct crate *crate, struct text list_path)
{
	struct text name = folder_name(list_path);

	if (!crate->head.package || crate->head.package->type == JSON_NULL)
		return text_equal(name, folder_name(crate->list_path));
	return name.len >= crate->name.len &&
	       memcmp(name.ptr, crate->name.ptr, crate->name.len) == 0 &&
	       (name.len == crate->name.len || name.ptr[crate->name.len] == '-');
}

static int add_note(struct vendored_locks *all, struct text name, size_t list, struct err *err)
{
	uint32_t *number;

	if (arena_reserve(all->crate_names.arena, (void **)&all->notes, &all->note_capacity,
		    all->note_count + 1, sizeof(*all->notes)) < 0)
		return err_nomem(err);
	if (keys_add(&all->crate_names, name, &number, err) < 0)
		return -1;
	all->notes[all->note_count++] = (struct crate_note){(uint32_t)list, *number};
	*number = (uint32_t)all->note_count;
	return 0;
}

/* By the folder's name and by what stands before each of its dashes, as a version may begin there. */
static int note_list(struct vendored_locks *all, size_t list, struct err *err)
{
	struct text name = folder_name(all->crate_lists.items[list]);

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '-' && add_note(all, text_slice(name, 0, i), list, err) < 0)
			return -1;
	return add_note(all, name, list, err);
}

/* From the last one on, so that those of one name stand in the order of their paths. */
static int read_lists_of_base(
	struct vendored_locks *all, const struct check_job *job, struct err *err)
{
	if (all->has_crate_lists)
		return 0;
	all->has_crate_lists = true;
	keys_start(&all->crate_names, job->arena);
	if (job_match(job, SIDE_BASE, "**/" CRATE_LIST, &all->crate_lists, err) < 0)
		return -1;
	for (size_t i = all->crate_lists.count; i-- > 0;)
		if (note_list(all, i, err) < 0)
			return -1;
	return 0;
}

static uint32_t first_note(const struct vendored_locks *all, const struct crate *crate)
{
	bool is_none = !crate->head.package || crate->head.package->type == JSON_NULL;
	const uint32_t *number =
		keys_find(&all->crate_names, is_none ? folder_name(crate->list_path) : crate->name);

	return number ? *number : 0;
}

/* What cannot be read is no list. */
static int read_earlier(
	struct crate_list *out, const struct crate *crate, struct text path, struct err *err)
{
	struct crate other = *crate;
	struct err own = {0};

	other.list_path = path;
	if (read_list(out, &other, SIDE_BASE, &own) == 0)
		return 0;
	*out = (struct crate_list){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

int crate_find_earlier(struct crate_list *out, const struct crate *crate, struct err *err)
{
	struct vendored_locks *all = crate->vendored->locks;

	*out = (struct crate_list){0};
	if (read_lists_of_base(all, crate->vendored->judging->job, err) < 0)
		return -1;
	for (uint32_t at = first_note(all, crate); at; at = all->notes[at - 1].next) {
		struct text path = all->crate_lists.items[all->notes[at - 1].list];

		if (!may_be_of(crate, path))
			continue;
		if (read_earlier(out, crate, path, err) < 0)
			return -1;
		if (out->is_there && crate_is_same_package(out, &crate->head))
			return 0;
	}
	*out = (struct crate_list){0};
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

static void find_entries(
	struct crate_entries *out, const struct lock *lock, const struct crate *crate)
{
	const struct need need = {.name = crate->name};
	uint32_t at = lock_format()->find(lock, &need);

	*out = (struct crate_entries){0};
	for (; at < lock->pins.count && text_equal(lock->pins.items[at].name, crate->name); at++) {
		if (!text_equal(lock->pins.items[at].version, crate->version))
			continue;
		if (!out->count)
			out->items = &lock->pins.items[at];
		out->count++;
	}
}

static int look_in(struct crate_entries *out, const struct crate *crate, enum side side,
	struct text path, struct err *err)
{
	const struct vendored_lock *lock;

	*out = (struct crate_entries){0};
	if (read_lock(&lock, crate->vendored, side, path, err) < 0)
		return -1;
	if (lock->found)
		find_entries(out, &lock->lock, crate);
	return 0;
}

static int lock_paths(
	const struct paths **out, const struct vendored *vendored, enum side side, struct err *err)
{
	struct vendored_locks *all = vendored->locks;

	*out = &all->lock_paths[side];
	if (all->has_lock_paths[side])
		return 0;
	all->has_lock_paths[side] = true;
	return job_match(
		vendored->judging->job, side, "**/Cargo.lock", &all->lock_paths[side], err);
}

int crate_look_up(
	struct crate_entries *out, const struct crate *crate, enum side side, struct err *err)
{
	const struct vendored *vendored = crate->vendored;
	struct text folder = vendored->folder;
	const struct paths *paths;

	while (folder.len) {
		folder.len--;
		folder = folder_of(folder);
		if (look_in(out, crate, side,
			    vendored_path(vendored, folder, text_of("Cargo.lock")), err) < 0)
			return -1;
		if (out->count)
			return 0;
	}
	if (lock_paths(&paths, vendored, side, err) < 0)
		return -1;
	for (size_t i = 0; i < paths->count && i < MOST_LOCKS && !out->count; i++)
		if (look_in(out, crate, side, paths->items[i], err) < 0)
			return -1;
	return 0;
}

const struct json *crate_find_file(const struct crate_list *list, struct text path)
{
	const struct json key = {.key = path}, *wanted = &key;
	const struct json **found = list->count
					    ? bsearch(&wanted, list->files, list->count,
						      sizeof(const struct json *), compare_members)
					    : NULL;

	return found ? *found : NULL;
}

bool crate_has_digest(const struct crate_entries *entries, struct text bytes)
{
	for (size_t i = 0; i < entries->count; i++)
		for (uint32_t d = 0; d < entries->items[i].digest_count; d++)
			if (entries->items[i].digests[d].algorithm == DIGEST_SHA256 &&
				text_equal(entries->items[i].digests[d].bytes, bytes))
				return true;
	return false;
}

bool crate_leaves_out(struct text path)
{
	static const char *const names[] = {
		".gitattributes", ".gitignore", ".git", ".cargo-ok", ".cargo-checksum.json"};
	struct text name = text_slice(path, folder_of(path).len, path.len);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(name, names[i]))
			return true;
	return text_ends(name, ".orig") || text_ends(name, ".rej");
}
