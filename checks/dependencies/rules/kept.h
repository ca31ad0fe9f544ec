/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages that are committed as they were installed: what kept_packages.c shares with the files that say where one lies
 * (kept_layout.c), which entry of a lock describes it (kept_entry.c, kept_index.c), and whether a manifest is what it was (kept_manifest.c).
 *
 * A folder is held to what the base has in it, or to another folder of the base that the same entry describes, or to nothing: a
 * package that is new, or that no lock names.
 */
#ifndef SEAMGATE_DEPENDENCIES_RULES_KEPT_H
#define SEAMGATE_DEPENDENCIES_RULES_KEPT_H

#include "checks/dependencies/proof/proof.h"
#include "gate/base/buffer.h"

/* Where a file belongs to; texts are parts of its path. */
struct kept_place {
	struct text top;    /* what the lock stands in: "" or with a slash behind it */
	struct text folder; /* of the package, with a slash behind it */
	struct text name, rest;
};

enum { MOST_LOCKS_BESIDE_TREE = 7 };

struct kept_layout {
	/* False for a path that is not of this layout. `rest` may be empty. */
	bool (*split)(struct kept_place *out, struct text path);
	struct kept_lock {
		const char *format, *file;
		bool has_places; /* its entries say in which folder they are */
	} locks[MOST_LOCKS_BESIDE_TREE + 1];
	bool has_manifest; /* package.json in the folder says name and version, and packages lie in packages */
	bool has_parts;     /* the lock's "Name/Part" is Name's */
	bool says_version;  /* the folder's name has the version in it: no lock is asked */
	const char *format; /* what findings are told under where no lock is asked */
};

enum { KEPT_LAYOUTS = 5 };
extern const struct kept_layout kept_layouts[KEPT_LAYOUTS];

enum kept_hold { KEPT_FREE, KEPT_AS_BASE, KEPT_AS_TWIN };

struct kept_manifest {
	bool is_read;
	struct text name, version; /* "" where there is none */
};

/* The package at hand: its files stand together. */
struct kept {
	struct judging *judging;
	struct proving *proving;
	struct arena *arena; /* for this package */
	const struct kept_layout *layout;
	struct kept_place place;
	struct text
		owner; /* the folder of the package that the entry describes: this one, or one that this lies in */
	const char *format, *lock; /* that names it */
	struct text version;
	struct text twin; /* KEPT_AS_TWIN: the base's folder of the same package, with its slash */
	enum kept_hold hold;
	bool is_searched, was_there;
	struct kept_index *index; /* of all packages; in the job's arena */
	enum { PROGRAMS_UNASKED, PROGRAMS_MAY_CHANGE, PROGRAMS_STAY } programs; /* likewise */
	struct text path; /* of the first file that is other than it was */
	struct buffer evidence;
	size_t count;
};

/* ---- kept_index.c: what many packages are looked for in ---- */

MUST_CHECK int kept_index_new(struct kept_index **out, struct arena *arena, struct err *err);

/* What a lock has, as long as the job; NULL of no lock. A lock is asked under one layout. */
struct kept_entries;
MUST_CHECK int kept_entries(const struct kept_entries **out, struct kept *kept,
	const struct lock *lock, struct err *err);

/* The first of that place, and those of that package in the order of the file; NULL at the end. */
const struct pin *kept_entry_at(const struct kept_entries *entries, struct text place);
const struct pin *kept_entry_named(const struct kept_entries *entries, struct text name);
const struct pin *kept_entry_next(const struct kept_entries *entries, const struct pin *pin);

/* The base's folders with a package.json of one name below one top, in the order of their paths: path, with its slash, has ptr NULL at the end. */
struct kept_folder {
	struct text path;
	uint32_t next;
};
MUST_CHECK int kept_folder_named(struct kept_folder *out, const struct kept *kept,
	const struct kept_place *place, struct err *err);
void kept_folder_next(struct kept_folder *folder, const struct kept *kept);

/* ---- one package ---- */

/* ".bin", which is no package: what starts the programs of those beside it. */
bool kept_is_programs(struct text name);

/* Sets hold and format for them: what they are made from changed, or it did not. */
void kept_decide_programs(struct kept *kept);

/* Sets hold, format, lock, version and twin for kept->place. */
MUST_CHECK int kept_decide(struct kept *kept, struct err *err);

/* Whether a link leads to "node_modules/.pnpm/NAME@VERSION/node_modules/NAME", which lies beside, and pnpm's lock has that version. */
MUST_CHECK int kept_is_stored(bool *out, struct kept *kept, struct text target, struct err *err);

/* A file of a side in the package's arena; ptr NULL where there is none. */
MUST_CHECK int kept_read(
	struct text *out, struct kept *kept, enum side side, struct text path, struct err *err);

/* Name and version that a folder's package.json says; is_read is false where it has none. */
MUST_CHECK int kept_manifest_read(struct kept_manifest *out, struct kept *kept, enum side side,
	struct text folder, struct err *err);

/* Whether two contents of package.json say the same, but for what npm up to 6 noted there. */
MUST_CHECK int kept_manifest_same(
	bool *out, struct kept *kept, struct text was, struct text is, struct err *err);

#endif
