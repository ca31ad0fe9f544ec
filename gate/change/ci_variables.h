/* SPDX-License-Identifier: Apache-2.0
 *
 * CI systems that say in variables what they run for, as data: how a run for a request (a pull
 * request, a change under review, a batch of them) is told, and where base and head stand; the same
 * for what is no request. NULL: the system has no such variable. Private to this folder.
 */
#ifndef SEAMGATE_CHANGE_CI_VARIABLES_H
#define SEAMGATE_CHANGE_CI_VARIABLES_H

#include "gate/change/ci.h"

enum { MOST_ROWS = 3, MOST_NAMES = 3 };

/* True where the variable has this value; value NULL: where it is set, and not to "false". */
struct ci_condition {
	const char *name, *value;
};

/* Names in the order in which they are tried; the first that is set counts. */
struct ci_names {
	const char *items[MOST_NAMES];
};

struct ci_request_row {
	struct ci_condition when;
	const char *what;       /* "pull request" */
	struct ci_names number; /* for the label */
	struct ci_names head;
	const char *base;    /* an id */
	const char *branch;  /* the target's name, in short or in full; stands in for the base */
	const char *from;    /* the name of what is to be merged */
	const char *merge;   /* id of the synthetic merge that is checked out */
	bool base_is_parent; /* the base is the head's first parent: a change of Gerrit */
};

/* Where the id of what was there before comes from. */
enum ci_before {
	BEFORE_PUSH,  /* the ref's commit before this push */
	BEFORE_BUILD, /* the commit of an earlier build */
	BEFORE_RANGE, /* "before...after" of the push, ids cut short */
};

struct ci_push_row {
	struct ci_names head;
	const char *before;
	enum ci_before is;
	struct ci_condition if_all[2]; /* else "before" does not count */
	const char *ref;               /* a full name */
	const char *tag;               /* a short one */
	struct ci_names branch;
};

struct ci_variables {
	struct ci_request_row requests[MOST_ROWS]; /* the first whose condition holds counts */
	struct ci_push_row push;
	const char *default_branch;
	bool head_is_checkout;  /* the head's variable may be unset or "HEAD" */
	const char *full_clone; /* as in ci_event */
};

extern const struct ci_variables gerrit_variables, gerrit_ref_variables, buildkite_variables,
	circleci_variables, prow_variables, jenkins_variables, azure_variables, bitbucket_variables,
	woodpecker_variables, drone_variables, travis_variables;

#endif
