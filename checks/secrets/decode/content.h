/* SPDX-License-Identifier: Apache-2.0
 *
 * What the bytes of a block are, told by their beginning: text, UTF-16 text (with a byte order mark or without), a stream of gzip
 * (RFC 1952) or zlib (RFC 1950), an archive (gate/base/archive.h), or nothing that could be looked at. Pure functions over borrowed bytes.
 */
#ifndef SEAMGATE_SECRETS_CONTENT_H
#define SEAMGATE_SECRETS_CONTENT_H

#include <stdbool.h>

#include "gate/base/text.h"

/* Bytes by which most blocks are seen to be none. */
enum { CONTENT_SAMPLE = 12 };

enum content {
	CONTENT_NOTHING,
	CONTENT_TEXT,
	CONTENT_UTF16LE,
	CONTENT_UTF16BE,
	CONTENT_GZIP,
	CONTENT_ZLIB,
	CONTENT_ARCHIVE,
};

/* Whether the first three bytes leave anything open: most runs of such characters are names, paths and bulk data. */
bool content_may_begin(const char first[3]);

/* Whether something packed may begin with two bytes. */
bool content_may_be_packed(const char first[2]);

/* What bytes promise to be, by the first CONTENT_SAMPLE; of fewer bytes nothing. */
enum content content_promise(struct text bytes);

/* What they are: the beginning of a stream has to be right, of a text the sample is enough. 512 bytes or more tell a tar. */
enum content content_of(struct text beginning);

/* Whether that is mostly text: printable ASCII, white space, valid UTF-8. */
bool content_is_readable(struct text beginning);

#endif
