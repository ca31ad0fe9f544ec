/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/checkout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/sha_pair.h"
#include "gate/change/objects.h"
#include "gate/change/reader.h"

enum {
	LONGEST_HEADER = 32, /* "blob 18446744073709551615" and a NUL */
	MISSES_AHEAD = 64,   /* more misses than hits, and no more is tried */
};

void checkout_files_start(struct checkout_files *out, int root)
{
	struct err err = {0};

	*out = (struct checkout_files){.near = {.root = root, .at = -1}};
	if (root >= 0 && sha_pair_new(&out->sha, &err) < 0)
		out->sha = NULL;
}

void checkout_files_end(struct checkout_files *files)
{
	directory_near_close(&files->near);
	sha_pair_free(files->sha);
	free(files->bytes);
	*files = (struct checkout_files){.near = {.root = -1, .at = -1}};
}

static bool has_room(struct checkout_files *files, uint64_t size)
{
	size_t wanted = (size_t)size + LONGEST_HEADER;
	char *grown;

	if (size > SIZE_MAX - LONGEST_HEADER)
		return false;
	if (wanted <= files->capacity)
		return true;
	grown = realloc(files->bytes, wanted);
	if (!grown)
		return false;
	files->bytes = grown;
	files->capacity = wanted;
	return true;
}

static bool read_all(int fd, char *into, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t some = read(fd, into + got, size - got);

		if (some < 0 && errno == EINTR)
			continue;
		if (some <= 0)
			return false;
		got += (size_t)some;
	}
	return true;
}

static bool read_file(struct checkout_files *files, struct text path, char *into, size_t size)
{
	int fd = directory_near_open(&files->near, path, size);
	bool done;

	if (fd < 0)
		return false;
	done = read_all(fd, into, size);
	close(fd);
	return done;
}

/* Nothing is made of what was read before its id is known to be right. */
static bool is_copy(struct blob_content *out, struct checkout_files *files, const struct oid *oid,
	uint64_t size, struct text path)
{
	unsigned char id[SHA1_LENGTH];
	struct err err = {0};
	size_t header;

	if (!has_room(files, size))
		return false;
	header = (size_t)snprintf(
			 files->bytes, LONGEST_HEADER, "blob %llu", (unsigned long long)size) +
		 1;
	if (!read_file(files, path, files->bytes + header, (size_t)size) ||
		sha_pair_both(files->sha, (struct text){files->bytes, header + (size_t)size},
			header, id, out->sha256, &err) < 0 ||
		memcmp(id, oid->bytes, sizeof(oid->bytes)) != 0)
		return false;
	out->bytes = (struct text){files->bytes + header, (size_t)size};
	out->is_hashed = true;
	return true;
}

bool checkout_files_copy(struct blob_content *out, struct checkout_files *files,
	const struct oid *oid, uint64_t size, struct text path)
{
	bool found;

	if (!files->sha || files->misses > files->hits + MISSES_AHEAD)
		return false;
	found = is_copy(out, files, oid, size, path);
	*(found ? &files->hits : &files->misses) += 1;
	return found;
}

/* ---- by a reader ---- */

struct checkout {
	struct checkout_files files;
	struct reader *reader;
};

int checkout_open(
	struct checkout **out, struct reader *reader, const struct checkout *first, struct err *err)
{
	struct checkout *made = calloc(1, sizeof(*made));

	*out = made;
	if (!made)
		return err_nomem(err);
	made->reader = reader;
	checkout_files_start(
		&made->files, first ? first->files.near.root : reader_checked_out(reader));
	return 0;
}

void checkout_close(struct checkout *checkout)
{
	if (!checkout)
		return;
	checkout_files_end(&checkout->files);
	free(checkout);
}

int checkout_blob(struct checkout *checkout, const struct blob *blob, struct blob_content *out,
	struct err *err)
{
	struct reader *reader = checkout->reader;
	uint64_t size;

	out->is_hashed = false;
	if (blob->kind == BLOB_FILE && blob->place_count && reader->objects &&
		!reader_is_on_disk(reader, &blob->oid) &&
		objects_packed_size(reader->objects, &blob->oid, &size) && size >= CHECKOUT_LEAST &&
		size <= reader->limits.max_blob_bytes &&
		checkout_files_copy(out, &checkout->files, &blob->oid, size, blob->places[0].path))
		return 0;
	return reader_blob(reader, blob, &out->bytes, err);
}
