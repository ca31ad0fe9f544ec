/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/pointer.h"

#include <string.h>

#include "gate/base/digest.h"
#include "gate/base/lfs_pointer.h"
#include "gate/base/yaml.h"

static bool is_hex(struct text text, size_t length)
{
	if (text.len != length)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!(text.ptr[i] >= '0' && text.ptr[i] <= '9') &&
			!(text.ptr[i] >= 'a' && text.ptr[i] <= 'f'))
			return false;
	return true;
}

/* A second digest would let two readers see two files. */
bool pointer_lfs(struct text content, struct text *sha256)
{
	struct text rest = content, line, found = {0};

	if (content.len >= 1024 || !text_next_line(&rest, &line) ||
		!text_is(line, LFS_POINTER_START "v1"))
		return false;
	while (text_next_line(&rest, &line)) {
		struct text oid = text_slice(line, strlen("oid sha256:"), line.len);

		if (!text_starts(line, "oid "))
			continue;
		if (found.ptr || !text_starts(line, "oid sha256:") || !is_hex(oid, 64))
			return false;
		found = oid;
	}
	*sha256 = found;
	return found.ptr != NULL;
}

static bool is_dvc_digest(struct text md5)
{
	return is_hex(text_ends(md5, ".dir") ? text_slice(md5, 0, md5.len - 4) : md5, 32);
}

/* The one thing of `outs`, a map; NULL. */
static const struct yaml *only_out(const struct yaml *outs)
{
	if (!outs || outs->type != YAML_LIST || outs->count != 1)
		return NULL;
	return outs->child->type == YAML_MAP ? outs->child : NULL;
}

static struct text scalar_of(const struct yaml *map, const char *key)
{
	const struct yaml *value = map ? yaml_get(map, key) : NULL;

	return value && value->type == YAML_SCALAR ? value->text : (struct text){"", 0};
}

int pointer_dvc_read(struct pointer_dvc *out, struct text content, const char *name,
	struct arena *arena, struct err *err)
{
	const struct yaml_options options = {.max_bytes = 65536, .kind = ERR_LOOK};
	const struct yaml *yaml, *outs;

	*out = (struct pointer_dvc){0};
	if (yaml_read_with(&yaml, content, name, &options, arena, err) < 0)
		return -1;
	outs = yaml->type == YAML_MAP ? yaml_get(yaml, "outs") : NULL;
	out->path = scalar_of(only_out(outs), "path");
	out->md5 = scalar_of(only_out(outs), "md5");
	if (out->path.len && is_dvc_digest(out->md5))
		return 0;
	return err_set(err, ERR_LOOK,
		"%s:%u:1: no DVC pointer: `outs` does not name one path with its md5", name,
		outs ? outs->line : 1);
}

static int add_locked(
	struct pointer_locks *out, const struct yaml *item, struct arena *arena, struct err *err)
{
	struct pointer_locked locked = {scalar_of(item, "path"), scalar_of(item, "md5")};

	if (!locked.path.len || !is_dvc_digest(locked.md5))
		return 0; /* of another store: an etag, a checksum */
	if (arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = locked;
	return 0;
}

static int add_stage(
	struct pointer_locks *out, const struct yaml *stage, struct arena *arena, struct err *err)
{
	const struct yaml *outs = stage->type == YAML_MAP ? yaml_get(stage, "outs") : NULL;

	if (!outs || outs->type != YAML_LIST)
		return 0;
	for (const struct yaml *item = outs->child; item; item = item->next)
		if (item->type == YAML_MAP && add_locked(out, item, arena, err) < 0)
			return -1;
	return 0;
}

int pointer_locks_read(struct pointer_locks *out, struct text content, const char *name,
	struct arena *arena, struct err *err)
{
	const struct yaml_options options = {.max_bytes = 16 << 20, .kind = ERR_LOOK};
	const struct yaml *root, *stages;

	*out = (struct pointer_locks){0};
	if (yaml_read_with(&root, content, name, &options, arena, err) < 0)
		return -1;
	stages = root->type == YAML_MAP ? yaml_get(root, "stages") : NULL;
	if (!stages)
		stages = root;
	if (stages->type != YAML_MAP)
		return err_set(err, ERR_LOOK, "%s:%u:1: no dvc.lock: it has no stages", name,
			stages->line);
	for (const struct yaml *stage = stages->child; stage; stage = stage->next)
		if (add_stage(out, stage, arena, err) < 0)
			return -1;
	return 0;
}
