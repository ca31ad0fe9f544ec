/* SPDX-License-Identifier: Apache-2.0
 *
 * Repositories made with the real git, each in a temporary folder of its own with its own HOME.
 * A script runs in sh with -e, in the folder "r" there, which is a fresh repository, and finds:
 *   put PATH WORD...   writes the words as a line and stages the file
 *   raw MODE ID PATH   stages an entry without a file
 *   commit MESSAGE     commits what is staged, a minute after the last commit
 *   merge MESSAGE REV...
 *   at SECONDS         the next commit is made a minute after this time
 */
#ifndef SEAMGATE_TESTS_CHANGE_FIXTURE_H
#define SEAMGATE_TESTS_CHANGE_FIXTURE_H

#include <sys/wait.h>
#include <unistd.h>

#include "gate/base/buffer.h"
#include "gate/change/repo.h"
#include "unit.h"

struct fixture {
	char folder[64]; /* absolute */
	struct arena *arena;
};

static const char fixture_prelude[] =
	"set -e\n"
	"export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org\n"
	"export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org LC_ALL=C\n"
	"unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY\n"
	"now=1700000000\n"
	"at() { now=$1; }\n"
	"dated() { now=$((now + 60)); GIT_AUTHOR_DATE=\"@$now +0000\" "
	"GIT_COMMITTER_DATE=\"@$now +0000\" git \"$@\" >/dev/null; }\n"
	"dated_id() { date=$1; shift; GIT_AUTHOR_DATE=\"@$date +0000\" "
	"GIT_COMMITTER_DATE=\"@$date +0000\" git \"$@\"; }\n"
	"put() { mkdir -p \"$(dirname \"$1\")\"; path=$1; shift; echo \"$@\" >\"$path\"; "
	"git add -- \"$path\"; }\n"
	"raw() { git update-index --add --cacheinfo \"$1,$2,$3\"; }\n"
	"blob() { printf '%s\\n' \"$1\" | git hash-object -w --stdin; }\n"
	"commit() { dated commit -q --allow-empty -m \"$1\"; }\n"
	"merge() { message=$1; shift; dated merge -q --no-ff -m \"$message\" \"$@\"; }\n"
	"go() { git checkout -q \"$@\"; }\n"
	"clone() { git clone -q \"$@\" 2>/dev/null; }\n";

/* Runs a script in a sub-folder of the fixture; true when it succeeds. */
static inline bool fixture_sh(const struct fixture *fixture, const char *sub, const char *script)
{
	char folder[128];
	int status = -1;
	struct buffer whole = {0};
	pid_t child;

	buffer_printf(&whole, "%s%s\n", fixture_prelude, script);
	snprintf(folder, sizeof(folder), "%s/%s", fixture->folder, sub);
	child = fork();
	if (child == 0) {
		setenv("HOME", fixture->folder, 1);
		if (chdir(folder) == 0)
			execl("/bin/sh", "sh", "-c", whole.ptr, (char *)NULL);
		_exit(127);
	}
	if (child > 0)
		waitpid(child, &status, 0);
	buffer_free(&whole);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* False, with a failed check, when the fixture could not be made. */
static inline bool fixture_start(struct fixture *fixture, const char *name, const char *script)
{
	bool made;

	*fixture = (struct fixture){.folder = "/tmp/seamgate-test-XXXXXX"};
	fixture->arena = arena_new();
	made = fixture->arena && mkdtemp(fixture->folder) &&
	       fixture_sh(fixture, ".",
		       "git init -q -b main r && git -C r config user.name T && "
		       "git -C r config protocol.file.allow always && "
		       "git -C r config uploadpack.allowFilter true && "
		       "git -C r config uploadpack.allowAnySHA1InWant true") &&
	       fixture_sh(fixture, "r", script);
	setenv("HOME", fixture->folder, 1);
	CHECK_ROW(name, made);
	return made;
}

static inline void fixture_end(struct fixture *fixture)
{
	fixture_sh(fixture, ".", "chmod -R u+rwX . && rm -rf -- \"$PWD\"");
	arena_free(fixture->arena);
}

/* A path in the fixture, in its arena. */
static inline const char *fixture_path(const struct fixture *fixture, const char *sub)
{
	return arena_printf(fixture->arena, "%s/%s", fixture->folder, sub);
}

#endif
