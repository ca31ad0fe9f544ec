/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files that make decoded views: a level under way, which is one view that is made of others.
 */
#ifndef SEAMGATE_SECRETS_DECODED_PARTS_H
#define SEAMGATE_SECRETS_DECODED_PARTS_H

#include "checks/secrets/decoded.h"

/* Between two regions: no match goes over it. */
#define level_separator ((struct text)TEXT("\n\0\n"))

struct level {
	struct decoded *decoded;
	struct buffer *out;
	struct text text; /* of the source */
	uint32_t source;
	size_t copied;  /* up to there the source is in the region */
	bool open;      /* a region is under way */
	bool escaped;   /* and what it has last are escapes */
	bool blocks;    /* a block was decoded: there is something to look into */
	bool broken;    /* the last block was a stream that breaks off */
	size_t wasted;  /* characters of such blocks */
	size_t in_vain; /* bytes that blocks were unpacked to for nothing */
};

/* Takes what was appended since `at` as a piece. */
void level_piece(struct level *level, size_t at, const struct block *block);

/* Appends text of the source as it stands. */
void level_copy(struct level *level, size_t from, size_t to);

/* Begins a region, or goes on with it: the text before an encoded part. Ends it: the text behind the last one. */
void level_open(struct level *level, size_t from);
void level_close(struct level *level);

/* Decodes a block, if it holds anything. Where to go on. */
size_t level_block(struct level *level, const struct block *found);

#endif
