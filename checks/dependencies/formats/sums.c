/* SPDX-License-Identifier: Apache-2.0
 *
 * Checksum files as sha256sum and its like write them (GNU coreutils, "md5sum invocation"; BSD with --tag): "HEX  name",
 * "HEX *name", a leading backslash for escaped names, "SHA256 (name) = HEX". The algorithm goes by the length, or by the file's name. NuGet's
 * "left.1.0.0.nupkg.sha512" is the bare base64 of the archive beside it (NuGet.Client, VersionFolderPathResolver.GetHashFileName).
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/format.h"

static enum digest_algorithm algorithm_of_length(size_t digits)
{
	switch (digits) {
	case 32:
		return DIGEST_MD5;
	case 40:
		return DIGEST_SHA1;
	case 56:
		return DIGEST_SHA224;
	case 64:
		return DIGEST_SHA256;
	case 96:
		return DIGEST_SHA384;
	case 128:
		return DIGEST_SHA512;
	default:
		return DIGEST_UNKNOWN;
	}
}

static size_t hex_digits(struct text line)
{
	size_t digits = 0;

	while (digits < line.len && isxdigit((unsigned char)line.ptr[digits]))
		digits++;
	return digits;
}

struct entry {
	struct text name, hex;
	enum digest_algorithm algorithm;
};

/* "HEX  name" or "HEX *name"; a bare "HEX" is of the file that the checksum file is called after. */
static bool split_gnu(struct text line, struct entry *entry)
{
	size_t digits;

	if (text_starts(line, "\\"))
		line = text_slice(line, 1, line.len);
	digits = hex_digits(line);
	entry->hex = text_slice(line, 0, digits);
	entry->algorithm = algorithm_of_length(digits);
	entry->name = text_slice(line, digits, line.len);
	if (entry->algorithm == DIGEST_UNKNOWN)
		return false;
	if (entry->name.len == 0)
		return true;
	if (entry->name.ptr[0] != ' ' && entry->name.ptr[0] != '\t')
		return false;
	entry->name = text_trim(entry->name);
	if (text_starts(entry->name, "*"))
		entry->name = text_slice(entry->name, 1, entry->name.len);
	return true;
}

static bool split_bsd(struct text line, struct entry *entry)
{
	size_t open = text_find(line, text_of(" (")), close = text_find(line, text_of(") = "));

	if (open >= close || close == line.len)
		return false;
	entry->algorithm = algorithm_named(text_slice(line, 0, open));
	entry->name = text_slice(line, open + 2, close);
	entry->hex = text_trim(text_slice(line, close + 4, line.len));
	return entry->algorithm != DIGEST_UNKNOWN;
}

static struct text own_name(struct text path)
{
	size_t slash;

	while ((slash = text_find(path, text_of("/"))) < path.len)
		path = text_slice(path, slash + 1, path.len);
	return path;
}

/* "left.jar" of "left.jar.sha256". */
static struct text name_of_target(struct text path)
{
	struct text name = own_name(path);
	size_t dot = name.len;

	while (dot > 0 && name.ptr[dot - 1] != '.')
		dot--;
	return dot > 1 ? text_slice(name, 0, dot - 1) : name;
}

static bool is_of_nuget(struct text path)
{
	return text_ends(path, ".nupkg.sha512");
}

/* Bare base64, or hex as others write it. */
static int read_nuget(struct lock *lock, const struct document *document, struct err *err)
{
	struct pin pin = {.name = name_of_target(document->path), .line = 1, .column = 1}, *added;
	struct text hash = document->content;

	if (text_starts(hash, "\xef\xbb\xbf"))
		hash = text_slice(hash, 3, hash.len);
	hash = text_trim(hash);
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return hex_digits(hash) == hash.len && algorithm_of_length(hash.len) == DIGEST_SHA512
		       ? pin_hex(lock, added, DIGEST_SHA512, hash, err)
		       : pin_base64(lock, added, DIGEST_SHA512, hash, err);
}

static int read_line(struct lock *lock, const struct document *document, struct text line,
	uint32_t number, struct err *err)
{
	struct pin pin = {.line = number, .column = 1, .flags = PIN_MIXED}, *added;
	struct entry entry;

	if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == ';')
		return 0;
	if (!split_bsd(line, &entry) && !split_gnu(line, &entry))
		return document_error(
			document, number, 1, err, "a line that is no checksum of a file");
	pin.name = entry.name.len ? entry.name : name_of_target(document->path);
	return lock_pin(lock, &pin, &added, err) < 0
		       ? -1
		       : pin_hex(lock, added, entry.algorithm, entry.hex, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct text rest = document->content, line;

	if (is_of_nuget(document->path) && text_find(rest, text_of(" ")) == rest.len)
		return read_nuget(lock, document, err);
	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (read_line(lock, document, text_trim(line), number, err) < 0)
			return -1;
	return 0;
}

/* Many a file of the other names is something else: its first line that says anything tells. */
static bool is(struct text path, struct text content)
{
	struct text line;
	struct entry entry;

	if (is_of_nuget(path))
		return true;
	if (text_contains_nocase(own_name(path), text_of("SHA256SUMS")) ||
		text_contains_nocase(own_name(path), text_of("SHA512SUMS")))
		return true;
	while (text_next_line(&content, &line)) {
		line = text_trim(line);
		if (line.len && line.ptr[0] != '#' && line.ptr[0] != ';')
			return split_bsd(line, &entry) || split_gnu(line, &entry);
	}
	return false;
}

static const char *const globs[] = {"SHA256SUMS", "SHA512SUMS", "SHA1SUMS", "MD5SUMS",
	"SHASUMS256.txt", "sha256sums.txt", "checksums.txt", "checksums", "*.sha256", "*.sha512",
	"*.sha256sum", "*.sha512sum", "*_SHA256SUMS", "*_checksums.txt",
	"**/.mvn/checksums/checksums.sha256", "**/.mvn/checksums/checksums.sha512", NULL};

extern const struct format format_sums;

const struct format format_sums = {.name = "sums",
	.ecosystem = "file",
	.globs = globs,
	.domain = DOMAIN_FILE,
	.is = is,
	.read = read};
