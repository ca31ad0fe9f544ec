/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/suppressed.h"

#include "gate/base/json.h"

static int add(struct suppressions *out, const struct suppressed *entry, struct arena *arena,
	struct err *err)
{
	if (arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = *entry;
	return 0;
}

/* ---- .gitleaksignore ---- */

/* Takes what stands behind the last colon off. */
static bool take_last(struct text *rest, struct text *part)
{
	for (size_t i = rest->len; i > 0; i--)
		if (rest->ptr[i - 1] == ':') {
			*part = text_slice(*rest, i, rest->len);
			*rest = text_slice(*rest, 0, i - 1);
			return true;
		}
	return false;
}

static bool is_commit(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("0123456789abcdef", text.ptr[i]))
			return false;
	return text.len == 40;
}

static bool read_fingerprint(struct suppressed *entry, struct text line)
{
	struct text rest = line, number, rule;
	uint64_t value;

	if (!take_last(&rest, &number) || !text_to_uint(number, UINT32_MAX, &value) || value == 0 ||
		!take_last(&rest, &rule) || rest.len == 0)
		return false;
	*entry = (struct suppressed){
		.line = (uint32_t)value, .end_line = (uint32_t)value, .shown = line};
	if (rest.len > 41 && rest.ptr[40] == ':' && is_commit(text_slice(rest, 0, 40))) {
		entry->commit = text_slice(rest, 0, 40);
		rest = text_slice(rest, 41, rest.len);
	}
	entry->path = rest;
	return true;
}

static int read_ignore(
	struct suppressions *out, struct text file, struct arena *arena, struct err *err)
{
	struct text rest = file, line;

	while (text_next_line(&rest, &line)) {
		struct suppressed entry;

		line = text_trim(line);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (!read_fingerprint(&entry, line))
			out->not_read++;
		else if (add(out, &entry, arena, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- JSON ---- */

static uint32_t number_of(const struct json *item, const char *key)
{
	const struct json *value = json_get(item, key);
	bool fits = value && value->type == JSON_NUMBER && value->number >= 1 &&
		    value->number <= UINT32_MAX;

	return fits ? (uint32_t)value->number : 0;
}

static int add_place(
	struct suppressions *out, struct suppressed *entry, struct arena *arena, struct err *err)
{
	if (entry->path.len == 0 || entry->line == 0) {
		out->not_read++;
		return 0;
	}
	entry->shown =
		arena_textf(arena, "%.*s:%u", (int)entry->path.len, entry->path.ptr, entry->line);
	return entry->shown.ptr ? add(out, entry, arena, err) : err_nomem(err);
}

static int read_report(
	struct suppressions *out, const struct json *list, struct arena *arena, struct err *err)
{
	for (const struct json *item = list->child; item; item = item->next) {
		struct suppressed entry = {.path = json_text_at(item, "File"),
			.commit = json_text_at(item, "Commit"),
			.secret = json_text_at(item, "Secret"),
			.line = number_of(item, "StartLine"),
			.end_line = number_of(item, "EndLine")};

		/* With --redact there is no secret in it. */
		if (text_is(entry.secret, "REDACTED"))
			entry.secret = (struct text){"", 0};
		if (add_place(out, &entry, arena, err) < 0)
			return -1;
	}
	return 0;
}

static int read_baseline(
	struct suppressions *out, const struct json *results, struct arena *arena, struct err *err)
{
	for (const struct json *file = results->child; file; file = file->next)
		for (const struct json *item = file->child; item; item = item->next) {
			struct suppressed entry = {
				.path = file->key, .line = number_of(item, "line_number")};

			entry.end_line = entry.line;
			if (add_place(out, &entry, arena, err) < 0)
				return -1;
		}
	return 0;
}

static int read_json(struct suppressions *out, struct text file, const char *name,
	struct arena *arena, struct err *err)
{
	const struct json *root, *results;

	if (json_read(&root, file, name, arena, err) < 0)
		return -1;
	results = json_get(root, "results");
	if (root->type == JSON_ARRAY)
		return read_report(out, root, arena, err);
	if (results && results->type == JSON_OBJECT)
		return read_baseline(out, results, arena, err);
	return err_set(err, ERR_USAGE,
		"%s is neither a report of gitleaks nor a baseline of detect-secrets", name);
}

int suppressions_read(struct suppressions *out, struct text file, const char *name,
	struct arena *arena, struct err *err)
{
	struct text start = text_trim(file);

	*out = (struct suppressions){0};
	if (start.len && (start.ptr[0] == '[' || start.ptr[0] == '{'))
		return read_json(out, file, name, arena, err);
	if (read_ignore(out, file, arena, err) < 0)
		return -1;
	if (out->count || !out->not_read)
		return 0;
	return err_set(err, ERR_USAGE, "%s is no .gitleaksignore: no line is path:rule:line", name);
}

bool suppressed_covers(
	const struct suppressed *entry, const struct finding *finding, struct text commit)
{
	if (!text_equal(entry->path, finding->path))
		return false;
	if (entry->secret.len)
		return text_equal(entry->secret, finding->evidence);
	if (entry->commit.len && commit.len && !text_equal(entry->commit, commit))
		return false;
	return finding->line <= entry->end_line && finding->end_line >= entry->line;
}
