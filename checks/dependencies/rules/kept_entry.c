/* SPDX-License-Identifier: Apache-2.0
 *
 * Which entry of a lock describes a folder: in npm's locks the one with that place, in others the one of the name and version
 * that the folder's package.json says. At the head the name is the base's, so that no edit makes another package of it.
 */
#include <string.h>

#include "checks/dependencies/rules/kept.h"
#include "checks/dependencies/subjects.h"

enum { MOST_TWINS = 64 };

/* One folder on both sides, and the entries that describe it. */
struct described {
	struct kept_place place;
	struct kept_manifest was, is;
	const struct pin *base, *head;
	const struct kept_entries
		*base_lock;  /* that of `base`, else that which `head`'s file was */
	bool is_of_one_file; /* both entries are of one lock */
};

/* ---- layouts whose folders have one entry, or all parts of one name ---- */

static bool is_same(const struct pin *a, const struct pin *b)
{
	return text_equal(a->name, b->name) && text_equal(a->version, b->version) &&
	       text_equal(a->source, b->source) && pin_has_same_digests(a, b);
}

static bool has_same(const struct kept_entries *entries, struct text package, const struct pin *pin)
{
	for (const struct pin *one = kept_entry_named(entries, package); one;
		one = kept_entry_next(entries, one))
		if (is_same(one, pin))
			return true;
	return false;
}

/* Whether `in` has all pins of the package that `of` has, and none is a folder of the project's own. */
static bool has_all(
	const struct kept_entries *in, const struct kept_entries *of, struct text package)
{
	for (const struct pin *one = kept_entry_named(of, package); one;
		one = kept_entry_next(of, one))
		if (one->flags & PIN_LOCAL || !has_same(in, package, one))
			return false;
	return true;
}

static bool names(const struct kept_entries *entries, struct text package)
{
	return entries && kept_entry_named(entries, package);
}

/* The lock of one side in a folder; NULL where there is none. */
static int read_lock(const struct kept_entries **out, struct kept *kept,
	const struct kept_lock *which, enum side side, struct text folder, struct err *err)
{
	struct text path =
		arena_textf(kept->arena, "%.*s%s", (int)folder.len, folder.ptr, which->file);
	const struct lock *lock;

	if (!path.ptr)
		return err_nomem(err);
	if (proving_lock(&lock, kept->proving, side, which->format, path, err) < 0)
		return -1;
	return kept_entries(out, kept, lock, err);
}

static int decide_by_name(struct kept *kept, struct err *err)
{
	const struct kept_lock *which = &kept->layout->locks[0];
	const struct kept_entries *base, *head;
	struct text package = kept->place.name;

	if (read_lock(&base, kept, which, SIDE_BASE, kept->place.top, err) < 0 ||
		read_lock(&head, kept, which, SIDE_HEAD, kept->place.top, err) < 0)
		return -1;
	kept->format = which->format;
	kept->lock = which->file;
	if (names(base, package) && names(head, package) && has_all(head, base, package) &&
		has_all(base, head, package))
		kept->hold = KEPT_AS_BASE;
	return 0;
}

/* ---- by place, or by name and version ---- */

/* "node_modules/a/node_modules/b" below the lock's folder. */
static const struct pin *entry_at(
	const struct kept_entries *entries, struct text folder, struct text top)
{
	return kept_entry_at(entries, text_slice(folder, top.len, folder.len - 1));
}

/* Entries of either of two names, in the order of the file. */
struct called {
	const struct kept_entries *entries;
	const struct pin *one, *other;
};

static struct called called(const struct kept_entries *entries, struct text name,
	const struct described *folder, const struct kept_manifest *manifest)
{
	struct text one = name.ptr ? name : folder->place.name,
		    other = name.ptr ? name : manifest->name;

	return (struct called){entries, kept_entry_named(entries, one),
		text_equal(one, other) ? NULL : kept_entry_named(entries, other)};
}

static const struct pin *called_next(struct called *called)
{
	bool is_one = called->one && (!called->other || called->one < called->other);
	const struct pin **from = is_one ? &called->one : &called->other, *taken = *from;

	if (taken)
		*from = kept_entry_next(called->entries, taken);
	return taken;
}

/* Without a version, as where the folder is a link: the only one of that name. */
static const struct pin *entry_of(struct called called, const struct kept_manifest *manifest)
{
	const struct pin *found = NULL, *pin;

	while ((pin = called_next(&called)) != NULL) {
		if (pin->flags & PIN_PROJECT)
			continue;
		if (manifest->is_read && text_equal(pin->version, manifest->version))
			return pin;
		if (!manifest->is_read && found && !is_same(found, pin))
			return NULL;
		found = manifest->is_read ? NULL : pin;
	}
	return found;
}

static const struct pin *described_by(const struct kept_entries *entries,
	const struct kept_lock *which, struct text top, struct text name,
	const struct described *folder, const struct kept_manifest *manifest)
{
	const struct pin *pin = NULL;

	if (entries)
		pin = which->has_places
			      ? entry_at(entries, folder->place.folder, top)
			      : entry_of(called(entries, name, folder, manifest), manifest);
	return pin && pin->flags & PIN_BUNDLED ? NULL : pin;
}

/* What a lock in `top` says; the first lock that described the folder before counts, and of others only what it says now. */
static int ask_lock(struct described *folder, struct kept *kept, const struct kept_lock *which,
	struct text top, struct err *err)
{
	const struct kept_entries *base, *head;
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
	const struct kept_entries *entries = folder->base_lock;
	struct described other = *folder;

	other.is_of_one_file = true;
	other.base = entries ? kept_entry_named(entries, folder->head->name) : NULL;
	for (; other.base; other.base = kept_entry_next(entries, other.base))
		if (is_same_package(&other))
			return true;
	return false;
}

/* ---- another folder of the same package ---- */

static int find_twin(struct kept *kept, const struct described *folder, struct err *err)
{
	const struct kept_place place = {.top = folder->place.top, .name = folder->head->name};
	struct kept_folder other;

	if (kept_folder_named(&other, kept, &place, err) < 0)
		return -1;
	for (size_t read = 0; other.path.ptr && read < MOST_TWINS; read++) {
		struct kept_manifest manifest;

		if (kept_manifest_read(&manifest, kept, SIDE_BASE, other.path, err) < 0)
			return -1;
		if (text_equal(manifest.version, folder->head->version)) {
			kept->twin = other.path;
			kept->hold = KEPT_AS_TWIN;
			return 0;
		}
		kept_folder_next(&other, kept);
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
