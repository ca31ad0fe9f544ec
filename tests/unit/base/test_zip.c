/* SPDX-License-Identifier: Apache-2.0
 *
 * Members of zip archives that are as their headers say are inflated without libarchive; of all others, and of what follows any, libarchive says the same
 * as ever.
 */
#include "gate/base/zip.h"

#include <libdeflate.h>

#include "gate/base/archive.h"
#include "unit.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { TEXT_LEN = 5000, ROOM = 8192 };

/* What a header says that is not so, or is said another way. */
struct row {
	const char *name;
	unsigned flags, method, crc_off, packed_off, size_off, cut;
	bool fast;
	enum unpacking result;
};

static const struct row rows[] = {
	{"as it says", 0, 8, 0, 0, 0, 0, true, UNPACK_DONE},
	{"another checksum", 0, 8, 1, 0, 0, 0, false, UNPACK_BROKEN},
	{"more bytes packed", 0, 8, 0, 3, 0, 0, false, UNPACK_BROKEN},
	{"more bytes", 0, 8, 0, 0, 7, 0, false, UNPACK_BROKEN},
	{"broken data", 0, 8, 0, 0, 0, 40, false, UNPACK_BROKEN},
	{"sizes behind the data", 8, 8, 0, 0, 0, 0, false, UNPACK_DONE},
	{"a name in UTF-8", 0x800, 8, 0, 0, 0, 0, true, UNPACK_DONE},
};

static void put(struct buffer *out, size_t value, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		buffer_byte(out, i < sizeof(value) ? (char)(value >> 8 * i & 0xff) : '\0');
}

static struct text original(char bytes[TEXT_LEN])
{
	for (size_t i = 0; i < TEXT_LEN; i++)
		bytes[i] = "a line of text, "[(i * i / 7) % 16];
	return (struct text){bytes, TEXT_LEN};
}

static struct text packed_of(struct text text, char room[ROOM])
{
	struct libdeflate_compressor *deflater = libdeflate_alloc_compressor(6);
	size_t len = libdeflate_deflate_compress(deflater, text.ptr, text.len, room, ROOM);

	CU_ASSERT_FATAL(len > 0);
	libdeflate_free_compressor(deflater);
	return (struct text){room, len};
}

/* Fields that a header and the directory have. */
static void put_fields(struct buffer *out, const struct row *row, struct text text, size_t packed)
{
	put(out, 20, 2);
	put(out, row->flags, 2);
	put(out, row->method, 2);
	put(out, 0, 4);
	put(out, libdeflate_crc32(0, text.ptr, text.len) + row->crc_off, 4);
	put(out, packed + row->packed_off, 4);
	put(out, text.len + row->size_off, 4);
	put(out, 5, 2);
	put(out, 0, 2);
}

/* Where its data begin. */
static size_t put_member(
	struct buffer *out, const struct row *row, struct text text, struct text packed)
{
	size_t data;

	buffer_add(out, (struct text)TEXT("PK\x03\x04"));
	put_fields(out, row, text, packed.len);
	buffer_string(out, "a.txt");
	data = out->len;
	buffer_add(out, packed);
	if (row->cut)
		memset(out->ptr + data + row->cut, '\xff', packed.len - row->cut);
	return data;
}

static void put_entry(
	struct buffer *out, const struct row *row, struct text text, size_t packed, size_t at)
{
	buffer_add(out, (struct text)TEXT("PK\x01\x02"));
	put(out, 20, 2);
	put_fields(out, row, text, packed);
	put(out, 0, 2 + 2 + 2 + 4);
	put(out, at, 4);
	buffer_string(out, "a.txt");
}

/* The member of the row, and a good one behind it. */
static size_t make(struct buffer *out, const struct row *row, struct text text)
{
	char room[ROOM];
	struct text packed = packed_of(text, room);
	size_t data = put_member(out, row, text, packed), second = out->len, directory;

	put_member(out, &rows[0], text, packed);
	directory = out->len;
	put_entry(out, row, text, packed.len, 0);
	put_entry(out, &rows[0], text, packed.len, second);
	buffer_add(out, (struct text)TEXT("PK\x05\x06\0\0\0\0\2\0\2\0"));
	put(out, out->len - 12 - directory, 4);
	put(out, directory, 4);
	put(out, 0, 2);
	return data;
}

static void test_fast(void)
{
	char bytes[TEXT_LEN];
	struct text text = original(bytes);

	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer zip = {0}, out = {0};
		size_t data = make(&zip, &rows[i], text);
		bool done = zip_inflate(&out, buffer_text(&zip), data, TEXT_LEN);

		CHECK_ROW(rows[i].name, done == rows[i].fast);
		CHECK_ROW(rows[i].name, text_equal(buffer_text(&out), done ? text : text_of("")));
		CHECK_ROW("elsewhere", !zip_inflate(&out, buffer_text(&zip), data + 1, TEXT_LEN));
		CHECK_ROW(
			"behind it", !zip_inflate(&out, buffer_text(&zip), zip.len + 1, TEXT_LEN));
		CHECK_ROW(
			"another size", !zip_inflate(&out, buffer_text(&zip), data, TEXT_LEN - 1));
		buffer_free(&zip);
		buffer_free(&out);
	}
}

/* A member as libarchive and all has it. */
static void check_next(struct unpacker *unpacker, const char *name, struct text text,
	enum unpacking wanted, size_t most)
{
	struct buffer out = {0};
	struct member member;

	CHECK_ROW(name, unpacker_next(unpacker, &member) == UNPACK_DONE);
	CHECK_ROW(name, text_is(member.path, "a.txt"));
	CHECK_ROW(name, unpacker_read(unpacker, &out, most) == wanted);
	if (wanted == UNPACK_DONE)
		CHECK_ROW(name, text_equal(buffer_text(&out), text));
	buffer_free(&out);
}

static void check_archive(
	struct archive_library *library, const struct row *row, struct text text, size_t most)
{
	struct err err = {0};
	struct buffer zip = {0};
	struct unpacker *unpacker;
	enum unpacking wanted = most < text.len ? UNPACK_LIMIT : row->result;
	struct member none;

	make(&zip, row, text);
	CU_ASSERT_FATAL(
		unpacker_open(&unpacker, library, buffer_text(&zip), ARCHIVE_KIND_ZIP, &err) == 0);
	check_next(unpacker, row->name, text, wanted, most);
	check_next(unpacker, "the one behind", text, most < text.len ? UNPACK_LIMIT : UNPACK_DONE,
		most);
	CHECK_ROW(row->name, unpacker_next(unpacker, &none) == UNPACK_END);
	unpacker_close(unpacker);
	buffer_free(&zip);
}

static void test_archives(void)
{
	char bytes[TEXT_LEN];
	struct text text = original(bytes);
	struct archive_library *library;
	struct err err = {0};

	CU_ASSERT_FATAL(archive_library_open(&library, &err) == 0);
	for (size_t i = 0; i < OF(rows); i++)
		check_archive(library, &rows[i], text, 1000000);
	check_archive(library, &rows[0], text, TEXT_LEN);
	check_archive(library, &rows[0], text, TEXT_LEN - 1);
	archive_library_close(library);
}

static const struct unit_test tests[] = {
	{"without libarchive", test_fast},
	{"archives", test_archives},
};

UNIT_MAIN(tests)
