/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of ONNX on hostile files: each row is one that is sound but for one thing.
 */
#include "reading.h"

static void put_varint(struct bytes *out, uint64_t value)
{
	for (; value > 127; value >>= 7)
		put_number(out, (value & 127) | 128, 1);
	put_number(out, value, 1);
}

static void put_field(struct bytes *out, unsigned field, struct text content)
{
	put_varint(out, field << 3 | 2);
	put_varint(out, content.len);
	put(out, content.ptr, content.len);
}

static void put_value(struct bytes *out, unsigned field, uint64_t value)
{
	put_varint(out, field << 3);
	put_varint(out, value);
}

/* What is put into a message of a field, in the place of what was there. */
static void wrap(struct bytes *bytes, unsigned field)
{
	static struct bytes whole;

	whole.len = 0;
	put_field(&whole, field, text_of_bytes(bytes));
	*bytes = whole;
}

struct external {
	const char *location, *offset, *length;
};

static void put_external(struct bytes *out, const char *key, const char *value)
{
	struct bytes entry = {.len = 0};

	if (!value)
		return;
	put_field(&entry, 1, text_of(key));
	put_field(&entry, 2, text_of(value));
	put_field(out, 13, text_of_bytes(&entry));
}

/* A tensor of floats in a graph in a model. */
static void make_model(
	struct bytes *out, const uint64_t dims[3], size_t raw, const struct external *external)
{
	out->len = 0;
	for (unsigned i = 0; i < 3 && dims[i]; i++)
		put_value(out, 1, dims[i]);
	put_value(out, 2, 1);
	put_field(out, 8, text_of("w"));
	if (external && external->location) {
		put_external(out, "location", external->location);
		put_external(out, "offset", external->offset);
		put_external(out, "length", external->length);
		put_value(out, 14, 1);
	} else {
		put_field(out, 9, (struct text){"0123456789abcdef0123456789abcdef", raw});
	}
	wrap(out, 5);
	wrap(out, 7);
}

static void tensors(void)
{
	static const struct {
		const char *name;
		uint64_t dims[3];
		size_t raw;
		const char *reason;
	} rows[] = {
		{"sound", {2, 4, 0}, 32, NULL},
		{"too few bytes", {2, 4, 0}, 28, "by its shape"},
		{"a dimension of 2^60", {(uint64_t)1 << 60, 0, 0}, 32, "by its shape"},
		{"a dimension of -1", {UINT64_MAX, 0, 0}, 32, "2^60 values"},
		{"dimensions that overflow", {(uint64_t)1 << 32, (uint64_t)1 << 32, 8}, 32,
			"2^60 values"},
		{"dimensions that overflow to what there is", {(uint64_t)1 << 63, 2, 8}, 32,
			"2^60 values"},
	};
	static struct bytes file;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model_file model = {.name = "m.onnx"};

		make_model(&file, rows[i].dims, rows[i].raw, NULL);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

static void external_data(void)
{
	static const struct {
		const char *name;
		struct external external;
		const char *reason;
	} rows[] = {
		{"sound", {"w.data", "0", "32"}, NULL},
		{"to its end", {"w.data", "8", NULL}, NULL},
		{"a file that is not here", {"v.data", "0", "32"}, "is not here"},
		{"above the folder", {"../w.data", "0", "32"}, "not below"},
		{"above it in the end", {"x/../../w.data", "0", "32"}, "not below"},
		{"around to itself", {"x/../w.data", "0", "32"}, "not below"},
		{"an absolute path", {"/etc/passwd", "0", "32"}, "not below"},
		{"two slashes", {"x//w.data", "0", "32"}, "not below"},
		{"a backslash", {"x\\..\\w.data", "0", "32"}, "not below"},
		{"no path", {"", "0", "32"}, "not below"},
		{"the folder itself", {".", "0", "32"}, "not below"},
		{"behind the end", {"w.data", "41", "32"}, "ends behind"},
		{"a length behind the end", {"w.data", "16", "32"}, "ends behind"},
		{"an offset of 2^63 - 1", {"w.data", "9223372036854775807", "32"}, "ends behind"},
		{"an offset of 2^64 - 1", {"w.data", "18446744073709551615", "32"}, "no number"},
		{"an offset below 0", {"w.data", "-8", "32"}, "no number"},
		{"both that overflow", {"w.data", "8", "9223372036854775807"}, "ends behind"},
		{"a length of 2^64 - 1", {"w.data", "0", "18446744073709551615"}, ""},
		{"fewer bytes than the shape", {"w.data", "0", "28"}, "by its shape"},
	};
	static const uint64_t dims[3] = {2, 4, 0};
	static const char data[40] = "0123456789abcdef0123456789abcdef";
	static struct bytes file;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model_file model = {
			.name = "models/m.onnx", .beside = {"models/w.data", {data, sizeof(data)}}};

		make_model(&file, dims, 32, &rows[i].external);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

/* A graph in an attribute of a node in a graph, and so on. */
static void depth(void)
{
	static const struct {
		const char *name;
		unsigned deep;
		const char *reason;
	} rows[] = {{"one", 1, NULL}, {"eight", 8, NULL}, {"nine", 9, "8 deep"},
		{"two hundred", 200, "8 deep"}};
	static struct bytes file;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model_file model = {.name = "m.onnx"};

		file.len = 0;
		put_field(&file, 2, text_of("a graph of no great length"));
		for (unsigned k = 0; k < rows[i].deep; k++) {
			wrap(&file, 6);
			wrap(&file, 5);
			wrap(&file, 1);
		}
		wrap(&file, 7);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

/* Bytes of a model, padded to what is long enough to be one. */
static void wire(void)
{
	static const struct {
		const char *name, *bytes, *reason;
	} rows[] = {
		{"a length of 2^64 - 1", "\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "cut off"},
		{"a length of 2^63", "\x3a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "cut off"},
		{"a number of eleven bytes", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
			"cut off"},
		{"a number that never ends", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff", "cut off"},
		{"field 0", "\x02\x01x", "cut off"},
		{"a group", "\x3b\x3c", "cut off"},
		{"a type that there is not", "\x3e\x01", "cut off"},
		{"two graphs", "\x3a\x02\x12\x10\x3a\x02\x12\x10", "its graph is cut off"},
		{"no graph", "\x08\x07", "no graph"},
		{"a graph that is a number", "\x38\x07", "no graph"},
	};
	static struct bytes file;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model_file model = {.name = "m.onnx"};

		file.len = 0;
		put_text(&file, rows[i].bytes);
		while (file.len < 40)
			put_text(&file, "\x12\x01x");
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

/* Every byte of a sound model in turn: read or refused, never beyond the file. */
static void every_byte(void)
{
	static const uint8_t values[] = {0, 1, 0x7f, 0x80, 0xff};
	static const uint64_t dims[3] = {2, 4, 0};
	static struct bytes sound;

	make_model(&sound, dims, 32, NULL);
	for (size_t at = 0; at < sound.len; at++)
		for (size_t i = 0; i < sizeof(values); i++) {
			uint8_t *exact = malloc(sound.len);

			CU_ASSERT_FATAL(exact != NULL);
			memcpy(exact, sound.data, sound.len);
			exact[at] = values[i];
			read_any("m.onnx", (struct text){(const char *)exact, sound.len});
			free(exact);
		}
}

static const struct unit_test tests[] = {
	{"depth", depth},
	{"every byte", every_byte},
	{"external data", external_data},
	{"tensors", tensors},
	{"wire", wire},
};

UNIT_MAIN(tests)
