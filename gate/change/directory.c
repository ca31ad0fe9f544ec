/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/change/tree.h"

enum { READ_STEP = 64 * 1024 };

static int fail(struct err *err, struct text path, int code)
{
	char reason[128];

	return err_set(err, ERR_LOOK, "%.*s: cannot be opened: %s", (int)path.len, path.ptr,
		strerror_r(code, reason, sizeof(reason)));
}

static int open_above(const char *path, const char **only, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	int fd;

	*only = slash ? slash + 1 : path;
	if (slash && (size_t)(slash - path) >= sizeof(folder))
		return fail(err, text_of(path), ENAMETOOLONG);
	memcpy(folder, slash ? path : ".", slash ? (size_t)(slash - path) : 2);
	folder[slash ? slash - path : 1] = '\0';
	fd = open(folder[0] ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? fail(err, text_of(path), errno) : fd;
}

int directory_open(const char *path, const char **only, struct err *err)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*only = NULL;
	if (fd >= 0)
		return fd;
	if (errno != ENOTDIR || lstat(path, &status) < 0)
		return fail(err, text_of(path), errno);
	return open_above(path, only, err);
}

/* A part of a path that names something below its folder. */
static bool is_name(struct text part)
{
	return part.len > 0 && part.len <= NAME_MAX && !text_is(part, ".") &&
	       !text_is(part, "..") && !memchr(part.ptr, '\0', part.len);
}

static int open_folder(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool copy_name(char name[NAME_MAX + 1], struct text part)
{
	errno = ENOENT;
	if (!is_name(part))
		return false;
	memcpy(name, part.ptr, part.len);
	name[part.len] = '\0';
	return true;
}

static void close_quietly(int fd)
{
	int code = errno;

	close(fd);
	errno = code;
}

/* Opens the folder that a path is in; `name` gets its last part. Goes part by part, because
 * O_NOFOLLOW looks at the last one only. -1 with errno. */
static int open_parent(int root, struct text path, char name[NAME_MAX + 1])
{
	struct text rest = path, part;
	int next, at;

	errno = ENOENT;
	if (path.len == 0 || text_ends(path, "/"))
		return -1;
	at = fcntl(root, F_DUPFD_CLOEXEC, 0);
	while (at >= 0 && text_next_part(&rest, '/', &part)) {
		next = copy_name(name, part) ? at : -1;
		if (next >= 0 && rest.len > 0)
			next = open_folder(at, name);
		if (next != at)
			close_quietly(at);
		at = next;
	}
	return at;
}

static uint32_t mode_of(const struct stat *status)
{
	if (S_ISREG(status->st_mode))
		return status->st_mode & S_IXUSR ? MODE_EXECUTABLE : MODE_FILE;
	return S_ISLNK(status->st_mode) ? MODE_SYMLINK : MODE_NONE;
}

int directory_stat(int root, struct text path, struct stat *out)
{
	char name[NAME_MAX + 1];
	int code, parent = open_parent(root, path, name);

	if (parent < 0)
		return -1;
	code = fstatat(parent, name, out, AT_SYMLINK_NOFOLLOW);
	close_quietly(parent);
	return code;
}

/* The path's folder, with the slash that ends it; "" for the root. */
static struct text folder_of(struct text path)
{
	const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;

	return text_slice(path, 0, slash ? (size_t)(slash - path.ptr) + 1 : 0);
}

int directory_near_stat(struct directory_near *near, struct text path, struct stat *out)
{
	struct text folder = folder_of(path);
	char name[NAME_MAX + 1];

	if (near->at < 0 || !text_equal(folder, near->folder)) {
		directory_near_close(near);
		near->at = open_parent(near->root, path, name);
		near->folder = folder;
	}
	if (near->at < 0 || !copy_name(name, text_slice(path, folder.len, path.len)))
		return -1;
	return fstatat(near->at, name, out, AT_SYMLINK_NOFOLLOW);
}

void directory_near_close(struct directory_near *near)
{
	if (near->at >= 0)
		close(near->at);
	near->at = -1;
}

int directory_lookup(int root, struct text path, uint32_t *mode, struct err *err)
{
	struct stat status;

	*mode = MODE_NONE;
	if (directory_stat(root, path, &status) == 0)
		*mode = mode_of(&status);
	else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
		return fail(err, path, errno);
	return 0;
}

static int too_big(struct text path, uint64_t size, uint64_t max, struct err *err)
{
	err_set(err, ERR_LOOK, "%.*s has %llu bytes, over the limit of %llu", (int)path.len,
		path.ptr, (unsigned long long)size, (unsigned long long)max);
	return err_remedy(err, "raise limits: blob in .seamgate.yml");
}

/* A file may grow or shrink meanwhile: what is read counts, not what fstat said. */
static int read_file(int fd, struct text path, uint64_t max, struct buffer *out, struct err *err)
{
	char part[READ_STEP];
	ssize_t got;

	while ((got = read(fd, part, sizeof(part))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(err, path, errno);
		buffer_add(out, (struct text){part, (size_t)got});
		if (out->failed)
			return err_nomem(err);
		if (out->len > max)
			return too_big(path, out->len, max, err);
	}
	return 0;
}

static int look_at(int fd, const struct directory_file *file, uint64_t *size, struct err *err)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return fail(err, file->path, errno);
	if (!S_ISREG(status.st_mode))
		return err_set(err, ERR_LOOK, "%.*s is no regular file", (int)file->path.len,
			file->path.ptr);
	*size = (uint64_t)status.st_size;
	return *size > file->max_bytes ? too_big(file->path, *size, file->max_bytes, err) : 0;
}

static int read_link(
	int parent, const char *name, struct text path, struct buffer *out, struct err *err)
{
	char target[PATH_MAX];
	ssize_t got = readlinkat(parent, name, target, sizeof(target));

	if (got < 0)
		return fail(err, path, errno);
	buffer_add(out, (struct text){target, (size_t)got});
	return out->failed ? err_nomem(err) : 0;
}

static int open_regular(int parent, const char *name, const struct directory_file *file,
	uint64_t *size, struct err *err)
{
	/* Opening a pipe would wait for a writer without O_NONBLOCK. */
	int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return fail(err, file->path, errno);
	if (look_at(fd, file, size, err) == 0)
		return fd;
	close(fd);
	return -1;
}

int directory_open_file(const struct directory_file *file, uint64_t *size, struct err *err)
{
	char name[NAME_MAX + 1];
	int fd, parent = open_parent(file->root, file->path, name);

	if (parent < 0)
		return fail(err, file->path, errno);
	fd = open_regular(parent, name, file, size, err);
	close(parent);
	return fd;
}

static int open_and_read(int parent, const char *name, const struct directory_file *file,
	struct buffer *out, struct err *err)
{
	uint64_t size;
	int fd = open_regular(parent, name, file, &size, err), code;

	if (fd < 0)
		return -1;
	code = read_file(fd, file->path, file->max_bytes, out, err);
	close(fd);
	return code;
}

int directory_read(const struct directory_file *file, struct buffer *out, struct err *err)
{
	char name[NAME_MAX + 1];
	int code, parent = open_parent(file->root, file->path, name);

	buffer_clear(out);
	if (parent < 0)
		return fail(err, file->path, errno);
	if (file->is_link)
		code = read_link(parent, name, file->path, out, err);
	else
		code = open_and_read(parent, name, file, out, err);
	close(parent);
	return code;
}

bool folder_fits(struct text folder, struct text prefix)
{
	size_t common = folder.len < prefix.len ? folder.len : prefix.len;

	if (!text_equal(text_slice(folder, 0, common), text_slice(prefix, 0, common)))
		return false;
	return folder.len >= prefix.len || prefix.ptr[folder.len] == '/';
}

/* The folders still to be read, and the names in the one that is being read. */
struct traversal {
	int root;
	struct text prefix;
	size_t most, seen;
	const struct deadline *deadline;
	bool (*enters)(void *self, struct text folder);
	directory_sink *sink;
	void *self;
	char **waiting;
	size_t waiting_count, waiting_capacity;
};

static int wait_for(struct traversal *traversal, const char *folder, struct err *err)
{
	if (traversal->waiting_count == traversal->waiting_capacity) {
		size_t wanted = traversal->waiting_capacity ? traversal->waiting_capacity * 2 : 32;
		char **grown = realloc(traversal->waiting, wanted * sizeof(*grown));

		if (!grown)
			return err_nomem(err);
		traversal->waiting = grown;
		traversal->waiting_capacity = wanted;
	}
	traversal->waiting[traversal->waiting_count] = strdup(folder);
	if (!traversal->waiting[traversal->waiting_count])
		return err_nomem(err);
	traversal->waiting_count++;
	return 0;
}

static int report(const struct traversal *traversal, const char *path, const struct stat *status,
	struct err *err)
{
	struct directory_entry entry = {.path = text_of(path)};

	if (status) {
		entry.mode = mode_of(status);
		entry.size = entry.mode != MODE_NONE ? (uint64_t)status->st_size : 0;
	}
	return traversal->sink(traversal->self, &entry, err);
}

static int too_many(const struct traversal *traversal, struct err *err)
{
	err_set(err, ERR_LOOK, "there are more than %zu files and folders below \"%.*s\"",
		traversal->most, text_quote(traversal->prefix), traversal->prefix.ptr);
	return err_remedy(err, "begin the pattern with the folder that the files are in");
}

static bool is_entered(const struct traversal *traversal, const char *name, const char *path)
{
	if (strcmp(name, ".git") == 0 || !folder_fits(text_of(path), traversal->prefix))
		return false;
	return !traversal->enters || traversal->enters(traversal->self, text_of(path));
}

static int visit_entry(struct traversal *traversal, int folder, const char *name, const char *path,
	struct err *err)
{
	struct stat status;

	if (traversal->most && ++traversal->seen > traversal->most)
		return too_many(traversal, err);
	if (deadline_ask(traversal->deadline, 0, "the directory was read", err) < 0)
		return -1;
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		/* Gone since it was listed: it is not there. */
		return errno == ENOENT ? 0 : report(traversal, path, NULL, err);
	if (!S_ISDIR(status.st_mode))
		return report(traversal, path, &status, err);
	if (!is_entered(traversal, name, path))
		return 0;
	if (strlen(path) > LONGEST_PATH)
		return report(traversal, path, NULL, err);
	return wait_for(traversal, path, err);
}

/* A folder that is open, and the names in it. */
struct listing {
	const char *path;
	int folder;
	struct dirent **names;
	int count;
};

static int visit_names(struct traversal *traversal, const struct listing *listing, struct err *err)
{
	const char *path = listing->path;
	struct buffer full = {0};
	int code = 0;

	for (int i = 0; i < listing->count && code == 0; i++) {
		const char *name = listing->names[i]->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		buffer_clear(&full);
		buffer_printf(&full, "%s%s%s", path, *path ? "/" : "", name);
		code = full.failed ? err_nomem(err)
				   : visit_entry(traversal, listing->folder, name, full.ptr, err);
	}
	buffer_free(&full);
	return code;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* A descriptor of a waiting folder; "" is the root. */
static int open_waiting(const struct traversal *traversal, const char *path)
{
	char name[NAME_MAX + 1];
	int folder, parent;

	if (!*path)
		return open_folder(traversal->root, ".");
	parent = open_parent(traversal->root, text_of(path), name);
	if (parent < 0)
		return -1;
	folder = open_folder(parent, name);
	close(parent);
	return folder;
}

static int visit_folder(struct traversal *traversal, const char *path, struct err *err)
{
	struct listing listing = {.path = path, .folder = open_waiting(traversal, path)};
	int code;

	listing.count = listing.folder < 0 ? -1
					   : scandirat(listing.folder, ".", &listing.names, NULL,
						     compare_names);
	if (listing.count >= 0)
		code = visit_names(traversal, &listing, err);
	else if (errno == ENOMEM)
		code = err_nomem(err);
	else if (*path)
		code = report(traversal, path, NULL, err);
	else
		code = fail(err, text_of("the folder"), errno);
	for (int i = 0; i < listing.count; i++)
		free(listing.names[i]);
	free(listing.names);
	if (listing.folder >= 0)
		close(listing.folder);
	return code;
}

int directory_walk(
	const struct directory_range *range, directory_sink *sink, void *self, struct err *err)
{
	struct traversal traversal = {.root = range->root,
		.prefix = range->prefix,
		.most = range->most,
		.deadline = range->deadline,
		.enters = range->enters,
		.sink = sink,
		.self = self};
	int code = wait_for(&traversal, "", err);

	while (code == 0 && traversal.waiting_count > 0) {
		char *path = traversal.waiting[--traversal.waiting_count];

		code = visit_folder(&traversal, path, err);
		free(path);
	}
	while (traversal.waiting_count > 0)
		free(traversal.waiting[--traversal.waiting_count]);
	free(traversal.waiting);
	return code;
}
