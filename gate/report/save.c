/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "gate/report/report.h"

enum { MOST_TRIES = 100 };

static int write_all(int fd, struct text bytes)
{
	while (bytes.len > 0) {
		ssize_t wrote = write(fd, bytes.ptr, bytes.len);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		bytes = text_slice(bytes, (size_t)wrote, bytes.len);
	}
	return 0;
}

static int save_failed(const char *path, struct err *err)
{
	int number = errno;
	char why[128];

	err_set(err, ERR_LOOK, "cannot write the report %s: %s", path,
		strerror_r(number, why, sizeof(why)));
	return err_remedy(err, "name a path in a folder that exists and can be written to");
}

/* A new file beside `path`. Its name need not be secret: O_EXCL refuses whatever stands there
 * already, a symbolic link that somebody guessed included. */
static int create_beside(const char *path, char **name)
{
	struct timespec now = {0};
	size_t size = strlen(path) + 48;

	*name = malloc(size);
	if (!*name)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	for (unsigned i = 0; i < MOST_TRIES; i++) {
		int fd;

		snprintf(*name, size, "%s.%ld-%08lx-%u.tmp", path, (long)getpid(),
			(unsigned long)now.tv_nsec, i);
		fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Writes and closes the file. */
static int fill(int fd, struct text bytes)
{
	int wrote = write_all(fd, bytes);

	return close(fd) < 0 ? -1 : wrote;
}

static int save_by_rename(const char *path, struct text bytes, struct err *err)
{
	char *name = NULL;
	int fd = create_beside(path, &name), wrote = -1;

	if (fd >= 0)
		wrote = fill(fd, bytes);
	if (wrote == 0 && name)
		wrote = rename(name, path);
	if (wrote < 0) {
		/* Said first, so that errno is still the one that matters. */
		if (name)
			save_failed(path, err);
		else
			err_nomem(err);
	}
	if (wrote < 0 && fd >= 0 && name)
		unlink(name);
	free(name);
	return wrote;
}

/* Ctrl-C waits for the moment that it takes: else the temporary file would stay. */
static int save_uninterrupted(const char *path, struct text bytes, struct err *err)
{
	sigset_t interrupts, before;
	int done;

	sigemptyset(&interrupts);
	sigaddset(&interrupts, SIGINT);
	sigaddset(&interrupts, SIGTERM);
	sigaddset(&interrupts, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &interrupts, &before);
	done = save_by_rename(path, bytes, err);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return done;
}

/* The links below /dev (stderr, fd/3) lead to open files; replacing or removing one would harm the
 * machine. /dev/shm is a folder as any other. */
static bool is_of_the_system(const char *path)
{
	if (strncmp(path, "/dev/shm/", 9) == 0 && !strstr(path, "/../"))
		return false;
	return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
}

/* A pipe or a device is there to be written into, not to be replaced by a file. */
static bool is_stream(const char *path)
{
	struct stat status;

	if (is_of_the_system(path))
		return true;
	return lstat(path, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode));
}

static int save_to_stream(const char *path, struct text bytes, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int done = fd < 0 ? -1 : write_all(fd, bytes);

	if (done < 0)
		save_failed(path, err);
	if (fd >= 0)
		close(fd);
	return done;
}

/* Where the part of a path begins that a checkout may have made: behind the current directory. */
static size_t checkout_part(const char *path)
{
	char here[PATH_MAX];
	size_t len;

	if (path[0] != '/')
		return 0;
	if (!getcwd(here, sizeof(here)))
		return strlen(path);
	len = strlen(here);
	return strncmp(path, here, len) == 0 && path[len] == '/' ? len + 1 : strlen(path);
}

/* A change may bring a link in place of a folder, and so lead the report anywhere. */
static bool leads_through_link(const char *path)
{
	size_t from = checkout_part(path);
	char folder[PATH_MAX];
	struct stat status;

	for (size_t i = from + 1; path[from] && path[i] && i < sizeof(folder); i++) {
		if (path[i] != '/')
			continue;
		memcpy(folder, path, i);
		folder[i] = '\0';
		if (lstat(folder, &status) == 0 && S_ISLNK(status.st_mode))
			return true;
	}
	return false;
}

static int refuse_link(const char *path, struct err *err)
{
	err_set(err, ERR_LOOK, "cannot write the report %s: a folder in it is a symbolic link",
		path);
	return err_remedy(err, "name a path outside of what the change can bring");
}

int report_save(const char *path, struct text bytes, struct err *err)
{
	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
		return write_all(STDOUT_FILENO, bytes) < 0 ? save_failed("on standard output", err)
							   : 0;
	if (leads_through_link(path))
		return refuse_link(path, err);
	if (is_stream(path))
		return save_to_stream(path, bytes, err);
	return save_uninterrupted(path, bytes, err);
}

void report_remove_stale(const char *path)
{
	struct stat status;

	if (is_of_the_system(path) || leads_through_link(path))
		return;
	if (lstat(path, &status) == 0 && (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode)))
		unlink(path);
}
