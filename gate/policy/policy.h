/* SPDX-License-Identifier: Apache-2.0
 *
 * .seamgate.yml: what is checked, how strictly, and what is waived. Read strictly: anything it does not know is an
 * error with file, line, column and the nearest valid key. All of it lives in the arena it was read into.
 */
#ifndef SEAMGATE_POLICY_POLICY_H
#define SEAMGATE_POLICY_POLICY_H

#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/err.h"
#include "gate/check.h"
#include "gate/rule.h"

#define POLICY_PATH ".seamgate.yml"

struct waiver {
	struct text rule, fingerprint, path; /* path: a glob, or empty for any */
	struct text reason, owner;
	int64_t expires;       /* days since 1970-01-01: ends at the start of that day, UTC */
	uint32_t line, column; /* of the rule id in the file */
};

struct policy_limits {
	uint64_t blob;   /* bytes of one blob */
	uint64_t memory; /* bytes of address space for heap; 0: no limit */
	double time;     /* seconds for the whole run */
};

/* One check under one policy. */
struct check_setting {
	const struct check *check;
	bool enabled;
	const void *options;     /* the check's options struct */
	char digest[SHA256_HEX]; /* of its effective settings: equal digests, equal options */
};

/* A file that a policy names. */
struct policy_file {
	struct text path;
	char sha256[SHA256_HEX];
};

struct policy {
	struct text text;        /* the file, borrowed; ptr NULL for the built-in */
	struct text name;        /* ".seamgate.yml at 1a2b3c4", a file's path, or "built-in" */
	bool builtin;            /* nobody wrote it: the default */
	char sha256[SHA256_HEX]; /* what pins it: see policy_pin; of nothing for the built-in */
	const struct policy_file *files; /* that it names and that are there */
	size_t file_count;
	enum severity block; /* this and above blocks */
	struct text salt;
	struct text_list ignore; /* globs */
	struct text_list pipeline;
	struct map_list severities; /* rule id -> enum severity */
	struct policy_limits limits;
	struct check_setting *checks; /* one for each check of the registry, in its order */
	size_t check_count;
	const struct waiver *waivers;
	size_t waiver_count;
	const void *root; /* the filled root struct, for policy_compare and policy_show */
};

/* Reads a policy. text.ptr NULL gives the built-in default. `name` is for messages. Whether the rule ids in `rules`
 * and `waivers` exist is asked with policy_check_rules, when the team's own rules are read. ERR_USAGE. */
MUST_CHECK int policy_read(struct policy *out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* The paths that a policy names (a team's rules files), each once, in its order; in the arena. */
MUST_CHECK int policy_named(
	struct text_list *out, const struct policy *policy, struct arena *arena, struct err *err);

/* Makes policy->sha256, which is that of the file's bytes before, cover these files too. With files it is the
 * SHA-256 of lines "<sha256>  <path>", each with its line end: first the policy's, always as .seamgate.yml, then
 * theirs in its order. That is what `sha256sum .seamgate.yml FILE... | sha256sum` gives. Borrows the files. */
MUST_CHECK int policy_pin(
	struct policy *policy, const struct policy_file *files, size_t count, struct err *err);

/* Rule ids that the policy names and that are neither built in nor in `own` (the team's rules): ERR_USAGE with place and nearest id. */
MUST_CHECK int policy_check_rules(
	const struct policy *policy, const struct rules *own, struct err *err);

/* The severity that a rule has under a policy. */
enum severity policy_severity(const struct policy *policy, const char *rule, enum severity own);

/* True where `paths: ignore` covers a path. The empty path is never ignored. */
bool policy_ignores(const struct policy *policy, struct text path);

/* The waiver that covers a finding today (days since 1970 UTC), or NULL. INT64_MIN: also an expired one. */
const struct waiver *policy_waiver(
	const struct policy *policy, const struct finding *finding, int64_t today);

/* Appends the day from which on a waiver no longer counts: 2027-01-31. */
void waiver_expires(struct buffer *out, const struct waiver *waiver);

/* One difference of two policies. */
struct policy_edit {
	struct text key;           /* "checks.secrets.enabled" */
	struct text before, after; /* as they would stand in the file; empty: not there */
	bool loosens;
	uint32_t line; /* in the head's file; 0 where it is gone */
};
struct policy_edits {
	struct policy_edit *items;
	size_t count, capacity;
};
/* What the head's policy, and the files that it names, change against the base's (effective values, so that comments, order and defaults written out are silent). */
MUST_CHECK int policy_compare(struct policy_edits *out, const struct policy *base,
	const struct policy *head, struct arena *arena, struct err *err);

/* The effective policy, every default written out, as YAML that policy_read takes. */
void policy_show(const struct policy *policy, struct buffer *out);

/* JSON Schema (draft-07) of the policy file, made from the option tables. */
void policy_schema(struct buffer *out);

#endif
