/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder that is removed at the end, git repositories in it made by shell commands, and files.
 * git runs without the machine's and the user's configuration, so that the same commands give the
 * same repository everywhere.
 */
#ifndef SEAMGATE_TESTS_SCRATCH_H
#define SEAMGATE_TESTS_SCRATCH_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct scratch {
	char folder[64];
};

/* What every command begins with: `commit NAME` makes a commit with one new file of that name. */
static const char scratch_prelude[] =
	"set -e; export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0\n"
	"export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.com GIT_COMMITTER_NAME=Ann\n"
	"export GIT_COMMITTER_EMAIL=ann@example.com GIT_AUTHOR_DATE='1700000000 +0000'\n"
	"export GIT_COMMITTER_DATE='1700000000 +0000'\n"
	"unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY\n"
	"git() { command git -c init.defaultBranch=main -c advice.detachedHead=false "
	"-c protocol.file.allow=always \"$@\"; }\n"
	"commit() { echo \"$1\" >\"$1\"; git add -- \"$1\"; git commit -qm \"$1\"; }\n";

static inline void scratch_fail(const char *what)
{
	fprintf(stderr, "scratch: %s\n", what);
	exit(1);
}

/* Runs a script inside the folder; its standard output, without the last line feed, is returned
 * and belongs to the caller. A failing script ends the test program. */
static inline char *scratch_run(const struct scratch *scratch, const char *script)
{
	size_t len = strlen(scratch_prelude) + strlen(script) + sizeof(scratch->folder) + 16,
	       used = 0;
	char *whole = malloc(len), *out = malloc(1 << 16), path[96];
	FILE *file, *pipe;

	if (!whole || !out)
		scratch_fail("out of memory");
	snprintf(path, sizeof(path), "%s/script", scratch->folder);
	file = fopen(path, "w");
	if (!file ||
		fprintf(file, "%scd '%s'\n%s\n", scratch_prelude, scratch->folder, script) < 0 ||
		fclose(file) != 0)
		scratch_fail("cannot write the script");
	snprintf(whole, len, "sh '%s'", path);
	pipe = popen(whole, "r");
	if (!pipe)
		scratch_fail("cannot start a shell");
	used = fread(out, 1, (1 << 16) - 1, pipe);
	out[used] = '\0';
	if (pclose(pipe) != 0)
		scratch_fail(script);
	if (used && out[used - 1] == '\n')
		out[used - 1] = '\0';
	free(whole);
	return out;
}

static inline void scratch_do(const struct scratch *scratch, const char *script)
{
	free(scratch_run(scratch, script));
}

static inline struct scratch scratch_new(const char *script)
{
	struct scratch scratch;
	const char *top = getenv("TMPDIR");

	snprintf(scratch.folder, sizeof(scratch.folder), "%s/seamgate-XXXXXX",
		top && strlen(top) < 40 ? top : P_tmpdir);
	if (!mkdtemp(scratch.folder))
		scratch_fail("cannot make a folder");
	scratch_do(&scratch, script);
	return scratch;
}

static inline void scratch_free(struct scratch *scratch)
{
	char command[192];

	snprintf(command, sizeof(command), "chmod -R u+rwx '%s'; rm -rf '%s'", scratch->folder,
		scratch->folder);
	if (system(command) != 0)
		fprintf(stderr, "scratch: cannot remove %s\n", scratch->folder);
}

/* "<folder>/<name>"; belongs to the caller. */
static inline char *scratch_path(const struct scratch *scratch, const char *name)
{
	size_t len = strlen(scratch->folder) + strlen(name) + 2;
	char *path = malloc(len);

	if (!path)
		scratch_fail("out of memory");
	snprintf(path, len, "%s/%s", scratch->folder, name);
	return path;
}

#endif
