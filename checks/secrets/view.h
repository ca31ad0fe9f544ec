/* SPDX-License-Identifier: Apache-2.0
 *
 * The texts that a blob can be read as. Always its bytes; where it is UTF-16 or UTF-32 (by its byte
 * order mark, or because all of it is such text) also the decoded text; where it has NUL bytes also
 * all runs of at least 8 ASCII characters in any of these encodings, at any alignment, as they stand
 * in programs and databases; and what is encoded in any of these (decoded.h).
 *
 * In each of them an ANSI colour sequence (ECMA-48, 8.3.117 SGR: ESC [ digits ; : m) is as many spaces,
 * so that its last letter does not stand before a key like the end of a word. Offsets stay.
 */
#ifndef SEAMGATE_SECRETS_VIEW_H
#define SEAMGATE_SECRETS_VIEW_H

#include "checks/secrets/decoded.h"
#include "gate/base/copied.h"

enum view_kind {
	VIEW_RAW,     /* the bytes */
	VIEW_WHOLE,   /* all of it decoded, without the byte order mark */
	VIEW_RUNS,    /* the runs, one behind the other, with LF NUL LF in between */
	VIEW_DECODED, /* what is encoded in the views before it */
};

enum { MOST_VIEWS = 3 + 1 + MOST_DECODE_DEPTH + 1 };

struct view {
	enum view_kind kind;
	struct text bytes;
	const char *encoding; /* "UTF-16LE", …; "" for VIEW_RAW and for runs of several encodings */
	size_t piece, piece_count; /* of VIEW_DECODED, in decoded.pieces */
};

/* A run: its bytes in the view and where it begins in the blob. */
struct run {
	size_t at, raw;
	unsigned width; /* bytes of the blob for each byte of the view */
};

struct views {
	struct view items[MOST_VIEWS];
	size_t count;
	struct text raw;
	struct run *runs; /* of VIEW_RUNS, ascending */
	size_t run_count, run_capacity;
	struct buffer plain, whole,
		joined; /* plain: the bytes without colours, where they have any */
	struct decoded decoded;
	bool is_plain; /* the bytes are all there is to them: no escape, no NUL, no byte order mark */
	bool failed;   /* out of memory */
};

/* All views of a blob but the decoded ones (decoded_make adds them), which they borrow. A zeroed struct is ready for use, and for the next blob
 * after this one. views->failed says that memory did not suffice. */
void views_make(struct views *views, struct text blob);

/* The same where it is known of some stretches of the blob that no byte in them is an escape or a NUL. */
void views_make_knowing(struct views *views, struct text blob, struct copies plain);
void views_free(struct views *views);

/* Makes spaces of colour sequences. */
void blank_colours(struct buffer *bytes);

/* Whether no colour sequence touches a NUL, where text of wider characters may begin or end, which is looked for with its colours in it. Not for no bytes. */
bool colours_are_plain(struct text bytes);

/* The offset in the blob of an offset in VIEW_RUNS. */
size_t views_raw_offset(const struct views *views, size_t offset);

#endif
