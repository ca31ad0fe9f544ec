/* SPDX-License-Identifier: Apache-2.0
 *
 * One thing that the files of a tree fix, or fail to fix: a row of an inventory (a bill of materials). A component
 * blocks nothing; what is wrong with one is a finding beside it. An inventory is of a whole tree, never of a change, and is
 * taken only where somebody asked for it (job_wants_components). Rows stand in the order in which the check gives them.
 *
 * Held and proved are two things: a lock that names a hash holds a package to it, and whether the bytes that lie here have that
 * hash is known only of those whose bytes lie here and were hashed. COMPONENT_OPEN is never counted as proved.
 */
#ifndef SEAMGATE_COMPONENT_H
#define SEAMGATE_COMPONENT_H

#include "gate/base/text.h"

enum component_kind {
	COMPONENT_LIBRARY,
	COMPONENT_CONTAINER,
	COMPONENT_MODEL,
	COMPONENT_DATA,
	COMPONENT_FILE,
};

/* What holds it to what it is. */
enum component_held {
	HELD_BY_HASH,
	HELD_BY_COMMIT,  /* the id of a git commit */
	HELD_BY_VERSION, /* a number, and whatever its registry serves under it */
	HELD_BY_NOTHING, /* a tag, a branch, a range */
	HELD_INSIDE,     /* it lies in the tree itself: a folder, a link, a member of a workspace */
};
enum { HELD_COUNT = HELD_INSIDE + 1 };

enum component_proof {
	COMPONENT_OPEN,    /* nothing was hashed */
	COMPONENT_PROVED,  /* its bytes lie here and have the hash */
	COMPONENT_REFUTED, /* they lie here and have another one: a finding says more */
};
enum { COMPONENT_PROOFS = COMPONENT_REFUTED + 1 };

struct component_hash {
	const char *
		algorithm; /* "sha512", "h1", "git": a literal, or as long-lived as the component */
	struct text bytes;
};

struct component {
	struct text path;               /* of the file that names it */
	uint32_t line;                  /* 0: none */
	const char *format, *ecosystem; /* literals: "npm-lock", "npm" */
	enum component_kind kind;
	struct text name, version;
	struct text artifact; /* the file or platform that the hashes are of; "" */
	struct text source;   /* URL as written; "" */
	struct text purl;     /* package URL; "" where its kind has none */
	const struct component_hash *hashes;
	size_t hash_count;
	bool is_plain; /* the hashes are of one file's bytes as a registry serves it, and not of a listing or of
	                * something that is built from it */
	bool is_any; /* of several files: one of the hashes is the right one */
	enum component_held held;
	enum component_proof proof;
	struct text
		note; /* of what the proof is, or why there is none; "" where there is nothing to prove by */
};

/* Of one run; what comes after is counted, and said. */
enum { MOST_COMPONENTS = 500 * 1000 };

struct components {
	struct component *items;
	size_t count, capacity;
	bool overflowed; /* MOST_COMPONENTS was reached */
};

struct check_job;

/* True where the run takes an inventory: the whole tree is looked at, and its components were asked for. */
bool job_wants_components(const struct check_job *job);

/* Copies the component and everything in it but literals, and returns its number among the job's. Out of memory is remembered
 * and fails the job. */
size_t check_component(const struct check_job *job, const struct component *component);

/* What came of its proof, where that is known only later. The note is copied. */
void check_component_proof(
	const struct check_job *job, size_t number, enum component_proof proof, struct text note);

const char *component_kind_name(
	enum component_kind kind); /* "library", "container", … as CycloneDX calls them */
const char *held_name(
	enum component_held held); /* "hash", "commit", "version", "nothing", "inside" */
const char *component_proof_name(enum component_proof proof); /* "open", "proved", "refuted" */

#endif
