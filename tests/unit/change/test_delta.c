/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/delta.h"

#include "gate/change/pack.h"
#include "unit.h"

#define BYTES(literal)                       \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

/* ---- instructions ---- */

static const struct deltas {
	const char *name;
	struct text base, delta;
	const char *result; /* NULL: refused */
} deltas[] = {
	{"only own bytes", BYTES(""),
		BYTES("\x00\x03\x03"
		      "abc"),
		"abc"},
	{"nothing at all", BYTES(""), BYTES("\x00\x00"), ""},
	{"one copy", BYTES("abcdef"), BYTES("\x06\x03\x91\x02\x03"), "cde"},
	{"a copy from the beginning names no offset", BYTES("abcdef"), BYTES("\x06\x02\x90\x02"),
		"ab"},
	{"up to the base's last byte", BYTES("abcdef"), BYTES("\x06\x01\x91\x05\x01"), "f"},
	{"copies and own bytes", BYTES("abcdef"), BYTES("\x06\x07\x90\x03\x01-\x91\x03\x03"),
		"abc-def"},
	{"the same bytes twice", BYTES("ab"), BYTES("\x02\x04\x90\x02\x90\x02"), "abab"},
	{"one byte behind the base", BYTES("abcdef"), BYTES("\x06\x02\x91\x05\x02"), NULL},
	{"an offset behind the base", BYTES("abcdef"), BYTES("\x06\x01\x91\x07\x01"), NULL},
	{"an offset that with the size wraps", BYTES("abcdef"),
		BYTES("\x06\x01\xff\xff\xff\xff\xff\xff\xff\xff"), NULL},
	{"size 0 is 65536, more than there is", BYTES("abcdef"), BYTES("\x06\x02\x80"), NULL},
	{"opcode 0", BYTES("abcdef"), BYTES("\x06\x01\x00\x01z"), NULL},
	{"too little", BYTES("abcdef"), BYTES("\x06\x03\x90\x02"), NULL},
	{"too much", BYTES("abcdef"), BYTES("\x06\x01\x90\x02"), NULL},
	{"own bytes cut off", BYTES(""),
		BYTES("\x00\x03\x03"
		      "ab"),
		NULL},
	{"a copy cut off in its offset", BYTES("abcdef"), BYTES("\x06\x01\x91"), NULL},
	{"a copy cut off in its size", BYTES("abcdef"), BYTES("\x06\x01\x91\x00"), NULL},
	{"no sizes", BYTES("abcdef"), BYTES(""), NULL},
	{"one size", BYTES("abcdef"), BYTES("\x06"), NULL},
	{"a size that does not end", BYTES("abcdef"), BYTES("\x86\x80"), NULL},
	{"a size of more than 64 bits", BYTES("abcdef"),
		BYTES("\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x90\x02"), NULL},
};

/* As the reader does it: the sizes first. */
static bool apply(const struct deltas *row, char *out, size_t room, size_t *len)
{
	struct delta_sizes sizes;
	struct text rest = row->delta;

	if (!delta_sizes_next(&rest, &sizes) || sizes.base != row->base.len || sizes.result > room)
		return false;
	*len = (size_t)sizes.result;
	return delta_apply(out, *len, row->base, rest, NULL);
}

static void test_deltas(void)
{
	for (size_t i = 0; i < sizeof(deltas) / sizeof(deltas[0]); i++) {
		const struct deltas *row = &deltas[i];
		char out[32];
		size_t len = 0;
		bool done = apply(row, out, sizeof(out), &len);

		CHECK_ROW(row->name, done == (row->result != NULL));
		CHECK_ROW(row->name, !done || text_is((struct text){out, len}, row->result));
	}
}

/* Sizes of 65536 have no size bytes; 3 bytes reach just under 16 MiB. */
static void test_large_copies(void)
{
	static const struct {
		const char *name, *instruction;
		size_t len;
	} rows[] = {
		{"65536", "\x80", 0x10000},
		{"65535", "\xb0\xff\xff", 0xffff},
		{"all three bytes", "\xf0\x01\x02\x03", 0x30201},
	};
	enum { SIZE = 0x40000 };
	char *base = calloc(1, SIZE), *out = calloc(1, SIZE);

	CU_ASSERT_FATAL(base && out);
	for (size_t i = 0; i < SIZE; i++)
		base[i] = (char)(i * 7 + i / 251);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text instruction = text_of(rows[i].instruction);

		CHECK_ROW(rows[i].name, delta_apply(out, rows[i].len, (struct text){base, SIZE},
						instruction, NULL));
		CHECK_ROW(rows[i].name, memcmp(out, base, rows[i].len) == 0);
		CHECK_ROW(rows[i].name, !delta_apply(out, rows[i].len - 1,
						(struct text){base, SIZE}, instruction, NULL));
	}
	free(base);
	free(out);
}

/* ---- the beginning of an object ---- */

static const struct entries {
	const char *name;
	struct text bytes; /* from offset 12 on */
	size_t at;         /* where among them the object is */
	bool is_read;
	struct pack_entry entry;
} entries[] = {
	{"a blob", BYTES("\x35zzz"), 0, true, {.type = PACK_BLOB, .size = 5, .data = 13}},
	{"a size of two bytes", BYTES("\xb5\x01zzz"), 0, true,
		{.type = PACK_BLOB, .size = 21, .data = 14}},
	{"a commit", BYTES("\x11z"), 0, true, {.type = PACK_COMMIT, .size = 1, .data = 13}},
	{"a delta by distance", BYTES("\x31zzz\x61\x04z"), 4, true,
		{.type = PACK_OFS_DELTA, .size = 1, .data = 18, .base = 12}},
	{"distance 0: itself", BYTES("\x31zzz\x61\x00z"), 4, false, {0}},
	{"a distance before the file", BYTES("\x31zzz\x61\x11z"), 4, false, {0}},
	{"a distance that would wrap",
		BYTES("\x31zzz\x61\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7fz"), 4, false, {0}},
	{"a distance cut off", BYTES("\x31zzz\x61\x80"), 4, false, {0}},
	{"a delta by id", BYTES("\x71zzzzzzzzzzzzzzzzzzzz.."), 0, true,
		{.type = PACK_REF_DELTA,
			.size = 1,
			.data = 33,
			.base_id = {"zzzzzzzzzzzzzzzzzzzz"}}},
	{"an id cut off", BYTES("\x71zzzzzzzzzzzzzzzzzzz"), 0, false, {0}},
	{"type 0", BYTES("\x05zzz"), 0, false, {0}},
	{"type 5", BYTES("\x55zzz"), 0, false, {0}},
	{"a size cut off", BYTES("\xb5\x80"), 0, false, {0}},
	{"a size of more than 64 bits", BYTES("\xbf\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01z"), 0,
		false, {0}},
	{"more than these bytes can inflate to", BYTES("\xbf\xff\x7fz"), 0, false, {0}},
	{"no bytes", BYTES("\x35zzz"), 4, false, {0}},
	{"far behind the file", BYTES("\x35zzz"), SIZE_MAX - 12, false, {0}},
};

static bool same_entry(const struct pack_entry *a, const struct pack_entry *b)
{
	return a->type == b->type && a->size == b->size && a->data == b->data &&
	       a->base == b->base && oid_equal(&a->base_id, &b->base_id);
}

static void test_entries(void)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		const struct entries *row = &entries[i];
		size_t len = 12 + row->bytes.len;
		char *objects = calloc(1, len); /* exactly as long, so that a sanitizer sees more */
		struct pack_entry got;
		bool is_read;

		CU_ASSERT_FATAL(objects != NULL);
		memcpy(objects + 12, row->bytes.ptr, row->bytes.len);
		is_read = pack_entry_read(&got, (struct text){objects, len}, 12 + row->at);
		CHECK_ROW(row->name, is_read == row->is_read);
		CHECK_ROW(row->name, !is_read || same_entry(&got, &row->entry));
		CHECK_ROW(row->name, !pack_entry_read(&got, (struct text){objects, len}, 11));
		free(objects);
	}
}

/* ---- the index ---- */

enum { HEADER = 8, FANOUT = 1024, END = 40, MOST = HEADER + FANOUT + 2 * 28 + 8 + END };

/* Two objects, 01… at 12 and 02… at the first wide offset. */
static size_t make_index(unsigned char out[MOST])
{
	unsigned char *at = out + HEADER;

	memset(out, 0, MOST);
	memcpy(out, "\377tOc\0\0\0\2", HEADER);
	for (size_t i = 1; i < 256; i++)
		at[i * 4 + 3] = i == 1 ? 1 : 2;
	at += FANOUT;
	at[0] = 1;
	at[20] = 2;
	at += 40;
	memcpy(at, "\1\2\3\4\5\6\7\10", 8);
	at += 8;
	memcpy(at, "\0\0\0\14\200\0\0\0", 8);
	memcpy(at + 8, "\0\0\0\1\0\0\0\2", 8);
	return MOST;
}

static void test_index(void)
{
	static const struct {
		const char *name;
		size_t at; /* a byte to be changed, */
		int value;
		size_t len; /* and how long the file is */
		bool is_read;
		int found, offsets; /* how many of the two ids and offsets */
	} rows[] = {
		{"whole", 0, 0377, MOST, true, 2, 2},
		{"another magic number", 1, 'x', MOST, false, 0, 0},
		{"version 3", 7, 3, MOST, false, 0, 0},
		{"one byte less", 0, 0377, MOST - 1, false, 0, 0},
		{"without the wide offset", 0, 0377, MOST - 8, true, 2, 1},
		{"cut off in the tables", 0, 0377, HEADER + FANOUT + END, false, 0, 0},
		{"cut off in the fan-out", 0, 0377, 100, false, 0, 0},
		{"empty", 0, 0377, 0, false, 0, 0},
		{"more objects than there is room for", HEADER + FANOUT - 4, 1, MOST, false, 0, 0},
		{"a fan-out beyond the count", HEADER + 4 + 2, 9, MOST, true, 0, 0},
		{"a fan-out that goes back", HEADER + 2 * 4 + 3, 0, MOST, true, 1, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned char whole[MOST], *bytes = malloc(rows[i].len + 1);
		struct pack_index index;
		int found = 0, offsets = 0;
		bool is_read;

		CU_ASSERT_FATAL(bytes != NULL);
		make_index(whole);
		whole[rows[i].at] = (unsigned char)rows[i].value;
		memcpy(bytes, whole, rows[i].len);
		is_read = pack_index_read(&index, (struct text){(char *)bytes, rows[i].len});
		CHECK_ROW(rows[i].name, is_read == rows[i].is_read);
		for (unsigned char id = 0; is_read && id < 4; id++) {
			struct oid oid = {{id}};
			uint32_t number;
			uint64_t offset;

			if (!pack_index_find(&index, &oid, &number))
				continue;
			found++;
			CHECK_ROW(rows[i].name, pack_index_checksum(&index, number) ==
							(id == 1 ? 0x01020304u : 0x05060708u));
			if (!pack_index_offset(&index, number, &offset))
				continue;
			offsets++;
			CHECK_ROW(rows[i].name, offset == (id == 1 ? 12 : UINT64_C(0x100000002)));
		}
		CHECK_ROW(rows[i].name, found == rows[i].found && offsets == rows[i].offsets);
		free(bytes);
	}
}

enum { MANY = 300, MANY_BYTES = HEADER + FANOUT + MANY * 28 + END };

static void number_id(struct oid *out, unsigned number, unsigned first, unsigned spread)
{
	uint32_t value = number * spread;

	*out = (struct oid){{(unsigned char)first}};
	for (unsigned i = 0; i < 4; i++)
		out->bytes[1 + i] = (unsigned char)(value >> (24 - 8 * i));
	out->bytes[19] = (unsigned char)number;
	out->bytes[18] = (unsigned char)(number >> 8);
}

/* Ids that begin alike, wherever those that somebody chose lie: each is found, and none that is not there. */
static void test_spread(void)
{
	static const struct {
		const char *name;
		unsigned spread;
	} rows[] = {{"evenly", UINT32_MAX / MANY}, {"all alike", 0}, {"side by side", 1},
		{"in the lower half", UINT32_MAX / MANY / 2}};

	for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
		unsigned char *bytes = calloc(1, MANY_BYTES);
		struct pack_index index;
		struct oid oid;
		uint32_t number;

		CU_ASSERT_FATAL(bytes != NULL);
		memcpy(bytes, "\377tOc\0\0\0\2", HEADER);
		for (size_t i = 0x77; i < 256; i++)
			memcpy(bytes + HEADER + i * 4, "\0\0\1\54", 4);
		for (unsigned i = 0; i < MANY; i++) {
			number_id(&oid, i, 0x77, rows[row].spread);
			memcpy(bytes + HEADER + FANOUT + i * 20, oid.bytes, 20);
		}
		CU_ASSERT_FATAL(pack_index_read(&index, (struct text){(char *)bytes, MANY_BYTES}));
		for (unsigned i = 0; i < MANY; i++) {
			number_id(&oid, i, 0x77, rows[row].spread);
			CHECK_ROW(rows[row].name,
				pack_index_find(&index, &oid, &number) && number == i);
			oid.bytes[17] = 1;
			CHECK_ROW(rows[row].name, !pack_index_find(&index, &oid, &number));
		}
		number_id(&oid, 1, 0x76, rows[row].spread);
		CHECK_ROW(rows[row].name, !pack_index_find(&index, &oid, &number));
		memset(&oid, 0xff, sizeof(oid));
		oid.bytes[0] = 0x77;
		CHECK_ROW(rows[row].name, !pack_index_find(&index, &oid, &number));
		free(bytes);
	}
}

/* Runs of copies that go on in both texts are one, whatever stands between other ones. */
static void test_noted(void)
{
	static const struct {
		const char *name, *instructions;
		size_t len;
		struct copied list[3];
		size_t count;
	} rows[] = {
		{"one of 65536", "\x80", 0x10000, {{0, 0, 0x10000}}, 1},
		{"two that go on", "\x80\xb4\x01\xff\xff", 0x1ffff, {{0, 0, 0x1ffff}}, 1},
		{"with a byte between", "\x80\x01!\xb4\x01\xff\xff", 0x20000,
			{{0, 0, 0x10000}, {0x10001, 0x10000, 0xffff}}, 2},
		{"the same twice", "\x80\x80", 0x20000, {{0, 0, 0x10000}, {0x10000, 0, 0x10000}},
			2},
		{"backwards", "\x84\x02\x84\x01", 0x20000,
			{{0, 0x20000, 0x10000}, {0x10000, 0x10000, 0x10000}}, 2},
		{"a short one", "\x90\x0c\x84\x02", 0x1000c, {{0xc, 0x20000, 0x10000}}, 1},
		{"own bytes alone",
			"\x03"
			"abc",
			3, {{0}}, 0},
	};
	enum { SIZE = 0x40000 };
	char *base = calloc(1, SIZE), *out = calloc(1, SIZE);
	struct copied_list *list = calloc(1, sizeof(*list));

	CU_ASSERT_FATAL(base && out && list);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		copied_clear(list);
		CHECK_ROW(rows[i].name, delta_apply(out, rows[i].len, (struct text){base, SIZE},
						text_of(rows[i].instructions), list));
		CHECK_ROW(rows[i].name, list->count == rows[i].count);
		CHECK_ROW(rows[i].name, memcmp(list->items, rows[i].list,
						rows[i].count * sizeof(rows[i].list[0])) == 0);
	}
	free(base);
	free(out);
	free(list);
}

static const struct unit_test tests[] = {
	{"deltas", test_deltas},
	{"what is noted", test_noted},
	{"large copies", test_large_copies},
	{"entries", test_entries},
	{"index", test_index},
	{"ids in any spread", test_spread},
};
UNIT_MAIN(tests)
