/* SPDX-License-Identifier: Apache-2.0
 *
 * One vendored crate, read: its list of checksums, its name, what the Cargo.locks say of it. What is made of that is
 * vendored_crate.c's (the change) and proof/cargo_vendor.c's (the bytes). Everything lives in vendored->arena.
 */
#ifndef SEAMGATE_DEPENDENCIES_CRATE_H
#define SEAMGATE_DEPENDENCIES_CRATE_H

#include "checks/dependencies/vendored.h"
#include "gate/base/json.h"

#define CRATE_LIST ".cargo-checksum.json"

struct crate_list {
	bool is_there;
	const struct json **files; /* sorted by path */
	size_t count;
	const struct json *package; /* a string or null */
};

struct crate {
	const struct vendored *vendored;
	struct text list_path, name, version;
	struct crate_list base, head;
};

/* Entries of a crate in one lock: sorted by name and version, so they stand together. */
struct crate_entries {
	const struct pin *items;
	size_t count;
};

/* The list out of its bytes. ERR_LOOK with line and column where it is no such list. */
MUST_CHECK int crate_list_parse(struct crate_list *list, struct text content, struct text path,
	struct arena *arena, struct err *err);

/* A list that cannot be read at the base counts as not there; at the head it is something not looked at: not readable. */
MUST_CHECK int crate_read_lists(struct crate *crate, bool *readable, struct err *err);

/* The base's list of the same package wherever it lies, for a crate that was moved, renamed or copied; not there where there is none. Of
 * crates without a hash only those in a folder of the same name count. After crate_read_name. */
MUST_CHECK int crate_find_earlier(
	struct crate_list *out, const struct crate *crate, struct err *err);

/* Whether two lists are of one package: the same hash, or none. */
bool crate_is_same_package(const struct crate_list *a, const struct crate_list *b);

/* Name and version as the vendored Cargo.toml has them; the folder and "" where it cannot be read. */
MUST_CHECK int crate_read_name(struct crate *crate, bool *has_manifest, struct err *err);

/* In the folders above, nearest first; then anywhere: a tree may be vendored for several workspaces. */
MUST_CHECK int crate_look_up(
	struct crate_entries *out, const struct crate *crate, enum side side, struct err *err);

/* A file of the list, or NULL. */
const struct json *crate_find_file(const struct crate_list *list, struct text path);

bool crate_has_digest(const struct crate_entries *entries, struct text sha256);

/* What cargo vendor leaves out, in any folder. */
bool crate_leaves_out(struct text path);

#endif
