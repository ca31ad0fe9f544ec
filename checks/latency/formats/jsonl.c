/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON Lines: an object on each line, members named by dotted paths.
 */
#include "checks/latency/formats/flat_line.h"
#include "checks/latency/formats/plain.h"
#include "gate/base/json.h"

struct lines {
	struct plain plain;
	struct text first[PLAIN_MOST]; /* the first part of each path */
	const char *rest[PLAIN_MOST];  /* the others, or NULL */
	bool have[PLAIN_MOST];
	struct json_cursor cursor;
	struct arena *arena; /* of one line */
	bool is_flat;        /* no path has a dot */
	struct flat_line flat;
	size_t guesses[PLAIN_MOST];
};

static int split_paths(struct lines *lines, struct err *err)
{
	lines->is_flat = true;
	for (size_t i = 0; i < lines->plain.count; i++) {
		struct text name = lines->plain.columns[i].name;
		size_t dot = text_find(name, (struct text)TEXT("."));

		lines->first[i] = text_slice(name, 0, dot);
		if (dot == name.len)
			continue;
		lines->is_flat = false;
		lines->rest[i] =
			arena_copy(lines->plain.file->scratch, text_slice(name, dot + 1, name.len));
		if (!lines->rest[i])
			return err_nomem(err);
	}
	return 0;
}

static int take(struct lines *lines, size_t column, const struct json *value, struct err *err)
{
	struct text name = lines->plain.columns[column].name;
	bool is_flow = lines->plain.columns[column].is_flow;

	if (lines->rest[column])
		value = json_at(value, lines->rest[column]);
	if (!value)
		return 0;
	if (value->type != (is_flow ? JSON_STRING : JSON_NUMBER))
		return measured_error(lines->plain.file, value->line, value->column, err,
			"%.*s is not a %s", text_quote(name), name.ptr,
			is_flow ? "string" : "number");
	lines->have[column] = true;
	if (!is_flow)
		lines->plain.values[column] = value->number * lines->plain.unit_ms;
	else
		lines->plain.flow = value->text;
	return 0;
}

static int take_member(struct lines *lines, struct text key, struct err *err)
{
	const struct json *value = NULL;

	for (size_t i = 0; i < lines->plain.count; i++) {
		if (!text_equal(lines->first[i], key))
			continue;
		if (!value && json_value(&lines->cursor, &value, lines->arena, err) < 0)
			return -1;
		if (take(lines, i, value, err) < 0)
			return -1;
	}
	return 0; /* else json_next goes over it */
}

static int read_members(struct lines *lines, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(&lines->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&lines->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return json_end(&lines->cursor, err);
		if (take_member(lines, member.key, err) < 0)
			return -1;
	}
}

static int check_have(struct lines *lines, uint32_t number, struct err *err)
{
	for (size_t i = 0; i < lines->plain.count; i++) {
		struct text name = lines->plain.columns[i].name;

		if (!lines->have[i])
			return measured_error(lines->plain.file, number, 0, err, "there is no %.*s",
				text_quote(name), name.ptr);
		lines->have[i] = false;
	}
	return 0;
}

/* `guess` is where it was in the line before. */
static const struct flat_member *find_member(
	const struct flat_line *line, struct text key, size_t *guess)
{
	if (*guess < line->count && text_equal(line->members[*guess].key, key))
		return &line->members[*guess];
	for (*guess = 0; *guess < line->count; ++*guess)
		if (text_equal(line->members[*guess].key, key))
			return &line->members[*guess];
	return NULL;
}

/* False: a line for the strict reader, which also knows what is wrong. */
static bool read_flat(struct lines *lines, struct text line)
{
	if (!lines->is_flat || !flat_line_read(&lines->flat, line))
		return false;
	for (size_t i = 0; i < lines->plain.count; i++) {
		bool is_flow = lines->plain.columns[i].is_flow;
		const struct flat_member *member =
			find_member(&lines->flat, lines->first[i], &lines->guesses[i]);

		if (!member || member->type != (is_flow ? JSON_STRING : JSON_NUMBER))
			return false;
		if (is_flow)
			lines->plain.flow = member->text;
		else
			lines->plain.values[i] = member->number * lines->plain.unit_ms;
	}
	return true;
}

static int read_line(struct lines *lines, struct text line, uint32_t number, struct err *err)
{
	if (read_flat(lines, line))
		return plain_row(&lines->plain, number, err);
	arena_reset(lines->arena);
	json_open(&lines->cursor, line, lines->plain.file->name, NULL, lines->arena);
	lines->cursor.line = number;
	if (read_members(lines, err) < 0 || check_have(lines, number, err) < 0)
		return -1;
	return plain_row(&lines->plain, number, err);
}

static int read_lines(struct lines *lines, struct err *err)
{
	struct text rest = lines->plain.file->content, line;

	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (text_trim(line).len && read_line(lines, line, number, err) < 0)
			return -1;
	return 0;
}

static int read_jsonl(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct lines *lines = arena_alloc(file->scratch, sizeof(*lines));
	int done;

	if (!lines)
		return err_nomem(err);
	if (plain_start(&lines->plain, out, file, err) < 0 || split_paths(lines, err) < 0)
		return -1;
	lines->arena = arena_new();
	if (!lines->arena)
		return err_nomem(err);
	done = read_lines(lines, err);
	arena_free(lines->arena);
	return done;
}

const struct latency_format latency_format_jsonl = {
	.summary = "JSON Lines; columns: says where what stands, by dotted paths",
	.read = read_jsonl,
	.select_is_a_series = true,
};
