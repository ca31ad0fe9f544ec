/* SPDX-License-Identifier: Apache-2.0
 *
 * What Bazel's Starlark files fetch (Bazel, "Repository Rules", "MODULE.bazel files"): calls with `url`, `urls` or `remote`
 * by keyword, whatever they are called, for rules are loaded under other names and wrapped in macros; and the
 * `registry` of overrides. Starlark's tokens are Python's, so python_scan.h reads them. Names of constants are followed
 * within the file; what comes from other files is not known (fetch.h).
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/formats/fetch.h"
#include "checks/dependencies/python_scan.h"
#include "gate/base/buffer.h"
#include "gate/base/keys.h"

enum { LONGEST_EXPRESSION = 4096, LONGEST_CONSTANT = 512, MOST_URLS = 32, MOST_REGISTRIES = 1000 };

struct reading {
	struct lock *lock;
	const struct document *document;
	struct keys names; /* 1 + index in values */
	struct text *values;
	size_t count, capacity;
};

static int keep_constant(void *closure, const struct python_constant *constant, struct err *err)
{
	struct reading *reading = closure;
	uint32_t *number;

	if (keys_add(&reading->names, constant->name, &number, err) < 0)
		return -1;
	if (!*number) {
		if (arena_reserve(reading->lock->arena, (void **)&reading->values,
			    &reading->capacity, reading->count + 1, sizeof(*reading->values)) < 0)
			return err_nomem(err);
		*number = (uint32_t)++reading->count;
	}
	reading->values[*number - 1] = constant->string;
	if (constant->string.len > LONGEST_CONSTANT) /* no URL and no hash: not followed */
		reading->values[*number - 1] = (struct text){NULL, 0};
	return 0;
}

static int no_call(void *closure, const struct python_call *call, struct err *err)
{
	(void)closure;
	(void)call;
	(void)err;
	return 0;
}

/* ---- expressions ---- */

/* What an expression is, as far as it is known. */
struct value {
	struct text text;    /* the string, or the expression with what its constants are */
	struct text literal; /* the first string in it; "" */
	bool is_open;
};

static bool is_name_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

static size_t name_end(struct text text, size_t from)
{
	while (from < text.len && is_name_byte(text.ptr[from]))
		from++;
	return from;
}

/* Behind the string that begins at `from`; its content in *string. */
static size_t string_end(struct text text, size_t from, struct text *string)
{
	char quote = text.ptr[from];
	size_t at = from + 1;

	while (at < text.len && text.ptr[at] != quote)
		at += text.ptr[at] == '\\' ? 2 : 1;
	if (at > text.len)
		at = text.len;
	*string = text_slice(text, from + 1, at);
	return at < text.len ? at + 1 : at;
}

static const struct text *constant_named(const struct reading *reading, struct text name)
{
	const uint32_t *number = keys_find(&reading->names, name);

	return number && *number && reading->values[*number - 1].ptr ? &reading->values[*number - 1]
								     : NULL;
}

/* A name in an expression: a constant of this file, a keyword or method, or something that is not known here. */
static void add_name(const struct reading *reading, struct value *out, struct buffer *known,
	struct text name, char before, char behind)
{
	const struct text *constant = constant_named(reading, name);

	if (before == '.' || isdigit((unsigned char)name.ptr[0]) || behind == '=')
		return;
	if (!constant) {
		out->is_open = true;
		return;
	}
	buffer_string(known, " ");
	buffer_add(known, *constant);
	if (out->literal.len == 0)
		out->literal = *constant;
}

static char behind_blanks(struct text text, size_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
		at++;
	return at < text.len ? text.ptr[at] : '\0';
}

static void walk(
	const struct reading *reading, struct value *out, struct buffer *known, struct text text)
{
	size_t at = 0;

	while (at < text.len && buffer_text(known).len <= (size_t)2 * LONGEST_EXPRESSION) {
		size_t from = at;
		char byte = text.ptr[at];

		if (byte == '"' || byte == '\'') {
			struct text string;

			at = string_end(text, at, &string);
			if (out->literal.len == 0)
				out->literal = string;
		} else if (is_name_byte(byte)) {
			at = name_end(text, at);
			add_name(reading, out, known, text_slice(text, from, at),
				from ? text.ptr[from - 1] : '\0', behind_blanks(text, at));
		} else {
			at++;
		}
	}
	if (at < text.len)
		out->is_open = true;
}

/* An expression that is no plain string: as written, and the constants in it behind it. */
static int evaluate_expression(
	const struct reading *reading, struct value *out, struct text written, struct err *err)
{
	const struct text *constant = constant_named(reading, written);
	struct buffer known = {0};
	char *copy;

	if (constant) {
		*out = (struct value){.text = *constant, .literal = *constant};
		return 0;
	}
	if (written.len > LONGEST_EXPRESSION) {
		*out = (struct value){
			.text = text_slice(written, 0, LONGEST_EXPRESSION), .is_open = true};
		return 0;
	}
	*out = (struct value){.text = written};
	buffer_add(&known, written);
	walk(reading, out, &known, written);
	copy = known.failed ? NULL : arena_copy(reading->lock->arena, buffer_text(&known));
	buffer_free(&known);
	if (!copy)
		return err_nomem(err);
	out->text = text_of(copy);
	return 0;
}

static int evaluate(const struct reading *reading, struct value *out,
	const struct python_argument *argument, struct err *err)
{
	*out = (struct value){.text = argument->string, .literal = argument->string};
	return argument->is_string
		       ? 0
		       : evaluate_expression(reading, out, text_trim(argument->written), err);
}

/* ---- lists ---- */

struct values {
	struct value items[MOST_URLS + 1]; /* `url` and `urls` */
	size_t count;
};

/* Behind the comma that ends the item at `from`, or the list. */
static size_t item_end(struct text list, size_t from)
{
	int depth = 0;

	while (from < list.len) {
		char byte = list.ptr[from];
		struct text string;

		if (byte == '"' || byte == '\'') {
			from = string_end(list, from, &string);
			continue;
		}
		if (byte == '#') {
			from += text_find(text_slice(list, from, list.len), text_of("\n"));
			continue;
		}
		if (depth == 0 && byte == ',')
			return from;
		depth += strchr("([{", byte) && byte;
		depth -= strchr(")]}", byte) && byte;
		from++;
	}
	return from;
}

/* Without the comments in front. */
static struct text bare_item(struct text item)
{
	item = text_trim(item);
	while (text_starts(item, "#"))
		item = text_trim(text_slice(item, text_find(item, text_of("\n")), item.len));
	return item;
}

static int add_item(const struct reading *reading, struct values *out, struct text item,
	uint32_t line, struct err *err)
{
	struct text string;
	struct value *value;

	item = bare_item(item);
	if (item.len == 0)
		return 0;
	if (out->count == MOST_URLS)
		return document_error(
			reading->document, line, 1, err, "more than %d URLs", MOST_URLS);
	value = &out->items[out->count++];
	if ((item.ptr[0] == '"' || item.ptr[0] == '\'') &&
		string_end(item, 0, &string) == item.len) {
		*value = (struct value){.text = string, .literal = string};
		return 0;
	}
	return evaluate_expression(reading, value, item, err);
}

/* A list of strings by its items, anything else as one. */
static int evaluate_all(const struct reading *reading, struct values *out,
	const struct python_argument *argument, struct err *err)
{
	struct text list = text_trim(argument->written);

	if (argument->is_string || !text_starts(list, "[") || !text_ends(list, "]"))
		return evaluate(reading, &out->items[out->count++], argument, err);
	list = text_slice(list, 1, list.len - 1);
	for (size_t at = 0; at < list.len;) {
		size_t end = item_end(list, at);

		if (add_item(reading, out, text_slice(list, at, end), argument->line, err) < 0)
			return -1;
		at = end + 1;
	}
	return 0;
}

/* ---- calls ---- */

static const struct python_argument *named(const struct python_call *call, const char *keyword)
{
	for (size_t i = 0; i < call->count; i++)
		if (text_is(call->arguments[i].keyword, keyword))
			return &call->arguments[i];
	return NULL;
}

static const struct python_argument *first_named(
	const struct python_call *call, const char *const *keywords)
{
	const struct python_argument *argument = NULL;

	for (; !argument && *keywords; keywords++)
		argument = named(call, *keywords);
	return argument;
}

/* What the fetched thing is called: its repository's name, or where it is put. */
static int set_name(const struct reading *reading, struct fetch *fetch,
	const struct python_call *call, struct err *err)
{
	static const char *const names[] = {
		"name", "module_name", "output", "stripPrefix", "strip_prefix", NULL};
	const struct python_argument *argument = first_named(call, names);
	struct value value;

	fetch->name = call->callee;
	fetch->line = call->line;
	fetch->column = call->column;
	if (!argument)
		return 0;
	fetch->line = argument->line;
	fetch->column = argument->column;
	if (evaluate(reading, &value, argument, err) < 0)
		return -1;
	fetch->name = value.text;
	return 0;
}

/* A hash that is only known when the build runs is none. */
static int add_digests(
	struct reading *reading, struct pin *pin, const struct python_call *call, struct err *err)
{
	const struct python_argument *sum = named(call, "sha256"),
				     *integrity = named(call, "integrity");
	struct value value;

	if (sum) {
		if (evaluate(reading, &value, sum, err) < 0)
			return -1;
		if (!value.is_open && value.literal.len &&
			pin_hex(reading->lock, pin, DIGEST_SHA256, value.literal, err) < 0)
			return -1;
	}
	if (!integrity)
		return 0;
	if (evaluate(reading, &value, integrity, err) < 0)
		return -1;
	return !value.is_open && value.literal.len ? pin_sri(reading->lock, pin, value.literal, err)
						   : 0;
}

static int add_archive(struct reading *reading, struct fetch *fetch, const struct python_call *call,
	const struct value *url, struct err *err)
{
	struct pin *pin;

	fetch->version = url->text;
	fetch->url = url->literal;
	fetch->is_open = url->is_open;
	if (fetch_archive(reading->lock, fetch, &pin, err) < 0)
		return -1;
	return add_digests(reading, pin, call, err);
}

static int add_archives(struct reading *reading, struct fetch *fetch,
	const struct python_call *call, struct err *err)
{
	const struct python_argument *one = named(call, "url"), *many = named(call, "urls");
	struct values urls = {.count = 0};

	if (one && evaluate_all(reading, &urls, one, err) < 0)
		return -1;
	if (many && evaluate_all(reading, &urls, many, err) < 0)
		return -1;
	for (size_t i = 0; i < urls.count; i++)
		if (add_archive(reading, fetch, call, &urls.items[i], err) < 0)
			return -1;
	return 0;
}

static int add_repository(struct reading *reading, struct fetch *fetch,
	const struct python_call *call, struct err *err)
{
	static const char *const refs[] = {"commit", "tag", "branch", NULL};
	const struct python_argument *ref = first_named(call, refs);
	struct value remote, value = {.text = {"", 0}};

	if (evaluate(reading, &remote, named(call, "remote"), err) < 0)
		return -1;
	if (ref && evaluate(reading, &value, ref, err) < 0)
		return -1;
	fetch->url = remote.literal;
	fetch->version = value.text;
	fetch->is_open = value.is_open;
	return fetch_repository(reading->lock, fetch, err);
}

/* `registry` of single_version_override and the like. */
static int add_registry(struct reading *reading, const struct python_call *call, struct err *err)
{
	const struct python_argument *module = named(call, "module_name"),
				     *registry = named(call, "registry");
	struct setting setting = {.kind = SETTING_SOURCE};
	struct value value;

	if (!module || !registry)
		return 0;
	if (reading->lock->settings.count == MOST_REGISTRIES)
		return document_error(reading->document, registry->line, registry->column, err,
			"more than %d registries", MOST_REGISTRIES);
	if (evaluate(reading, &value, module, err) < 0)
		return -1;
	setting.name = value.text;
	if (evaluate(reading, &value, registry, err) < 0)
		return -1;
	setting.value = value.literal;
	setting.line = registry->line;
	setting.column = registry->column;
	return value.literal.len ? lock_setting(reading->lock, &setting, err) : 0;
}

/* The attributes of a rule are no fetch: attr.string(…), and rules' own `url = attr.string()`. */
static bool is_fetch(const struct python_call *call, const struct python_argument *source)
{
	return source && !text_starts(source->written, "attr.") && !text_is(call->callee, "dict") &&
	       !text_is(call->callee, "struct");
}

static int add_call(void *closure, const struct python_call *call, struct err *err)
{
	static const char *const urls[] = {"url", "urls", NULL}, *const remotes[] = {
									 "remote", NULL};
	struct reading *reading = closure;
	struct fetch fetch = {.line = 0};

	if (add_registry(reading, call, err) < 0 || set_name(reading, &fetch, call, err) < 0)
		return -1;
	if (is_fetch(call, first_named(call, urls)))
		return add_archives(reading, &fetch, call, err);
	return is_fetch(call, first_named(call, remotes))
		       ? add_repository(reading, &fetch, call, err)
		       : 0;
}

/* Functions may use what is set below them: constants are read once before. */
static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document};
	const struct python_visitor first = {&reading, no_call, keep_constant},
				    second = {&reading, add_call, keep_constant};

	keys_start(&reading.names, lock->arena);
	if (python_scan(document->content, &first, document->arena, err) < 0)
		return -1;
	return python_scan(document->content, &second, document->arena, err);
}

static const char *const globs[] = {"MODULE.bazel", "*.MODULE.bazel", "WORKSPACE",
	"WORKSPACE.bazel", "WORKSPACE.bzlmod", "*.bzl", NULL};

extern const struct format format_starlark_calls;

const struct format format_starlark_calls = {.name = "bazel",
	.ecosystem = "bazel",
	.globs = globs,
	.domain = DOMAIN_FILE,
	.plain = PLAIN_BYTES,
	.read = read};
