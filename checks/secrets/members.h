/* SPDX-License-Identifier: Apache-2.0
 *
 * The members of an archive, and of the archives among them, as texts of their own, one after the other; nothing is
 * unpacked but into memory. What an archive may cost is limited for all of a blob together; a limit that is reached,
 * a member that is encrypted and one that cannot be read are said, each once for an archive.
 */
#ifndef SEAMGATE_SECRETS_MEMBERS_H
#define SEAMGATE_SECRETS_MEMBERS_H

#include "gate/base/archive.h"

enum {
	MOST_ARCHIVE_DEPTH = 8,
	MOST_MEMBERS = 100 * 1000,
	MOST_UNPACKED = 256 * 1024 * 1024, /* bytes of all members */
	MOST_RATIO = 200,                  /* of the blob's size, above RATIO_FREE bytes */
	RATIO_FREE = 32 * 1024 * 1024,
};

/* A member, and what it lies in. */
struct layer {
	const struct layer *parent; /* NULL: the blob itself, which has no layer */
	struct text path; /* in its archive; empty for a file that is compressed by itself */
	unsigned depth;   /* of a member of the blob: 1; a compressed tar is one archive */
};

/* Appends "a/b.txt", "inner.jar!/a/b.txt"; "" for the blob itself. */
void layer_path(struct buffer *out, const struct layer *layer);

/* What is done with members, and with what could not be looked at. */
struct member_visitor {
	/* What a member is called, whatever it is: file, folder, link, encrypted. Before it is visited. -1: stop, err is set. */
	int (*name)(void *context, const struct layer *layer, struct err *err);
	int (*visit)(void *context, const struct layer *layer, struct text bytes, struct err *err);
	void (*gap)(
		void *context, const struct layer *layer, const char *reason, const char *remedy);
	bool (*stopped)(void *context); /* the run's time is up */
	bool in_place; /* colours of a large member are blanked where it stands: it is not looked at as an archive any more */
	bool tolerant; /* what cannot be read is not said: the bytes may only begin like an archive */
	void *context;
};

/* Visits all members of the blob, where it is an archive. *library is opened where that is needed. The visitor is not called
 * for the blob itself. */
MUST_CHECK int members_visit(struct archive_library **library, struct text blob, unsigned depth,
	const struct member_visitor *visitor, struct err *err);

#endif
