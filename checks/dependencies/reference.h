/* SPDX-License-Identifier: Apache-2.0
 *
 * References that can move, as pins with PIN_REFERENCE: an action of a repository, a container image, a commit of a
 * repository. The name is without the ref, the version is the ref as written, and there is a digest exactly where the ref is a
 * whole commit id or the image has a digest. A ref that is a variable is
 * PIN_UNKNOWN; a name with one is PIN_NO_DIGEST: it need not be fixed, but what was fixed may be let go. Texts are borrowed from the document or live in the lock's arena.
 */
#ifndef SEAMGATE_DEPENDENCIES_REFERENCE_H
#define SEAMGATE_DEPENDENCIES_REFERENCE_H

#include "checks/dependencies/format.h"

struct reference {
	struct text written;
	struct text comment; /* what stands behind it on its line, without '#'; "" */
	uint32_t line, column;
};

/* `uses:` of GitHub, Gitea and Forgejo: owner/name[/path]@ref, https://host/owner/name@ref, docker://image, ./path. */
MUST_CHECK int reference_action(
	struct lock *lock, const struct reference *reference, struct err *err);

/* [registry[:port]/]name[:tag][@digest] (distribution/reference). The usual registry's own names are
 * shortened: "docker.io/library/python" is "python". */
MUST_CHECK int reference_image(
	struct lock *lock, const struct reference *reference, struct err *err);

/* A repository (name), at a ref (written); `source` may be empty. */
MUST_CHECK int reference_commit(struct lock *lock, const struct reference *reference,
	struct text name, struct text source, uint32_t flags, struct err *err);

/* 40 or 64 hex digits in either case. */
bool is_whole_commit(struct text text);

/* The version that a comment claims: the first word that is one ("v4.1.1", "4", "v2.0.0-rc1"); "" where there is none. What
 * stands behind "tag=", "frozen:", "pin@" and the like counts as a word. */
struct text claimed_version(struct text comment);

/* True where a text has a variable or template in it. */
bool has_variable(struct text text);

/* The lines of a document, to find what stands behind a value. */
struct lines {
	struct text text;
	size_t *starts;
	size_t count;
};

MUST_CHECK int lines_of(struct lines *out, struct text text, struct arena *arena, struct err *err);

/* Line `number` (from 1), without its end; "" where there is none. */
struct text lines_get(const struct lines *lines, uint32_t number);

#endif
