/* SPDX-License-Identifier: Apache-2.0
 *
 * `init`: looks at the repository, writes a policy, the CI system's file and a hook, and takes a first look.
 * What is there already is never changed.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "gate/policy/policy.h"
#include "gate/verbs/ci_files.h"
#include "gate/verbs/first_policy.h"
#include "gate/verbs/hook_install.h"
#include "gate/verbs/judge.h"
#include "gate/verbs/new_file.h"

struct init_flags {
	const char *ci, *hook;
	bool print, help;
};

static const struct flag flags[] = {
	{"ci", 0, FLAG_WORD, offsetof(struct init_flags, ci), "NAME",
		"github, gitlab, gitea, forgejo, buildkite, circleci, jenkins, azure, bitbucket, "
		"woodpecker (default: what the repository shows; none: no file)"},
	{"hook", 0, FLAG_CHOICE, offsetof(struct init_flags, hook), "pre-push|pre-commit|none",
		"the hook to install (default: pre-push)"},
	{"print", 0, FLAG_SWITCH, offsetof(struct init_flags, print), "",
		"with --ci: print that system's file, write nothing"},
	{"help", 'h', FLAG_SWITCH, offsetof(struct init_flags, help), "", "this help"},
	{0},
};

struct initing {
	const struct call *call;
	const struct init_flags *flags;
	struct repo *repo;
	const char *top; /* of the work tree */
	struct buffer said;
	const char *policy; /* of the work tree, whose salt fingerprints will have; NULL: none */
	bool needs_adding;  /* something that has to be committed was written */
};

static void say_file(struct initing *initing, const char *what, const char *path)
{
	buffer_printf(&initing->said, "%-9s ", what);
	verb_say(&initing->said, text_of(path));
	buffer_byte(&initing->said, '\n');
}

static int unknown_system(const char *name, struct err *err)
{
	const char *names[32];
	size_t count = 0;

	for (; ci_files[count].name; count++)
		names[count] = ci_files[count].name;
	return verb_unknown_word("CI system", name, names, count, err);
}

static bool is_used(const struct initing *initing, const struct ci_file *file)
{
	for (size_t i = 0; i < 2 && file->marks[i]; i++)
		if (new_file_there(initing->top, file->marks[i]))
			return true;
	return false;
}

/* Adds a file unless it is there; says which. */
static int add_file(struct initing *initing, const char *path, struct text bytes, bool *written,
	struct err *err)
{
	if (new_file(initing->top, path, bytes, written, err) < 0)
		return -1;
	say_file(initing, *written ? "wrote" : "kept", path);
	initing->needs_adding = initing->needs_adding || *written;
	return 0;
}

/* A name that stands in a list of YAML as it is. */
static bool is_plain(struct text branch)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";

	for (size_t i = 0; i < branch.len; i++)
		if (!memchr(allowed, branch.ptr[i], sizeof(allowed) - 1))
			return false;
	return branch.len > 0 && memchr("-./", branch.ptr[0], 3) == NULL;
}

/* The file with the repository's own branch where the example says main. */
static void write_ci_text(struct buffer *out, const struct ci_file *file, struct text branch)
{
	static const char example[] = "branches: [main]\n";
	struct text text = ci_file_text(file);
	size_t at = text_find(text, text_of(example));

	buffer_add(out, text_slice(text, 0, at));
	if (at < text.len) {
		buffer_string(out, "branches: [");
		/* Quoted, so that a branch "1.10" stays a name. */
		buffer_printf(out, text_is(branch, "main") ? "%.*s" : "\"%.*s\"", (int)branch.len,
			branch.ptr);
		buffer_string(out, "]\n");
		at += strlen(example);
	}
	buffer_add(out, text_slice(text, at, text.len));
}

static int add_ci_file(struct initing *initing, const struct ci_file *file, struct err *err)
{
	struct text branch;
	struct buffer text = {0};
	bool written;
	int done;

	if (repo_default_branch(initing->repo, &branch, initing->call->arena, err) < 0)
		return -1;
	write_ci_text(&text, file, is_plain(branch) ? branch : text_of("main"));
	done = text.failed ? err_nomem(err)
			   : add_file(initing, file->path, buffer_text(&text), &written, err);
	buffer_free(&text);
	if (done < 0)
		return -1;
	if (written)
		buffer_string(&initing->said, "          its first lines say what to set once\n");
	else if (!text_ends(text_of(file->path), "/seamgate.yml"))
		buffer_printf(&initing->said,
			"          put the gate's job into it: seamgate init --ci %s --print\n",
			file->name);
	return 0;
}

static int add_ci_files(struct initing *initing, struct err *err)
{
	const char *wanted = initing->flags->ci;
	const struct ci_file *named = wanted ? ci_file_find(wanted) : NULL;
	size_t count = 0;

	if (wanted && strcmp(wanted, "none") == 0)
		return 0;
	for (const struct ci_file *file = ci_files; file->name; file++) {
		if (wanted ? file != named : !is_used(initing, file))
			continue;
		count++;
		if (add_ci_file(initing, file, err) < 0)
			return -1;
	}
	if (count == 0)
		buffer_string(&initing->said,
			"no CI system seen: name one with --ci, see: seamgate init --help\n");
	return 0;
}

/* A link is refused at the head, and is none here. */
static int note_policy(struct initing *initing, struct err *err)
{
	const char *path = arena_textf(initing->call->arena, "%s/" POLICY_PATH, initing->top).ptr;
	struct stat status;

	if (!path)
		return err_nomem(err);
	if (lstat(path, &status) == 0 && S_ISREG(status.st_mode))
		initing->policy = path;
	return 0;
}

static int add_policy(struct initing *initing, struct err *err)
{
	struct buffer text = {0};
	bool written;
	int code = first_policy(&text, initing->repo, initing->call->arena, err);

	if (code == 0)
		code = add_file(initing, POLICY_PATH, buffer_text(&text), &written, err);
	buffer_free(&text);
	return code == 0 ? note_policy(initing, err) : -1;
}

/* A hook that somebody else wrote is no reason to fail: it is said how to have both. */
static int add_hook(struct initing *initing, struct err *err)
{
	const char *name = initing->flags->hook ? initing->flags->hook : "pre-push";
	struct err own = {0};

	if (strcmp(name, "none") == 0 ||
		hook_install(name, false, initing->repo, &initing->said, &own) == 0)
		return 0;
	if (own.kind != ERR_USAGE)
		return err_set(err, own.kind, "%s", own.message);
	buffer_printf(&initing->said,
		"kept      the %s hook that is there; to have both: seamgate hook %s install "
		"--chain\n",
		name, name);
	return 0;
}

/* The files at HEAD, as if all were new. What is found there does not block anything: a change is
 * judged for what it brings in. */
static void look(struct initing *initing)
{
	const struct judging judging = {.policy = initing->policy, .brief_pass = true};
	struct range range = {
		.tree_only = true, .head_name = text_of("HEAD"), .label = text_of("the tree")};
	struct err err = {0};
	int code;

	if (repo_resolve(initing->repo, range.head_name, &range.head, NULL, &err) < 0) {
		fputs("\nno commits yet: the first look comes with them: seamgate scan\n", stdout);
		return;
	}
	fputs("\na first look at the files at HEAD:\n\n", stdout);
	fflush(stdout);
	code = judge_range(initing->call, &judging, initing->repo, &range, &err);
	if (code < 0)
		verb_complain(&err);
	if (code == 0)
		fputs("the whole report: seamgate scan\n", stdout);
	if (code == 1)
		fputs("what is there already blocks nothing: a change is judged for what it brings "
		      "in\n",
			stdout);
}

static int add_all(struct initing *initing, struct err *err)
{
	if (add_policy(initing, err) < 0 || add_ci_files(initing, err) < 0)
		return -1;
	return add_hook(initing, err);
}

static int set_up(struct initing *initing, struct err *err)
{
	initing->top = repo_work_dir(initing->repo);
	if (!initing->top[0]) {
		err_set(err, ERR_USAGE, "the repository is bare: there is nothing to write into");
		return err_remedy(err, "run it in a clone, or install the server's hook: seamgate "
				       "hook pre-receive install");
	}
	if (add_all(initing, err) < 0) {
		/* What was written before is said all the same. */
		struct err own = {0};

		if (verb_print(&initing->said, &own) < 0)
			verb_complain(&own);
		return -1;
	}
	if (initing->needs_adding)
		buffer_string(&initing->said,
			"next: look at what was written, then git add and git commit it\n");
	if (verb_print(&initing->said, err) < 0)
		return -1;
	look(initing);
	return 0;
}

static int print(const struct init_flags *chosen, struct err *err)
{
	struct buffer out = {0};
	int code;

	if (!chosen->ci)
		return err_set(err, ERR_USAGE, "print which file? seamgate init --ci NAME --print");
	buffer_add(&out, ci_file_text(ci_file_find(chosen->ci)));
	code = verb_print(&out, err);
	buffer_free(&out);
	return code;
}

static int init(const struct call *call, struct err *err)
{
	struct init_flags chosen = {0};
	struct initing initing = {.call = call, .flags = &chosen};
	struct words rest = {0};
	int code;

	if (flags_read(flags, &chosen, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count)
		return err_set(err, ERR_USAGE, "init takes no argument \"%s\"", rest.items[0]);
	if (chosen.ci && !ci_file_find(chosen.ci) && strcmp(chosen.ci, "none") != 0)
		return unknown_system(chosen.ci, err);
	if (chosen.print)
		return print(&chosen, err);
	code = repo_open(&initing.repo, NULL, err);
	if (code == 0)
		code = set_up(&initing, err);
	repo_close(initing.repo);
	buffer_free(&initing.said);
	return code;
}

const struct verb verb_init = {"init", "[--ci NAME] [--hook NAME] [--print]",
	"set the gate up in this repository: policy, CI file, hook", flags, init, NULL};
