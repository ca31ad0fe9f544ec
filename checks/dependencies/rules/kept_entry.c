/* SPDX-License-Identifier: Apache-2.0
 *
 * Which entry of a lock describes a folder: in npm's locks the one with that place, in others the one of the name and version
 * that the folder's package.json says. At the head the name is the base's, so that no edit makes another package of it.
 */
#include <string.h>

#include "checks/dependencies/rules/kept.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/glob.h"

enum { MOST_TWINS = 64 };

/* One folder on both sides, and the entries that describe it. */
struct described {
	struct kept_place place;
	struct kept_manifest was, is;
	const struct pin *base, *head;
	const struct lock *base_lock; /* that of `base`, else that which `head`'s file was */
	bool is_of_one_file;          /* both entries are of one lock */
};

/* ---- layouts whose folders have one entry, or all parts of one name ---- */

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
	       text_equal(a->source, b->source) && pin_has_same_digests(a, b);
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

static bool names(const struct kept *kept, const struct lock *lock)
{
	for (size_t i = 0; lock && i < lock->pins.count; i++)
		if (is_of(kept, &lock->pins.items[i]))
			return true;
	return false;
}

/* The lock of one side in a folder; NULL where there is none. */
static int read_lock(const struct lock **out, const struct kept *kept,
	const struct kept_lock *which, enum side side, struct text folder, struct err *err)
{
	struct text path =
		arena_textf(kept->arena, "%.*s%s", (int)folder.len, folder.ptr, which->file);

	if (!path.ptr)
		return err_nomem(err);
	return proving_lock(out, kept->proving, side, which->format, path, err);
}

static int decide_by_name(struct kept *kept, struct err *err)
{
	const struct kept_lock *which = &kept->layout->locks[0];
	const struct lock *base, *head;

	if (read_lock(&base, kept, which, SIDE_BASE, kept->place.top, err) < 0 ||
		read_lock(&head, kept, which, SIDE_HEAD, kept->place.top, err) < 0)
		return -1;
	kept->format = which->format;
	kept->lock = which->file;
	if (names(kept, base) && names(kept, head) && has_all(kept, head, base) &&
		has_all(kept, base, head))
		kept->hold = KEPT_AS_BASE;
	return 0;
}

/* ---- by place, or by name and version ---- */

/* "node_modules/a/node_modules/b" below the lock's folder. */
static const struct pin *entry_at(const struct lock *lock, struct text folder, struct text top)
{
	struct text place = text_slice(folder, top.len, folder.len - 1);

	for (size_t i = 0; i < lock->pins.count; i++)
		if (text_equal(lock->pins.items[i].place, place))
			return &lock->pins.items[i];
	return NULL;
}

static bool is_called(const struct pin *pin, struct text name, const struct described *folder,
	const struct kept_manifest *manifest)
{
	if (name.ptr)
		return text_equal(pin->name, name);
	return text_equal(pin->name, folder->place.name) || text_equal(pin->name, manifest->name);
}

/* Without a version, as where the folder is a link: the only one of that name. */
static const struct pin *entry_of(const struct lock *lock, struct text name,
	const struct described *folder, const struct kept_manifest *manifest)
{
	const struct pin *found = NULL;

	for (size_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];

		if (pin->flags & PIN_PROJECT || !is_called(pin, name, folder, manifest))
			continue;
		if (manifest->is_read && text_equal(pin->version, manifest->version))
			return pin;
		if (!manifest->is_read && found && !is_same(found, pin))
			return NULL;
		found = manifest->is_read ? NULL : pin;
	}
	return found;
}

static const struct pin *described_by(const struct lock *lock, const struct kept_lock *which,
	struct text top, struct text name, const struct described *folder,
	const struct kept_manifest *manifest)
{
	const struct pin *pin = NULL;

	if (lock)
		pin = which->has_places ? entry_at(lock, folder->place.folder, top)
					: entry_of(lock, name, folder, manifest);
	return pin && pin->flags & PIN_BUNDLED ? NULL : pin;
}

/* What a lock in `top` says; the first lock that described the folder before counts, and of others only what it says now. */
static int ask_lock(struct described *folder, struct kept *kept, const struct kept_lock *which,
	struct text top, struct err *err)
{
	const struct lock *base, *head;
	const struct pin *was, *is;

	if (read_lock(&base, kept, which, SIDE_BASE, top, err) < 0 ||
		read_lock(&head, kept, which, SIDE_HEAD, top, err) < 0)
		return -1;
	was = described_by(base, which, top, (struct text){0}, folder, &folder->was);
	is = described_by(
		head, which, top, was ? was->name : (struct text){0}, folder, &folder->is);
	if (!was && (folder->head || !is))
		return 0;
	kept->format = which->format;
	kept->lock = which->file;
	if (was) {
		folder->base = was;
		folder->base_lock = base;
		folder->is_of_one_file = is;
	} else {
		folder->base_lock = base;
	}
	folder->head = is ? is : folder->head;
	return 0;
}

/* Folders of a workspace have no lock of their own: npm's is in one above. */
static int ask_locks(struct described *folder, struct kept *kept, struct err *err)
{
	const struct kept_lock *locks = kept->layout->locks;
	struct text top = folder->place.top;

	for (;;) {
		for (size_t i = 0; locks[i].format && !folder->base; i++)
			if ((locks[i].has_places || top.len == folder->place.top.len) &&
				ask_lock(folder, kept, &locks[i], top, err) < 0)
				return -1;
		if (!top.len)
			return 0;
		top = folder_of(text_slice(top, 0, top.len - 1));
	}
}

static int describe(struct described *folder, struct kept *kept, struct err *err)
{
	if (kept_manifest_read(&folder->was, kept, SIDE_BASE, folder->place.folder, err) < 0 ||
		kept_manifest_read(&folder->is, kept, SIDE_HEAD, folder->place.folder, err) < 0)
		return -1;
	return ask_locks(folder, kept, err);
}

/* Two package managers do not have the same kinds of hash. */
static bool is_same_package(const struct described *folder)
{
	const struct pin *a = folder->base, *b = folder->head;

	if (!folder->is_of_one_file)
		return text_equal(a->name, b->name) && text_equal(a->version, b->version);
	return a->digest_count
		       ? text_equal(a->name, b->name) && text_equal(a->version, b->version) &&
				 pin_has_same_digests(a, b)
		       : is_same(a, b);
}

/* The base's lock had that very package too, in whatever folder. */
static bool was_known(const struct described *folder)
{
	const struct lock *lock = folder->base_lock;
	struct described other = *folder;

	other.is_of_one_file = true;
	for (size_t i = 0; lock && i < lock->pins.count; i++) {
		other.base = &lock->pins.items[i];
		if (is_same_package(&other))
			return true;
	}
	return false;
}

/* ---- another folder of the same package ---- */

static int list_manifests(struct kept *kept, struct err *err)
{
	struct check_job reading = *kept->judging->job;

	if (kept->has_manifests)
		return 0;
	kept->has_manifests = true;
	return job_match(
		&reading, SIDE_BASE, "**/node_modules/**/package.json", &kept->manifests, err);
}

static bool is_folder_of(const struct kept *kept, struct text path, const struct described *folder)
{
	size_t behind = strlen("/package.json"), len = folder->head->name.len;
	struct kept_place place;

	if (path.len < behind + len ||
		!text_equal(text_slice(path, path.len - behind - len, path.len - behind),
			folder->head->name))
		return false;
	return kept->layout->split(&place, path) && text_is(place.rest, "package.json") &&
	       text_equal(place.name, folder->head->name) &&
	       text_equal(place.top, folder->place.top);
}

static int find_twin(struct kept *kept, const struct described *folder, struct err *err)
{
	size_t read = 0;

	if (list_manifests(kept, err) < 0)
		return -1;
	for (size_t i = 0; i < kept->manifests.count && read < MOST_TWINS; i++) {
		struct text path = kept->manifests.items[i], where = folder_of(path);
		struct kept_manifest manifest;

		if (!is_folder_of(kept, path, folder))
			continue;
		read++;
		if (kept_manifest_read(&manifest, kept, SIDE_BASE, where, err) < 0)
			return -1;
		if (!text_equal(manifest.version, folder->head->version))
			continue;
		kept->twin = where;
		kept->hold = KEPT_AS_TWIN;
		return 0;
	}
	return 0;
}

/* ---- packages in packages ---- */

/* The package that the folder lies in; false where it lies in none. */
static bool above(struct kept_place *out, const struct kept *kept, const struct kept_place *place)
{
	static const char folder[] = "node_modules/";
	size_t end = place->folder.len - place->name.len - 1;

	if (end < strlen(folder) + place->top.len)
		return false;
	return kept->layout->split(out, text_slice(place->folder, 0, end - strlen(folder)));
}

static bool is_local(const struct pin *pin)
{
	return pin && pin->flags & PIN_LOCAL;
}

static int decide_described(struct kept *kept, const struct described *folder, struct err *err)
{
	if (is_local(folder->base) || is_local(folder->head))
		return 0;
	if (folder->base && (!folder->head || is_same_package(folder))) {
		kept->hold = KEPT_AS_BASE;
		if (folder->was.is_read || !folder->is.is_read)
			return 0;
		kept->hold = KEPT_FREE; /* it is new here */
	}
	return folder->head && was_known(folder) ? find_twin(kept, folder, err) : 0;
}

/* What no lock names belongs to the package that it lies in, as bundled ones do. */
static int decide_by_entry(struct kept *kept, struct err *err)
{
	struct described folder = {.place = kept->place};

	if (describe(&folder, kept, err) < 0)
		return -1;
	kept->version = folder.is.version;
	for (struct kept_place place = folder.place; !folder.base && !folder.head;
		place = folder.place) {
		folder = (struct described){0};
		if (!above(&folder.place, kept, &place))
			return 0;
		if (describe(&folder, kept, err) < 0)
			return -1;
	}
	kept->owner = folder.place.folder;
	if (decide_described(kept, &folder, err) < 0)
		return -1;
	if (kept->hold != KEPT_AS_TWIN)
		return 0;
	kept->twin = arena_textf(kept->arena, "%.*s%.*s", (int)kept->twin.len, kept->twin.ptr,
		(int)(kept->place.folder.len - folder.place.folder.len),
		kept->place.folder.ptr + folder.place.folder.len);
	return kept->twin.ptr ? 0 : err_nomem(err);
}

/* ---- all layouts ---- */

int kept_decide(struct kept *kept, struct err *err)
{
	kept->hold = KEPT_FREE;
	kept->version = text_of("");
	kept->owner = kept->place.folder;
	if (kept->layout->has_manifest && kept_is_programs(kept->place.name)) {
		kept_decide_programs(kept);
		return 0;
	}
	if (kept->layout->has_manifest)
		return decide_by_entry(kept, err);
	if (!kept->layout->says_version)
		return decide_by_name(kept, err);
	kept->format = kept->layout->format;
	kept->hold = KEPT_AS_BASE;
	return 0;
}
