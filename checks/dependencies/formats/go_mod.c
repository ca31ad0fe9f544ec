/* SPDX-License-Identifier: Apache-2.0
 *
 * go.mod and go.work (The Go Modules Reference, "Lexical elements" and "Grammar"): directives, alone on a line or in a
 * block in parentheses; tokens are words, interpreted strings "…" and raw strings `…`; comments
 * begin with //. A need that is marked "// indirect" is optional: go.sum may lack its zip. A replaced need
 * has the replacement's name and version, for which go.sum has lines; none where it is a folder.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

enum { MOST_TOKENS = 8 };

struct line {
	struct text tokens[MOST_TOKENS];
	uint32_t columns[MOST_TOKENS];
	size_t count;
	struct text comment; /* without its slashes */
	uint32_t number;
};

struct replacement {
	struct text name, version; /* what is replaced; version "": any */
	struct text to, to_version;
	uint32_t line;
};

struct replacements {
	struct replacement *items;
	size_t count, capacity;
};

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct text verb; /* of the block that is open, or empty */
	struct replacements replacements;
};

/* ---- lines ---- */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool ends_word(struct text line, size_t at)
{
	char byte = line.ptr[at];

	return is_blank(byte) || byte == '(' || byte == ')' || byte == ',' || byte == '"' ||
	       byte == '`' || (byte == '/' && at + 1 < line.len && line.ptr[at + 1] == '/');
}

/* The end of the token at `from`; line.len + 1 for a string without an end. */
static size_t token_end(struct text line, size_t from)
{
	char first = line.ptr[from];
	size_t at = from + 1;

	if (first == '"' || first == '`') {
		while (at < line.len && line.ptr[at] != first)
			at++;
		return at < line.len ? at + 1 : line.len + 1;
	}
	if (ends_word(line, from))
		return at;
	while (at < line.len && !ends_word(line, at))
		at++;
	return at;
}

static bool is_quoted(struct text token)
{
	return token.len >= 2 && (token.ptr[0] == '"' || token.ptr[0] == '`');
}

static int bad_place(
	const struct reading *reading, const struct line *line, size_t at, const char *what)
{
	return document_error(
		reading->document, line->number, (uint32_t)at + 1, reading->err, "%s", what);
}

static int add_token(
	const struct reading *reading, struct line *out, struct text text, size_t at, size_t end)
{
	struct text token = text_slice(text, at, end);

	if (end > text.len)
		return bad_place(reading, out, at, "a string without an end");
	/* cmd/go never writes one; read as it stands it would hide what it names. */
	if (token.ptr[0] == '"' && text_find(token, text_of("\\")) < token.len)
		return bad_place(reading, out, at, "a string with an escape");
	if (out->count == MOST_TOKENS)
		return bad_place(reading, out, at, "a line with too many words");
	out->columns[out->count] = (uint32_t)at + 1;
	out->tokens[out->count++] = is_quoted(token) ? text_slice(token, 1, token.len - 1) : token;
	return 0;
}

static int split(const struct reading *reading, struct text text, struct line *out)
{
	size_t at = 0;

	out->count = 0;
	out->comment = text_of("");
	while (at < text.len) {
		size_t end;

		if (is_blank(text.ptr[at])) {
			at++;
			continue;
		}
		if (text.ptr[at] == '/' && at + 1 < text.len && text.ptr[at + 1] == '/') {
			out->comment = text_trim(text_slice(text, at + 2, text.len));
			return 0;
		}
		end = token_end(text, at);
		if (add_token(reading, out, text, at, end) < 0)
			return -1;
		at = end;
	}
	return 0;
}

static int bad_line(const struct reading *reading, const struct line *line, const char *what)
{
	return document_error(
		reading->document, line->number, line->columns[0], reading->err, "%s", what);
}

/* ---- require ---- */

/* A module's path begins with the host it is fetched from. */
static int teach_host(const struct reading *reading, struct text module)
{
	struct setting setting = {.kind = SETTING_HOST};
	char *url =
		arena_printf(reading->document->arena, "https://%.*s", (int)module.len, module.ptr);

	if (!url)
		return err_nomem(reading->err);
	setting.value = text_of(url);
	return lock_setting(reading->lock, &setting, reading->err);
}

/* "indirect" or "indirect; anything", as modfile.isIndirect has it. */
static bool is_indirect(const struct line *line)
{
	return text_is(line->comment, "indirect") || text_starts(line->comment, "indirect;");
}

/* A version that nobody publishes: the module is another one of the workspace. */
static bool is_placeholder(struct text version)
{
	return text_is(version, "v0.0.0") || text_is(version, "v0.0.0-00010101000000-000000000000");
}

static int read_require(const struct reading *reading, const struct line *line, size_t at)
{
	struct need need = {.line = line->number};

	if (line->count != at + 2)
		return bad_line(reading, line, "a requirement that is not \"module version\"");
	if (!text_starts(line->tokens[at + 1], "v"))
		return bad_line(reading, line, "a version that does not begin with v");
	need.name = line->tokens[at];
	need.range = line->tokens[at + 1];
	need.column = line->columns[at];
	if (is_indirect(line))
		need.flags |= NEED_OPTIONAL;
	if (is_placeholder(need.range))
		need.flags |= NEED_LOCAL;
	if (teach_host(reading, need.name) < 0)
		return -1;
	return lock_need(reading->lock, &need, reading->err);
}

/* ---- replace ---- */

/* As modfile.IsDirectoryPath has it, for both systems. */
static bool is_local(struct text path)
{
	static const char *const begins[] = {"./", "../", "/", ".\\", "..\\", "\\"};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (text_starts(path, begins[i]))
			return true;
	return text_is(path, ".") || text_is(path, "..") || (path.len > 1 && path.ptr[1] == ':');
}

static size_t depth_of(struct text path)
{
	size_t depth = 0;

	for (size_t i = 0; i < path.len; i++)
		depth += path.ptr[i] == '/';
	return depth;
}

/* Whether a path, taken from the file's folder, ever climbs above the top. */
static bool leaves_repository(const struct document *document, struct text path)
{
	size_t depth = depth_of(document->path);
	struct text part;

	if (text_starts(path, "/") || text_find(path, text_of("\\")) < path.len ||
		(path.len > 1 && path.ptr[1] == ':'))
		return true;
	while (text_next_part(&path, '/', &part)) {
		if (part.len == 0 || text_is(part, "."))
			continue;
		if (!text_is(part, ".."))
			depth++;
		else if (depth-- == 0)
			return true;
	}
	return false;
}

static int add_setting(const struct reading *reading, const struct line *line, size_t arrow,
	const struct replacement *replacement)
{
	struct setting setting = {
		.line = line->number, .column = line->columns[arrow + 1], .usual = 1};
	char *name = arena_printf(reading->document->arena, "replace %.*s%s%.*s",
		(int)replacement->name.len, replacement->name.ptr,
		replacement->version.len ? " " : "", (int)replacement->version.len,
		replacement->version.ptr);
	char *url = arena_printf(reading->document->arena, "https://%.*s", (int)replacement->to.len,
		replacement->to.ptr);

	if (!name || !url)
		return err_nomem(reading->err);
	setting.name = text_of(name);
	setting.kind = is_local(replacement->to) ? SETTING_GUARD : SETTING_SOURCE;
	setting.value = is_local(replacement->to) ? replacement->to : text_of(url);
	setting.strength = !is_local(replacement->to) ||
			   !leaves_repository(reading->document, replacement->to);
	return lock_setting(reading->lock, &setting, reading->err);
}

/* "old [version] => new version" or "old [version] => folder", from `at` on. */
static bool is_replacement(const struct line *line, size_t at, size_t arrow)
{
	size_t behind = line->count - arrow;

	return arrow > at && arrow <= at + 2 && (behind == 2 || behind == 3) &&
	       (behind == 3) != is_local(line->tokens[arrow + 1]);
}

static int read_replace(struct reading *reading, const struct line *line, size_t at)
{
	struct replacements *all = &reading->replacements;
	struct replacement replacement = {.line = line->number, .version = text_of("")};
	size_t arrow = at;

	while (arrow < line->count && !text_is(line->tokens[arrow], "=>"))
		arrow++;
	if (!is_replacement(line, at, arrow))
		return bad_line(reading, line, "a replacement that is not \"old => new version\"");
	replacement.name = line->tokens[at];
	if (arrow == at + 2)
		replacement.version = line->tokens[at + 1];
	replacement.to = line->tokens[arrow + 1];
	if (line->count - arrow == 3)
		replacement.to_version = line->tokens[arrow + 2];
	if (arena_reserve(reading->document->arena, (void **)&all->items, &all->capacity,
		    all->count + 1, sizeof(*all->items)) < 0)
		return err_nomem(reading->err);
	all->items[all->count++] = replacement;
	return add_setting(reading, line, arrow, &replacement);
}

static int compare_replacements(const void *left, const void *right)
{
	const struct replacement *a = left, *b = right;
	int order = text_compare(a->name, b->name);

	if (order == 0)
		order = text_compare(a->version, b->version);
	return order ? order : (b->line > a->line) - (b->line < a->line); /* the last one counts */
}

static const struct replacement *find_replacement(
	const struct replacements *all, struct text name, struct text version)
{
	const struct replacement key = {.name = name, .version = version, .line = UINT32_MAX};
	size_t low = 0, high = all->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_replacements(&all->items[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == all->count || !text_equal(all->items[low].name, name) ||
		!text_equal(all->items[low].version, version))
		return NULL;
	return &all->items[low];
}

static void replace_needs(struct reading *reading)
{
	struct replacements *all = &reading->replacements;

	if (all->count > 1)
		qsort(all->items, all->count, sizeof(*all->items), compare_replacements);
	for (size_t i = 0; i < reading->lock->needs.count; i++) {
		struct need *need = &reading->lock->needs.items[i];
		const struct replacement *found = find_replacement(all, need->name, need->range);

		if (!found)
			found = find_replacement(all, need->name, text_of(""));
		if (!found)
			continue;
		need->flags &= ~(uint32_t)NEED_LOCAL;
		if (is_local(found->to)) {
			need->flags |= NEED_LOCAL;
		} else {
			need->name = found->to;
			need->range = found->to_version;
		}
	}
}

/* ---- the file ---- */

static int read_directive(
	struct reading *reading, const struct line *line, struct text verb, size_t at)
{
	if (text_is(verb, "require"))
		return read_require(reading, line, at);
	if (text_is(verb, "replace"))
		return read_replace(reading, line, at);
	if (text_is(verb, "use") && line->count > at)
		return lock_workspace(reading->lock, line->tokens[at], reading->err);
	return 0;
}

static bool is_verb(struct text word)
{
	static const char *const verbs[] = {"module", "go", "toolchain", "godebug", "require",
		"exclude", "replace", "retract", "tool", "ignore", "use"};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (text_is(word, verbs[i]))
			return true;
	return false;
}

/* What follows the word in front of a block, or of a single directive. */
static int read_start(struct reading *reading, const struct line *line)
{
	if (line->count == 1 || !text_is(line->tokens[1], "("))
		return read_directive(reading, line, line->tokens[0], 1);
	if (line->count == 2)
		reading->verb = line->tokens[0];
	return line->count == 2 || (line->count == 3 && text_is(line->tokens[2], ")"))
		       ? 0
		       : bad_line(reading, line, "a block whose first line is not its own");
}

static int read_line(struct reading *reading, const struct line *line)
{
	if (line->count == 0)
		return 0;
	if (reading->verb.len && text_is(line->tokens[0], ")")) {
		reading->verb = text_of("");
		return line->count == 1
			       ? 0
			       : bad_line(reading, line, "something behind the end of a block");
	}
	if (reading->verb.len)
		return read_directive(reading, line, reading->verb, 0);
	if (!is_verb(line->tokens[0]))
		return bad_line(reading, line, "a directive that is not known");
	return read_start(reading, line);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {
		.lock = lock, .document = document, .err = err, .verb = text_of("")};
	struct text rest = document->content, text;
	struct line line = {.number = 1};

	lock->has_needs = true;
	for (; text_next_line(&rest, &text); line.number++)
		if (split(&reading, text, &line) < 0 || read_line(&reading, &line) < 0)
			return -1;
	if (reading.verb.len)
		return document_error(document, line.number, 1, err, "a block without an end");
	replace_needs(&reading);
	return 0;
}

static const char *const globs[] = {"go.mod", NULL}, *const work_globs[] = {"go.work", NULL};

extern const struct format format_go_mod, format_go_work;

const struct format format_go_mod = {
	.name = "go-mod", .ecosystem = "golang", .globs = globs, .plain = PLAIN_UTF8, .read = read};

const struct format format_go_work = {.name = "go-work",
	.ecosystem = "golang",
	.globs = work_globs,
	.plain = PLAIN_UTF8,
	.read = read};
