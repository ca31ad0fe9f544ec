/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_MODE = 0777, FILE_MODE = 0666 };

static int fail(const char *path, struct err *err)
{
	int number = errno;
	char why[128] = "";

	err_set(err, ERR_LOOK, "cannot write %s: %s", path, strerror_r(number, why, sizeof(why)));
	return err_remedy(
		err, "see whether it leads through a symbolic link, and who may write there");
}

/* The folder that the last part of the path is in, made where it is not there. -1 with errno. */
static int open_folder(const char *top, const char *path, const char **name)
{
	int at = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC), next;
	const char *slash;
	char part[NAME_MAX + 1];

	for (*name = path; at >= 0 && (slash = strchr(*name, '/')); *name = slash + 1) {
		if ((size_t)(slash - *name) > NAME_MAX) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(part, *name, (size_t)(slash - *name));
		part[slash - *name] = '\0';
		next = mkdirat(at, part, FOLDER_MODE) == 0 || errno == EEXIST
			       ? openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
			       : -1;
		close(at);
		at = next;
	}
	return at;
}

static int write_all(int file, struct text text)
{
	while (text.len) {
		ssize_t count = write(file, text.ptr, text.len);

		if (count < 0 && errno != EINTR)
			return -1;
		text = text_slice(text, count > 0 ? (size_t)count : 0, text.len);
	}
	return 0;
}

int new_file(const char *top, const char *path, struct text bytes, bool *written, struct err *err)
{
	const char *name;
	int folder = open_folder(top, path, &name), file, code;

	*written = false;
	if (folder < 0)
		return fail(path, err);
	file = openat(
		folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	code = file < 0 && errno != EEXIST ? fail(path, err) : 0;
	if (file >= 0) {
		code = write_all(file, bytes) < 0 ? fail(path, err) : 0;
		if (close(file) < 0 && code == 0)
			code = fail(path, err);
		*written = code == 0;
	}
	close(folder);
	return code;
}

bool new_file_there(const char *top, const char *path)
{
	char full[PATH_MAX];
	struct stat status;
	int length = snprintf(full, sizeof(full), "%s/%s", top, path);

	return length > 0 && (size_t)length < sizeof(full) && lstat(full, &status) == 0;
}
