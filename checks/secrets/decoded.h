/* SPDX-License-Identifier: Apache-2.0
 *
 * Views of what is encoded in other views: level by level, each made of the one before it, up to a depth. A
 * decoded view is a row of regions with LF NUL LF in between. A region is what encoded text stands for, with up to
 * CONTEXT bytes of the text around it, so that a key is seen with its name; each stretch of it is a piece, which
 * knows where it comes from.
 */
#ifndef SEAMGATE_SECRETS_DECODED_H
#define SEAMGATE_SECRETS_DECODED_H

#include "checks/secrets/decode/coding.h"
#include "gate/base/archive.h"

enum { MOST_DECODE_DEPTH = 8, CONTEXT = 200 };

struct piece {
	size_t at;          /* in the decoded view */
	size_t len;         /* there */
	uint32_t source;    /* the view that it comes from */
	struct block block; /* coding, from, to: in the source; line, step and content of a block */
};

/* What a blob's decoded views are made of and may cost. Zeroed: none, and no archives. */
struct decoded {
	struct buffer levels[MOST_DECODE_DEPTH + 1];
	struct buffer joined; /* the view of joined literals */
	struct buffer packed; /* scratch space */
	struct piece *pieces;
	size_t count, capacity;
	size_t budget;   /* bytes that may still be made */
	const char *gap; /* set: what was not decoded, and why */
	bool failed;     /* out of memory */
	struct archive_library *
		*library; /* borrowed, for archives that are encoded; NULL: none are opened */
	unsigned archive_depth;
};

struct views;

/* Of the first view. Nothing that is encoded begins in so many bytes at its beginning and at its end: they are there as context. */
struct part {
	size_t from, to;
	size_t quiet_before, quiet_behind;
};
struct parts {
	const struct part *items; /* ascending, with bytes in between */
	size_t count;
};

/* Bytes that are decoded from one blob: at most so many and as many as it has. */
enum { MOST_DECODED = 64 * 1024 * 1024 };

/* Adds the view in which literals are joined, and the decoded views of it and of all views that are there; of the first one, the bytes, only of
 * those parts. */
void decoded_make(struct views *views, unsigned depth, const struct parts *parts);
void decoded_free(struct decoded *decoded);

/* A part of a view. */
struct extent {
	size_t view, from, to;
};

/* Whether a part of a decoded view (not empty) has decoded bytes: without them it is the source's. */
bool decoded_touches(const struct views *views, struct extent part);

/* Where a part of a decoded view comes from: in the view it was made of, and (origin) in the first that is not
 * decoded. A part of a view that is not decoded is its own origin. */
struct extent decoded_source(const struct views *views, struct extent part);
struct extent decoded_origin(const struct views *views, struct extent part);

/* Whether a part of a view was put together of several literals. */
bool decoded_joined(const struct views *views, struct extent part);

enum { CHAIN_BYTES = 256 };

/* "base64 in percent-encoding", the innermost first; "" for what is not decoded. */
void decoded_chain(char out[CHAIN_BYTES], const struct views *views, struct extent part);

#endif
