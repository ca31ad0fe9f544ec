/* SPDX-License-Identifier: Apache-2.0
 *
 * Vendored trees: copies of what the pins name, in the repository. Judged over the whole change, and only where the
 * change touches them.
 *
 * crate    a folder with .cargo-checksum.json, as cargo vendor writes it (cargo, src/ops/cargo_vendor.rs):
 *          {"files": {"path": "<sha256>"}, "package": "<sha256 of the .crate>" or null}. cargo builds files that it does
 *          not list, and believes a list that was rewritten: the package's hash against Cargo.lock is
 *          what a list stands for. Of folders in each other each one counts.
 * module   a folder below vendor/ beside vendor/modules.txt, as go mod vendor writes it (cmd/go,
 *          internal/modcmd/vendor.go). Nothing there has a hash; cmd/go compares only modules.txt with go.mod.
 */
#ifndef SEAMGATE_DEPENDENCIES_VENDORED_H
#define SEAMGATE_DEPENDENCIES_VENDORED_H

#include "checks/dependencies/judging.h"
#include "gate/base/keys.h"

/* Cargo.locks that were read for one crate are there for the next. They live in the job's arena. */
struct vendored_copies;
struct vendored_lock {
	struct text path;
	enum side side;
	bool found;
	struct lock lock;
};

/* One of the base's lists by one name, and the next one of that name. */
struct crate_note {
	uint32_t list, next; /* next: a number as in crate_names; 0: none */
};

struct vendored_locks {
	struct vendored_lock *items;
	size_t count, capacity;
	struct paths crate_lists; /* all of the base's, once they were wanted */
	struct keys
		crate_names; /* what the crate of each may be called: the first of its notes, from 1 */
	struct crate_note *notes;
	size_t note_count, note_capacity;
	bool has_crate_lists;
	struct paths lock_paths[2]; /* of all Cargo.locks of a side, once they were wanted */
	bool has_lock_paths[2];
	const struct vendored_copies *copies; /* vendored_copies.h; NULL until they are wanted */
};

/* The files of the change below one folder; both paths end in a slash or are empty. */
struct vendored {
	struct judging *judging;
	struct arena *arena; /* for this folder only */
	struct vendored_locks *locks;
	struct text folder; /* "third_party/vendor/serde/", "vendor/" */
	const struct file *files;
	size_t file_count;
};

MUST_CHECK int vendored_crate(const struct vendored *vendored, struct err *err);
MUST_CHECK int vendored_modules(const struct vendored *vendored, struct err *err);

/* Reads a file of a side into vendored->arena; ptr NULL where there is none. */
MUST_CHECK int vendored_read(struct text *out, const struct vendored *vendored, enum side side,
	struct text path, struct err *err);

/* A finding about a file there; name and version as far as they are known. */
struct vendored_finding {
	const char *rule, *ecosystem_format; /* rule id; name of the format it is told under */
	struct text path, name, version;
	struct text from,
		to; /* both: the expected and the computed digest, which the message says */
	uint32_t line;
	bool known;
	const char *what;
};
MUST_CHECK int vendored_report(
	const struct vendored *vendored, const struct vendored_finding *finding, struct err *err);

/* A path made of two, in the arena; ptr NULL when out of memory. */
struct text vendored_path(const struct vendored *vendored, struct text folder, struct text rest);

#endif
