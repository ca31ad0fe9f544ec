/* SPDX-License-Identifier: Apache-2.0
 *
 * From a CI system to a range, in two steps: a row of the table in ci.c reads the system's
 * variables and event file into a struct ci_event, which needs no repository; ci_search looks up
 * in the repository what it names. A new CI system is a row and a read function.
 * Private to this folder and its tests.
 */
#ifndef SEAMGATE_CHANGE_CI_H
#define SEAMGATE_CHANGE_CI_H

#include "gate/change/request.h"

/* A range that is being looked for, and with what. */
struct search {
	const struct request *request;
	struct repo *repo;
	struct arena *arena;
	struct range *range;
	struct origin *origin;
};

enum ci_kind {
	CI_MERGE,  /* a pull request, merge request or merge group: names a base and a head */
	CI_PUSH,   /* a ref moved from base to head */
	CI_DELETE, /* a ref went away: rightly nothing to judge */
	CI_OTHER, /* has no base of its own (a schedule, a run by hand): the default branch's tip */
};

/* An object id in 40 hex digits, or "", and the variable or field that it stands in. */
struct ci_id {
	struct text hex;
	const char *from;
};

/* Borrows from the environment and from the arena it was read with. */
struct ci_event {
	enum ci_kind kind;
	const char *source;      /* "GitHub pull_request" */
	struct text label;       /* "pull request 12 (GitHub)" */
	struct ci_id base, head; /* a push of a new ref has base ""; a head may be "HEAD" */
	struct text base_branch; /* stands in for a base that is not here; may be "" */
	struct text merge;       /* CI_MERGE: id of the synthetic merge of base and head, or "" */
	struct text default_branch; /* "" where it is not known */
	const char *default_from;   /* the variable or field that should name it; NULL: the system
	                               * names none, then it is what origin/HEAD is */
	struct text ref;            /* full name of the ref that the change is on, or "" */
	bool is_forced;             /* CI_PUSH: the base may be gone for good */
	bool is_build;          /* CI_PUSH: the base is what an earlier build passed, which may be
	                               * the head itself: that is no base */
	bool is_single_commit;  /* CI_MERGE: the head is one commit ahead of the base */
	const char *full_clone; /* what makes this system's clone complete */
};

struct ci_variables; /* ci_variables.h */
struct ci_job;

struct ci_system {
	const char *name;
	const char *variable, *value; /* value NULL: set to anything */
	int (*read)(struct ci_event *out, const struct ci_job *job, struct err *err);
	const struct ci_variables *variables; /* for variables_read */
};

/* What a row's read function reads from and into. */
struct ci_job {
	const struct ci_system *system;
	const struct environment *env;
	struct arena *arena;
};

/* The first row of the table whose variable is set, or NULL. */
const struct ci_system *ci_detect(const struct environment *env);

/* Fills the search's range and origin from the CI system that ci_detect found. */
MUST_CHECK int ci_search(
	const struct search *search, const struct ci_system *system, struct err *err);

/* GITHUB_EVENT_PATH's file, then github_event. Gitea and Forgejo have the same files. */
MUST_CHECK int github_read(struct ci_event *out, const struct ci_job *job, struct err *err);

/* The event file's bytes under an environment that has GITHUB_EVENT_NAME, GITHUB_EVENT_PATH (for
 * messages) and GITHUB_SHA. */
MUST_CHECK int github_event(
	struct ci_event *out, const struct ci_job *job, struct text json, struct err *err);

MUST_CHECK int gitlab_read(struct ci_event *out, const struct ci_job *job, struct err *err);

/* By the rows of job->system->variables. */
MUST_CHECK int variables_read(struct ci_event *out, const struct ci_job *job, struct err *err);

/* --- shared by the rows --- */

/* A variable that must be set: the error names it. */
MUST_CHECK int ci_variable(
	const char **out, const struct environment *env, const char *name, struct err *err);

/* Refuses what is not 40 hex digits: nothing else is ever looked up as an id. All zeros, which is
 * how both systems and git write "none", become "". */
MUST_CHECK int ci_id_set(struct ci_id *out, struct text hex, const char *from, struct err *err);

/* A formatted text in the arena. */
MUST_CHECK int ci_format(struct text *out, struct arena *arena, struct err *err, const char *format,
	...) __attribute__((format(printf, 4, 5)));

/* --- shared with request.c and push.c --- */

/* Looks up a commit without insisting: *here is false where it is not in this clone. */
MUST_CHECK int commit_here(
	struct repo *repo, struct text revision, struct oid *out, bool *here, struct err *err);

/* Makes `ref` the one name that the range scans. */
MUST_CHECK int range_set_ref(
	struct range *range, struct text ref, struct arena *arena, struct err *err);

#endif
