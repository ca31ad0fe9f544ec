/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of locks by place and by name, and the base's packages by name: each of many folders is asked about without a walk through all.
 */
#include "checks/dependencies/rules/kept.h"
#include "checks/dependencies/subjects.h"

struct kept_entries {
	const struct lock *lock;
	struct keys places, names; /* 1 + the first pin */
	uint32_t *next;            /* by pin: 1 + the next of its name, 0 at the end */
};

struct kept_index {
	struct keys locks; /* by their address: 1 + a place in entries */
	struct kept_entries **entries;
	size_t count, capacity;
	struct paths folders; /* "…/package.json" of the base */
	struct keys named;    /* top and name: 1 + the first folder */
	uint32_t *next;
	bool has_folders;
};

int kept_index_new(struct kept_index **out, struct arena *arena, struct err *err)
{
	struct kept_index *index = arena_alloc(arena, sizeof(*index));

	*out = index;
	if (!index)
		return err_nomem(err);
	keys_start(&index->locks, arena);
	keys_start(&index->named, arena);
	return 0;
}

/* ---- entries ---- */

/* The package that an entry belongs to. */
static struct text owner_of(const struct kept_layout *layout, const struct pin *pin)
{
	return layout->has_parts ? text_slice(pin->name, 0, text_find(pin->name, text_of("/")))
				 : pin->name;
}

static int add_entry(struct kept_entries *entries, const struct kept_layout *layout, uint32_t pin,
	struct err *err)
{
	const struct pin *added = &entries->lock->pins.items[pin];
	uint32_t *first;

	if (added->place.len) {
		if (keys_add(&entries->places, added->place, &first, err) < 0)
			return -1;
		*first = pin + 1;
	}
	if (keys_add(&entries->names, owner_of(layout, added), &first, err) < 0)
		return -1;
	entries->next[pin] = *first;
	*first = pin + 1;
	return 0;
}

/* From behind, so that each comes before those that follow it. */
static int list_entries(struct kept_entries **out, const struct lock *lock,
	const struct kept_layout *layout, struct arena *arena, struct err *err)
{
	struct kept_entries *entries = arena_alloc(arena, sizeof(*entries));
	uint32_t count = (uint32_t)lock->pins.count;

	*out = entries;
	if (!entries)
		return err_nomem(err);
	entries->lock = lock;
	entries->next = arena_array(arena, (size_t)count + 1, sizeof(*entries->next));
	if (!entries->next)
		return err_nomem(err);
	keys_start(&entries->places, arena);
	keys_start(&entries->names, arena);
	for (uint32_t pin = count; pin > 0; pin--)
		if (add_entry(entries, layout, pin - 1, err) < 0)
			return -1;
	return 0;
}

static struct text address_of(const struct lock *const *lock)
{
	return (struct text){(const char *)lock, sizeof(*lock)};
}

static int add_lock(const struct kept_entries **out, struct kept *kept, const struct lock *lock,
	struct err *err)
{
	struct kept_index *index = kept->index;
	struct arena *arena = kept->judging->job->arena;
	struct kept_entries *made;
	uint32_t *number;

	if (arena_reserve(arena, (void **)&index->entries, &index->capacity, index->count + 1,
		    sizeof(struct kept_entries *)) < 0)
		return err_nomem(err);
	if (list_entries(&made, lock, kept->layout, arena, err) < 0 ||
		keys_add(&index->locks, address_of(&made->lock), &number, err) < 0)
		return -1;
	index->entries[index->count] = made;
	*number = (uint32_t)++index->count;
	*out = made;
	return 0;
}

int kept_entries(const struct kept_entries **out, struct kept *kept, const struct lock *lock,
	struct err *err)
{
	const uint32_t *known;

	*out = NULL;
	if (!lock)
		return 0;
	known = keys_find(&kept->index->locks, address_of(&lock));
	if (!known)
		return add_lock(out, kept, lock, err);
	*out = kept->index->entries[*known - 1];
	return 0;
}

static const struct pin *pin_at(const struct kept_entries *entries, const uint32_t *number)
{
	return number && *number ? &entries->lock->pins.items[*number - 1] : NULL;
}

const struct pin *kept_entry_at(const struct kept_entries *entries, struct text place)
{
	return pin_at(entries, keys_find(&entries->places, place));
}

const struct pin *kept_entry_named(const struct kept_entries *entries, struct text name)
{
	return pin_at(entries, keys_find(&entries->names, name));
}

const struct pin *kept_entry_next(const struct kept_entries *entries, const struct pin *pin)
{
	return pin_at(entries, &entries->next[pin - entries->lock->pins.items]);
}

/* ---- folders ---- */

static struct text folder_key(struct arena *arena, const struct kept_place *place)
{
	return arena_textf(arena, "%zu %.*s%.*s", place->top.len, (int)place->top.len,
		place->top.ptr, (int)place->name.len, place->name.ptr);
}

static int add_folder(
	struct kept_index *index, const struct kept *kept, size_t number, struct err *err)
{
	struct kept_place place;
	struct text key;
	uint32_t *first;

	if (!kept->layout->split(&place, index->folders.items[number]) ||
		!text_is(place.rest, "package.json"))
		return 0;
	key = folder_key(kept->judging->job->arena, &place);
	if (!key.ptr)
		return err_nomem(err);
	if (keys_add(&index->named, key, &first, err) < 0)
		return -1;
	index->next[number] = *first;
	*first = (uint32_t)number + 1;
	return 0;
}

static int list_folders(struct kept_index *index, const struct kept *kept, struct err *err)
{
	const struct check_job *job = kept->judging->job;

	if (index->has_folders)
		return 0;
	index->has_folders = true;
	if (job_match(job, SIDE_BASE, "**/node_modules/**/package.json", &index->folders, err) < 0)
		return -1;
	index->next = arena_array(job->arena, index->folders.count + 1, sizeof(*index->next));
	if (!index->next)
		return err_nomem(err);
	for (size_t i = index->folders.count; i-- > 0;)
		if (add_folder(index, kept, i, err) < 0)
			return -1;
	return 0;
}

int kept_folder_named(struct kept_folder *out, const struct kept *kept,
	const struct kept_place *place, struct err *err)
{
	struct text key = folder_key(kept->arena, place);
	const uint32_t *first;

	*out = (struct kept_folder){0};
	if (!key.ptr)
		return err_nomem(err);
	if (list_folders(kept->index, kept, err) < 0)
		return -1;
	first = keys_find(&kept->index->named, key);
	out->next = first ? *first : 0;
	kept_folder_next(out, kept);
	return 0;
}

void kept_folder_next(struct kept_folder *folder, const struct kept *kept)
{
	const struct kept_index *index = kept->index;
	uint32_t number = folder->next;

	folder->path = number ? folder_of(index->folders.items[number - 1]) : (struct text){0};
	folder->next = number ? index->next[number - 1] : 0;
}
