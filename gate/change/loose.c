/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/loose.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZLIB_CONST
#include <git2/sys/odb_backend.h>
#include <zlib.h>

#include "gate/base/memory.h"
#include "gate/change/regular.h"

/* "commit " and 20 digits and NUL fit well. */
enum { LONGEST_HEADER = 64, FANOUT = 2, FIRST_PRIORITY = 1000 };

/* deflate cannot do better: 258 bytes for two bits. */
enum { BEST_RATIO = 1032 };

struct loose {
	git_odb_backend backend; /* first: libgit2 hands out pointers to it */
	char dir[];
};

/* A loose object file in memory, and how far it has been inflated. */
struct inflating {
	void *mapped;
	size_t mapped_len;
	z_stream stream;
	char head[LONGEST_HEADER];
	size_t head_len; /* "blob 12" without its NUL */
	size_t extra;    /* bytes of content that follow it in `head` */
	git_object_t type;
	size_t size;
};

static int damaged(const char *why)
{
	git_error_set_str(GIT_ERROR_ODB, why);
	return GIT_ERROR;
}

static void loose_path(char path[PATH_MAX], const struct loose *loose, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	git_oid_tostr(hex, sizeof(hex), id);
	snprintf(path, PATH_MAX, "%s/%.2s/%s", loose->dir, hex, hex + FANOUT);
}

static int map_file(struct inflating *file, const char *path)
{
	struct stat status;
	/* A pipe in its place is not waited for. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR
			       ? GIT_ENOTFOUND
			       : damaged("the loose object cannot be opened");
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size <= 0 ||
		status.st_size > UINT_MAX) {
		close(fd);
		return damaged("the loose object is empty, or no file");
	}
	file->mapped_len = (size_t)status.st_size;
	file->mapped = mmap(NULL, file->mapped_len, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (file->mapped != MAP_FAILED)
		return 0;
	file->mapped = NULL;
	return damaged("the loose object cannot be mapped");
}

/* "<type> <size>NUL", in the first bytes that were inflated. */
static int parse_header(struct inflating *file, size_t inflated)
{
	char *end = memchr(file->head, '\0', inflated);
	char *space = end ? memchr(file->head, ' ', (size_t)(end - file->head)) : NULL;
	struct text digits;
	uint64_t size;

	if (!space)
		return damaged("the loose object has no header");
	file->head_len = (size_t)(end - file->head);
	file->extra = inflated - file->head_len - 1;
	digits = (struct text){space + 1, (size_t)(end - space - 1)};
	*space = '\0';
	file->type = git_object_string2type(file->head);
	if (!git_object_typeisloose(file->type) || !text_to_uint(digits, SIZE_MAX / 2, &size) ||
		file->extra > size)
		return damaged("the loose object has a bad header");
	if (size / BEST_RATIO > file->mapped_len)
		return damaged("the loose object says that it has more bytes than it can hold");
	file->size = (size_t)size;
	return 0;
}

/* libgit2, which asks for these objects, tells no failed allocation from a damaged object. */
static voidpf take(voidpf opaque, uInt count, uInt size)
{
	(void)opaque;
	return memory_or_exit((size_t)count * size);
}

static void drop(voidpf opaque, voidpf memory)
{
	(void)opaque;
	free(memory);
}

/* Inflates the header. What this has opened, close_loose closes, also after an error. */
static int open_loose(struct inflating *file, const struct loose *loose, const git_oid *id)
{
	char path[PATH_MAX];
	int code;

	*file = (struct inflating){.stream = {.zalloc = take, .zfree = drop}};
	loose_path(path, loose, id);
	code = map_file(file, path);
	if (code < 0)
		return code;
	if (inflateInit(&file->stream) != Z_OK)
		return damaged("zlib does not start");
	file->stream.next_in = file->mapped;
	file->stream.avail_in = (uInt)file->mapped_len;
	file->stream.next_out = (Bytef *)file->head;
	file->stream.avail_out = sizeof(file->head);
	code = inflate(&file->stream, Z_SYNC_FLUSH);
	if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
		return damaged("the loose object is no zlib stream");
	return parse_header(file, sizeof(file->head) - file->stream.avail_out);
}

static void close_loose(struct inflating *file)
{
	if (file->mapped)
		munmap(file->mapped, file->mapped_len);
	inflateEnd(&file->stream);
}

/* Inflates as much as there is room for. With no room left, one byte of it finds the end of the
 * stream, or that there is more. */
static int inflate_some(struct inflating *file, char *out, size_t *done)
{
	size_t left = file->size - *done;
	uInt room = left > UINT_MAX ? UINT_MAX : (uInt)left;
	Bytef behind;
	int code;

	file->stream.next_out = room ? (Bytef *)out + *done : &behind;
	file->stream.avail_out = room ? room : 1;
	code = inflate(&file->stream, Z_SYNC_FLUSH);
	if (room)
		*done += room - file->stream.avail_out;
	else if (file->stream.avail_out == 0)
		return Z_DATA_ERROR;
	return code;
}

/* The whole content, and not a byte more or less. The loop ends: without progress, which is when
 * the input has ended early, zlib says Z_BUF_ERROR. */
static int inflate_content(struct inflating *file, char *out)
{
	size_t done = file->extra;
	int code = Z_OK;

	memcpy(out, file->head + file->head_len + 1, file->extra);
	while (code == Z_OK)
		code = inflate_some(file, out, &done);
	if (code != Z_STREAM_END || done != file->size)
		return damaged("the loose object is cut off or damaged");
	return 0;
}

static int loose_read(
	void **out, size_t *len, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	struct inflating file;
	int code = open_loose(&file, (struct loose *)backend, id);
	char *content = NULL;

	if (code == 0) {
		content = git_odb_backend_data_alloc(backend, file.size + 1);
		code = content ? inflate_content(&file, content) : GIT_ERROR;
	}
	if (code == 0) {
		content[file.size] = '\0';
		*out = content;
		*len = file.size;
		*type = file.type;
	} else if (content) {
		git_odb_backend_data_free(backend, content);
	}
	close_loose(&file);
	return code;
}

static int loose_read_header(
	size_t *len, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	struct inflating file;
	int code = open_loose(&file, (struct loose *)backend, id);

	*len = file.size;
	*type = file.type;
	close_loose(&file);
	return code;
}

static int loose_exists(git_odb_backend *backend, const git_oid *id)
{
	char path[PATH_MAX];

	loose_path(path, (struct loose *)backend, id);
	return access(path, F_OK) == 0;
}

/* Takes the ids in a folder that begin as `hex` does; how many there are. *out is the last. */
static int match_names(git_oid *out, DIR *folder, char hex[GIT_OID_HEXSZ + 1], size_t digits)
{
	const struct dirent *entry;
	int found = 0;

	/* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has this folder */
	while ((entry = readdir(folder))) {
		if (strlen(entry->d_name) != GIT_OID_HEXSZ - FANOUT ||
			strncmp(entry->d_name, hex + FANOUT, digits - FANOUT) != 0)
			continue;
		memcpy(hex + FANOUT, entry->d_name, GIT_OID_HEXSZ - FANOUT);
		found += git_oid_fromstr(out, hex) == 0;
	}
	return found;
}

/* Looks through the one folder that ids with this beginning are in. */
static int loose_exists_prefix(
	git_oid *out, git_odb_backend *backend, const git_oid *beginning, size_t digits)
{
	char path[PATH_MAX], hex[GIT_OID_HEXSZ + 1];
	int found;
	DIR *folder;

	git_oid_tostr(hex, sizeof(hex), beginning);
	snprintf(path, sizeof(path), "%s/%.2s", ((struct loose *)backend)->dir, hex);
	folder = digits >= FANOUT ? opendir(path) : NULL;
	if (!folder)
		return GIT_ENOTFOUND;
	found = match_names(out, folder, hex, digits);
	closedir(folder);
	if (found == 0)
		return GIT_ENOTFOUND;
	return found == 1 ? 0 : GIT_EAMBIGUOUS;
}

/* NOLINTNEXTLINE(readability-function-size): the shape of libgit2's callback */
static int loose_read_prefix(git_oid *found, void **out, size_t *len, git_object_t *type,
	git_odb_backend *backend, const git_oid *beginning, size_t digits)
{
	int code = loose_exists_prefix(found, backend, beginning, digits);

	return code < 0 ? code : loose_read(out, len, type, backend, found);
}

static void loose_free(git_odb_backend *backend)
{
	free(backend);
}

static git_odb_backend *loose_new(const char *dir)
{
	size_t size = strlen(dir) + 1;
	struct loose *loose = calloc(1, sizeof(*loose) + size);

	if (!loose || git_odb_init_backend(&loose->backend, GIT_ODB_BACKEND_VERSION) < 0) {
		free(loose);
		return NULL;
	}
	memcpy(loose->dir, dir, size);
	loose->backend.read = loose_read;
	loose->backend.read_header = loose_read_header;
	loose->backend.read_prefix = loose_read_prefix;
	loose->backend.exists = loose_exists;
	loose->backend.exists_prefix = loose_exists_prefix;
	loose->backend.free = loose_free;
	return &loose->backend;
}

/* A backend that is not added is the caller's to free. */
static int add_backend(git_odb *odb, git_odb_backend *backend, int priority)
{
	int code = git_odb_add_backend(odb, backend, priority);

	if (code < 0)
		backend->free(backend);
	return code;
}

/* All packs are asked before any loose object: the first answer from memory saves a system call. */
static int add_dir(git_odb *odb, const char *dir, int order, struct err *err)
{
	git_odb_backend *packs, *loose;

	if (regular_objects(dir, err) < 0)
		return -1;
	if (git_odb_backend_pack(&packs, dir) < 0 ||
		add_backend(odb, packs, FIRST_PRIORITY - order) < 0)
		return library_fail(err, "packs in %s cannot be opened", dir);
	loose = loose_new(dir);
	if (!loose)
		return err_nomem(err);
	if (add_backend(odb, loose, FIRST_PRIORITY / 2 - order) < 0)
		return library_fail(err, "objects in %s cannot be opened", dir);
	return 0;
}

int database_open(git_odb **out, const char *const *dirs, size_t count, struct err *err)
{
	git_odb *odb = NULL;
	int code = 0;

	*out = NULL;
	if (git_odb_new(&odb) < 0)
		return library_fail(err, "objects cannot be opened");
	for (size_t i = 0; i < count && code == 0; i++)
		code = add_dir(odb, dirs[i], (int)i, err);
	if (code == 0)
		*out = odb;
	else
		git_odb_free(odb);
	return code;
}
