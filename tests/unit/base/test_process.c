/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/process.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

struct row {
	const char *name, *script;
	double limit_s;
	bool is_late;
	int code;
	const char *last;
};

static const struct row rows[] = {
	{"its exit code", "exit 7", 20, false, 7, ""},
	{"a signal", "kill -9 $$", 20, false, 137, ""},
	{"both outputs", "echo one; echo two >&2", 20, false, 0, "one\ntwo\n"},
	{"the end of much", "yes 0123456789abcde | head -n 20000; printf 'the end'", 20, false, 0,
		"abcde\n0123456789abcde\nthe end"},
	{"nothing to read", "read -r line && exit 1; exit 0", 20, false, 0, ""},
	{"its own variables only", "echo \"$ONE${HOME:-none}\"", 20, false, 0, "onenone\n"},
	{"where it starts", "pwd", 20, false, 0, "/usr\n"},
	{"nothing of ours open", "test ! -e /proc/$$/fd/9", 20, false, 0, ""},
	{"what it leaves behind", "sleep 60 & exit 3", 20, false, 3, ""},
	{"silent, and goes on", "exec >&- 2>&-; sleep 0.2; exit 4", 20, false, 4, ""},
	{"too late", "sleep 60", 0.2, true, 143, ""},
};

static void ends(void)
{
	char path[] = "PATH=/usr/bin:/bin", one[] = "ONE=one", sh[] = "sh", flag[] = "-c";
	char *environment[] = {path, one, NULL};
	int ours = dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 9); /* not closed on exec */

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char script[128];
		char *argv[] = {sh, flag, script, NULL};
		struct process process = {"/bin/sh", argv, environment, "/usr", rows[i].limit_s};
		struct process_end end;
		struct err err = {0};
		size_t len = strlen(rows[i].last);

		snprintf(script, sizeof(script), "%s", rows[i].script);
		CHECK_ROW(rows[i].name, process_run(&end, &process, &err) == 0);
		CHECK_ROW(rows[i].name, end.is_late == rows[i].is_late && end.code == rows[i].code);
		CHECK_ROW(rows[i].name,
			end.last_len >= len && (len || end.last_len == 0) &&
				memcmp(end.last + end.last_len - len, rows[i].last, len) == 0);
	}
	close(ours);
}

static void not_there(void)
{
	char name[] = "no-such", *none[] = {NULL}, *argv[] = {name, NULL};
	struct process process = {"/usr/no-such", argv, none, "/", 1};
	struct process_end end;
	struct err err = {0};

	CHECK_ROW("not there", process_run(&end, &process, &err) < 0 && err.kind == ERR_LOOK);
}

static const struct unit_test tests[] = {{"ends", ends}, {"not there", not_there}};

UNIT_MAIN(tests)
