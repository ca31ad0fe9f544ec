/* SPDX-License-Identifier: Apache-2.0
 *
 * build.gradle, settings.gradle and other scripts of Gradle, in Groovy or Kotlin (Gradle, "Declaring repositories"). Such a file is a program; read
 * are the statements that people write: addresses in blocks of `repositories`, also out of names that the script gives a text, `apply from:` an address, versions, and calls by which a
 * check is left out. Strings and comments are told from code; where artifacts are published to says nothing of where they come from.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/formats/gradle_values.h"
#include "checks/dependencies/formats/moving.h"

enum { MOST_NESTED = 64 };

struct reader {
	struct lock *lock;
	struct moving moving;
	struct text rest;
	uint32_t line;
	struct text word;            /* the last one */
	bool is_part;                /* it stands behind a dot */
	bool is_dotted;              /* a dot stands right before here */
	bool from_here[MOST_NESTED]; /* blocks: what stands there says where artifacts come from */
	bool publishes[MOST_NESTED];
	size_t depth;
	bool is_applied;         /* behind `apply` in its line */
	bool is_of_repositories; /* behind `repositories.` in its statement */
	struct gradle_values values;
	struct text declared;   /* behind `val`, `var` or `def` in its line */
	struct text strings[2]; /* of its line, and how many words before the first */
	size_t string_count, words;
	struct err *err;
};

static void skip(struct reader *reader, size_t len)
{
	for (size_t i = 0; i < len && i < reader->rest.len; i++)
		reader->line += reader->rest.ptr[i] == '\n';
	reader->rest = text_slice(reader->rest, len, reader->rest.len);
}

static bool take_comment(struct reader *reader)
{
	size_t end;

	if (text_starts(reader->rest, "//"))
		end = text_find(reader->rest, text_of("\n"));
	else if (text_starts(reader->rest, "/*"))
		end = 2 + text_find(text_slice(reader->rest, 2, reader->rest.len), text_of("*/")) +
		      2;
	else
		return false;
	skip(reader, end);
	return true;
}

/* What is between the quotes, as written. */
static struct text take_string(struct reader *reader, const char *quote)
{
	size_t quotes = strlen(quote), len = gradle_string_len(reader->rest, quote);
	struct text string = text_slice(reader->rest, quotes,
		len >= 2 * quotes && text_ends(text_slice(reader->rest, 0, len), quote)
			? len - quotes
			: len);

	skip(reader, len);
	return string;
}

static int add_source(
	struct reader *reader, const char *name, struct text url, enum setting_kind kind)
{
	return lock_setting(reader->lock,
		&(struct setting){.kind = kind,
			.name = text_of(name),
			.value = url,
			.line = reader->line,
			.column = 1},
		reader->err);
}

static int add_guard(struct reader *reader, const char *name)
{
	return lock_setting(reader->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = text_of(name),
			.value = text_of("on"),
			.usual = 1,
			.line = reader->line,
			.column = 1},
		reader->err);
}

static bool is_in_repositories(const struct reader *reader)
{
	return reader->is_of_repositories || (reader->depth && reader->depth <= MOST_NESTED &&
						     reader->from_here[reader->depth - 1]);
}

/* As far as it can be told what the version is. */
static int add_version(
	struct reader *reader, struct text name, struct text version, bool counts_snapshots)
{
	struct moving_at at = {.name = name,
		.line = reader->line,
		.column = 1,
		.counts_snapshots = counts_snapshots};
	struct text quoted =
		arena_textf(reader->lock->arena, "\"%.*s\"", (int)version.len, version.ptr);
	struct gradle_value value;

	if (!quoted.ptr)
		return err_nomem(reader->err);
	if (gradle_value_of(&value, &reader->values, quoted, reader->err) < 0)
		return -1;
	at.version = value.text;
	return moving_add(&reader->moving, &at, reader->err);
}

/* "group:name:version"; "group:name:.*" is a pattern that a script compares with. */
static int read_coordinates(struct reader *reader, struct text string)
{
	size_t first = text_find(string, text_of(":")), second;
	struct text rest = text_slice(string, first + 1, string.len);

	second = first + 1 + text_find(rest, text_of(":"));
	if (second + 1 >= string.len || first == 0 || string.ptr[second + 1] == '.' ||
		text_find(string, text_of(" ")) < string.len)
		return 0;
	return add_version(reader, text_slice(string, 0, second),
		text_slice(string, second + 1, string.len), true);
}

/* "1.0", "[1,2)", "+", "latest.release" */
static bool is_version(struct text string)
{
	return string.len && (isdigit((unsigned char)string.ptr[0]) || !is_fixed_version(string));
}

/* name: 'left', version: '1.0'; id("left") version "1.0"; ("org.example", "left", "1.0") */
static int read_version(struct reader *reader, struct text string)
{
	size_t count = reader->string_count;
	bool is_told = count && text_is(reader->word, "version");
	struct text name;

	if (is_told && add_version(reader, reader->strings[count - 1], string, true) < 0)
		return -1;
	if (count < 2 || (!is_told && (reader->words || !is_version(string))))
		return 0;
	name = arena_textf(reader->lock->arena, "%.*s:%.*s", (int)reader->strings[0].len,
		reader->strings[0].ptr, (int)reader->strings[1].len, reader->strings[1].ptr);
	return name.ptr ? add_version(reader, name, string, true) : err_nomem(reader->err);
}

static void note_string(struct reader *reader, struct text string)
{
	if (reader->string_count == 0)
		reader->words = 0;
	if (reader->string_count == 2)
		reader->strings[0] = reader->strings[1];
	else
		reader->string_count++;
	reader->strings[reader->string_count - 1] = string;
}

/* Addresses that stand as strings inside of "${…}". */
static int read_put_in(struct reader *reader, const char *name, struct text string)
{
	size_t at = 0;

	while (at < string.len) {
		struct text rest = text_slice(string, at, string.len), inner;
		const char *quote = gradle_quote(rest);
		size_t len = quote ? gradle_string_len(rest, quote) : 1;

		at += len;
		inner = quote ? text_slice(rest, strlen(quote), len - strlen(quote)) : text_of("");
		if (text_find(inner, text_of("://")) < inner.len &&
			add_source(reader, name, inner, SETTING_SOURCE) < 0)
			return -1;
	}
	return 0;
}

static int read_string(struct reader *reader, const char *quote)
{
	struct text string = take_string(reader, quote);

	if (text_find(string, text_of("://")) == string.len) {
		if (read_coordinates(reader, string) < 0 || read_version(reader, string) < 0)
			return -1;
		note_string(reader, string);
		return 0;
	}
	if (is_in_repositories(reader))
		return add_source(reader, "repository", string, SETTING_SOURCE);
	return reader->is_applied ? add_source(reader, "apply from", string, SETTING_SOURCE) : 0;
}

/* The registries that Gradle knows by name: something comes from there, whose address stands in Gradle. */
static int read_usual(struct reader *reader, struct text word)
{
	static const struct {
		const char *call, *url;
	} usual[] = {{"mavenCentral", "https://maven-central.invalid"},
		{"gradlePluginPortal", "https://plugin-portal.invalid"},
		{"google", "https://google.invalid"}};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (text_is(word, usual[i].call) && text_starts(reader->rest, "("))
			return add_source(
				reader, usual[i].call, text_of(usual[i].url), SETTING_HOST);
	return 0;
}

/* "= true", "(true)", " true" */
static bool is_set(struct text rest)
{
	size_t at = 0;

	while (at < rest.len && strchr(" \t=(", rest.ptr[at]) && rest.ptr[at])
		at++;
	return text_starts(text_slice(rest, at, rest.len), "true");
}

static int read_switch(struct reader *reader, struct text word)
{
	static const char *const insecure[] = {
		"allowInsecureProtocol", "isAllowInsecureProtocol", "setAllowInsecureProtocol"};

	if (text_is(word, "disableDependencyVerification"))
		return add_guard(reader, "disableDependencyVerification");
	for (size_t i = 0; i < sizeof(insecure) / sizeof(insecure[0]); i++)
		if (text_is(word, insecure[i]) && is_set(reader->rest))
			return add_guard(reader, "allowInsecureProtocol");
	return 0;
}

/* ---- what addresses and names come to ---- */

/* "https://host/…": the rest, whatever it is, names no other host. */
static bool has_host(const struct gradle_value *value)
{
	struct text known = text_slice(value->text, 0, value->known);
	size_t scheme = text_find(known, text_of("://"));
	struct text behind =
		text_slice(known, scheme < known.len ? scheme + 3 : known.len, known.len);

	return scheme < known.len &&
	       (value->known == value->text.len || text_find(behind, text_of("/")) < behind.len);
}

/* "libs/x", "../x", "$buildDir/repo": nothing is fetched from there. */
static bool is_path(const struct gradle_value *value)
{
	return value->known == value->text.len || value->is_folder ||
	       text_find(text_slice(value->text, 0, value->known), text_of("/")) < value->known;
}

static bool is_string(struct text expression)
{
	const char *quote = gradle_quote(expression);

	return quote && gradle_string_len(expression, quote) == expression.len;
}

/* Blanks of an expression behind the host are none of the address. */
static struct text without_blanks(const struct gradle_value *value)
{
	struct text rest = text_slice(value->text, value->known, value->text.len);

	return text_find(rest, text_of(" ")) < rest.len ? text_slice(value->text, 0, value->known)
							: value->text;
}

static int add_address(struct reader *reader, const char *name, struct text expression)
{
	struct gradle_value value;
	size_t scheme;

	if (gradle_value_of(&value, &reader->values, expression, reader->err) < 0)
		return -1;
	if (has_host(&value))
		return add_source(reader, name, without_blanks(&value), SETTING_SOURCE);
	scheme = text_find(value.text, text_of("://"));
	if (is_string(expression) && !value.is_one_of_several && scheme < value.known)
		return add_source(reader, name, value.text, SETTING_SOURCE);
	if (scheme == value.text.len && (reader->is_applied || is_path(&value)))
		return 0;
	return add_source(reader, name, expression, SETTING_UNRESOLVED);
}

/* Behind `url`, `setUrl`, `maven(`, `from`: " x", "(x)", " = x", ".set(x)", ": x". */
static struct text expression_at(struct text rest)
{
	static const char *const before[] = {".set(", "=", ":"};

	while (rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t'))
		rest = text_slice(rest, 1, rest.len);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (text_starts(rest, before[i]))
			rest = text_slice(rest, strlen(before[i]), rest.len);
	return text_trim(text_slice(rest, 0, gradle_expression_len(rest)));
}

/* What an address is of that stands behind the word; NULL: none. */
static const char *address_of(const struct reader *reader, struct text word)
{
	if (reader->is_applied && text_is(word, "from"))
		return "apply from";
	if (!is_in_repositories(reader))
		return NULL;
	if (text_is(word, "url") || text_is(word, "setUrl") ||
		(text_is(word, "maven") && text_starts(reader->rest, "(") &&
			!text_starts(reader->rest, "(url")))
		return "repository";
	return NULL;
}

/* Strings that stand in what cannot be told are read once more, each by itself. */
static int read_url(struct reader *reader, struct text word)
{
	const char *name = address_of(reader, word);
	struct text expression = name ? expression_at(reader->rest) : text_of("");
	const char *quote = gradle_quote(expression);

	if (!expression.len)
		return 0;
	if (add_address(reader, name, expression) < 0)
		return -1;
	if (!quote)
		return 0;
	if (read_put_in(reader, name,
		    text_slice(expression, strlen(quote), expression.len - strlen(quote))) < 0)
		return -1;
	skip(reader, (size_t)(expression.ptr + expression.len - reader->rest.ptr));
	return 0;
}

static bool is_version_name(struct text name)
{
	return !text_is(name, "version") && text_contains_nocase(name, text_of("version"));
}

/* "name = x", "val name: String = x" */
static int give(struct reader *reader, struct text name, struct text expression)
{
	const char *quote = gradle_quote(expression);

	if (!name.len || !isalpha((unsigned char)name.ptr[0]))
		return 0;
	if (gradle_values_give(&reader->values, name, expression, reader->err) < 0)
		return -1;
	if (!quote || !is_version_name(name))
		return 0;
	return add_version(reader, name,
		text_slice(expression, strlen(quote), expression.len - strlen(quote)), false);
}

static int read_assignment(struct reader *reader)
{
	struct text behind = text_slice(reader->rest, 1, reader->rest.len);
	struct text expression = text_trim(text_slice(behind, 0, gradle_expression_len(behind)));

	if (!expression.len)
		expression = text_of("?");
	return give(reader, reader->word, expression) < 0
		       ? -1
		       : give(reader, reader->declared, expression);
}

/* "a == b" gives a nothing. */
static size_t comparison_len(struct text text)
{
	static const char *const signs[] = {
		"===", "!==", "==~", "<=>", "==", "!=", "<=", ">=", "=~"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (text_starts(text, signs[i]))
			return strlen(signs[i]);
	return 0;
}

static bool declares(struct text word)
{
	return text_is(word, "val") || text_is(word, "var") || text_is(word, "def");
}

/* "publishing {", "configure<PublishingExtension> {" */
static bool is_published(struct text word)
{
	static const char *const words[] = {
		"publishing", "PublishingExtension", "mavenPublishing", "uploadArchives"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(word, words[i]))
			return true;
	return false;
}

/* "repositories.maven {": as in a block of them; "publishing.repositories." is where artifacts go. */
static bool begins_repositories(const struct reader *reader, struct text word)
{
	bool published = reader->depth && reader->depth <= MOST_NESTED &&
			 reader->publishes[reader->depth - 1];

	return text_is(word, "repositories") && text_starts(reader->rest, ".") && !published &&
	       !(reader->is_part && is_published(reader->word));
}

static int read_word(struct reader *reader)
{
	size_t len = 0;
	struct text word;

	while (len < reader->rest.len &&
		(isalnum((unsigned char)reader->rest.ptr[len]) || reader->rest.ptr[len] == '_'))
		len++;
	word = text_slice(reader->rest, 0, len);
	skip(reader, len);
	reader->is_part = reader->is_dotted;
	reader->is_dotted = false;
	if (declares(reader->word))
		reader->declared = word;
	if (begins_repositories(reader, word))
		reader->is_of_repositories = true;
	reader->word = word;
	reader->words++;
	reader->is_applied = reader->is_applied || text_is(word, "apply");
	if (read_switch(reader, word) < 0 || read_url(reader, word) < 0)
		return -1;
	return is_in_repositories(reader) ? read_usual(reader, word) : 0;
}

/* "repositories {" inside "publishing {" is where artifacts go, "project.repositories {" is not. */
static void open_block(struct reader *reader)
{
	bool inside = is_in_repositories(reader);
	bool published = reader->depth && reader->depth <= MOST_NESTED &&
			 reader->publishes[reader->depth - 1];

	if (reader->depth < MOST_NESTED) {
		reader->from_here[reader->depth] =
			inside ||
			(text_is(reader->word, "repositories") && (!published || reader->is_part));
		reader->publishes[reader->depth] = published || is_published(reader->word);
	}
	reader->depth++;
	reader->word = text_of("");
}

static void end_statement(struct reader *reader)
{
	reader->is_applied = reader->is_of_repositories = false;
	reader->declared = text_of("");
	reader->string_count = 0;
}

static int read_sign(struct reader *reader, char c)
{
	size_t comparison = comparison_len(reader->rest);

	reader->is_dotted = c == '.';
	if (comparison) {
		skip(reader, comparison);
		return 0;
	}
	if (c == '=' && read_assignment(reader) < 0)
		return -1;
	if (c == '{')
		open_block(reader);
	else if (c == '}' && reader->depth)
		reader->depth--;
	if (strchr("\n;{}", c) && c)
		end_statement(reader);
	skip(reader, 1);
	return 0;
}

static int read_token(struct reader *reader)
{
	const char *quote = gradle_quote(reader->rest);
	char c = reader->rest.ptr[0];

	if (quote)
		return read_string(reader, quote);
	return isalpha((unsigned char)c) || c == '_' ? read_word(reader) : read_sign(reader, c);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock,
		.moving = {.lock = lock},
		.rest = document->content,
		.line = 1,
		.err = err};

	keys_start(&reader.moving.seen, lock->arena);
	gradle_values_start(&reader.values, lock->arena);
	while (reader.rest.len)
		if (!take_comment(&reader) && read_token(&reader) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"*.gradle", "*.gradle.kts", NULL};

extern const struct format format_gradle_script;

const struct format format_gradle_script = {.name = "gradle-script",
	.ecosystem = "maven",
	.globs = globs,
	.plain = PLAIN_BYTES,
	.read = read};
