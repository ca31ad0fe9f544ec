/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>

#include "gate/base/memory.h"
#include "gate/base/zip.h"

/* Of libarchive 3.x, whose functions these have been since 3.2. */
#define LIBRARY "libarchive.so.13"

#define FUNCTIONS(F)                         \
	F(archive_read_new)                  \
	F(archive_read_free)                 \
	F(archive_read_support_format_zip)   \
	F(archive_read_support_format_tar)   \
	F(archive_read_support_format_ar)    \
	F(archive_read_support_format_7zip)  \
	F(archive_read_support_format_raw)   \
	F(archive_read_support_format_empty) \
	F(archive_read_append_filter)        \
	F(archive_read_open_memory)          \
	F(archive_read_next_header)          \
	F(archive_read_data)                 \
	F(archive_filter_bytes)              \
	F(archive_format_name)               \
	F(archive_format)                    \
	F(archive_errno)                     \
	F(archive_error_string)              \
	F(archive_entry_pathname)            \
	F(archive_entry_pathname_utf8)       \
	F(archive_entry_filetype)            \
	F(archive_entry_hardlink)            \
	F(archive_entry_size)                \
	F(archive_entry_size_is_set)         \
	F(archive_entry_is_data_encrypted)

enum { CHUNK = 16 * 1024, MOST_IN_ADVANCE = 8 * 1024 * 1024 };

#define MEMBER(function) __typeof__(function) *function;
struct archive_library {
	void *handle;
	atomic_uint *calls; /* of it under way */
	locale_t
		utf8; /* in another one the library has no name for what is not ASCII; 0: there is none */
	FUNCTIONS(MEMBER)
};
#undef MEMBER

struct unpacker {
	const struct archive_library *library;
	struct archive *archive;
	struct text bytes;
	enum archive_kind kind;
	bool began;      /* a member was read */
	size_t declared; /* bytes of the one it stands at, as the archive says; 0 where it does not */
	const char *problem;
};

/* ---- the library ---- */

#ifdef SEAMGATE_STATIC

static bool load(struct archive_library *library)
{
#define TAKE(function) library->function = function;
	FUNCTIONS(TAKE)
#undef TAKE
	return true;
}

static void unload(struct archive_library *library)
{
	(void)library;
}

#else

static bool take(void *handle, const char *name, void *function)
{
	void *symbol = dlsym(handle, name);

	memcpy(function, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool load(struct archive_library *library)
{
	bool whole;

	library->handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	whole = library->handle != NULL;
#define TAKE(function) whole = whole && take(library->handle, #function, &library->function);
	FUNCTIONS(TAKE)
#undef TAKE
	return whole;
}

static void unload(struct archive_library *library)
{
	if (library->handle)
		dlclose(library->handle);
}

#endif

int archive_library_open(struct archive_library **out, struct err *err)
{
	struct archive_library *library = calloc(1, sizeof(*library));

	*out = NULL;
	if (!library)
		return err_nomem(err);
	library->calls = memory_watch();
	if (!library->calls) {
		free(library);
		return err_nomem(err);
	}
	if (!load(library)) {
		archive_library_close(library);
		err_set(err, ERR_LOOK,
			"it is an archive, and there is no " LIBRARY " to open it with");
		return err_remedy(err, "install libarchive (Debian: libarchive13)");
	}
	library->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	*out = library;
	return 0;
}

void archive_library_close(struct archive_library *library)
{
	if (library && library->utf8)
		freelocale(library->utf8);
	if (library)
		unload(library);
	free(library);
}

/* ---- reading ---- */

/* The stream alone, whatever it holds; an empty one too. */
static int support_stream(
	const struct archive_library *library, struct archive *archive, enum archive_kind kind)
{
	static const int filters[] = {
		[ARCHIVE_KIND_GZIP] = ARCHIVE_FILTER_GZIP,
		[ARCHIVE_KIND_BZIP2] = ARCHIVE_FILTER_BZIP2,
		[ARCHIVE_KIND_XZ] = ARCHIVE_FILTER_XZ,
		[ARCHIVE_KIND_ZSTD] = ARCHIVE_FILTER_ZSTD,
	};

	if (library->archive_read_append_filter(archive, filters[kind]) != ARCHIVE_OK ||
		library->archive_read_support_format_empty(archive) != ARCHIVE_OK)
		return ARCHIVE_FATAL;
	return library->archive_read_support_format_raw(archive);
}

/* Only the format that was recognised: no other of the library's parsers sees the bytes. */
static int support(
	const struct archive_library *library, struct archive *archive, enum archive_kind kind)
{
	switch (kind) {
	case ARCHIVE_KIND_ZIP:
		return library->archive_read_support_format_zip(archive);
	case ARCHIVE_KIND_AR:
		return library->archive_read_support_format_ar(archive);
	case ARCHIVE_KIND_7Z:
		return library->archive_read_support_format_7zip(archive);
	case ARCHIVE_KIND_TAR:
		return library->archive_read_support_format_tar(archive);
	default:
		return support_stream(library, archive, kind);
	}
}

static bool open_archive(struct unpacker *unpacker)
{
	const struct archive_library *library = unpacker->library;

	unpacker->archive = library->archive_read_new();
	if (!unpacker->archive || support(library, unpacker->archive, unpacker->kind) != ARCHIVE_OK)
		return false;
	/* A failure shows itself again when the first member is asked for. */
	(void)library->archive_read_open_memory(
		unpacker->archive, unpacker->bytes.ptr, unpacker->bytes.len);
	return true;
}

int unpacker_open(struct unpacker **out, const struct archive_library *library, struct text bytes,
	enum archive_kind kind, struct err *err)
{
	struct unpacker *unpacker = calloc(1, sizeof(*unpacker));
	bool opened;

	*out = NULL;
	if (!unpacker)
		return err_nomem(err);
	*unpacker = (struct unpacker){.library = library, .bytes = bytes, .kind = kind};
	atomic_fetch_add(library->calls, 1);
	opened = open_archive(unpacker);
	atomic_fetch_sub(library->calls, 1);
	if (!opened) {
		unpacker_close(unpacker);
		return err_nomem(err);
	}
	*out = unpacker;
	return 0;
}

void unpacker_close(struct unpacker *unpacker)
{
	if (unpacker && unpacker->archive)
		unpacker->library->archive_read_free(unpacker->archive);
	free(unpacker);
}

static enum unpacking failure(const struct unpacker *unpacker)
{
	return unpacker->library->archive_errno(unpacker->archive) == ENOMEM ? UNPACK_NO_MEMORY
									     : UNPACK_BROKEN;
}

static struct text name_of(const struct unpacker *unpacker, struct archive_entry *entry)
{
	const struct archive_library *library = unpacker->library;
	const char *name = library->archive_entry_pathname(entry);

	if ((library->archive_format(unpacker->archive) & ARCHIVE_FORMAT_BASE_MASK) ==
		ARCHIVE_FORMAT_RAW)
		return text_of("");
	/* The first fails where the locale cannot show the name. */
	return text_of(name ? name : library->archive_entry_pathname_utf8(entry));
}

/* A stream that breaks off before its first block is taken for one of nothing. An empty one has a size of zero at its
 * end (RFC 1952) or is a header and a trailer. */
static enum unpacking end_of(struct unpacker *unpacker)
{
	enum { LONGEST_EMPTY = 32 };
	static const struct text zero = TEXT("\0\0\0\0");
	struct text bytes = unpacker->bytes;

	if (unpacker->began || unpacker->kind < ARCHIVE_KIND_GZIP)
		return UNPACK_END;
	if (unpacker->kind == ARCHIVE_KIND_GZIP
			? text_equal(text_slice(bytes, bytes.len - 4, bytes.len), zero)
			: bytes.len <= LONGEST_EMPTY)
		return UNPACK_END;
	unpacker->problem = "it is damaged or breaks off";
	return UNPACK_BROKEN;
}

static size_t declared_size(const struct archive_library *library, struct archive_entry *entry)
{
	int64_t size =
		library->archive_entry_size_is_set(entry) ? library->archive_entry_size(entry) : 0;

	return size > 0 ? (size_t)size : 0;
}

static enum unpacking next_member(struct unpacker *unpacker, struct member *out)
{
	const struct archive_library *library = unpacker->library;
	struct archive_entry *entry = NULL;
	int result = library->archive_read_next_header(unpacker->archive, &entry);

	*out = (struct member){.path = {"", 0}};
	if (result == ARCHIVE_EOF)
		return end_of(unpacker);
	unpacker->began = true;
	/* A warning is about what we have no use for: times, owners, the name's character set. */
	if ((result != ARCHIVE_OK && result != ARCHIVE_WARN) || !entry)
		return failure(unpacker);
	unpacker->declared = declared_size(library, entry);
	*out = (struct member){.path = name_of(unpacker, entry),
		.is_file = library->archive_entry_filetype(entry) == AE_IFREG,
		.is_folder = library->archive_entry_filetype(entry) == AE_IFDIR,
		.is_link = library->archive_entry_filetype(entry) == AE_IFLNK ||
			   library->archive_entry_hardlink(entry) != NULL,
		.is_encrypted = library->archive_entry_is_data_encrypted(entry) != 0};
	return UNPACK_DONE;
}

/* This thread's locale only, and only meanwhile. */
enum unpacking unpacker_next(struct unpacker *unpacker, struct member *out)
{
	locale_t before =
		unpacker->library->utf8 ? uselocale(unpacker->library->utf8) : (locale_t)0;
	enum unpacking result;

	atomic_fetch_add(unpacker->library->calls, 1);
	result = next_member(unpacker, out);
	atomic_fetch_sub(unpacker->library->calls, 1);
	if (before)
		uselocale(before);
	return result;
}

/* What an archive says of itself may be no true word: room is made in advance for as much as costs nothing where it is left empty. */
static size_t room_for(const struct unpacker *unpacker, size_t most)
{
	size_t room = unpacker->declared < most ? unpacker->declared : most;

	return room < MOST_IN_ADVANCE ? room : MOST_IN_ADVANCE;
}

/* libarchive stands behind the member's header, and knows by itself where the next one is. */
static bool inflate_member(const struct unpacker *unpacker, struct buffer *out, size_t most)
{
	const struct archive_library *library = unpacker->library;
	const char *format;
	int64_t at;

	if (unpacker->kind != ARCHIVE_KIND_ZIP || unpacker->declared == 0 ||
		unpacker->declared > room_for(unpacker, most))
		return false;
	format = library->archive_format_name(unpacker->archive);
	at = library->archive_filter_bytes(unpacker->archive, -1);
	return format && strstr(format, "(deflation)") && at > 0 &&
	       zip_inflate(out, unpacker->bytes, (size_t)at, unpacker->declared);
}

static enum unpacking read_member(struct unpacker *unpacker, struct buffer *out, size_t most)
{
	size_t made = 0, room = room_for(unpacker, most);

	for (;; room = 0) {
		ssize_t got;

		if (!buffer_reserve(out, room + CHUNK))
			return UNPACK_NO_MEMORY;
		got = unpacker->library->archive_read_data(
			unpacker->archive, out->ptr + out->len, CHUNK);
		if (got < 0)
			return failure(unpacker);
		if ((size_t)got > most - made)
			return UNPACK_LIMIT;
		made += (size_t)got;
		out->len += (size_t)got;
		out->ptr[out->len] = '\0';
		if (got == 0)
			return UNPACK_DONE;
	}
}

enum unpacking unpacker_read(struct unpacker *unpacker, struct buffer *out, size_t most)
{
	enum unpacking result;

	atomic_fetch_add(unpacker->library->calls, 1);
	result = inflate_member(unpacker, out, most) ? UNPACK_DONE
						     : read_member(unpacker, out, most);
	atomic_fetch_sub(unpacker->library->calls, 1);
	return result;
}

const char *unpacker_problem(const struct unpacker *unpacker)
{
	const char *problem = unpacker->problem;

	if (!problem)
		problem = unpacker->library->archive_error_string(unpacker->archive);
	return problem ? problem : "it is damaged";
}
