/* SPDX-License-Identifier: Apache-2.0
 *
 * Gemfile and gems.rb (bundler, man/gemfile.5.ronn): what a Bundler project asks for. Such a file is a Ruby program; read are the
 * statements that people write: `source "url"`, `gem "name", "range", git: "url"`, and blocks of `git`, `github`, `path` and
 * `source`. Strings, comments, symbols and commas are told apart; whatever else stands there is passed over, so that
 * nothing is said about what the file does not ask for.
 */
#include <ctype.h>

#include "checks/dependencies/formats/install_code.h"

enum { MOST_NESTED = 64, MOST_ARGUMENTS = 32 };

enum origin { ORIGIN_REGISTRY, ORIGIN_GIT, ORIGIN_GITHUB, ORIGIN_PATH };

struct from {
	enum origin origin;
	struct text value;
};

struct reader {
	struct lock *lock;
	struct text rest;
	uint32_t line;
	struct from blocks[MOST_NESTED]; /* of the `do`s that are open */
	size_t depth;
};

struct argument {
	struct text key,
		string; /* key: of a keyword argument; string: "" where the value is no plain literal */
};

struct statement {
	struct text text; /* from its word on, to the end of the file */
	struct text word;
	struct argument arguments[MOST_ARGUMENTS];
	size_t count;
	bool runs;  /* other code than the file's own, or a program */
	bool opens; /* ends in `do`, or is an `if` and the like: an `end` belongs to it */
	uint32_t line;
};

static void skip_blank(struct reader *reader)
{
	while (reader->rest.len && (reader->rest.ptr[0] == ' ' || reader->rest.ptr[0] == '\t' ||
					   reader->rest.ptr[0] == '\r'))
		reader->rest = text_slice(reader->rest, 1, reader->rest.len);
}

static void skip_line_end(struct reader *reader)
{
	size_t end = text_find(reader->rest, text_of("\n"));

	reader->line += end < reader->rest.len;
	reader->rest = text_slice(reader->rest, end + 1, reader->rest.len);
}

static struct text take(struct reader *reader, size_t len)
{
	struct text taken = text_slice(reader->rest, 0, len);

	reader->rest = text_slice(reader->rest, len, reader->rest.len);
	return taken;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '?' || c == '!';
}

static struct text take_word(struct reader *reader)
{
	size_t len = 0;

	while (len < reader->rest.len && is_word(reader->rest.ptr[len]))
		len++;
	return take(reader, len);
}

/* How long the string in quotes is that begins here, with its quotes; it does not go over the line's end. */
static size_t string_len(struct text text, bool *is_plain)
{
	char quote = text.ptr[0];
	size_t at = 1;

	for (*is_plain = true; at < text.len && text.ptr[at] != '\n'; at++) {
		if (text.ptr[at] == quote)
			return at + 1;
		if (text.ptr[at] != '\\' && (quote != '"' || text.ptr[at] != '#'))
			continue;
		*is_plain = false;
		if (text.ptr[at] == '\\' && at + 1 < text.len && text.ptr[at + 1] != '\n')
			at++;
	}
	*is_plain = false;
	return at;
}

/* What is between the quotes; empty where it has an escape or code in it, or does not end. */
static struct text take_string(struct reader *reader)
{
	bool is_plain;
	struct text string = take(reader, string_len(reader->rest, &is_plain));

	return is_plain ? text_slice(string, 1, string.len - 1) : text_of("");
}

/* "=>" behind a symbol or a string makes it a key; so does the colon right behind a word. */
static void key_or_value(struct reader *reader, struct argument *argument, struct text text)
{
	skip_blank(reader);
	if (text_starts(reader->rest, "=>")) {
		reader->rest = text_slice(reader->rest, 2, reader->rest.len);
		argument->key = text;
	} else if (argument->string.len == 0) {
		argument->string = text;
	}
}

static bool runs_code(struct text word)
{
	static const char *const words[] = {"eval_gemfile", "eval", "instance_eval", "class_eval",
		"module_eval", "load", "require_relative", "system", "exec", "spawn", "popen",
		"capture2", "capture2e", "capture3", "fork"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(word, words[i]))
			return true;
	return false;
}

static void take_name(struct reader *reader, struct statement *statement, struct argument *argument)
{
	struct text word = take_word(reader);

	if (text_starts(reader->rest, ":") && !text_starts(reader->rest, "::")) {
		reader->rest = text_slice(reader->rest, 1, reader->rest.len);
		argument->key = word;
		return;
	}
	statement->opens = statement->opens || text_is(word, "do");
	statement->runs = statement->runs || runs_code(word);
}

/* One token of an argument; whatever is none of those is passed over. */
static void take_token(
	struct reader *reader, struct statement *statement, struct argument *argument)
{
	char c = reader->rest.ptr[0];

	if (c == '"' || c == '\'') {
		key_or_value(reader, argument, take_string(reader));
	} else if (c == ':' && reader->rest.len > 1 &&
		   isalpha((unsigned char)reader->rest.ptr[1])) {
		reader->rest = text_slice(reader->rest, 1, reader->rest.len);
		key_or_value(reader, argument, take_word(reader));
	} else if (isalpha((unsigned char)c) || c == '_') {
		take_name(reader, statement, argument);
	} else {
		statement->runs = statement->runs || c == '`' || text_starts(reader->rest, "%x");
		reader->rest = text_slice(reader->rest, 1, reader->rest.len);
	}
}

static void end_argument(struct statement *statement, struct argument *argument)
{
	if (statement->count < MOST_ARGUMENTS && (argument->key.len || argument->string.len))
		statement->arguments[statement->count++] = *argument;
	*argument = (struct argument){0};
}

/* To the end of the line, or of the next one behind a comma. */
static void take_arguments(struct reader *reader, struct statement *statement)
{
	struct argument argument = {0};
	bool goes_on = false;

	for (skip_blank(reader); reader->rest.len; skip_blank(reader)) {
		char c = reader->rest.ptr[0];

		if (c == '\n' || c == '#') {
			skip_line_end(reader);
			if (!goes_on)
				break;
			continue;
		}
		goes_on = c == ',';
		if (goes_on) {
			reader->rest = text_slice(reader->rest, 1, reader->rest.len);
			end_argument(statement, &argument);
		} else {
			take_token(reader, statement, &argument);
		}
	}
	end_argument(statement, &argument);
}

static const char *const openers[] = {
	"if", "unless", "case", "begin", "while", "until", "for", "def", "class", "module"};

static void take_statement(struct reader *reader, struct statement *statement)
{
	*statement = (struct statement){.line = reader->line};
	skip_blank(reader);
	statement->line = reader->line;
	statement->text = reader->rest;
	statement->word = take_word(reader);
	statement->runs = runs_code(statement->word);
	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		statement->opens = statement->opens || text_is(statement->word, openers[i]);
	take_arguments(reader, statement);
}

static struct text keyword(const struct statement *statement, const char *key)
{
	for (size_t i = 0; i < statement->count; i++)
		if (text_is(statement->arguments[i].key, key))
			return statement->arguments[i].string;
	return text_of("");
}

/* What stands behind the word, where it is a plain string. */
static struct text first(const struct statement *statement)
{
	return statement->count && statement->arguments[0].key.len == 0
		       ? statement->arguments[0].string
		       : text_of("");
}

static const struct {
	const char *key;
	enum origin origin;
} origins[] = {{"git", ORIGIN_GIT}, {"github", ORIGIN_GITHUB}, {"path", ORIGIN_PATH},
	{"source", ORIGIN_REGISTRY}};

/* Of the gem's own, or of the block that it stands in. */
static struct from from_of(const struct reader *reader, const struct statement *statement)
{
	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		struct text value = keyword(statement, origins[i].key);

		if (value.len)
			return (struct from){origins[i].origin, value};
	}
	return reader->depth ? reader->blocks[(reader->depth < MOST_NESTED ? reader->depth
									   : MOST_NESTED) -
					      1]
			     : (struct from){.origin = ORIGIN_REGISTRY};
}

static int range_of(struct text *out, const struct reader *reader,
	const struct statement *statement, const struct from *from, struct err *err)
{
	*out = from->value;
	if (from->origin == ORIGIN_REGISTRY)
		*out = statement->count > 1 && statement->arguments[1].key.len == 0
			       ? statement->arguments[1].string
			       : text_of("");
	if (from->origin != ORIGIN_GITHUB)
		return 0;
	*out = arena_textf(
		reader->lock->arena, "github:%.*s", (int)from->value.len, from->value.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

static int add_gem(struct reader *reader, const struct statement *statement, struct err *err)
{
	struct need need = {.name = first(statement), .line = statement->line, .column = 1};
	struct from from = from_of(reader, statement);

	if (need.name.len == 0)
		return 0;
	if (from.origin == ORIGIN_PATH)
		need.flags = NEED_LOCAL;
	if (range_of(&need.range, reader, statement, &from, err) < 0)
		return -1;
	return lock_need(reader->lock, &need, err);
}

static int add_source(
	struct reader *reader, const struct statement *statement, struct text url, struct err *err)
{
	struct setting setting = {.kind = SETTING_SOURCE,
		.name = text_of("source"),
		.value = url,
		.line = statement->line,
		.column = 1};

	return setting.value.len ? lock_setting(reader->lock, &setting, err) : 0;
}

/* Bundler installs a plugin without a lock and runs it before it reads the rest; another lock is one that is not looked at. */
static int add_code(struct reader *reader, const struct statement *statement, struct err *err)
{
	struct text named = first(statement);
	struct setting setting = {.kind = SETTING_GUARD,
		.value = text_of("let through"),
		.usual = 1,
		.line = statement->line,
		.column = 1};

	setting.name = arena_textf(reader->lock->arena, "%.*s %.*s", (int)statement->word.len,
		statement->word.ptr, (int)(named.len < 256 ? named.len : 256), named.ptr);
	return setting.name.ptr ? lock_setting(reader->lock, &setting, err) : err_nomem(err);
}

static void open_block(struct reader *reader, const struct statement *statement)
{
	struct from from = from_of(reader, &(struct statement){.count = 0});

	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++)
		if (text_is(statement->word, origins[i].key))
			from = (struct from){origins[i].origin, first(statement)};
	if (reader->depth < MOST_NESTED)
		reader->blocks[reader->depth] = from;
	reader->depth++;
}

static int read_gem(struct reader *reader, const struct statement *statement, struct err *err)
{
	return add_gem(reader, statement, err) < 0
		       ? -1
		       : add_source(reader, statement, keyword(statement, "source"), err);
}

static int read_source(struct reader *reader, const struct statement *statement, struct err *err)
{
	return add_source(reader, statement, first(statement), err);
}

static int read_end(struct reader *reader, const struct statement *statement, struct err *err)
{
	(void)statement;
	(void)err;
	if (reader->depth)
		reader->depth--;
	return 0;
}

static const struct {
	const char *word;
	int (*read)(struct reader *reader, const struct statement *statement, struct err *err);
} words[] = {{"gem", read_gem}, {"source", read_source}, {"plugin", add_code},
	{"lockfile", add_code}, {"end", read_end}};

/* The line that says so. */
static int add_run(struct reader *reader, const struct statement *statement, struct err *err)
{
	size_t end = text_find(statement->text, text_of("\n"));

	return install_code_add(reader->lock,
		&(struct install_code){.name = text_of("the Gemfile"),
			.value = text_trim(text_slice(statement->text, 0, end)),
			.line = statement->line,
			.column = 1},
		err);
}

static int read_statement(struct reader *reader, const struct statement *statement, struct err *err)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(statement->word, words[i].word) &&
			words[i].read(reader, statement, err) < 0)
			return -1;
	if (statement->opens)
		open_block(reader, statement);
	return statement->runs ? add_run(reader, statement, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock, .rest = document->content, .line = 1};
	struct statement statement;

	lock->has_needs = true;
	while (reader.rest.len) {
		take_statement(&reader, &statement);
		if (read_statement(&reader, &statement, err) < 0)
			return -1;
	}
	return 0;
}

static const char *const globs[] = {"Gemfile", "gems.rb", NULL};

extern const struct format format_gemfile;

const struct format format_gemfile = {.name = "gemfile",
	.ecosystem = "gem",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.plain = PLAIN_BYTES,
	.read = read};
