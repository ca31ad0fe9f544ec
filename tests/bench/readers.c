/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast lock files are read: MB/s of each way, over a file as npm and pnpm write them, made here.
 * Nothing passes or fails by it.   readers [MB] [json|yaml]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gate/base/buffer.h"
#include "gate/base/json.h"
#include "gate/base/yaml.h"
#include "gate/base/yaml_cursor.h"

enum { ROUNDS = 5 };

struct way {
	const char *name;
	bool yaml;
	int (*read)(struct text text, size_t *values, struct err *err);
};

static const struct yaml_options options = {
	.max_bytes = SIZE_MAX, .keep_duplicates = true, .kind = ERR_LOOK};

/* 88 characters that differ from package to package, as long as an integrity of npm. */
static void put_integrity(struct buffer *out, unsigned number)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t state = number * 2654435761U + 1;
	char integrity[89] = {0};

	for (size_t i = 0; i < 86; i++) {
		state = state * 1664525U + 1013904223U;
		integrity[i] = letters[state >> 26];
	}
	memcpy(integrity + 86, "==", 2);
	buffer_printf(out, "sha512-%s", integrity);
}

static void put_npm(struct buffer *out, unsigned number)
{
	buffer_printf(out,
		"%s\n    \"node_modules/@scope%u/package-%u\": {\n      \"version\": \"%u.2.3\",\n"
		"      \"resolved\": "
		"\"https://registry.example.org/@scope%u/package-%u/-/package-%u.tgz\",\n"
		"      \"integrity\": \"",
		number ? "," : "", number % 50, number, number % 9, number % 50, number, number);
	put_integrity(out, number);
	buffer_printf(out,
		"\",\n      \"dev\": true,\n      \"license\": \"MIT\",\n      \"dependencies\": "
		"{\n"
		"        \"package-%u\": \"^1.2.%u\",\n        \"package-%u\": \"~3.0.0\"\n      "
		"},\n"
		"      \"engines\": {\n        \"node\": \">=18\"\n      }\n    }",
		number + 1, number % 7, number + 2);
}

static void put_pnpm(struct buffer *out, unsigned number)
{
	buffer_printf(out,
		"\n  '@scope%u/package-%u@%u.2.3':\n    resolution: {integrity: ", number % 50,
		number, number % 9);
	put_integrity(out, number);
	buffer_printf(out,
		"}\n    engines: {node: '>=18'}\n    cpu: [x64, arm64]\n    dependencies:\n      "
		"package-%u: 1.2.%u\n"
		"      '@scope%u/package-%u': 3.0.0\n    dev: true\n",
		number + 1, number % 7, number % 50, number + 2);
}

static void make_file(struct buffer *out, bool yaml, size_t size)
{
	buffer_string(out, yaml ? "lockfileVersion: '9.0'\n\npackages:\n"
				: "{\n  \"lockfileVersion\": 3,\n  \"packages\": {");
	for (unsigned i = 0; out->len < size; i++)
		(yaml ? put_pnpm : put_npm)(out, i);
	buffer_string(out, yaml ? "" : "\n  }\n}\n");
}

/* --- the ways --- */

static int read_json_tree(struct text text, size_t *values, struct err *err)
{
	struct arena *arena = arena_new();
	const struct json *json;
	int result = json_read_with(&json, text, "f", NULL, arena, err);

	*values = result == 0 ? json_at(json, "packages")->count : 0;
	arena_free(arena);
	return result;
}

static int walk_json_values(struct json_cursor *cursor, bool skip, size_t *values,
	struct arena *scratch, struct err *err)
{
	struct json_member member;
	const struct json *json;
	bool more;

	for (;;) {
		if (json_next(cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		arena_reset(scratch);
		if ((skip ? json_skip(cursor, err) : json_value(cursor, &json, scratch, err)) < 0)
			return -1;
		++*values;
	}
}

static int walk_json(struct text text, bool skip, size_t *values, struct arena *arena,
	struct arena *scratch, struct err *err)
{
	struct json_cursor cursor;
	struct json_member member;
	bool more;

	json_open(&cursor, text, "f", NULL, arena);
	if (json_enter(&cursor, JSON_OBJECT, err) < 0 ||
		json_next(&cursor, &member, &more, err) < 0 ||
		json_next(&cursor, &member, &more, err) < 0 ||
		json_enter(&cursor, JSON_OBJECT, err) < 0 ||
		walk_json_values(&cursor, skip, values, scratch, err) < 0)
		return -1;
	return json_next(&cursor, &member, &more, err);
}

static int with_arenas(
	int (*walk)(struct text, bool, size_t *, struct arena *, struct arena *, struct err *),
	struct text text, bool skip, size_t *values, struct err *err)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	int result = walk(text, skip, values, arena, scratch, err);

	arena_free(scratch);
	arena_free(arena);
	return result;
}

static int read_json_cursor(struct text text, size_t *values, struct err *err)
{
	return with_arenas(walk_json, text, false, values, err);
}

static int skip_json_cursor(struct text text, size_t *values, struct err *err)
{
	return with_arenas(walk_json, text, true, values, err);
}

static int read_yaml_tree_by(int (*read)(const struct yaml **, struct text, const char *,
				     const struct yaml_options *, struct arena *, struct err *),
	struct text text, size_t *values, struct err *err)
{
	struct arena *arena = arena_new();
	const struct yaml *yaml;
	int result = read(&yaml, text, "f", &options, arena, err);

	*values = result == 0 ? yaml_get(yaml, "packages")->count : 0;
	arena_free(arena);
	return result;
}

static int read_yaml_events_tree(struct text text, size_t *values, struct err *err)
{
	return read_yaml_tree_by(yaml_read_events, text, values, err);
}

static int read_yaml_tree(struct text text, size_t *values, struct err *err)
{
	return read_yaml_tree_by(yaml_read_with, text, values, err);
}

static int walk_yaml_values(struct yaml_cursor *cursor, bool skip, size_t *values,
	struct arena *scratch, struct err *err)
{
	struct yaml_member member;
	const struct yaml *yaml;
	bool more;

	for (;;) {
		if (yaml_next(cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		arena_reset(scratch);
		if ((skip ? yaml_skip(cursor, err) : yaml_value(cursor, &yaml, scratch, err)) < 0)
			return -1;
		++*values;
	}
}

static int walk_yaml(struct text text, bool skip, size_t *values, struct arena *arena,
	struct arena *scratch, struct err *err)
{
	struct yaml_cursor cursor;
	struct yaml_member member;
	bool more;

	if (yaml_open(&cursor, text, "f", &options, arena, err) < 0 ||
		yaml_enter(&cursor, YAML_MAP, err) < 0 ||
		yaml_next(&cursor, &member, &more, err) < 0 ||
		yaml_next(&cursor, &member, &more, err) < 0 ||
		yaml_enter(&cursor, YAML_MAP, err) < 0 ||
		walk_yaml_values(&cursor, skip, values, scratch, err) < 0)
		return -1;
	return cursor.tree ? err_set(err, ERR_INTERNAL, "not the fast way")
			   : yaml_next(&cursor, &member, &more, err);
}

static int read_yaml_cursor(struct text text, size_t *values, struct err *err)
{
	return with_arenas(walk_yaml, text, false, values, err);
}

static int skip_yaml_cursor(struct text text, size_t *values, struct err *err)
{
	return with_arenas(walk_yaml, text, true, values, err);
}

static int check_yaml(struct text text, size_t *values, struct err *err)
{
	*values = 1;
	return yaml_check_text(&text, text, "f", &options, err);
}

static const struct way ways[] = {
	{"json tree", false, read_json_tree},
	{"json cursor, values", false, read_json_cursor},
	{"json cursor, skipped", false, skip_json_cursor},
	{"yaml bytes checked", true, check_yaml},
	{"yaml tree by libyaml", true, read_yaml_events_tree},
	{"yaml tree", true, read_yaml_tree},
	{"yaml cursor, values", true, read_yaml_cursor},
	{"yaml cursor, skipped", true, skip_yaml_cursor},
};

/* --- measuring --- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int measure(const struct way *way, struct text text)
{
	double best = 1e9;
	size_t values = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct err err = {0};
		double start = seconds(), taken;

		values = 0;
		if (way->read(text, &values, &err) < 0) {
			fprintf(stderr, "%s: %s\n", way->name, err.message);
			return 1;
		}
		taken = seconds() - start;
		best = taken < best ? taken : best;
	}
	printf("%-22s %8.1f MB/s  %7.1f ms  %zu entries\n", way->name,
		(double)text.len / best / 1e6, best * 1e3, values);
	return 0;
}

int main(int argc, char **argv)
{
	size_t size = (argc > 1 ? strtoul(argv[1], NULL, 10) : 16) * 1000000;
	const char *only = argc > 2 ? argv[2] : "";
	struct buffer files[2] = {{0}, {0}};
	int failed = 0;

	make_file(&files[0], false, size);
	make_file(&files[1], true, size);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strstr(ways[i].name, only))
			failed |= measure(&ways[i], buffer_text(&files[ways[i].yaml]));
	buffer_free(&files[0]);
	buffer_free(&files[1]);
	return failed;
}
