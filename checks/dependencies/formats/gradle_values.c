/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/gradle_values.h"

#include <ctype.h>
#include <string.h>

#include "gate/base/buffer.h"

enum {
	LONGEST_EXPRESSION = 512, /* what is behind it counts as what cannot be told */
	MOST_WRAPPED = 8,
	MOST_PUT_IN = 4 * 1024 * 1024, /* bytes of all values together, in the place of names */
};

void gradle_values_start(struct gradle_values *values, struct arena *arena)
{
	*values = (struct gradle_values){.arena = arena};
	keys_start(&values->names, arena);
}

/* ---- where an expression ends ---- */

const char *gradle_quote(struct text text)
{
	static const char *const quotes[] = {"\"\"\"", "'''", "\"", "'"};

	if (!text.len || (text.ptr[0] != '"' && text.ptr[0] != '\''))
		return NULL;
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (text_starts(text, quotes[i]))
			return quotes[i];
	return NULL;
}

static struct text from(struct text text, size_t at)
{
	return text_slice(text, at < text.len ? at : text.len, text.len);
}

/* One byte of a string, with that behind a backslash. */
static size_t byte_len(struct text text, size_t at)
{
	return text.ptr[at] == '\\' ? 2 : 1;
}

static bool goes_on_in(struct text text, size_t at, const char *quote)
{
	return at < text.len && !text_starts(from(text, at), quote) &&
	       (quote[1] || text.ptr[at] != '\n');
}

static size_t close_string(struct text text, size_t at, const char *quote)
{
	at += strlen(quote);
	return at < text.len ? at : text.len;
}

/* A string inside of an expression inside of a string. */
static size_t inner_string_len(struct text text, const char *quote)
{
	size_t at = strlen(quote);

	while (goes_on_in(text, at, quote))
		at += byte_len(text, at);
	return close_string(text, at, quote);
}

/* How long "${expression}" is, with the strings and brackets in it; 0 where it does not end in its line, or not soon. */
static size_t put_in_len(struct text text)
{
	size_t at = 2;

	text = text_slice(text, 0, LONGEST_EXPRESSION);
	for (int depth = 1; at < text.len && text.ptr[at] != '\n';) {
		const char *quote = gradle_quote(from(text, at));

		depth += (text.ptr[at] == '{') - (text.ptr[at] == '}');
		if (depth == 0)
			return at + 1;
		at += quote ? inner_string_len(from(text, at), quote) : 1;
	}
	return 0;
}

size_t gradle_string_len(struct text text, const char *quote)
{
	size_t at = strlen(quote);
	bool has_put_in = quote[0] == '"';

	while (goes_on_in(text, at, quote)) {
		size_t len = 0;

		if (has_put_in && text_starts(from(text, at), "${")) {
			len = put_in_len(from(text, at));
			has_put_in = len > 0;
		}
		at += len ? len : byte_len(text, at);
	}
	return close_string(text, at, quote);
}

/* A line goes on behind a sign that wants something; '\0': nothing but white space is before. */
static bool goes_on(char last)
{
	return strchr("+=(,", last) != NULL;
}

static bool is_comment(struct text text)
{
	return text_starts(text, "//") || text_starts(text, "/*");
}

/* `last`: the last byte before that is no white space. */
static bool ends_at(struct text text, size_t at, int depth, char last)
{
	char c = text.ptr[at];

	if (c == '{' || c == '}' || c == ';' || is_comment(from(text, at)))
		return true;
	if (c == '\n')
		return depth == 0 && !goes_on(last);
	return depth == 0 && (c == ',' || c == ')' || c == ']');
}

static int deeper(char c)
{
	return (c == '(' || c == '[') - (c == ')' || c == ']');
}

/* A string or one byte; 0: a string that goes on behind the longest expression. */
static size_t piece_len(struct text text, size_t at)
{
	struct text rest = text_slice(text, at, LONGEST_EXPRESSION);
	const char *quote = gradle_quote(rest);
	size_t len = quote ? gradle_string_len(rest, quote) : 1;

	return quote && len == rest.len && text.len > LONGEST_EXPRESSION ? 0 : len;
}

size_t gradle_expression_len(struct text text)
{
	size_t at = 0, len;
	int depth = 0;
	char last = '\0';

	while (at < text.len && at < LONGEST_EXPRESSION && !ends_at(text, at, depth, last)) {
		len = piece_len(text, at);
		if (len == 0)
			break;
		last = isspace((unsigned char)text.ptr[at]) ? last : text.ptr[at];
		depth += deeper(text.ptr[at]);
		at += len;
	}
	return at < text.len ? at : text.len;
}

/* ---- names ---- */

static bool is_of_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.';
}

static bool is_name(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_of_name(text.ptr[i]))
			return false;
	return text.len && !isdigit((unsigned char)text.ptr[0]);
}

/* "base" of "rootProject.ext.base". */
static struct text last_part(struct text name)
{
	size_t at = name.len;

	while (at && name.ptr[at - 1] != '.')
		at--;
	return text_slice(name, at, name.len);
}

/* Folders that every script has by these names; what is called like the others alone is something else, which a file of properties may give. */
static bool is_folder(struct text part, bool is_alone)
{
	static const char *const names[] = {
		"buildDir", "rootDir", "projectDir", "layout", "temporaryDir", "settingsDir", NULL};
	static const char *const parts[] = {"buildDirectory", "projectDirectory", "rootDirectory",
		"gradleUserHomeDir", "HOME", "file", "rootProjectDir", NULL};

	for (size_t i = 0; names[i]; i++)
		if (text_is(part, names[i]))
			return true;
	for (size_t i = 0; parts[i] && !is_alone; i++)
		if (text_is(part, parts[i]))
			return true;
	return false;
}

/* One of its parts is the name of a folder, which the script has given nothing else. */
static bool begins_in_folder(const struct gradle_values *values, struct text expression)
{
	size_t at = 0;

	while (at < expression.len) {
		size_t end = at;

		while (end < expression.len && is_of_name(expression.ptr[end]) &&
			expression.ptr[end] != '.')
			end++;
		if (is_folder(text_slice(expression, at, end), at == 0 && end == expression.len) &&
			!keys_find(&values->names, text_slice(expression, at, end)))
			return true;
		if (end == expression.len || expression.ptr[end] != '.')
			return false;
		at = end + 1;
	}
	return false;
}

static const struct gradle_value *value_named(const struct gradle_values *values, struct text name)
{
	const uint32_t *number = is_name(name) ? keys_find(&values->names, last_part(name)) : NULL;

	return number ? &values->items[*number - 1] : NULL;
}

/* ---- what it comes to ---- */

struct making {
	struct gradle_values *values;
	struct buffer text;
	size_t known; /* SIZE_MAX while all is */
	bool is_folder, is_one_of_several;
};

static void note_unknown(struct making *making, size_t known)
{
	if (making->known == SIZE_MAX)
		making->known = making->text.len + known;
}

static void add_value(struct making *making, const struct gradle_value *value)
{
	if (making->text.len == 0)
		making->is_folder = value->is_folder && !value->is_one_of_several;
	if (value->is_one_of_several)
		note_unknown(making, 0);
	else if (value->known < value->text.len)
		note_unknown(making, value->known);
	making->is_one_of_several = making->is_one_of_several || value->is_one_of_several;
	making->values->put_in += value->text.len;
	buffer_add(&making->text, value->text);
}

/* A name, or an expression that cannot be told; `written` is what stands for it. */
static void add_named(struct making *making, struct text name, struct text written)
{
	const struct gradle_value *value = value_named(making->values, name);

	if (value && (making->text.len + value->text.len > LONGEST_EXPRESSION ||
			     making->values->put_in > MOST_PUT_IN))
		value = NULL;
	if (value) {
		add_value(making, value);
		return;
	}
	if (making->text.len == 0)
		making->is_folder = begins_in_folder(making->values, name);
	note_unknown(making, 0);
	buffer_add(&making->text, written);
}

/* "$name" or "${expression}" at the start; its length. */
static size_t add_put_in(struct making *making, struct text text)
{
	size_t end = 1;

	if (text_starts(text, "${")) {
		size_t len = put_in_len(text);

		end = len ? len - 1 : text_find(text, text_of("}"));
		add_named(making, text_trim(text_slice(text, 2, end)),
			text_slice(text, 0, end + 1 < text.len ? end + 1 : text.len));
		return end < text.len ? end + 1 : text.len;
	}
	while (end < text.len && is_of_name(text.ptr[end]) && text.ptr[end] != '.')
		end++;
	add_named(making, text_slice(text, 1, end), text_slice(text, 0, end));
	return end;
}

static bool is_put_in(struct text text)
{
	return text.len > 1 && text.ptr[0] == '$' &&
	       (text.ptr[1] == '{' || isalpha((unsigned char)text.ptr[1]) || text.ptr[1] == '_');
}

static void add_string(struct making *making, struct text string, const char *quote)
{
	size_t at = 0;

	if (quote[0] == '\'') {
		buffer_add(&making->text, string);
		return;
	}
	while (at < string.len) {
		if (is_put_in(from(string, at))) {
			at += add_put_in(making, from(string, at));
			continue;
		}
		buffer_byte(&making->text, string.ptr[at++]);
	}
}

static void add_term(struct making *making, struct text term)
{
	const char *quote = gradle_quote(term);
	size_t len = quote ? strlen(quote) : 0;

	if (quote && gradle_string_len(term, quote) == term.len && term.len >= 2 * len)
		add_string(making, text_slice(term, len, term.len - len), quote);
	else
		add_named(making, term, term);
}

/* To the next "+" that stands in no string and no brackets. */
static size_t term_len(struct text text)
{
	size_t at = 0;
	int depth = 0;

	while (at < text.len && (depth || text.ptr[at] != '+')) {
		const char *quote = gradle_quote(from(text, at));

		depth += text.ptr[at] == '(' || text.ptr[at] == '[';
		depth -= text.ptr[at] == ')' || text.ptr[at] == ']';
		at += quote ? gradle_string_len(from(text, at), quote) : 1;
	}
	return at < text.len ? at : text.len;
}

/* "(x)", "uri(x)" and their like are the x, where the bracket that it opens closes it. */
static bool unwrap(struct text *expression)
{
	static const char *const calls[] = {
		"(", "uri(", "URI(", "URI.create(", "new URI(", "project.uri(", "url("};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		size_t len = strlen(calls[i]);
		struct text inside = from(*expression, len);

		if (!text_starts(*expression, calls[i]) || !text_ends(inside, ")"))
			continue;
		inside.len--;
		if (gradle_expression_len(inside) != inside.len)
			continue;
		*expression = text_trim(inside);
		return true;
	}
	return false;
}

int gradle_value_of(struct gradle_value *out, struct gradle_values *values, struct text expression,
	struct err *err)
{
	struct making making = {.values = values, .known = SIZE_MAX};
	struct text rest = text_trim(expression);
	char *text;

	for (int i = 0; i < MOST_WRAPPED && unwrap(&rest);)
		i++;
	while (rest.len) {
		size_t len = term_len(rest);

		add_term(&making, text_trim(text_slice(rest, 0, len)));
		rest = text_trim(from(rest, len + 1));
	}
	text = making.text.failed ? NULL : arena_copy(values->arena, buffer_text(&making.text));
	*out = (struct gradle_value){{text, making.text.len},
		making.known < making.text.len ? making.known : making.text.len, making.is_folder,
		making.is_one_of_several};
	buffer_free(&making.text);
	return text ? 0 : err_nomem(err);
}

static bool ends_host(struct text address)
{
	size_t scheme = text_find(address, text_of("://"));
	struct text behind = from(address, scheme + strlen("://"));

	return scheme < address.len && text_find(behind, text_of("/")) < behind.len;
}

/* Which of both counts where the script runs nobody can tell, unless the one is the other and goes on behind its host. */
static bool is_another(const struct gradle_value *was, const struct gradle_value *is)
{
	struct text begun = text_slice(is->text, 0, was->text.len);

	return was->is_one_of_several || !text_equal(begun, was->text) ||
	       (is->text.len > was->text.len && !ends_host(text_slice(was->text, 0, was->known)));
}

int gradle_values_give(
	struct gradle_values *values, struct text name, struct text expression, struct err *err)
{
	struct gradle_value value;
	uint32_t *number;

	if (gradle_value_of(&value, values, expression, err) < 0 ||
		keys_add(&values->names, name, &number, err) < 0)
		return -1;
	if (arena_reserve(values->arena, (void **)&values->items, &values->capacity,
		    values->count + 1, sizeof(*values->items)) < 0)
		return err_nomem(err);
	if (*number && is_another(&values->items[*number - 1], &value))
		value.is_one_of_several = true;
	values->items[values->count++] = value;
	*number = (uint32_t)values->count;
	return 0;
}
