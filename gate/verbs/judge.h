/* SPDX-License-Identifier: Apache-2.0
 *
 * What run, hook, scan and explain share: flags, policies, the run itself, reports, the exit code.
 */
#ifndef SEAMGATE_VERBS_JUDGE_H
#define SEAMGATE_VERBS_JUDGE_H

#include "gate/run.h"
#include "gate/verbs/verb.h"

struct judging {
	const char *base, *head;
	struct words checks, reports;
	const char *policy, *policy_sha256, *accept_policy;
	const char *color;
	unsigned jobs;
	bool quiet, verbose, help;
	bool history;          /* scan */
	bool unreachable;      /* scan, with history */
	bool whole_tree;       /* scan: an inventory can be taken */
	bool staged, worktree; /* run */
	bool brief_pass;       /* hooks: one line when all is well */
	bool chain;            /* hook install */
	const char *explain;   /* explain: print only findings whose fingerprint begins so */
	const char *shard;     /* run, scan: I/N */
	struct shard part;     /* what it comes to, or the CI system's own; zeroed: the whole */
	bool *missing;         /* explain: set, beside an error, where none does */
	/* baseline: gets the result instead of reports, while all of it lives. Its answer is the exit code. */
	int (*take)(void *context, const struct result *result, struct err *err);
	void *context;
};

/* The flags that all of them take; a verb's own table repeats these rows. */
#define JUDGING_FLAGS                                                                              \
	{"check", 0, FLAG_WORDS, offsetof(struct judging, checks), "NAME",                         \
		"run only this check (may be repeated)"},                                          \
		{"policy", 0, FLAG_WORD, offsetof(struct judging, policy), "FILE",                 \
			"judge by this policy instead of the base's and the head's"},              \
		{"policy-sha256", 0, FLAG_WORD, offsetof(struct judging, policy_sha256), "HEX",    \
			"refuse --policy FILE with another digest"},                               \
		{"accept-policy", 0, FLAG_WORD, offsetof(struct judging, accept_policy), "SHA256", \
			"let the head's policy with this digest judge alone"},                     \
		{"report", 0, FLAG_WORDS, offsetof(struct judging, reports), "FORMAT[=PATH]",      \
			"write a report too (see: seamgate list reports)"},                        \
		{"jobs", 'j', FLAG_COUNT, offsetof(struct judging, jobs), "N", "threads to use"},  \
		{"color", 0, FLAG_CHOICE, offsetof(struct judging, color), "auto|always|never",    \
			"colour the human report"},                                                \
		{"quiet", 'q', FLAG_SWITCH, offsetof(struct judging, quiet), "",                   \
			"no human report on standard output"},                                     \
		{"verbose", 'v', FLAG_SWITCH, offsetof(struct judging, verbose), "",               \
			"known and waived findings, counters and times too"},                      \
	{                                                                                          \
		"help", 'h', FLAG_SWITCH, offsetof(struct judging, help), "", "this help"          \
	}

/* Judges one range of a repository. The exit code, or -1. */
int judge_range(const struct call *call, const struct judging *judging, struct repo *repo,
	const struct range *range, struct err *err);

/* What a scan looks at: the tree of a head; also all that any ref reaches; also what none does. */
enum scan_scope { SCAN_TREE, SCAN_HISTORY, SCAN_ALL_OBJECTS };
MUST_CHECK int scan_scope(enum scan_scope *out, bool history, bool unreachable, struct err *err);

/* `head` NULL: HEAD. */
MUST_CHECK int scan_range(struct range *out, const char *head, enum scan_scope scope,
	struct repo *repo, struct arena *arena, struct err *err);

/* Judges the index or the working tree against HEAD. Nothing there is a pass, and said so. */
int judge_snapshot(const struct call *call, const struct judging *judging, struct repo *repo,
	enum snapshot what, struct err *err);

/* Judges the files of a directory. */
int judge_directory(
	const struct call *call, const struct judging *judging, const char *path, struct err *err);

/* The worse of two exit codes: 4, then 2, then 3, then 1. */
int worse_exit(int a, int b);

/* Removes the reports that a command line would write, before anything can go wrong: none of an earlier
 * run may be taken for this one's. */
void judge_remove_stale(const char *const *argv);

#endif
