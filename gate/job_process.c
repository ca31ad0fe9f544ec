/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/job_process.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/deadline.h"
#include "gate/job.h"

enum { MOST_PATH = 4096 };

/* ---- the folder ---- */

int program_folder_make(struct program_folder *out, struct err *err)
{
	const char *temp = getenv("TMPDIR");

	if (!temp || temp[0] != '/' || strlen(temp) > 32)
		temp = "/tmp";
	snprintf(out->path, sizeof(out->path), "%s/seamgate-run-XXXXXX", temp);
	if (mkdtemp(out->path))
		return 0;
	return err_set(err, ERR_LOOK, "no folder for the program can be made in %s: %s", temp,
		strerror(errno));
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	remove(path); /* what cannot be removed is left */
	return 0;
}

void program_folder_remove(const struct program_folder *folder)
{
	nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- files ---- */

/* A tree may hold any name. */
static bool leads_out(struct text path)
{
	struct text part, rest = path;

	if (path.len == 0 || path.ptr[0] == '/' || memchr(path.ptr, '\0', path.len))
		return true;
	while (text_next_part(&rest, '/', &part))
		if (part.len == 0 || text_is(part, ".") || text_is(part, ".."))
			return true;
	return false;
}

static int cannot_write(struct text path, struct err *err)
{
	return err_set(err, ERR_LOOK, "%.*s cannot be put into a folder for the program: %s",
		text_quote(path), path.ptr, strerror(errno));
}

static int make_folders(
	const struct program_folder *folder, char *file, struct text path, struct err *err)
{
	for (char *at = file + strlen(folder->path) + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(file, 0700) < 0 && errno != EEXIST)
			return cannot_write(path, err);
		*at = '/';
	}
	return 0;
}

static bool write_bytes(int fd, struct text content)
{
	while (content.len > 0) {
		ssize_t put = write(fd, content.ptr, content.len);

		if (put <= 0)
			return false;
		content = text_slice(content, (size_t)put, content.len);
	}
	return true;
}

int program_folder_put(const struct program_folder *folder, struct text path, struct text content,
	bool is_program, struct err *err)
{
	char file[MOST_PATH];
	int length = snprintf(file, sizeof(file), "%s/%.*s", folder->path, (int)path.len, path.ptr);
	int fd;
	bool done;

	errno = ENAMETOOLONG;
	if (length < 0 || (size_t)length >= sizeof(file) || leads_out(path))
		return cannot_write(path, err);
	if (make_folders(folder, file, path, err) < 0)
		return -1;
	fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, is_program ? 0700 : 0600);
	if (fd < 0)
		return errno == EEXIST ? 0 : cannot_write(path, err); /* two globs */
	done = write_bytes(fd, content);
	close(fd);
	return done ? 0 : cannot_write(path, err);
}

static bool read_bytes(int fd, char *out, size_t count)
{
	while (count > 0) {
		ssize_t got = read(fd, out, count);

		if (got <= 0)
			return false;
		out += got;
		count -= (size_t)got;
	}
	return true;
}

int program_folder_take(const struct program_folder *folder, const char *name, size_t most_bytes,
	struct arena *arena, struct text *out, struct err *err)
{
	char file[MOST_PATH];
	struct stat status;
	char *bytes = NULL;
	int fd;

	snprintf(file, sizeof(file), "%s/%s", folder->path, name);
	fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
		err_set(err, ERR_LOOK, "it left no file %s", name);
	else if ((uint64_t)status.st_size > most_bytes)
		err_set(err, ERR_LOOK, "its file %s has more than %zu bytes", name, most_bytes);
	else if (!(bytes = arena_alloc(arena, (size_t)status.st_size + 1)))
		err_nomem(err);
	else if (!read_bytes(fd, bytes, (size_t)status.st_size))
		err_set(err, ERR_LOOK, "its file %s cannot be read", name);
	if (fd >= 0)
		close(fd);
	if (err->kind != ERR_NONE)
		return -1;
	*out = (struct text){bytes, (size_t)status.st_size};
	return 0;
}

/* ---- running ---- */

double program_time(const struct check_job *job, double limit_s)
{
	const struct deadline *deadline = job_deadline(job);

	if (deadline && deadline->at > 0 && deadline->at - clock_now() < limit_s)
		limit_s = deadline->at - clock_now();
	return limit_s > 0.1 ? limit_s : 0.1;
}

int program_ended(const char *name, const struct process_end *end, struct err *err)
{
	struct text last = text_trim((struct text){end->last, end->last_len});

	if (!end->is_late && end->code == 0)
		return 0;
	/* Its last line says most. */
	for (size_t i = last.len; i-- > 0;)
		if (last.ptr[i] == '\n') {
			last = text_slice(last, i + 1, last.len);
			break;
		}
	if (end->is_late) {
		err_set(err, ERR_LOOK, "%s did not end in time and was stopped", name);
		return err_remedy(err, "give it more time (timeout, and limits: time of the "
				       "policy), or less to do");
	}
	err_set(err, ERR_LOOK, "%s ended with %d%s%.*s", name, end->code, last.len ? ": " : "",
		text_quote(last), last.ptr);
	return err_remedy(err, "run the command by hand where the gate runs; it must end with 0");
}

int program_ask_leave(const struct check_job *job, struct err *err)
{
	if (job->core && job->core->may_run)
		return 0;
	err_set(err, ERR_LOOK,
		"the policy that wants a program run comes with the change, and is not obeyed");
	return err_remedy(err, "merge the policy first; or have a maintainer accept it: seamgate "
			       "--accept-policy with the digest that seamgate policy check prints");
}
