/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/shards.h"

#include "checks/model/places.h"
#include "gate/base/json.h"

static const char remedy[] =
	"name all shards and the index in `files`, and write the checkpoint anew where one is gone";

/* "models/a" of "models/a-00002-of-00003.gguf" */
static bool name_parts(struct text path, struct shard *out)
{
	static const size_t tail = sizeof("-00002-of-00003") - 1;
	size_t dot = path.len;
	uint64_t number, count;

	*out = (struct shard){0};
	while (dot > 0 && path.ptr[dot - 1] != '.' && path.ptr[dot - 1] != '/')
		dot--;
	if (dot <= tail + 1 || path.ptr[dot - 1] != '.')
		return false;
	out->stem = text_slice(path, 0, dot - 1 - tail);
	if (path.ptr[out->stem.len] != '-' ||
		!text_starts(text_slice(path, out->stem.len + 6, path.len), "-of-") ||
		!text_to_uint(
			text_slice(path, out->stem.len + 1, out->stem.len + 6), 99999, &number) ||
		!text_to_uint(text_slice(path, dot - 6, dot - 1), 99999, &count))
		return false;
	out->path = path;
	out->number = (uint32_t)number;
	out->count = (uint32_t)count;
	return true;
}

static int add(struct weights *weights, const struct shard *shard, struct err *err)
{
	if (arena_reserve(weights->arena, (void **)&weights->shards, &weights->shard_capacity,
		    weights->shard_count + 1, sizeof(*weights->shards)) < 0)
		return err_nomem(err);
	weights->shards[weights->shard_count++] = *shard;
	return 0;
}

static bool has_index(const struct weights *weights, struct text path)
{
	for (size_t i = 0; i < weights->index_count; i++)
		if (text_equal(weights->indexes[i].path, path))
			return true;
	return false;
}

static int add_index(struct weights *weights, struct text path, struct text content,
	const struct shard *shard, struct err *err)
{
	struct shard_index index = {.path = path, .stem = shard->stem};
	const struct json *root;

	if (json_read(&root, content, path.ptr, weights->arena, err) < 0)
		return -1;
	index.map = json_get(root, "weight_map");
	if (!index.map || index.map->type != JSON_OBJECT) {
		err_set(err, ERR_LOOK, "%s: it has no weight_map", path.ptr);
		return err_remedy(err, remedy);
	}
	if (arena_reserve(weights->arena, (void **)&weights->indexes, &weights->index_capacity,
		    weights->index_count + 1, sizeof(*weights->indexes)) < 0)
		return err_nomem(err);
	weights->indexes[weights->index_count++] = index;
	return 0;
}

/* GGUF's own are noted when they are read. */
static bool has_shard(const struct weights *weights, struct text path)
{
	for (size_t i = 0; i < weights->shard_count; i++)
		if (text_equal(weights->shards[i].path, path))
			return true;
	return false;
}

int shards_note(struct weights *weights, const struct weights_file *file, struct err *err)
{
	struct text path, content = {0};
	struct shard shard;

	if (!name_parts(file->path, &shard) || has_shard(weights, file->path))
		return 0;
	if (add(weights, &shard, err) < 0)
		return -1;
	if (!text_ends(file->path, ".safetensors") || !file->beside)
		return 0;
	path = arena_textf(
		weights->arena, "%.*s.safetensors.index.json", (int)shard.stem.len, shard.stem.ptr);
	if (!path.ptr)
		return err_nomem(err);
	if (has_index(weights, path))
		return 0;
	if (file->beside(file->context, path, &content, err) < 0)
		return -1;
	return content.ptr ? add_index(weights, path, content, &shard, err) : 0;
}

int shards_note_part(struct weights *weights, const struct weights_file *file,
	const struct shard *said, struct err *err)
{
	struct shard shard = *said, named;

	shard.path = shard.stem = file->path;
	if (name_parts(file->path, &named)) {
		if (named.number != said->number || named.count != said->count)
			return weights_error(file, err,
				"it says that it is shard %u of %u, and its name says another one",
				said->number, said->count);
		shard.stem = named.stem;
	} else if (said->count < 2) {
		return 0;
	}
	return add(weights, &shard, err);
}

/* --- once all were read --- */

static bool is_sibling(const struct shard *a, const struct shard *b)
{
	return a->count == b->count && text_equal(a->stem, b->stem);
}

/* All of one model that are here. */
struct siblings {
	uint32_t found, same_number;
	uint64_t tensors;
};

static struct siblings siblings_of(const struct weights *weights, const struct shard *shard)
{
	struct siblings out = {0};

	for (size_t i = 0; i < weights->shard_count; i++) {
		const struct shard *other = &weights->shards[i];

		if (!is_sibling(shard, other))
			continue;
		out.found++;
		out.same_number += other->number == shard->number;
		out.tensors += other->tensors;
	}
	return out;
}

static int ask_siblings(const struct weights *weights, const struct shard *shard, struct err *err)
{
	const struct siblings all = siblings_of(weights, shard);

	if (shard->number == 0 || shard->number > shard->count)
		return err_set(err, ERR_LOOK, "%.*s: there is no shard %u of %u",
			text_quote(shard->path), shard->path.ptr, shard->number, shard->count);
	if (all.same_number != 1 || all.found != shard->count) {
		err_set(err, ERR_LOOK, "%.*s: it is one of %u shards, and %u are here",
			text_quote(shard->path), shard->path.ptr, shard->count, all.found);
		return err_remedy(err, remedy);
	}
	if (!shard->total || shard->total == all.tensors)
		return 0;
	err_set(err, ERR_LOOK,
		"%.*s: it says that its shards have %llu tensors, and they have %llu",
		text_quote(shard->path), shard->path.ptr, (unsigned long long)shard->total,
		(unsigned long long)all.tensors);
	return err_remedy(err, remedy);
}

static int ask_shards(const struct weights *weights, struct err *err)
{
	for (size_t i = 0; i < weights->shard_count; i++)
		if (ask_siblings(weights, &weights->shards[i], err) < 0)
			return -1;
	return 0;
}

static int misplaced(const struct shard_index *index, struct text name, const char *what,
	struct text where, struct err *err)
{
	err_set(err, ERR_LOOK, "%.*s: tensor %.*s %s%.*s", text_quote(index->path), index->path.ptr,
		text_quote(name), name.ptr, what, text_quote(where), where.ptr ? where.ptr : "");
	return err_remedy(err, remedy);
}

static int ask_entry(const struct weights *weights, const struct shard_index *index,
	const struct json *entry, struct err *err)
{
	const struct tensor *tensor = weights_find(weights, entry->key);

	if (entry->type != JSON_STRING)
		return misplaced(index, entry->key, "has no file", (struct text){0}, err);
	if (!tensor)
		return misplaced(index, entry->key, "is not in ", entry->text, err);
	if (!text_equal(place_file_name(tensor->path), entry->text))
		return misplaced(index, entry->key, "is not there, but in ",
			place_file_name(tensor->path), err);
	return 0;
}

static int ask_index(
	const struct weights *weights, const struct shard_index *index, struct err *err)
{
	struct keys entries = {0};
	uint32_t *number;

	keys_start(&entries, weights->arena);
	for (const struct json *entry = index->map->child; entry; entry = entry->next)
		if (ask_entry(weights, index, entry, err) < 0 ||
			keys_add(&entries, entry->key, &number, err) < 0)
			return -1;
	for (size_t i = 0; i < weights->count; i++) {
		const struct tensor *tensor = &weights->items[i];
		struct shard shard;

		if (name_parts(tensor->path, &shard) && text_equal(shard.stem, index->stem) &&
			!keys_find(&entries, tensor->name))
			return misplaced(index, tensor->name, "is not named, and lies in ",
				place_file_name(tensor->path), err);
	}
	return 0;
}

int shards_ask(const struct weights *weights, struct err *err)
{
	if (ask_shards(weights, err) < 0)
		return -1;
	for (size_t i = 0; i < weights->index_count; i++)
		if (ask_index(weights, &weights->indexes[i], err) < 0)
			return -1;
	return 0;
}
