/* SPDX-License-Identifier: Apache-2.0
 *
 * Zips that two readers could see differently. Each row writes one by hand: an entry, its directory, its end.
 */
#include "unit.h"

#include "checks/dependencies/proof/zip_end.h"
#include "gate/base/buffer.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

struct written {
	const char *name; /* of the row */
	const char *in_directory, *in_header;
	const char *extra_of_entry, *extra_of_header; /* both of 4 bytes, or "" */
	const char *comment;
	size_t comment_len;      /* as its end says */
	size_t in_front, behind; /* bytes before the first header, behind the comment */
	size_t count;            /* of entries, as its end says */
	bool is_zip64;
	const char *fault; /* NULL: none */
};

static void put(struct buffer *out, uint32_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buffer_byte(out, (char)(value >> (8 * i) & 0xff));
}

static void put_header(struct buffer *out, const struct written *of)
{
	buffer_string(out, "PK\3\4");
	for (size_t i = 0; i < 22; i++)
		buffer_byte(out, '\0');
	put(out, (uint32_t)strlen(of->in_header), 2);
	put(out, of->extra_of_header[0] ? 4 : 0, 2);
	buffer_string(out, of->in_header);
	if (of->extra_of_header[0])
		buffer_add(out, (struct text){of->extra_of_header, 4});
}

static void put_entry(struct buffer *out, const struct written *of)
{
	buffer_string(out, "PK\1\2");
	for (size_t i = 0; i < 24; i++)
		buffer_byte(out, '\0');
	put(out, (uint32_t)strlen(of->in_directory), 2);
	put(out, of->extra_of_entry[0] ? 4 : 0, 2);
	for (size_t i = 0; i < 10; i++)
		buffer_byte(out, '\0');
	put(out, (uint32_t)of->in_front, 4);
	buffer_string(out, of->in_directory);
	if (of->extra_of_entry[0])
		buffer_add(out, (struct text){of->extra_of_entry, 4});
}

static void put_end(struct buffer *out, const struct written *of, size_t directory)
{
	size_t size = out->len - directory;

	if (of->is_zip64) {
		buffer_string(out, "PK\6\7");
		for (size_t i = 0; i < 16; i++)
			buffer_byte(out, '\0');
	}
	buffer_string(out, "PK\5\6");
	put(out, 0, 4);
	put(out, (uint32_t)of->count, 2);
	put(out, (uint32_t)of->count, 2);
	put(out, (uint32_t)size, 4);
	put(out, (uint32_t)directory, 4);
	put(out, (uint32_t)of->comment_len, 2);
	buffer_string(out, of->comment);
	for (size_t i = 0; i < of->behind; i++)
		buffer_byte(out, ' ');
}

static void write_zip(struct buffer *out, const struct written *of)
{
	size_t directory;

	for (size_t i = 0; i < of->in_front; i++)
		buffer_byte(out, ' ');
	put_header(out, of);
	directory = out->len;
	put_entry(out, of);
	put_end(out, of, directory);
}

static void test_faults(void)
{
	static const struct written rows[] = {
		{"usual", "a", "a", "", "", "", 0, 0, 0, 1, false, NULL},
		{"a comment", "a", "a", "", "", "by hand", 7, 0, 0, 1, false, NULL},
		{"an extra field", "a", "a", "\1\0\0\0", "\1\0\0\0", "", 0, 0, 0, 1, false, NULL},
		{"bytes in front that it counts", "a", "a", "", "", "", 0, 9, 0, 1, false, NULL},
		{"another name", "a", "b", "", "", "", 0, 0, 0, 1, false, "two names"},
		{"a longer name", "a", "ab", "", "", "", 0, 0, 0, 1, false, "two names"},
		{"a second name in the directory", "a", "a", "\x75\x70\0\0", "", "", 0, 0, 0, 1,
			false, "two names"},
		{"a second name in the header", "a", "a", "", "\x75\x70\0\0", "", 0, 0, 0, 1, false,
			"two names"},
		{"an extra field that is cut off", "a", "a", "\1\0\x9\0", "", "", 0, 0, 0, 1, false,
			NULL},
		{"more behind it", "a", "a", "", "", "", 0, 0, 1, 1, false, "no directory"},
		{"a comment that is cut off", "a", "a", "", "", "by", 7, 0, 0, 1, false,
			"no directory"},
		{"a comment with an end", "a", "a", "", "", "PK\5\6", 4, 0, 0, 1, false,
			"two ends"},
		{"a comment too long", "a", "a", "", "", "", 9000, 0, 9000, 1, false, "longer"},
		{"fewer than it has", "a", "a", "", "", "", 0, 0, 0, 0, false, "more in its"},
		{"more than it has", "a", "a", "", "", "", 0, 0, 0, 2, false, "damaged"},
		{"Zip64", "a", "a", "", "", "", 0, 0, 0, 1, true, "Zip64"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer zip = {0};
		const char *fault;

		write_zip(&zip, &rows[i]);
		fault = zip_end_fault(buffer_text(&zip));
		CHECK_ROW(rows[i].name, !fault == !rows[i].fault);
		CHECK_ROW(rows[i].name, !fault || !rows[i].fault || strstr(fault, rows[i].fault));
		buffer_free(&zip);
	}
}

/* None of what is left of one, cut off anywhere, is taken for a whole one. */
static void test_cut(void)
{
	const struct written whole = {.in_directory = "a",
		.in_header = "a",
		.extra_of_entry = "",
		.extra_of_header = "",
		.comment = "",
		.count = 1};
	struct buffer zip = {0};

	write_zip(&zip, &whole);
	CU_ASSERT(zip_end_fault(buffer_text(&zip)) == NULL);
	for (size_t len = 0; len < zip.len; len++)
		CU_ASSERT(zip_end_fault(text_slice(buffer_text(&zip), 0, len)) != NULL);
	for (size_t from = 1; from < zip.len; from++)
		CU_ASSERT(zip_end_fault(text_slice(buffer_text(&zip), from, zip.len)) != NULL);
	buffer_free(&zip);
}

static const struct unit_test tests[] = {
	{"faults", test_faults},
	{"cut", test_cut},
};

UNIT_MAIN(tests)
