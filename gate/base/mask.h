/* SPDX-License-Identifier: Apache-2.0
 *
 * The secrets that a run has seen. Whatever is printed passes mask_apply first, so that a secret
 * does not come out through a path, a ref, a commit message or a neighbour's line.
 * Adding is for one thread; applying is read-only and may run on any number of threads.
 */
#ifndef SEAMGATE_BASE_MASK_H
#define SEAMGATE_BASE_MASK_H

#include "gate/base/arena.h"
#include "gate/base/buffer.h"

struct masks; /* lives in an arena */

/* NULL when out of memory. */
struct masks *masks_new(struct arena *arena);

/* `shown` bytes of the secret's beginning (a rule's fixed prefix) stay readable; one that is shown whole
 * is hidden whole. Secrets under 4 bytes are ignored; adding one twice is fine and costs a look-up. Of a
 * secret of several lines each line of 8 bytes or more is a secret too, but for the dashed lines
 * around a PEM block. -1 when out of memory. */
int masks_add(struct masks *masks, struct text secret, size_t shown);

/* Appends text to out with every secret in it replaced by its shown beginning and "****", and every run of
 * 20 bytes or more out of a secret likewise. One of up to 7 letters and nothing else, which may be a part of many words, is replaced where it stands
 * by itself. Where secrets overlap, what any of them hides is hidden.
 * Linear in the text, whatever the number of secrets. masks may be NULL: plain copy. */
void mask_apply(const struct masks *masks, struct text text, struct buffer *out);

/* A part of a text, as offsets. */
struct mask_span {
	size_t from, to;
};

/* The same for a text that was cut out of a longer one (an excerpt): a run of 8 bytes or more out of a
 * secret that touches an end of the text is masked too. *span, unless span is NULL, is a part of the text
 * and becomes the same part of what is appended. */
void mask_apply_cut(
	const struct masks *masks, struct text text, struct mask_span *span, struct buffer *out);

#endif
