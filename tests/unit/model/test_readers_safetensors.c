/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of safetensors and of its index on hostile files: each row is one that is sound but for one thing.
 */
#include "reading.h"

/* --- safetensors --- */

#define ENTRY(shape, offsets) "{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":" offsets "}"
#define SOUND                 ENTRY("[2,2]", "[0,16]")

static void safetensors(void)
{
	static const struct {
		const char *name, *header;
		uint64_t len; /* of the header, as the file says; 0: as it is */
		const char *reason;
	} rows[] = {
		{"sound", "{\"a\":" SOUND "}", 0, NULL},
		{"a header of 100 MB that is not there", "{\"a\":" SOUND "}", 100000000,
			"behind the end"},
		{"a header of more than 100 MB", "{\"a\":" SOUND "}", 100000001, "bytes long"},
		{"a header of 2^64 - 1", "{\"a\":" SOUND "}", UINT64_MAX, "bytes long"},
		{"a header of 2^63 - 9", "{\"a\":" SOUND "}", INT64_MAX - 8, "bytes long"},
		{"an offset of 2^64 - 1", "{\"a\":" ENTRY("[2,2]", "[0,18446744073709551615]") "}",
			0, "data_offsets"},
		{"an offset of 2^63 - 1", "{\"a\":" ENTRY("[2,2]", "[0,9223372036854775807]") "}",
			0, "outside the file"},
		{"backwards", "{\"a\":" ENTRY("[2,2]", "[16,0]") "}", 0, "outside the file"},
		{"below 0", "{\"a\":" ENTRY("[2,2]", "[-16,0]") "}", 0, "data_offsets"},
		{"a fraction", "{\"a\":" ENTRY("[2,2]", "[0,16.0]") "}", 0, "data_offsets"},
		{"three offsets", "{\"a\":" ENTRY("[2,2]", "[0,8,16]") "}", 0, "data_offsets"},
		{"2^60 values", "{\"a\":" ENTRY("[1152921504606846976]", "[0,16]") "}", 0,
			"another size"},
		{"a shape that overflows",
			"{\"a\":" ENTRY("[4294967296,4294967296,4]", "[0,16]") "}", 0,
			"2^60 values"},
		{"nine dimensions", "{\"a\":" ENTRY("[1,1,1,1,1,1,1,1,1]", "[0,16]") "}", 0,
			"at most 8"},
		{"two over each other", "{\"a\":" SOUND ",\"b\":" ENTRY("[2]", "[8,16]") "}", 0,
			"holes and overlaps"},
		{"two at one place", "{\"a\":" SOUND ",\"b\":" SOUND "}", 0, "holes and overlaps"},
		{"a hole", "{\"a\":" ENTRY("[2]", "[0,8]") ",\"b\":" ENTRY("[1]", "[12,16]") "}", 0,
			"holes and overlaps"},
		{"less than there is", "{\"a\":" ENTRY("[2]", "[0,8]") "}", 0, "end at 8"},
		{"one name twice",
			"{\"a\":" ENTRY("[2]", "[0,8]") ",\"a\":" ENTRY("[2]", "[8,16]") "}", 0,
			""},
		{"a dtype that there is not",
			"{\"a\":{\"dtype\":\"F7\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 0,
			"dtype"},
		{"a tensor that is a number", "{\"a\":7}", 0, "dtype"},
		{"brackets without end",
			"{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 0, ""},
		{"a header that is cut off", "{\"a\":{\"dtype\":\"F32\"", 0, ""},
		{"something behind the header", "{\"a\":" SOUND "}x", 0, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes file = {.len = 0};
		struct model_file model = {.name = "m.safetensors"};

		put_number(&file, rows[i].len ? rows[i].len : strlen(rows[i].header), 8);
		put_text(&file, rows[i].header);
		put_number(&file, 0, 8);
		put_number(&file, 0, 8);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

static void safetensors_index(void)
{
	static const struct {
		const char *name, *index, *reason;
	} rows[] = {
		{"sound", "{\"weight_map\":{\"a\":\"m-00001-of-00001.safetensors\"}}", NULL},
		{"above the folder", "{\"weight_map\":{\"a\":\"../m-00001-of-00001.safetensors\"}}",
			"is not there"},
		{"an absolute path", "{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "is not there"},
		{"a tensor that is nowhere",
			"{\"weight_map\":{\"a\":\"m-00001-of-00001.safetensors\",\"b\":\"x\"}}",
			"is not in"},
		{"a tensor that is not named", "{\"weight_map\":{}}", "is not named"},
		{"a file that is a number", "{\"weight_map\":{\"a\":1}}", "has no file"},
		{"a list", "{\"weight_map\":[\"a\"]}", "no weight_map"},
		{"nothing", "{}", "no weight_map"},
		{"no JSON", "\x89PNG", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes file = {.len = 0};
		struct model_file model = {.name = "m-00001-of-00001.safetensors",
			.beside = {"m.safetensors.index.json", text_of(rows[i].index)}};

		put_number(&file, strlen("{\"a\":" SOUND "}"), 8);
		put_text(&file, "{\"a\":" SOUND "}");
		put_number(&file, 0, 8);
		put_number(&file, 0, 8);
		model.content = text_of_bytes(&file);
		read_all(rows[i].name, &model, 1, rows[i].reason);
	}
}

static const struct unit_test tests[] = {
	{"header", safetensors},
	{"index", safetensors_index},
};

UNIT_MAIN(tests)
