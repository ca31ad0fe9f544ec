/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives in memory, by libarchive: zip and all that is zip (jar, whl, docx, nupkg), tar, ar, 7z, and files that are
 * compressed by gzip, bzip2, xz or zstd. Nothing is written anywhere, and names are nothing but names. What the bytes
 * are is told by their beginning, not by a name. One compression is undone at a time: a stream in a stream is the
 * caller's to open, so that what lies between the two counts for the caller's limits.
 *
 * The library is loaded when it is first needed (it brings a dozen others along); the static binary holds it. This is
 * the only file that calls it.
 */
#ifndef SEAMGATE_BASE_ARCHIVE_H
#define SEAMGATE_BASE_ARCHIVE_H

#include "gate/base/buffer.h"
#include "gate/base/err.h"

enum archive_kind {
	ARCHIVE_KIND_NONE,
	ARCHIVE_KIND_ZIP,
	ARCHIVE_KIND_TAR,
	ARCHIVE_KIND_AR,
	ARCHIVE_KIND_7Z,
	ARCHIVE_KIND_GZIP, /* from here on: one compressed file, which may be a tar */
	ARCHIVE_KIND_BZIP2,
	ARCHIVE_KIND_XZ,
	ARCHIVE_KIND_ZSTD,
};

enum archive_kind archive_sniff(struct text bytes);
const char *archive_kind_name(enum archive_kind kind); /* "a zip archive" */

struct archive_library;

/* ERR_LOOK where there is none on this machine. */
MUST_CHECK int archive_library_open(struct archive_library **out, struct err *err);
void archive_library_close(struct archive_library *library); /* NULL is fine */

/* One archive under way. Borrows the library and the bytes. */
struct unpacker;

MUST_CHECK int unpacker_open(struct unpacker **out, const struct archive_library *library,
	struct text bytes, enum archive_kind kind, struct err *err);
void unpacker_close(struct unpacker *unpacker); /* NULL is fine */

enum unpacking {
	UNPACK_DONE,
	UNPACK_END,    /* no more members */
	UNPACK_BROKEN, /* unpacker_problem says why */
	UNPACK_LIMIT,  /* more than `most` bytes */
	UNPACK_NO_MEMORY,
};

struct member {
	struct text
		path; /* as the archive has it; empty for a file that is compressed by itself; valid until the
			   * next member */
	bool is_file;
	bool is_folder;
	bool is_link; /* a symbolic one, or a second name of another member */
	bool is_encrypted;
};

enum unpacking unpacker_next(struct unpacker *unpacker, struct member *out);

/* Appends the member's bytes. What was read before a problem is appended too. */
enum unpacking unpacker_read(struct unpacker *unpacker, struct buffer *out, size_t most);

/* Half a sentence, which may hold foreign bytes. */
const char *unpacker_problem(const struct unpacker *unpacker);

#endif
