/* SPDX-License-Identifier: Apache-2.0
 *
 * What Python's dependency files have in common: names (PEP 503), versions (PEP 440), file names of wheels (PEP 427)
 * and source distributions (PEP 625), and the shape that their TOML locks share.
 *
 * A package of a lock is one pin with artifact "": its version, its source, and the digests of all of its
 * files, any of which may be installed. Each of its files is a pin of its own with the file's name as
 * artifact and the file's one digest. So a new wheel is a new key and no changed digest, another digest under a file's
 * name is seen, and so is a package that lost its list of files or had all of it replaced.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_PYTHON_H
#define SEAMGATE_DEPENDENCIES_FORMATS_PYTHON_H

#include "checks/dependencies/format.h"
#include "gate/base/keys.h"
#include "gate/base/toml.h"

/* The normal form of a name: lower case, runs of "-", "_" and "." are one "-". *out has ptr NULL where the text is no
 * name; it may borrow from the text. */
MUST_CHECK int python_name(
	struct text *out, struct text name, struct arena *arena, struct err *err);

/* True where a name as written has that normal form. */
bool python_same_name(struct text written, struct text normal);

/* Versions are equal by PEP 440: "1.0" and "1.0.0", "1.0-RC.1" and "1rc1". "_" stands for "-" as in file names. */
bool python_same_version(struct text a, struct text b);

/* A list of version specifiers (">=1, <2") without blanks, versions spelled as PEP 440 does, and sorted: equal lists
 * are equal texts. What is no such list comes back trimmed. */
MUST_CHECK int python_specifier(
	struct text *out, struct text list, struct arena *arena, struct err *err);

/* False where a wheel's or source distribution's file name is another package's or version's. An empty version is any. */
bool python_file_fits(struct text file, struct text name, struct text version);

/* The name and version in a wheel's or source distribution's file name; false for other files. */
bool python_file_parts(struct text file, struct text *name, struct text *version);

/* The last part of a URL or path, without query and fragment. */
struct text python_file_of(struct text url);

/* struct format's url_fits of all of them: a file's name must be the pin's, and a whole commit that is asked
 * for must be the one that is fixed. */
bool python_url_fits(const struct pin *pin);

/* "git+URL@reference#subdirectory=…" and the like in parts. */
struct python_vcs {
	struct text url;       /* "git+https://…" without reference, query and fragment */
	struct text reference; /* behind the last "@" of the path; "" */
	struct text fragment;
};
bool python_is_vcs(struct text url);
void python_vcs_split(struct python_vcs *out, struct text url);

/* "git+https://host/x.git?rev=…#…" as "https://host/x": what a requirement by URL asks for, however it is spelled; "" of
 * an empty one. Lives in the URL. */
struct text python_plain_url(struct text url);

/* ---- reading TOML locks ---- */

/* A lock that is being read. */
struct python_lock {
	struct lock *lock;
	const struct document *document;
	struct keys keys;    /* of names: 1 + the newest pin of that name */
	uint32_t *same_name; /* by pin: 1 + an earlier pin of the same name, or 0 */
	size_t same_name_capacity;
	struct python_asks *asks; /* python_asks.h; NULL until there is one */
	bool by_pipenv;           /* pylock.toml: pipenv wrote it */
};

void python_lock_start(
	struct python_lock *reading, struct lock *lock, const struct document *document);

/* ERR_LOOK "path:line:column: what". Always returns -1. */
int python_error(const struct python_lock *reading, const struct toml *at, struct err *err,
	const char *what);

/* A string of a table: one that must be there and not be empty, and one that may be absent (then ""). */
MUST_CHECK int python_want(struct python_lock *reading, struct text *out, const struct toml *table,
	const char *key, struct err *err);
MUST_CHECK int python_may(struct python_lock *reading, struct text *out, const struct toml *table,
	const char *key, struct err *err);

/* Several that may be absent. */
struct python_field {
	const char *key;
	struct text *out;
};
MUST_CHECK int python_fields(struct python_lock *reading, const struct toml *table,
	const struct python_field *fields, size_t count, struct err *err);

/* The normal form of the `name` that must be there. */
MUST_CHECK int python_name_of(
	struct python_lock *reading, struct text *out, const struct toml *table, struct err *err);

/* A member of a type, NULL where it is absent, an error where it is of another type. */
MUST_CHECK int python_member(struct python_lock *reading, const struct toml **out,
	const struct toml *table, const char *key, enum toml_type type, struct err *err);

/* The first item of an array of tables under a key; NULL where there is none. All items are tables. */
MUST_CHECK int python_tables(struct python_lock *reading, const struct toml **out,
	const struct toml *table, const char *key, struct err *err);

/* A package's normalised name and where it stands; reads `name` and, where it is there, `version`. */
MUST_CHECK int python_package_start(
	struct python_lock *reading, struct pin *out, const struct toml *package, struct err *err);

/* Adds the package's pin under its name; *index is its place in lock->pins. */
MUST_CHECK int python_package(
	struct python_lock *reading, const struct pin *pin, uint32_t *index, struct err *err);

/* A repository: its address, the branch, tag or commit that was asked for ("" where that is not said) and the commit. */
struct python_git {
	struct text url, asked, commit;
};

/* The source as "git+URL?rev=<asked>#<commit>", as other tools write it. Where a branch or a tag was asked for, which of
 * both is not said, and it is left out. An error without a whole commit id. */
MUST_CHECK int python_set_git(struct python_lock *reading, struct pin *pin, const struct toml *at,
	struct python_git git, struct err *err);

/* The commit behind the "#" of a repository's pin becomes its digest. Other pins: nothing. */
MUST_CHECK int python_add_commit(struct python_lock *reading, uint32_t pin, struct err *err);

/* A file of the package added last at `package`. */
struct python_file {
	struct text name, url;
	uint32_t flags;
	uint32_t line, column;
};

/* Adds a file's pin; *index as above. */
MUST_CHECK int python_file(struct python_lock *reading, uint32_t package,
	const struct python_file *file, uint32_t *index, struct err *err);

/* One digest ("sha256:<hex>") of a file, to its pin and to its package's. */
MUST_CHECK int python_file_digest(struct python_lock *reading, uint32_t package, uint32_t file,
	struct text tagged, struct err *err);

/* Poetry's and PDM's list of tables with `file` or `url`, and `hash`. */
MUST_CHECK int python_files(struct python_lock *reading, uint32_t package, const struct toml *first,
	uint32_t flags, struct err *err);

/* The pins of a normalised name, newest first: UINT32_MAX at the end. Files are not among them. */
MUST_CHECK int python_named(
	struct python_lock *reading, struct text name, uint32_t *first, struct err *err);
uint32_t python_next_named(const struct python_lock *reading, uint32_t pin);

/* Edges from a pin (or EDGE_ROOT) to all packages of a name as written; none where the lock has none. */
MUST_CHECK int python_edges(
	struct python_lock *reading, uint32_t from, struct text name, struct err *err);

/* Edges between packages of one name, both ways: a need leads to one of them, and which is for which platform or group is
 * not said. */
MUST_CHECK int python_join_same_names(struct python_lock *reading, struct err *err);

/* struct format's find: the first package of a name. */
uint32_t python_find(const struct lock *lock, const struct need *need);

/* ---- manifests ---- */

/* uv's own settings, of uv.toml or pyproject.toml's [tool.uv]. */
MUST_CHECK int python_uv_settings(
	struct python_lock *reading, const struct toml *table, struct err *err);

/* A setting with where it stands; both texts live in the arena or the document. */
MUST_CHECK int python_source_setting(
	struct python_lock *reading, const char *name, const struct toml *value, struct err *err);
MUST_CHECK int python_guard(struct python_lock *reading, struct text name, const struct toml *at,
	int strength, int usual, struct err *err);

/* `verify_ssl` of a named registry. */
MUST_CHECK int python_verify_guard(
	struct python_lock *reading, struct text name, const struct toml *verify, struct err *err);

#endif
