/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/report/report.h"
#include "unit.h"

enum { PATH_SIZE = 256 };

/* What stands at the path before the report is saved. */
static void set_nothing(const char *path)
{
	(void)path;
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
}

static void set_file(const char *path)
{
	put_file(path, "an older and longer report");
}

static void set_link(const char *path)
{
	char target[PATH_SIZE];

	snprintf(target, sizeof(target), "%s.target", path);
	put_file(target, "precious");
	CU_ASSERT(symlink(target, path) == 0);
}

static void set_dangling(const char *path)
{
	CU_ASSERT(symlink("nowhere/at/all", path) == 0);
}

static void set_folder(const char *path)
{
	CU_ASSERT(mkdir(path, 0700) == 0);
}

static const struct {
	const char *name;
	void (*set)(const char *path);
	bool saved;   /* report_save succeeds */
	bool removed; /* report_remove_stale removes what was set */
} rows[] = {
	{"nothing there", set_nothing, true, true},
	{"a file", set_file, true, true},
	{"a symbolic link", set_link, true, true},
	{"a dangling link", set_dangling, true, true},
	{"a folder", set_folder, false, false},
};

static bool holds(const char *path, const char *text)
{
	char found[64] = "";
	struct stat status;
	FILE *file = fopen(path, "r");
	size_t length;

	if (!file)
		return false;
	length = fread(found, 1, sizeof(found) - 1, file);
	fclose(file);
	return lstat(path, &status) == 0 && S_ISREG(status.st_mode) && length == strlen(text) &&
	       strcmp(found, text) == 0;
}

static size_t count_entries(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t count = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

static void make_folder_in(const char *base, char folder[PATH_SIZE])
{
	snprintf(folder, PATH_SIZE, "%s/seamgate-save.XXXXXX", base);
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static void make_folder(char folder[PATH_SIZE])
{
	const char *base = getenv("TMPDIR");

	make_folder_in(base ? base : P_tmpdir, folder);
}

static void remove_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
	while ((entry = readdir(dir)) != NULL)
		if (unlinkat(dirfd(dir), entry->d_name, 0) < 0)
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	closedir(dir);
	rmdir(folder);
}

static void save_row(size_t i)
{
	char folder[PATH_SIZE], path[PATH_SIZE + 16], target[PATH_SIZE + 32];
	struct err err = {0};
	size_t before;

	make_folder(folder);
	snprintf(path, sizeof(path), "%s/report", folder);
	snprintf(target, sizeof(target), "%s.target", path);
	rows[i].set(path);
	before = count_entries(folder);
	CHECK_ROW(rows[i].name, (report_save(path, text_of("new"), &err) == 0) == rows[i].saved);
	CHECK_ROW(rows[i].name, holds(path, "new") == rows[i].saved);
	CHECK_ROW(rows[i].name, rows[i].saved || err.kind == ERR_LOOK);
	CHECK_ROW(rows[i].name, count_entries(folder) == before + (rows[i].set == set_nothing));
	CHECK_ROW(rows[i].name, rows[i].set != set_link || holds(target, "precious"));
	remove_folder(folder);
}

static void test_save(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		save_row(i);
}

static void test_remove_stale(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char folder[PATH_SIZE], path[PATH_SIZE + 16], target[PATH_SIZE + 32];
		struct stat status;

		make_folder(folder);
		snprintf(path, sizeof(path), "%s/report", folder);
		snprintf(target, sizeof(target), "%s.target", path);
		rows[i].set(path);
		report_remove_stale(path);
		CHECK_ROW(rows[i].name, (lstat(path, &status) < 0) == rows[i].removed);
		CHECK_ROW(rows[i].name, rows[i].set != set_link || holds(target, "precious"));
		remove_folder(folder);
	}
}

static void test_no_folder(void)
{
	char folder[PATH_SIZE], path[PATH_SIZE + 16];
	struct err err = {0};

	make_folder(folder);
	snprintf(path, sizeof(path), "%s/none/report", folder);
	CU_ASSERT(report_save(path, text_of("x"), &err) == -1);
	CU_ASSERT(err.kind == ERR_LOOK && strstr(err.message, "No such file") && err.remedy[0]);
	remove_folder(folder);
}

/* A link of the system's leads to something open: written through, never removed. */
static void test_devices(void)
{
	struct err err = {0};
	struct stat status;

	CU_ASSERT(report_save("/dev/null", text_of("x"), &err) == 0);
	report_remove_stale("/dev/null");
	report_remove_stale("/dev/stderr");
	CU_ASSERT(lstat("/dev/null", &status) == 0 && S_ISCHR(status.st_mode));
	CU_ASSERT(lstat("/dev/stderr", &status) == 0);
}

/* Some have their temporary files there. */
static void test_shared_memory(void)
{
	char folder[PATH_SIZE], path[PATH_SIZE + 16];
	struct err err = {0};
	struct stat status;

	if (access("/dev/shm", W_OK) < 0)
		return;
	make_folder_in("/dev/shm", folder);
	snprintf(path, sizeof(path), "%s/report", folder);
	CU_ASSERT(report_save(path, text_of("x"), &err) == 0 && holds(path, "x"));
	CU_ASSERT(report_save(path, text_of("new"), &err) == 0 && holds(path, "new"));
	report_remove_stale(path);
	CU_ASSERT(lstat(path, &status) < 0);
	report_remove_stale("/dev/shm/../stderr");
	CU_ASSERT(lstat("/dev/stderr", &status) == 0);
	remove_folder(folder);
}

static void test_stdout(void)
{
	static const char *const names[] = {"-", "/dev/stdout"};
	char folder[PATH_SIZE], path[PATH_SIZE + 16];
	int saved = dup(STDOUT_FILENO);

	make_folder(folder);
	snprintf(path, sizeof(path), "%s/out", folder);
	for (size_t i = 0; i < 2; i++) {
		struct err err = {0};
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		fflush(stdout);
		dup2(fd, STDOUT_FILENO);
		CHECK_ROW(names[i], report_save(names[i], text_of("to stdout"), &err) == 0);
		dup2(saved, STDOUT_FILENO);
		close(fd);
		CHECK_ROW(names[i], holds(path, "to stdout"));
	}
	close(saved);
	remove_folder(folder);
}

static const struct unit_test tests[] = {
	{"save", test_save},
	{"remove stale", test_remove_stale},
	{"no folder", test_no_folder},
	{"devices", test_devices},
	{"shared memory", test_shared_memory},
	{"standard output", test_stdout},
};
UNIT_MAIN(tests)
