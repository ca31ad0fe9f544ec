/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/overlay.h"

#include "gate/base/keys.h"

struct overlay {
	struct arena *arena;
	struct keys numbers;
	struct overlay_object *objects;
	size_t count, capacity;
};

struct overlay *overlay_new(struct arena *arena)
{
	struct overlay *overlay = arena_alloc(arena, sizeof(*overlay));

	if (!overlay)
		return NULL;
	*overlay = (struct overlay){.arena = arena};
	keys_start(&overlay->numbers, arena);
	return overlay;
}

int overlay_hash(struct oid *out, git_object_t type, struct text bytes, struct err *err)
{
	git_oid id;

	if (git_odb_hash(&id, bytes.ptr ? bytes.ptr : "", bytes.len, type) < 0)
		return library_fail(err, "an object cannot be hashed");
	*out = from_git(&id);
	return 0;
}

/* Keys are borrowed from the objects' own ids, so these are copied one by one. */
int overlay_add(struct overlay *overlay, const struct overlay_object *object, struct err *err)
{
	struct text key;
	uint32_t *number;

	if (overlay_find(overlay, &object->oid))
		return 0;
	key = arena_text(overlay->arena,
		(struct text){(const char *)object->oid.bytes, sizeof(object->oid.bytes)});
	if (!key.ptr ||
		arena_reserve(overlay->arena, (void **)&overlay->objects, &overlay->capacity,
			overlay->count + 1, sizeof(*overlay->objects)) < 0)
		return err_nomem(err);
	overlay->objects[overlay->count] = *object;
	overlay->objects[overlay->count].bytes = arena_text(overlay->arena, object->bytes);
	if (!overlay->objects[overlay->count].bytes.ptr)
		return err_nomem(err);
	if (keys_add(&overlay->numbers, key, &number, err) < 0)
		return -1;
	*number = (uint32_t)overlay->count++;
	return 0;
}

const struct overlay_object *overlay_find(const struct overlay *overlay, const struct oid *oid)
{
	const struct text key = {(const char *)oid->bytes, sizeof(oid->bytes)};
	const uint32_t *number = overlay ? keys_find(&overlay->numbers, key) : NULL;

	return number ? &overlay->objects[*number] : NULL;
}
