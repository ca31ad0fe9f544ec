/* SPDX-License-Identifier: Apache-2.0
 *
 * Dockerfiles: the images that FROM, COPY --from, RUN --mount and the syntax directive name, and what ADD fetches. ARGs
 * before the first FROM are put in where they have a value in the file.
 */
#include "checks/dependencies/dockerfile.h"

#include <ctype.h>
#include <string.h>

#include "checks/dependencies/environment_settings.h"
#include "checks/dependencies/reference.h"
#include "checks/dependencies/yaml_tree.h"

/* Each ARG and stage is compared with all before it. */
enum { MOST_NAMES = 1000, LONGEST_VALUE = 4096 };

struct named {
	struct text name, value; /* of an ARG; of a stage the value is "" */
};

struct names {
	struct named *items;
	size_t count, capacity;
};

struct reading {
	struct lock *lock;
	const struct document *document;
	struct names args, stages;
	size_t stage_count; /* those without a name too */
};

static int wrong(const struct reading *reading, const struct instruction *at, struct err *err,
	const char *what)
{
	return document_error(reading->document, at->line, at->column, err, "%s", what);
}

/* The last one counts. */
static const struct named *find(const struct names *names, struct text name)
{
	for (size_t i = names->count; i-- > 0;)
		if (text_equal(names->items[i].name, name))
			return &names->items[i];
	return NULL;
}

static int add_name(const struct reading *reading, struct names *names, struct text name,
	struct text value, struct err *err)
{
	if (arena_reserve(reading->document->arena, (void **)&names->items, &names->capacity,
		    names->count + 1, sizeof(*names->items)) < 0)
		return err_nomem(err);
	names->items[names->count++] = (struct named){name, value};
	return 0;
}

/* ---- ${variables} ---- */

struct expansion {
	char bytes[LONGEST_VALUE];
	size_t len;
	bool is_too_long;
};

static void put(struct expansion *out, struct text text)
{
	if (text.len > sizeof(out->bytes) - out->len) {
		out->is_too_long = true;
		return;
	}
	memcpy(out->bytes + out->len, text.ptr, text.len);
	out->len += text.len;
}

static size_t name_length(struct text text)
{
	size_t len = 0;

	while (len < text.len && (isalnum((unsigned char)text.ptr[len]) || text.ptr[len] == '_'))
		len++;
	return len;
}

/* "NAME", "NAME:-default", "NAME-default" as between braces. What has no value here stays as it was written. */
static void put_variable(const struct reading *reading, struct expansion *out, struct text inside,
	struct text written)
{
	size_t len = name_length(inside);
	const struct named *arg = find(&reading->args, text_slice(inside, 0, len));
	struct text rest = text_slice(inside, len, inside.len);

	if (arg && arg->value.len && !text_starts(rest, ":+") && !text_starts(rest, "+"))
		put(out, arg->value);
	else if (text_starts(rest, ":-"))
		put(out, text_slice(rest, 2, rest.len));
	else if (text_starts(rest, "-"))
		put(out, text_slice(rest, 1, rest.len));
	else
		put(out, written);
}

/* Takes one variable at `at` and gives where it ends. */
static size_t expand_at(
	const struct reading *reading, struct expansion *out, struct text text, size_t at)
{
	struct text rest = text_slice(text, at + 1, text.len);
	size_t end;

	if (text_starts(rest, "{")) {
		end = text_find(rest, text_of("}"));
		if (end == rest.len) {
			put(out, text_slice(text, at, text.len));
			return text.len;
		}
		put_variable(
			reading, out, text_slice(rest, 1, end), text_slice(text, at, at + end + 2));
		return at + end + 2;
	}
	end = name_length(rest);
	put_variable(reading, out, text_slice(rest, 0, end), text_slice(text, at, at + end + 1));
	return at + end + 1;
}

static int expand(const struct reading *reading, const struct instruction *at, struct text text,
	struct text *out, struct err *err)
{
	struct expansion expansion = {.len = 0};

	for (size_t i = 0; i < text.len && !expansion.is_too_long;) {
		if (text.ptr[i] == '$') {
			i = expand_at(reading, &expansion, text, i);
			continue;
		}
		if (text.ptr[i] != '"' && text.ptr[i] != '\'')
			put(&expansion, text_slice(text, i, i + 1));
		i++;
	}
	if (expansion.is_too_long)
		return wrong(reading, at, err, "a value that is too long");
	*out = arena_text(reading->document->arena, (struct text){expansion.bytes, expansion.len});
	return out->ptr ? 0 : err_nomem(err);
}

/* ---- instructions ---- */

static struct reference reference_at(const struct instruction *at, struct text written)
{
	return (struct reference){.written = written, .line = at->line, .column = at->column};
}

static bool is_stage(const struct reading *reading, struct text name)
{
	uint64_t index;

	for (size_t i = 0; i < reading->stages.count; i++)
		if (name.len == reading->stages.items[i].name.len &&
			instruction_is(name, reading->stages.items[i].name.ptr))
			return true;
	return text_to_uint(name, UINT32_MAX, &index) && index < reading->stage_count;
}

static int add_image(const struct reading *reading, const struct instruction *at, struct text image,
	struct err *err)
{
	struct reference reference;

	if (expand(reading, at, image, &reference.written, err) < 0)
		return -1;
	if (is_stage(reading, reference.written) || text_is(reference.written, "scratch"))
		return 0;
	if (reference.written.len == 0)
		return wrong(reading, at, err, "an image without a name");
	reference = reference_at(at, reference.written);
	return reference_image(reading->lock, &reference, err);
}

static bool take_flag(struct text *rest, struct text *word)
{
	struct text before = *rest;

	if (dockerfile_word(rest, word) && text_starts(*word, "--"))
		return true;
	*rest = before;
	return false;
}

static int read_from(struct reading *reading, const struct instruction *at, struct err *err)
{
	struct text rest = at->rest, image, word;
	char *name;

	while (take_flag(&rest, &word))
		;
	if (!dockerfile_word(&rest, &image))
		return wrong(reading, at, err, "FROM without an image");
	if (add_image(reading, at, image, err) < 0)
		return -1;
	reading->stage_count++;
	if (!dockerfile_word(&rest, &word) || !instruction_is(word, "AS") ||
		!dockerfile_word(&rest, &word))
		return 0;
	if (reading->stages.count == MOST_NAMES)
		return wrong(reading, at, err, "too many stages");
	name = arena_copy(reading->document->arena, word);
	if (!name)
		return err_nomem(err);
	return add_name(reading, &reading->stages, text_of(name), text_of(""), err);
}

/* NAME=VALUE …, or of ENV also NAME VALUE. ARGs of a build are variables of its RUNs too. */
static int read_env(struct reading *reading, const struct instruction *at, struct err *err)
{
	struct text rest = at->rest, word;
	bool first = true;

	while (dockerfile_word(&rest, &word)) {
		size_t equals = text_find(word, text_of("="));
		struct text value = text_slice(word, equals + 1, word.len);

		if (equals == word.len && first) {
			value = text_trim(rest);
			rest = text_of("");
		}
		first = false;
		if (value.len &&
			environment_setting(reading->lock, reading->document->arena,
				text_slice(word, 0, equals), value, at->line, at->column, err) < 0)
			return -1;
	}
	return 0;
}

/* Only those before the first FROM are seen by FROM. */
static int read_arg(struct reading *reading, const struct instruction *at, struct err *err)
{
	struct text rest = at->rest, word;

	if (read_env(reading, at, err) < 0)
		return -1;
	while (reading->stage_count == 0 && dockerfile_word(&rest, &word)) {
		size_t equals = text_find(word, text_of("="));
		struct text value;

		if (reading->args.count == MOST_NAMES)
			return wrong(reading, at, err, "too many ARGs");
		if (expand(reading, at, text_slice(word, equals + 1, word.len), &value, err) < 0 ||
			add_name(reading, &reading->args, text_slice(word, 0, equals), value, err) <
				0)
			return -1;
	}
	return 0;
}

static int read_copy(struct reading *reading, const struct instruction *at, struct err *err)
{
	static const char from[] = "--from=";
	struct text rest = at->rest, word;

	while (take_flag(&rest, &word))
		if (text_starts(word, from) &&
			add_image(reading, at, text_slice(word, sizeof(from) - 1, word.len), err) <
				0)
			return -1;
	return 0;
}

/* --mount=type=bind,from=image,source=… */
static int read_run(struct reading *reading, const struct instruction *at, struct err *err)
{
	static const char mount[] = "--mount=", from[] = "from=";
	struct text rest = at->rest, word, part;

	while (take_flag(&rest, &word)) {
		if (!text_starts(word, mount))
			continue;
		word = text_slice(word, sizeof(mount) - 1, word.len);
		while (text_next_part(&word, ',', &part))
			if (text_starts(part, from) &&
				add_image(reading, at, text_slice(part, sizeof(from) - 1, part.len),
					err) < 0)
				return -1;
	}
	return 0;
}

/* ---- ADD ---- */

static bool is_url(struct text text)
{
	return text_starts(text, "https://") || text_starts(text, "http://") ||
	       text_starts(text, "git://") || text_starts(text, "git@") ||
	       text_starts(text, "ssh://");
}

/* https://host/owner/name.git[#ref[:folder]] */
static bool is_repository(struct text url)
{
	struct text plain = text_slice(url, 0, text_find(url, text_of("#")));

	plain = text_slice(plain, 0, text_find(plain, text_of("?")));
	return text_ends(plain, ".git") || text_starts(url, "git@") || text_starts(url, "git://");
}

static int add_repository(const struct reading *reading, const struct instruction *at,
	struct text url, struct err *err)
{
	size_t mark = text_find(url, text_of("#"));
	struct text ref = text_slice(url, mark + 1, url.len);
	struct reference reference =
		reference_at(at, text_slice(ref, 0, text_find(ref, text_of(":"))));

	return reference_commit(reading->lock, &reference, text_slice(url, 0, mark),
		text_slice(url, 0, mark), PIN_BY_TAG, err);
}

static int add_url(const struct reading *reading, const struct instruction *at, struct text url,
	struct text checksum, struct err *err)
{
	struct pin pin = {.name = url, .source = url, .line = at->line, .column = at->column};
	struct pin *added;

	if (has_variable(url) || has_variable(checksum))
		pin.flags |= PIN_NO_DIGEST;
	if (lock_pin(reading->lock, &pin, &added, err) < 0)
		return -1;
	return checksum.len && !has_variable(checksum)
		       ? pin_tagged(reading->lock, added, checksum, err)
		       : 0;
}

/* Words, or a list as in JSON. */
static struct text unquoted(struct text word)
{
	while (word.len && strchr("[\",'", word.ptr[0]))
		word = text_slice(word, 1, word.len);
	while (word.len && strchr("]\",'", word.ptr[word.len - 1]))
		word.len--;
	return word;
}

static int read_add(struct reading *reading, const struct instruction *at, struct err *err)
{
	static const char option[] = "--checksum=";
	struct text rest = at->rest, word, checksum = text_of("");

	while (take_flag(&rest, &word))
		if (text_starts(word, option))
			checksum = text_slice(word, sizeof(option) - 1, word.len);
	while (dockerfile_word(&rest, &word)) {
		int done = 0;

		word = unquoted(word);
		if (is_url(word))
			done = is_repository(word) ? add_repository(reading, at, word, err)
						   : add_url(reading, at, word, checksum, err);
		if (done < 0)
			return -1;
	}
	return 0;
}

/* ---- the whole ---- */

typedef int instruction_reader(
	struct reading *reading, const struct instruction *at, struct err *err);

static const struct {
	const char *keyword;
	instruction_reader *read; /* NULL: nothing to see */
} instructions[] = {{"FROM", read_from}, {"ARG", read_arg}, {"COPY", read_copy}, {"RUN", read_run},
	{"ADD", read_add}, {"CMD", NULL}, {"ENTRYPOINT", NULL}, {"ENV", read_env}, {"EXPOSE", NULL},
	{"HEALTHCHECK", NULL}, {"LABEL", NULL}, {"MAINTAINER", NULL}, {"SHELL", NULL},
	{"STOPSIGNAL", NULL}, {"USER", NULL}, {"VOLUME", NULL}, {"WORKDIR", NULL}};

static int read_instruction(struct reading *reading, const struct instruction *at, struct err *err)
{
	struct instruction inner = *at;

	if (instruction_is(at->keyword, "ONBUILD")) {
		size_t end = 0;

		while (end < at->rest.len && !isspace((unsigned char)at->rest.ptr[end]))
			end++;
		inner.keyword = text_slice(at->rest, 0, end);
		inner.rest = text_trim(text_slice(at->rest, end, at->rest.len));
	}
	for (size_t i = 0; i < sizeof(instructions) / sizeof(instructions[0]); i++)
		if (instruction_is(inner.keyword, instructions[i].keyword))
			return instructions[i].read ? instructions[i].read(reading, &inner, err)
						    : 0;
	return document_error(reading->document, at->line, at->column, err,
		"no instruction: \"%.*s\"", (int)(inner.keyword.len < 40 ? inner.keyword.len : 40),
		inner.keyword.ptr);
}

static int read_syntax(
	const struct reading *reading, const struct dockerfile *file, struct err *err)
{
	struct reference reference = {
		.written = file->syntax, .line = file->syntax_line, .column = 1};

	return file->syntax.len ? reference_image(reading->lock, &reference, err) : 0;
}

static int read_all(struct reading *reading, struct err *err)
{
	struct dockerfile file;
	struct instruction instruction;
	bool more;

	dockerfile_open(&file, reading->document);
	if (read_syntax(reading, &file, err) < 0)
		return -1;
	for (;;) {
		if (dockerfile_next(&file, &instruction, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_instruction(reading, &instruction, err) < 0)
			return -1;
	}
}

static struct text name_of(struct text path)
{
	size_t from = path.len;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	return text_slice(path, from, path.len);
}

/* "Dockerfile.x" may be a template or something else altogether. */
static bool is_plainly_one(struct text path)
{
	struct text name = name_of(path);

	return text_is(name, "Dockerfile") || text_is(name, "Containerfile") ||
	       text_ends(name, ".Dockerfile") || text_ends(name, ".dockerfile") ||
	       text_ends(name, ".Containerfile");
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document};
	struct err own = {0};

	if (is_plainly_one(document->path) && !is_template(document->content))
		return read_all(&reading, err);
	if (read_all(&reading, &own) < 0 && own.kind != ERR_LOOK) {
		*err = own;
		return -1;
	}
	return 0;
}

static bool is_dockerfile(struct text path, struct text content)
{
	static const char *const others[] = {".dockerignore", ".md", ".rst", ".txt", ".py", ".go",
		".sh", ".yml", ".yaml", ".json", NULL};

	for (size_t i = 0; others[i]; i++)
		if (text_ends(path, others[i]))
			return false;
	return content.len > 0 &&
	       (is_plainly_one(path) || text_contains_nocase(content, text_of("from ")));
}

static const char *const globs[] = {"Dockerfile", "Containerfile", "*.Dockerfile", "*.dockerfile",
	"*.Containerfile", "Dockerfile.*", "Containerfile.*", "Dockerfile-*", "Dockerfile_*", NULL};

extern const struct format format_dockerfile;

const struct format format_dockerfile = {.name = "dockerfile",
	.ecosystem = "docker",
	.globs = globs,
	.domain = DOMAIN_IMAGE,
	.is = is_dockerfile,
	.read = read};
