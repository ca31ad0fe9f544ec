/* SPDX-License-Identifier: Apache-2.0
 *
 * What an archive is, by its first bytes.
 */
#include "gate/base/archive.h"

enum { HEADER = 512, CHECKSUM = 148, DIGITS = 8 }; /* of tar */

/* 0: there is none, as where the bytes are the indentation of source text. Six digits by the standard, seven by some writers. */
static unsigned tar_checksum(struct text bytes)
{
	unsigned sum = 0;

	for (unsigned i = CHECKSUM; i < CHECKSUM + DIGITS; i++) {
		if (bytes.ptr[i] >= '0' && bytes.ptr[i] <= '7')
			sum = sum << 3 | (unsigned)(bytes.ptr[i] - '0');
		else if (bytes.ptr[i] != ' ' && bytes.ptr[i] != '\0')
			return 0;
	}
	return sum;
}

/* POSIX ustar: the checksum is the sum of the header's bytes, with spaces in its own place. Without it old archives,
 * which have no magic, could not be told. */
static bool is_tar(struct text bytes)
{
	unsigned sum = 0, wanted;

	if (bytes.len < HEADER || bytes.ptr[0] == '\0')
		return false;
	wanted = tar_checksum(bytes);
	if (wanted == 0)
		return false;
	for (unsigned i = 0; i < HEADER; i++)
		sum += i >= CHECKSUM && i < CHECKSUM + DIGITS ? ' ' : (unsigned char)bytes.ptr[i];
	return sum == wanted;
}

/* A zip archive may have anything before it; its last record has no comment, mostly. */
static bool is_zip(struct text bytes)
{
	enum { END_RECORD = 22 };

	if (bytes.len < END_RECORD)
		return false;
	return text_starts(bytes, "PK\x03\x04") ||
	       text_starts(text_slice(bytes, bytes.len - END_RECORD, bytes.len), "PK\x05\x06");
}

static const struct {
	struct text magic;
	enum archive_kind kind;
} magics[] = {
	{TEXT("\x1f\x8b\x08"), ARCHIVE_KIND_GZIP},
	{TEXT("\xfd"
	      "7zXZ\0"),
		ARCHIVE_KIND_XZ},
	{TEXT("\x28\xb5\x2f\xfd"), ARCHIVE_KIND_ZSTD},
	{TEXT("7z\xbc\xaf\x27\x1c"), ARCHIVE_KIND_7Z},
	{TEXT("!<arch>\n"), ARCHIVE_KIND_AR},
};

static bool is_bzip2(struct text bytes)
{
	static const struct text block = TEXT("1AY&SY"), end = TEXT("\x17\x72\x45\x38\x50\x90");

	return text_starts(bytes, "BZh") && (text_equal(text_slice(bytes, 4, 10), block) ||
						    text_equal(text_slice(bytes, 4, 10), end));
}

enum archive_kind archive_sniff(struct text bytes)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (text_equal(text_slice(bytes, 0, magics[i].magic.len), magics[i].magic))
			return magics[i].kind;
	if (is_bzip2(bytes))
		return ARCHIVE_KIND_BZIP2;
	if (is_zip(bytes))
		return ARCHIVE_KIND_ZIP;
	return is_tar(bytes) ? ARCHIVE_KIND_TAR : ARCHIVE_KIND_NONE;
}

const char *archive_kind_name(enum archive_kind kind)
{
	static const char *const names[] = {
		[ARCHIVE_KIND_NONE] = "no archive",
		[ARCHIVE_KIND_ZIP] = "a zip archive",
		[ARCHIVE_KIND_TAR] = "a tar archive",
		[ARCHIVE_KIND_AR] = "an ar archive",
		[ARCHIVE_KIND_7Z] = "a 7z archive",
		[ARCHIVE_KIND_GZIP] = "a gzip file",
		[ARCHIVE_KIND_BZIP2] = "a bzip2 file",
		[ARCHIVE_KIND_XZ] = "an xz file",
		[ARCHIVE_KIND_ZSTD] = "a zstd file",
	};

	return names[kind];
}
