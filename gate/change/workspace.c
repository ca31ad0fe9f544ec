/* SPDX-License-Identifier: Apache-2.0
 *
 * The checked-out directory, for files that a pipeline has just made. Small files are copied, so that what is parsed
 * does not change under the parser. A model of many gigabytes is not: it is mapped. Nothing makes a mapping safe
 * against a file that becomes shorter (a lease can be broken, a seal needs a memfd), so that the verbs end the run with
 * exit 3 where the kernel sends SIGBUS for it; that it was written to is asked at the end (mapping_changed).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/change/directory.h"
#include "gate/change/reader.h"

static int no_directory(struct err *err)
{
	err_set(err, ERR_LOOK, "the repository is bare: there is no checked-out directory");
	return err_remedy(err,
		"run the gate in a clone with a checked-out directory, where the pipeline "
		"made its files, or leave out workspace: true");
}

/* The descriptor of the directory, or -1. */
static int open_workspace(struct reader *reader, struct err *err)
{
	const char *only;

	if (reader->root >= 0)
		return reader->root;
	if (reader->workspace >= 0)
		return reader->workspace;
	if (!reader->work_dir || !reader->work_dir[0])
		return no_directory(err);
	reader->workspace = directory_open(reader->work_dir, &only, err);
	if (reader->workspace >= 0 && only) {
		close(reader->workspace);
		reader->workspace = -1;
		return no_directory(err);
	}
	return reader->workspace;
}

/* Git's own folder holds credentials, and nothing that a pipeline makes for a gate. */
static bool is_private(struct text path)
{
	struct text part;

	while (text_next_part(&path, '/', &part))
		if (text_is_nocase(part, ".git"))
			return true;
	return false;
}

static int refuse_private(struct text path, struct err *err)
{
	if (!is_private(path))
		return 0;
	err_set(err, ERR_LOOK, "%.*s is git's own", text_quote(path), path.ptr);
	return err_remedy(err, "name a file outside of .git");
}

static int is_link(struct text link, struct err *err)
{
	err_set(err, ERR_LOOK, "%.*s is a symbolic link, and none is followed", text_quote(link),
		link.ptr);
	return err_remedy(
		err, "put the file itself there, or name the path that the link leads to");
}

/* What seems to be missing may be behind a link, which deserves to be said. */
static int refuse_links(int root, struct text path, struct err *err)
{
	uint32_t mode;

	for (size_t i = 1; i <= path.len; i++) {
		struct text part = text_slice(path, 0, i);

		if (i < path.len && path.ptr[i] != '/')
			continue;
		if (directory_lookup(root, part, &mode, err) < 0)
			return -1;
		if (mode == MODE_SYMLINK)
			return is_link(part, err);
	}
	return 0;
}

int workspace_mode(struct reader *reader, struct text path, uint32_t *mode, struct err *err)
{
	int root = open_workspace(reader, err);

	*mode = MODE_NONE;
	if (root < 0 || refuse_private(path, err) < 0)
		return -1;
	return directory_lookup(root, path, mode, err);
}

const char *workspace_path(const struct reader *reader)
{
	return reader->work_dir ? reader->work_dir : "";
}

int workspace_changed_at(struct reader *reader, struct text path, int64_t *seconds,
	int64_t *nanoseconds, struct err *err)
{
	int root = open_workspace(reader, err);
	struct stat status;

	if (root < 0 || refuse_private(path, err) < 0)
		return -1;
	if (directory_stat(root, path, &status) < 0)
		return err_set(
			err, ERR_LOOK, "%.*s cannot be looked at", text_quote(path), path.ptr);
	*seconds = status.st_ctim.tv_sec;
	*nanoseconds = status.st_ctim.tv_nsec;
	return 0;
}

/* The place behind the last one, with its path: not counted yet. A reader's arena may be emptied before the mappings are closed: their
 * memory is their own. */
static int add_mapping(
	struct mapping **out, struct mappings *mappings, struct text path, struct err *err)
{
	if (!mappings->arena)
		mappings->arena = arena_new();
	if (!mappings->arena ||
		arena_reserve(mappings->arena, (void **)&mappings->items, &mappings->capacity,
			mappings->count + 1, sizeof(*mappings->items)) < 0)
		return err_nomem(err);
	*out = &mappings->items[mappings->count];
	**out = (struct mapping){.path = arena_text(mappings->arena, path), .fd = -1};
	return (*out)->path.ptr ? 0 : err_nomem(err);
}

static int map(int fd, const struct directory_file *file, size_t size, struct mappings *mappings,
	struct err *err)
{
	struct mapping *mapping = NULL;
	struct stat status;
	void *bytes;

	if (add_mapping(&mapping, mappings, file->path, err) < 0)
		return -1;
	if (fstat(fd, &status) < 0)
		return err_set(err, ERR_LOOK, "%s cannot be read", mapping->path.ptr);
	bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return err_set(
			err, ERR_LOOK, "%s cannot be mapped: error %d", mapping->path.ptr, errno);
	mapping->bytes = (struct text){bytes, size};
	mapping->fd = fd;
	mapping->modified_s = status.st_mtim.tv_sec;
	mapping->modified_ns = status.st_mtim.tv_nsec;
	mappings->count++;
	return 0;
}

bool mapping_changed(const struct mapping *mapping)
{
	struct stat status;

	return fstat(mapping->fd, &status) < 0 || (uint64_t)status.st_size != mapping->bytes.len ||
	       status.st_mtim.tv_sec != mapping->modified_s ||
	       status.st_mtim.tv_nsec != mapping->modified_ns;
}

static void unmap(const struct mapping *mapping)
{
	union {
		const char *from;
		void *to;
	} bytes = {.from = mapping->bytes.ptr}; /* munmap takes no const */

	munmap(bytes.to, mapping->bytes.len);
	close(mapping->fd);
}

static bool holds(const struct mapping *mapping, struct text part)
{
	return part.ptr >= mapping->bytes.ptr &&
	       part.ptr + part.len <= mapping->bytes.ptr + mapping->bytes.len;
}

void mappings_past(const struct mappings *mappings, struct text past)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	for (size_t i = 0; i < mappings->count; i++) {
		size_t from = (size_t)(past.ptr - mappings->items[i].bytes.ptr);
		union {
			const char *from;
			void *to;
		} bytes = {.from = mappings->items[i].bytes.ptr}; /* madvise takes no const */

		if (!holds(&mappings->items[i], past))
			continue;
		from = (from + page - 1) / page * page;
		if (past.len > page && from < (size_t)(past.ptr - bytes.from) + past.len)
			(void)madvise((char *)bytes.to + from,
				((size_t)(past.ptr - bytes.from) + past.len - from) / page * page,
				MADV_DONTNEED);
		return;
	}
}

void mappings_close(struct mappings *mappings)
{
	for (size_t i = 0; i < mappings->count; i++)
		unmap(&mappings->items[i]);
	arena_free(mappings->arena);
	*mappings = (struct mappings){0};
}

static int copy(struct reader *reader, const struct directory_file *file, struct text *out,
	struct arena *arena, struct err *err)
{
	if (directory_read(file, &reader->content, err) < 0)
		return -1;
	*out = arena_text(arena, buffer_text(&reader->content));
	return out->ptr ? 0 : err_nomem(err);
}

static int read_or_map(struct reader *reader, const struct directory_file *file, struct text *out,
	struct mappings *mappings, struct arena *arena, struct err *err)
{
	uint64_t size;
	int fd = directory_open_file(file, &size, err), code;

	if (fd < 0)
		return -1;
	if (size < WORKSPACE_MAPPED || !mappings) {
		close(fd);
		return copy(reader, file, out, arena, err);
	}
	code = map(fd, file, (size_t)size, mappings, err);
	if (code < 0)
		close(fd);
	else
		*out = mappings->items[mappings->count - 1].bytes;
	return code;
}

int workspace_read(struct reader *reader, struct text path, struct text *out,
	struct mappings *mappings, struct arena *arena, struct err *err)
{
	struct directory_file file = {.path = path, .max_bytes = reader->limits.max_blob_bytes};
	uint32_t mode;

	*out = (struct text){0};
	if (workspace_mode(reader, path, &mode, err) < 0)
		return -1;
	file.root = open_workspace(reader, err);
	if (mode != MODE_FILE && mode != MODE_EXECUTABLE)
		return refuse_links(file.root, path, err);
	return read_or_map(reader, &file, out, mappings, arena, err);
}

int workspace_match(struct reader *reader, const char *glob, struct paths *out, struct arena *arena,
	struct err *err)
{
	struct disk_folder folder = {.most = WORKSPACE_ENTRIES,
		.files_only = true,
		.deadline = &reader->limits.deadline};

	*out = (struct paths){0};
	folder.root = open_workspace(reader, err);
	if (folder.root < 0)
		return -1;
	return match_folder(&folder, glob, out, arena, err);
}

bool outside_is_folder(const char *folder)
{
	struct stat status;

	return folder[0] == '/' && stat(folder, &status) == 0 && S_ISDIR(status.st_mode);
}

static int open_outside(const char *folder)
{
	return folder[0] == '/' ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
}

int outside_read(struct reader *reader, const char *folder, struct text path, struct text *out,
	struct mappings *mappings, struct arena *arena, struct err *err)
{
	struct directory_file file = {.path = path, .max_bytes = reader->limits.max_blob_bytes};
	uint32_t mode = MODE_NONE;
	int code;

	*out = (struct text){0};
	file.root = open_outside(folder);
	if (file.root < 0)
		return 0;
	code = directory_lookup(file.root, path, &mode, err);
	if (code == 0 && (mode == MODE_FILE || mode == MODE_EXECUTABLE))
		code = read_or_map(reader, &file, out, mappings, arena, err);
	close(file.root);
	return code;
}

int outside_match(struct reader *reader, const char *folder, const char *glob, struct paths *out,
	struct arena *arena, struct err *err)
{
	struct disk_folder disk = {.most = WORKSPACE_ENTRIES,
		.files_only = true,
		.deadline = &reader->limits.deadline};
	int code;

	*out = (struct paths){0};
	disk.root = open_outside(folder);
	if (disk.root < 0)
		return 0;
	code = match_folder(&disk, glob, out, arena, err);
	close(disk.root);
	return code;
}

/* A digest has no dots and slashes that could lead elsewhere. */
static bool is_sha256(struct text sha256)
{
	if (sha256.len != 64)
		return false;
	for (size_t i = 0; i < sha256.len; i++)
		if (!strchr("0123456789abcdef", sha256.ptr[i]) || !sha256.ptr[i])
			return false;
	return true;
}

int lfs_object_read(struct reader *reader, struct text sha256, struct text *out,
	struct mappings *mappings, struct arena *arena, struct err *err)
{
	struct directory_file file = {.max_bytes = UINT64_MAX};
	const char *folder =
		arena_printf(arena, "%s/lfs/objects", reader->common_dir ? reader->common_dir : "");
	uint32_t mode = MODE_NONE;
	int code = 0;

	*out = (struct text){0};
	if (!folder)
		return err_nomem(err);
	if (!reader->common_dir || !is_sha256(sha256))
		return 0;
	file.path = arena_textf(arena, "%.2s/%.2s/%.64s", sha256.ptr, sha256.ptr + 2, sha256.ptr);
	if (!file.path.ptr)
		return err_nomem(err);
	file.root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file.root < 0)
		return 0;
	code = directory_lookup(file.root, file.path, &mode, err);
	if (code == 0 && (mode == MODE_FILE || mode == MODE_EXECUTABLE))
		code = read_or_map(reader, &file, out, mappings, arena, err);
	close(file.root);
	return code;
}
