/* SPDX-License-Identifier: Apache-2.0
 *
 * A verb of the command line: one file each, one row in verbs.c.
 */
#ifndef SEAMGATE_VERBS_VERB_H
#define SEAMGATE_VERBS_VERB_H

#include "gate/change/request.h"
#include "gate/verbs/flags.h"

/* What a verb is called with. */
struct call {
	const char *const *argv; /* behind the verb, NULL at the end */
	struct environment env;
	struct arena *arena; /* freed by main */
};

struct verb {
	const char *name, *arguments, *summary;
	const struct flag *flags; /* for the help; or NULL */
	/* The exit code, or -1 with an error, whose kind is the exit code. */
	int (*run)(const struct call *call, struct err *err);
	const char *words; /* its first argument: "a|b"; or NULL */
};

extern const struct verb verb_run, verb_hook, verb_scan, verb_merge, verb_init, verb_list,
	verb_explain, verb_rules, verb_policy, verb_baseline, verb_waive, verb_model, verb_latency,
	verb_doctor, verb_completion, verb_version;

/* All verbs, NULL at the end. */
extern const struct verb *const verbs[];

/* Carries out a whole command line (argv without the program's name): verb, help, errors on stderr. The exit code. */
int verbs_main(const char *const *argv, const char *const *environ_entries);

/* Prints text on stdout, escaped by nobody: for our own words only. -1 when it cannot be written. */
MUST_CHECK int verb_print(const struct buffer *buffer, struct err *err);

/* Appends a text that may hold foreign bytes: what a built-in rule takes for a secret is masked, the rest escaped.
 * Whatever a verb says about arguments, revisions, policies and rules files goes through here; a report has
 * masks of its own. */
void verb_say(struct buffer *out, struct text text);

/* "error: …" and what to do about it, on stderr, by verb_say. */
void verb_complain(const struct err *err);

/* For verbs with sub-verbs: an error that names the nearest one. -1. */
int verb_unknown_word(const char *what, const char *word, const char *const *words, size_t count,
	struct err *err);

#endif
