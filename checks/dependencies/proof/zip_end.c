/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/zip_end.h"

#include <string.h>

/* A comment may be longer; not every reader looks that far. */
enum {
	LONGEST_COMMENT = 8 * 1024,
	ZIP64_LOCATOR_SIZE = 20,
	ZIP_HEADER_SIZE = 30,
	ZIP_ENTRY_SIZE = 46,
};

uint32_t zip_number(struct text zip, size_t at, size_t size)
{
	uint32_t out = 0;

	for (size_t i = 0; i < size; i++)
		out |= (uint32_t)(unsigned char)zip.ptr[at + i] << (8 * i);
	return out;
}

bool zip_is_mark(struct text zip, size_t at, const char *mark)
{
	return zip.len >= 4 && at <= zip.len - 4 && memcmp(zip.ptr + at, mark, 4) == 0;
}

bool zip_end_find(struct zip_end *out, struct text zip)
{
	if (zip.len < ZIP_END_SIZE)
		return false;
	for (size_t at = zip.len - ZIP_END_SIZE, tries = 0; tries <= UINT16_MAX; at--, tries++) {
		if (zip_is_mark(zip, at, "PK\5\6") &&
			at + ZIP_END_SIZE + zip_number(zip, at + 20, 2) == zip.len) {
			*out = (struct zip_end){at, zip_number(zip, at + 16, 4),
				zip_number(zip, at + 12, 4), zip_number(zip, at + 10, 2)};
			return true;
		}
		if (at == 0)
			return false;
	}
	return false;
}

/* Zip64 has its numbers elsewhere. What needs it has more than is looked at, or 65,536 files. */
static bool is_zip64(const struct zip_end *end, struct text zip)
{
	return end->at >= ZIP64_LOCATOR_SIZE &&
	       zip_is_mark(zip, end->at - ZIP64_LOCATOR_SIZE, "PK\6\7");
}

/* A name in an extra field (0x7075), which some readers take and some do not. */
static bool has_second_name(struct text extra)
{
	while (extra.len >= 4) {
		if (zip_number(extra, 0, 2) == 0x7075)
			return true;
		extra = text_slice(extra, 4 + (size_t)zip_number(extra, 2, 2), extra.len);
	}
	return false;
}

/* The file's own header. */
static const char *header_fault(struct text zip, size_t at, struct text name)
{
	size_t name_size, extra_size;

	if (!zip_is_mark(zip, at, "PK\3\4") || at + ZIP_HEADER_SIZE > zip.len)
		return "has an entry whose file is not there";
	name_size = zip_number(zip, at + 26, 2);
	extra_size = zip_number(zip, at + 28, 2);
	at += ZIP_HEADER_SIZE;
	if (!text_equal(text_slice(zip, at, at + name_size), name))
		return "has a file with two names";
	return has_second_name(text_slice(zip, at + name_size, at + name_size + extra_size))
		       ? "has a file with two names"
		       : NULL;
}

/* *at goes to the next entry. */
static const char *entry_fault(struct text zip, size_t *at, size_t end)
{
	size_t start = *at, from = start + ZIP_ENTRY_SIZE, name_end, extra_end;

	if (!zip_is_mark(zip, start, "PK\1\2") || from > end)
		return "has a damaged directory";
	name_end = from + zip_number(zip, start + 28, 2);
	extra_end = name_end + zip_number(zip, start + 30, 2);
	*at = extra_end + zip_number(zip, start + 32, 2);
	if (*at > end)
		return "has a damaged directory";
	if (has_second_name(text_slice(zip, name_end, extra_end)))
		return "has a file with two names";
	return header_fault(zip, zip_number(zip, start + 42, 4), text_slice(zip, from, name_end));
}

static const char *directory_fault(struct text zip, const struct zip_end *end)
{
	const char *fault = NULL;
	size_t at = end->directory;

	for (size_t i = 0; !fault && i < end->count; i++)
		fault = entry_fault(zip, &at, end->at);
	if (!fault && at != end->at)
		return "has more in its directory than its end counts";
	return fault;
}

const char *zip_end_fault(struct text zip)
{
	struct zip_end end;
	struct text behind;

	if (!zip_end_find(&end, zip))
		return "has no directory at its end";
	behind = text_slice(zip, end.at + 4, zip.len);
	if (behind.len > LONGEST_COMMENT)
		return "has a comment longer than is looked through";
	if (text_find(behind, text_of("PK\5\6")) < behind.len)
		return "has two ends";
	if (is_zip64(&end, zip))
		return "is a Zip64, which is not looked into";
	if (end.directory + end.size != end.at)
		return "has a directory elsewhere than its end says";
	return directory_fault(zip, &end);
}
