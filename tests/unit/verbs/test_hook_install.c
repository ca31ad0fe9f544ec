/* SPDX-License-Identifier: Apache-2.0
 *
 * The hook that is installed calls the program that installed it: this test program. Called as
 * "hook …" it says so and fails; called as "install FOLDER" it installs and nothing else, so that a
 * copy of it can do that from a path of any spelling.
 */
#include "gate/verbs/hook_install.h"

#include <sys/stat.h>

#include "scratch.h"
#include "unit.h"

enum { HOOK_EXIT = 7 };

static const char setup[] =
	"git init -q work; cd work; commit m1; git worktree add -q ../linked; cd ..\n"
	"git init -q --bare bare\n"
	"git init -q 'it'\\''s \"mine\"'; mkdir 'odd $(touch broken) '\\''dir'\\'\n"
	"git init -q home; mkdir hooks\n";

static struct scratch scratch;

typedef int hook_action(
	const char *hook_name, struct repo *repo, struct buffer *messages, struct err *err);

static int install_plainly(
	const char *hook_name, struct repo *repo, struct buffer *messages, struct err *err)
{
	return hook_install(hook_name, false, repo, messages, err);
}

struct done {
	int result;
	struct err err;
	struct buffer messages;
};

static struct done act(const char *folder, hook_action *action)
{
	char *path = scratch_path(&scratch, folder);
	struct done done = {0};
	struct repo *repo = NULL;

	if (repo_open(&repo, path, &done.err) < 0)
		scratch_fail(done.err.message);
	done.result = action("pre-push", repo, &done.messages, &done.err);
	repo_close(repo);
	free(path);
	return done;
}

/* The hook's text; NULL where there is none. Belongs to the caller. */
static char *read_hook(const char *name)
{
	char *path = scratch_path(&scratch, name), *text = calloc(1, 1 << 16);
	FILE *file = fopen(path, "r");

	if (file && text)
		text[fread(text, 1, (1 << 16) - 1, file)] = '\0';
	if (file) {
		fclose(file);
	} else {
		free(text);
		text = NULL;
	}
	free(path);
	return text;
}

static bool is_executable(const char *name)
{
	char *path = scratch_path(&scratch, name);
	struct stat status;
	bool result = stat(path, &status) == 0 && (status.st_mode & 07777) == 0755;

	free(path);
	return result;
}

static void places(void)
{
	static const struct {
		const char *name, *before, *repo, *hook;
	} rows[] = {
		{"a repository", ":", "work", "work/.git/hooks/pre-push"},
		{"without a hooks folder", "rm -rf work/.git/hooks", "work",
			"work/.git/hooks/pre-push"},
		{"a linked work tree", ":", "linked", "work/.git/hooks/pre-push"},
		{"a bare repository", ":", "bare", "bare/hooks/pre-push"},
		{"a path with quotes", ":", "it's \"mine\"", "it's \"mine\"/.git/hooks/pre-push"},
		{"core.hooksPath, relative", "git -C work config core.hooksPath my-hooks", "work",
			"work/my-hooks/pre-push"},
		{"core.hooksPath, relative, a linked work tree",
			"git -C work config core.hooksPath my-hooks", "linked",
			"linked/my-hooks/pre-push"},
		{"core.hooksPath, absolute", "git -C work config core.hooksPath \"$PWD/hooks\"",
			"work", "hooks/pre-push"},
		{"core.hooksPath, below home", "git -C work config core.hooksPath '~/hooks'",
			"work", "home/hooks/pre-push"},
	};
	char *home = scratch_path(&scratch, "home");

	setenv("HOME", home, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct done first, again, removed, twice;
		char *text, *gone;

		scratch_do(&scratch, rows[i].before);
		first = act(rows[i].repo, install_plainly);
		text = read_hook(rows[i].hook);
		CHECK_ROW(rows[i].name, first.result == 0 && text);
		CHECK_ROW(rows[i].name, text && strncmp(text, "#!/bin/sh\n# seamgate", 20) == 0);
		CHECK_ROW(rows[i].name, is_executable(rows[i].hook));
		CHECK_ROW(rows[i].name, text_starts(buffer_text(&first.messages), "installed "));
		again = act(rows[i].repo, install_plainly);
		CHECK_ROW(rows[i].name, again.result == 0);
		CHECK_ROW(rows[i].name,
			text_starts(buffer_text(&again.messages), "already installed"));
		removed = act(rows[i].repo, hook_uninstall);
		gone = read_hook(rows[i].hook);
		CHECK_ROW(rows[i].name, removed.result == 0 && !gone);
		CHECK_ROW(rows[i].name, text_starts(buffer_text(&removed.messages), "removed "));
		twice = act(rows[i].repo, hook_uninstall);
		CHECK_ROW(rows[i].name, twice.result == 0);
		CHECK_ROW(rows[i].name, text_starts(buffer_text(&twice.messages), "not installed"));
		buffer_free(&first.messages);
		buffer_free(&again.messages);
		buffer_free(&removed.messages);
		buffer_free(&twice.messages);
		free(text);
		free(gone);
		scratch_do(&scratch, "git -C work config --unset core.hooksPath || true");
	}
	free(home);
}

/* Nothing of a foreign hook may change, whoever asks. */
static void foreign(void)
{
	static const struct {
		const char *name, *before, *content;
	} rows[] = {
		{"a script", "printf '#!/bin/sh\\necho mine\\n' >work/.git/hooks/pre-push",
			"#!/bin/sh\necho mine\n"},
		{"an empty file", ": >work/.git/hooks/pre-push", ""},
		{"the marker in another line",
			"printf '#!/bin/sh\\n\\n# seamgate: written by \"seamgate hook "
			"install\"\\n' "
			">work/.git/hooks/pre-push",
			"#!/bin/sh\n\n# seamgate: written by \"seamgate hook install\"\n"},
		{"a link to a hook of ours",
			"printf '#!/bin/sh\\n# seamgate: written by \"seamgate hook install\"\\n' "
			">ours; "
			"ln -sf ../../../ours work/.git/hooks/pre-push",
			"#!/bin/sh\n# seamgate: written by \"seamgate hook install\"\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct done installed, removed;
		char *text;

		scratch_do(&scratch, "mkdir -p work/.git/hooks; rm -f work/.git/hooks/pre-push");
		scratch_do(&scratch, rows[i].before);
		installed = act("work", install_plainly);
		removed = act("work", hook_uninstall);
		text = read_hook("work/.git/hooks/pre-push");
		CHECK_ROW(rows[i].name, installed.result == -1);
		CHECK_ROW(rows[i].name, installed.err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, strstr(installed.err.message, "not seamgate's") != NULL);
		CHECK_ROW(rows[i].name,
			strstr(installed.err.remedy, "hook pre-push \"$@\" || exit 1") != NULL);
		CHECK_ROW(rows[i].name, removed.result == -1 && removed.err.kind == ERR_USAGE);
		CHECK_ROW(rows[i].name, text && strcmp(text, rows[i].content) == 0);
		free(text);
		buffer_free(&installed.messages);
		buffer_free(&removed.messages);
	}
	scratch_do(&scratch, "rm -f work/.git/hooks/pre-push ours");
}

static void refused(void)
{
	static const struct {
		const char *name, *before, *message;
	} rows[] = {
		{"somebody's home", "git -C work config core.hooksPath '~nobody/hooks'",
			"cannot be expanded"},
		{"git's prefix", "git -C work config core.hooksPath '%(prefix)/hooks'",
			"cannot be expanded"},
		{"a folder in a folder that is not there",
			"git -C work config core.hooksPath no/such/folder", "cannot make"},
		{"a folder that is a file", ": >file; git -C work config core.hooksPath ../file",
			"cannot write"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct done done;

		scratch_do(&scratch, rows[i].before);
		done = act("work", install_plainly);
		CHECK_ROW(rows[i].name, done.result == -1);
		CHECK_ROW(rows[i].name, strstr(done.err.message, rows[i].message) != NULL);
		buffer_free(&done.messages);
	}
	scratch_do(&scratch, "git -C work config --unset core.hooksPath; rm file");
}

static void repairs(void)
{
	static const struct {
		const char *name, *damage;
	} rows[] = {
		{"not executable any more", "chmod -x work/.git/hooks/pre-push"},
		{"calls another program",
			"sed -i \"s/^gate=.*/gate='elsewhere'/\" work/.git/hooks/pre-push"},
		{"cut off", "sed -i 3q work/.git/hooks/pre-push"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct done first = act("work", install_plainly), again;
		char *whole = read_hook("work/.git/hooks/pre-push"), *text;

		scratch_do(&scratch, rows[i].damage);
		again = act("work", install_plainly);
		text = read_hook("work/.git/hooks/pre-push");
		CHECK_ROW(rows[i].name, first.result == 0 && again.result == 0);
		CHECK_ROW(rows[i].name, text_starts(buffer_text(&again.messages), "updated "));
		CHECK_ROW(rows[i].name, text && whole && strcmp(text, whole) == 0);
		CHECK_ROW(rows[i].name, is_executable("work/.git/hooks/pre-push"));
		buffer_free(&first.messages);
		buffer_free(&again.messages);
		free(whole);
		free(text);
	}
}

/* git runs the hook, from a program whose path a shell would misread. */
static void pushes(void)
{
	static const char copy[] =
		"d='odd $(touch broken) '\\''dir'\\'; cp \"$TEST_PROGRAM\" \"$d/the "
		"\\\"gate\\\"\"\n"
		"rm -f work/.git/hooks/pre-push; \"$d/the \\\"gate\\\"\" install \"$PWD/work\"\n";
	static const char push[] =
		"git -C work push -q \"$PWD/bare\" HEAD:refs/heads/main 2>/dev/null && echo pushed "
		"|| "
		"echo stopped\ncat said; rm -f said; test ! -e broken -a ! -e work/broken\n";
	static const char gone[] =
		"rm 'odd $(touch broken) '\\''dir'\\'/*\n"
		"PATH=$PWD/nowhere /bin/sh work/.git/hooks/pre-push origin x 2>&1 </dev/null || "
		"echo \"exit $?\"\n";
	char *said, *program = realpath("/proc/self/exe", NULL),
		    *note = scratch_path(&scratch, "said");

	setenv("TEST_PROGRAM", program, 1);
	setenv("TEST_NOTE", note, 1);
	scratch_do(&scratch, copy);
	said = scratch_run(&scratch, push);
	CU_ASSERT(strncmp(said, "stopped\nhook pre-push ", 22) == 0);
	CU_ASSERT(strstr(said, "/bare") != NULL);
	CU_ASSERT(
		strstr(said, " refs/heads/main 0000000000000000000000000000000000000000") != NULL);
	free(said);
	said = scratch_run(&scratch, gone);
	CU_ASSERT(strstr(said, "the program of this hook is gone") != NULL);
	CU_ASSERT(strstr(said, "exit 1") != NULL);
	free(said);
	free(note);
	free(program);
}

static void begin(void)
{
	scratch = scratch_new(setup);
}

static void end(void)
{
	scratch_free(&scratch);
}

static const struct unit_test tests[] = {
	{"(the repositories)", begin},
	{"places", places},
	{"foreign", foreign},
	{"refused", refused},
	{"repairs", repairs},
	{"pushes", pushes},
	{"(clean up)", end},
};

/* Writes the arguments and the standard input down. */
static int be_hook(int argc, char **argv)
{
	const char *note = getenv("TEST_NOTE");
	FILE *file = note ? fopen(note, "w") : NULL;
	int c;

	if (!file)
		return 1;
	for (int i = 1; i < argc; i++)
		fprintf(file, "%s%s", argv[i], i + 1 < argc ? " " : "\n");
	while ((c = getchar()) != EOF)
		fputc(c, file);
	fclose(file);
	return HOOK_EXIT;
}

static int be_installer(const char *folder)
{
	struct buffer messages = {0};
	struct repo *repo = NULL;
	struct err err = {0};
	int code = repo_open(&repo, folder, &err);

	if (code == 0)
		code = hook_install("pre-push", false, repo, &messages, &err);
	if (code < 0)
		fprintf(stderr, "%s\n", err.message);
	repo_close(repo);
	buffer_free(&messages);
	return code < 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "hook") == 0)
		return be_hook(argc, argv);
	if (argc == 3 && strcmp(argv[1], "install") == 0)
		return be_installer(argv[2]);
	return unit_run(tests, sizeof(tests) / sizeof(tests[0]), __FILE__);
}
