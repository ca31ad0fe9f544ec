/* SPDX-License-Identifier: Apache-2.0
 *
 * build.gradle, settings.gradle and other scripts of Gradle, in Groovy or Kotlin (Gradle, "Declaring repositories"). Such a file is a program; read
 * are the statements that people write: addresses in blocks of `repositories`, `apply from:` an address, and calls by which a
 * check is left out. Strings and comments are told from code; where artifacts are published to says nothing of where they come from.
 */
#include <ctype.h>
#include <string.h>

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
	bool is_applied; /* behind `apply` in its line */
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

static const char *quote_of(struct text text)
{
	static const char *const quotes[] = {"\"\"\"", "'''", "\"", "'"};

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (text_starts(text, quotes[i]))
			return quotes[i];
	return NULL;
}

/* What is between the quotes, as written. One of a single quote ends with its line. */
static struct text take_string(struct reader *reader, const char *quote)
{
	size_t len = strlen(quote), at = len;
	struct text string;

	while (at < reader->rest.len &&
		!text_starts(text_slice(reader->rest, at, reader->rest.len), quote) &&
		(len > 1 || reader->rest.ptr[at] != '\n'))
		at += reader->rest.ptr[at] == '\\' ? 2 : 1;
	string = text_slice(reader->rest, len, at);
	skip(reader, at + len);
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
	return reader->depth && reader->depth <= MOST_NESTED &&
	       reader->from_here[reader->depth - 1];
}

/* "group:name:version" */
static int read_coordinates(struct reader *reader, struct text string)
{
	size_t first = text_find(string, text_of(":")), second;
	struct text rest = text_slice(string, first + 1, string.len);

	second = first + 1 + text_find(rest, text_of(":"));
	if (second + 1 >= string.len || first == 0 || text_find(string, text_of(" ")) < string.len)
		return 0;
	return moving_add(&reader->moving,
		&(struct moving_at){.name = text_slice(string, 0, second),
			.version = text_slice(string, second + 1, string.len),
			.line = reader->line,
			.column = 1},
		reader->err);
}

static int read_string(struct reader *reader, const char *quote)
{
	struct text string = take_string(reader, quote);

	if (text_find(string, text_of("://")) == string.len)
		return read_coordinates(reader, string);
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
	reader->word = word;
	reader->is_applied = reader->is_applied || text_is(word, "apply");
	if (read_switch(reader, word) < 0)
		return -1;
	return is_in_repositories(reader) ? read_usual(reader, word) : 0;
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

static int read_token(struct reader *reader)
{
	const char *quote = quote_of(reader->rest);
	char c = reader->rest.ptr[0];

	if (quote)
		return read_string(reader, quote);
	if (isalpha((unsigned char)c) || c == '_')
		return read_word(reader);
	reader->is_dotted = c == '.';
	if (c == '\n')
		reader->is_applied = false;
	if (c == '{')
		open_block(reader);
	else if (c == '}' && reader->depth)
		reader->depth--;
	skip(reader, 1);
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock,
		.moving = {.lock = lock},
		.rest = document->content,
		.line = 1,
		.err = err};

	keys_start(&reader.moving.seen, lock->arena);
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
