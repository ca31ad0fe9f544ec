/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/hashed_ahead.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/crate.h"
#include "gate/base/buffer.h"
#include "gate/base/hash.h"
#include "gate/base/keys.h"

/* What is hashed together, in pairs: see sha_bytes_each. */
enum { SHA256_LENGTH = 32, MOST_TOGETHER = 64, BYTES_TOGETHER = 1 << 20 };

struct blob_digest {
	struct oid oid;
	unsigned char sha256[SHA256_LENGTH];
	uint64_t size;
};

struct read_blob {
	struct oid oid;
	struct text content;
};

struct hashed_ahead {
	struct ahead *ahead;
	struct arena *arena;
	struct keys ids; /* a number is that of an item, and 1 */
	struct blob_digest **items;
	size_t count, capacity;
	struct sha *sha256;
	struct buffer crate; /* the folder whose list was seen last */
	struct arena *contents;
	struct read_blob read[MOST_TOGETHER];
	size_t read_count, read_bytes;
};

static struct text key_of(const struct oid *oid)
{
	return (struct text){(const char *)oid->bytes, sizeof(oid->bytes)};
}

static bool is_list(struct text path)
{
	return text_is(path, CRATE_LIST) || text_ends(path, "/" CRATE_LIST);
}

/* A tree's order has the list, whose name begins with a dot, before nearly all else in its folder. */
static bool is_vendored(struct hashed_ahead *made, struct text path)
{
	struct text crate;

	if (is_list(path)) {
		buffer_clear(&made->crate);
		buffer_add(&made->crate, text_slice(path, 0, path.len - strlen(CRATE_LIST)));
		return !made->crate.failed;
	}
	crate = buffer_text(&made->crate);
	return crate.len && path.len > crate.len && memcmp(path.ptr, crate.ptr, crate.len) == 0;
}

static bool is_plain(const struct file *file)
{
	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE;
}

static int add(struct hashed_ahead *made, const struct read_blob *read, const unsigned char *sha256,
	struct err *err)
{
	struct blob_digest *item = arena_alloc(made->arena, sizeof(*item));
	uint32_t *number;

	if (!item || arena_reserve(made->arena, (void **)&made->items, &made->capacity,
			     made->count + 1, sizeof(*made->items)) < 0)
		return err_nomem(err);
	*item = (struct blob_digest){.oid = read->oid, .size = read->content.len};
	memcpy(item->sha256, sha256, sizeof(item->sha256));
	if (keys_add(&made->ids, key_of(&item->oid), &number, err) < 0)
		return -1;
	made->items[made->count++] = item;
	*number = (uint32_t)made->count;
	return 0;
}

/* What was read, all at once. */
static int hash_read(struct hashed_ahead *made, struct err *err)
{
	unsigned char sha256[MOST_TOGETHER][LONGEST_HASH];
	struct text texts[MOST_TOGETHER] = {{"", 0}};
	size_t count = made->read_count;

	for (size_t i = 0; i < count; i++)
		texts[i] = made->read[i].content;
	if (sha_bytes_each(made->sha256, texts, count, sha256, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (add(made, &made->read[i], sha256[i], err) < 0)
			return -1;
	made->read_count = made->read_bytes = 0;
	arena_reset(made->contents);
	return 0;
}

/* One that cannot be read is left to what says so. */
static bool take(void *self, const struct file *file)
{
	struct hashed_ahead *made = self;
	struct read_blob *read = &made->read[made->read_count];
	struct err ignored = {0};

	if (!is_plain(file) || !is_vendored(made, file->path) ||
		keys_find(&made->ids, key_of(&file->head)) ||
		!ahead_read(made->ahead, file, &read->content, made->contents))
		return !made->crate.failed;
	read->oid = file->head;
	made->read_count++;
	made->read_bytes += read->content.len;
	return (made->read_count < MOST_TOGETHER && made->read_bytes < BYTES_TOGETHER) ||
	       hash_read(made, &ignored) == 0;
}

static bool start(struct hashed_ahead *made, struct err *err)
{
	made->arena = arena_new();
	made->contents = arena_new();
	if (!made->arena || !made->contents || sha_new(&made->sha256, SHA256_LENGTH, err) < 0)
		return false;
	keys_start(&made->ids, made->arena);
	return true;
}

void *hash_ahead(struct ahead *ahead)
{
	struct hashed_ahead *made = calloc(1, sizeof(*made));
	struct err ignored = {0};

	if (!made)
		return NULL;
	made->ahead = ahead;
	if (start(made, &ignored)) {
		ahead_each(ahead, take, made);
		if (hash_read(made, &ignored) == 0)
			return made;
	}
	hashed_ahead_free(made);
	return NULL;
}

void hashed_ahead_free(void *self)
{
	struct hashed_ahead *made = self;

	sha_free(made->sha256);
	arena_free(made->contents);
	arena_free(made->arena);
	buffer_free(&made->crate);
	free(made);
}

bool hashed_ahead_find(const struct hashed_ahead *made, const struct oid *oid,
	unsigned char sha256[SHA256_LENGTH], uint64_t *size)
{
	const uint32_t *number = made ? keys_find(&made->ids, key_of(oid)) : NULL;

	if (!number || !*number)
		return false;
	memcpy(sha256, made->items[*number - 1]->sha256, sizeof(made->items[0]->sha256));
	*size = made->items[*number - 1]->size;
	return true;
}
