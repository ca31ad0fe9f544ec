/* SPDX-License-Identifier: Apache-2.0
 *
 * NuGet's packages: "<id>.<version>.nupkg", without case, in a folder that is a feed, or in the global packages folder at
 * <id>/<version>/. contentHash in packages.lock.json is the SHA-512 of the file; of a signed package it is that of the file as it was
 * before it was signed (NuGet.Client, SignedPackageArchiveUtility.GetPackageContentHash): without the entry .signature.p7s, with the
 * counts, sizes and offsets of the zip's directory set back. NuGet refuses a signed package for which that gives no match, and so is it refuted here.
 */
#include <string.h>

#include "checks/dependencies/proof/packages.h"
#include "checks/dependencies/proof/zip_end.h"
#include "gate/base/buffer.h"

enum { MOST_ENTRIES = 100 * 1000, ENTRY_SIZE = 46, LOCAL_SIZE = 30 };

static const char signature_name[] = ".signature.p7s";

static struct text file(const struct pin *pin, struct arena *arena)
{
	return arena_textf(arena, "%.*s.%.*s.nupkg", (int)pin->name.len, pin->name.ptr,
		(int)pin->version.len, pin->version.ptr);
}

static struct text cached(const struct pin *pin, struct arena *arena)
{
	char *out = arena_printf(arena, "%.*s/%.*s/%.*s.%.*s.nupkg", (int)pin->name.len,
		pin->name.ptr, (int)pin->version.len, pin->version.ptr, (int)pin->name.len,
		pin->name.ptr, (int)pin->version.len, pin->version.ptr);

	for (char *at = out; at && *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return out ? text_of(out) : (struct text){0};
}

/* ---- the zip's directory (APPNOTE.TXT, 4.3.7 to 4.3.16) ---- */

struct zip {
	struct text bytes;
	size_t end;       /* of central directory record */
	size_t directory; /* its offset */
	size_t count;
	size_t entry, entry_size; /* the signature's record in the directory */
	size_t start,
		stop; /* and its file: from its local header to the next, or to the directory */
};

static bool find_end(struct zip *zip)
{
	struct zip_end end;

	if (!zip_end_find(&end, zip->bytes))
		return false;
	zip->end = end.at;
	zip->count = end.count;
	zip->directory = end.directory;
	return zip->directory < zip->end;
}

/* The size of the record at an offset of the directory; 0: there is none. */
static size_t entry_size(const struct zip *zip, size_t at)
{
	size_t size;

	if (!zip_is_mark(zip->bytes, at, "PK\1\2") || at + ENTRY_SIZE > zip->end)
		return 0;
	size = ENTRY_SIZE + zip_number(zip->bytes, at + 28, 2) +
	       zip_number(zip->bytes, at + 30, 2) + zip_number(zip->bytes, at + 32, 2);
	return at + size <= zip->end ? size : 0;
}

static bool is_signature(const struct zip *zip, size_t at)
{
	size_t len = zip_number(zip->bytes, at + 28, 2);

	return len == sizeof(signature_name) - 1 &&
	       memcmp(zip->bytes.ptr + at + ENTRY_SIZE, signature_name, len) == 0;
}

/* The signature's record; false where the directory is damaged or has two. */
static bool find_record(struct zip *zip)
{
	size_t at = zip->directory, size;

	for (size_t i = 0; i < zip->count; i++, at += size) {
		size = entry_size(zip, at);
		if (!size)
			return false;
		if (!is_signature(zip, at))
			continue;
		if (zip->entry)
			return false;
		zip->entry = at;
		zip->entry_size = size;
		zip->start = zip_number(zip->bytes, at + 42, 4);
	}
	return zip->entry > 0;
}

/* Finds the signature's record, and where its file ends: at the next local header. */
static bool find_signature(struct zip *zip)
{
	size_t at = zip->directory;

	if (!find_record(zip))
		return false;
	zip->stop = zip->directory;
	for (size_t i = 0; i < zip->count; i++, at += entry_size(zip, at)) {
		size_t offset = zip_number(zip->bytes, at + 42, 4);

		if (offset > zip->start && offset < zip->stop)
			zip->stop = offset;
	}
	return zip->start + LOCAL_SIZE <= zip->stop &&
	       zip_is_mark(zip->bytes, zip->start, "PK\3\4");
}

/* ---- the file as it was before it was signed ---- */

static void put(struct buffer *out, uint32_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buffer_byte(out, (char)(value >> (8 * i) & 0xff));
}

static void put_entry(struct buffer *out, const struct zip *zip, size_t at, size_t size)
{
	uint32_t offset = zip_number(zip->bytes, at + 42, 4);

	buffer_add(out, text_slice(zip->bytes, at, at + 42));
	put(out, offset > zip->start ? offset - (uint32_t)(zip->stop - zip->start) : offset, 4);
	buffer_add(out, text_slice(zip->bytes, at + ENTRY_SIZE, at + size));
}

static void put_end(struct buffer *out, const struct zip *zip)
{
	size_t at = zip->end;

	buffer_add(out, text_slice(zip->bytes, at, at + 8));
	put(out, zip_number(zip->bytes, at + 8, 2) - 1, 2);
	put(out, zip_number(zip->bytes, at + 10, 2) - 1, 2);
	put(out, zip_number(zip->bytes, at + 12, 4) - (uint32_t)zip->entry_size, 4);
	put(out, zip_number(zip->bytes, at + 16, 4) - (uint32_t)(zip->stop - zip->start), 4);
	buffer_add(out, text_slice(zip->bytes, at + 20, zip->bytes.len));
}

static void put_unsigned(struct buffer *out, const struct zip *zip)
{
	size_t at = zip->directory, size;

	buffer_add(out, text_slice(zip->bytes, 0, zip->start));
	buffer_add(out, text_slice(zip->bytes, zip->stop, zip->directory));
	for (size_t i = 0; i < zip->count; i++, at += size) {
		size = entry_size(zip, at);
		if (at != zip->entry)
			put_entry(out, zip, at, size);
	}
	put_end(out, zip);
}

static int hold(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text bytes, struct err *err)
{
	struct zip zip = {.bytes = bytes};
	struct proof answer = *out;
	struct buffer plain = {0};
	int done;

	if (proof_hold(out, proving, pin, bytes, err) < 0)
		return -1;
	if (out->state != PROOF_REFUTED || !find_end(&zip) || zip.count > MOST_ENTRIES ||
		!find_signature(&zip))
		return 0;
	put_unsigned(&plain, &zip);
	done = plain.failed ? err_nomem(err)
			    : proof_hold(&answer, proving, pin, buffer_text(&plain), err);
	buffer_free(&plain);
	*out = answer;
	return done;
}

static const char *const formats_taken[] = {"nuget-lock", NULL};

const struct package_kind nuget_packages = {.formats = formats_taken,
	.glob = "**/*.nupkg",
	.surely = "**/*.nupkg",
	.file = file,
	.hold = hold,
	.cache = {"NUGET_PACKAGES", "", "HOME", ".nuget/packages"},
	.cached = cached,
	.has_no_case = true,
	.what = "the package here is not the one that the lock has a contentHash of",
	.what_cached =
		"the package in NuGet's folder is not the one that the lock has a contentHash of"};
