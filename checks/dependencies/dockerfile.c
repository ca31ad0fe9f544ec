/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/dockerfile.h"

#include <ctype.h>
#include <string.h>

bool instruction_is(struct text keyword, const char *name)
{
	return text_is_nocase(keyword, name);
}

static struct text rest_of(const struct dockerfile *file)
{
	return text_slice(file->document->content, file->at, file->document->content.len);
}

static bool take_line(struct dockerfile *file, struct text *line)
{
	struct text rest = rest_of(file);

	if (!text_next_line(&rest, line))
		return false;
	file->at = file->document->content.len - rest.len;
	file->line++;
	if (line->len && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

/* ---- directives ---- */

/* "# name = value" */
static bool is_directive(struct text line, struct text *name, struct text *value)
{
	size_t equals = text_find(line, text_of("="));

	if (!text_starts(line, "#") || equals == line.len)
		return false;
	*name = text_trim(text_slice(line, 1, equals));
	*value = text_trim(text_slice(line, equals + 1, line.len));
	for (size_t i = 0; i < name->len; i++)
		if (!isalnum((unsigned char)name->ptr[i]))
			return false;
	return name->len > 0 && value->len > 0;
}

void dockerfile_open(struct dockerfile *out, const struct document *document)
{
	struct text line, name, value;

	*out = (struct dockerfile){.document = document, .line = 1, .escape = '\\'};
	if (text_starts(document->content, "\xef\xbb\xbf"))
		out->at = 3;
	for (;;) {
		struct dockerfile before = *out;

		if (!take_line(out, &line))
			return;
		if (text_starts(line, "#!") && before.line == 1)
			continue;
		if (!is_directive(line, &name, &value)) {
			*out = before;
			return;
		}
		if (instruction_is(name, "escape"))
			out->escape = value.ptr[0];
		if (instruction_is(name, "syntax")) {
			out->syntax = value;
			out->syntax_line = before.line;
		}
	}
}

/* ---- logical lines ---- */

static struct text without_blanks_behind(struct text line)
{
	while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\t'))
		line.len--;
	return line;
}

/* True where the line goes on; the escape character is then taken off. */
static bool goes_on(const struct dockerfile *file, struct text *line)
{
	struct text trimmed = without_blanks_behind(*line);

	if (trimmed.len == 0 || trimmed.ptr[trimmed.len - 1] != file->escape)
		return false;
	*line = text_slice(trimmed, 0, trimmed.len - 1);
	return true;
}

static bool is_passed_over(struct text line)
{
	struct text trimmed = text_trim(line);

	return trimmed.len == 0 || trimmed.ptr[0] == '#';
}

static int join(struct dockerfile *file, struct text *line, struct err *err)
{
	struct dockerfile ahead = *file;
	struct text piece = *line, all = *line;
	size_t len = 0, room = line->len;
	char *whole;

	if (!goes_on(file, &all))
		return 0;
	while (take_line(&ahead, &piece)) {
		room += piece.len;
		if (!is_passed_over(piece) && !goes_on(&ahead, &piece))
			break;
	}
	whole = arena_alloc(file->document->arena, room + 1);
	if (!whole)
		return err_nomem(err);
	memcpy(whole, all.ptr, all.len);
	len = all.len;
	while (file->at < ahead.at && take_line(file, &piece)) {
		if (is_passed_over(piece))
			continue;
		goes_on(file, &piece);
		memcpy(whole + len, piece.ptr, piece.len);
		len += piece.len;
	}
	*line = (struct text){whole, len};
	return 0;
}

/* ---- words and here-documents ---- */

/* Behind the word at `from`; a backslash takes the next byte along. */
static size_t word_end(struct text rest, size_t from)
{
	char quote = '\0';
	size_t at;

	for (at = from; at < rest.len; at++) {
		char byte = rest.ptr[at];

		if (byte == '\\' && quote != '\'')
			at++;
		else if (quote)
			quote = byte == quote ? '\0' : quote;
		else if (byte == '"' || byte == '\'')
			quote = byte;
		else if (isspace((unsigned char)byte))
			break;
	}
	return at < rest.len ? at : rest.len;
}

bool dockerfile_word(struct text *rest, struct text *word)
{
	size_t from = 0, end;

	while (from < rest->len && isspace((unsigned char)rest->ptr[from]))
		from++;
	end = word_end(*rest, from);
	*word = text_slice(*rest, from, end);
	*rest = text_slice(*rest, end, rest->len);
	return word->len > 0;
}

struct heredoc {
	struct text name;
	bool tabs; /* <<-: tabs before the last line do not count */
};

/* [digits]<<[-]name, name in quotes or not, as a word of its own. */
static bool is_heredoc(struct text word, struct heredoc *out)
{
	size_t at = 0;

	while (at < word.len && isdigit((unsigned char)word.ptr[at]))
		at++;
	word = text_slice(word, at, word.len);
	if (!text_starts(word, "<<") ||
		text_find(text_slice(word, 2, word.len), text_of("<")) < word.len - 2)
		return false;
	word = text_slice(word, 2, word.len);
	out->tabs = text_starts(word, "-");
	if (out->tabs)
		word = text_slice(word, 1, word.len);
	if (word.len >= 2 && (word.ptr[0] == '"' || word.ptr[0] == '\'') &&
		word.ptr[word.len - 1] == word.ptr[0])
		word = text_slice(word, 1, word.len - 1);
	out->name = word;
	return word.len > 0;
}

static int skip_heredoc(
	struct dockerfile *file, const struct heredoc *heredoc, uint32_t line, struct err *err)
{
	struct text body;

	while (take_line(file, &body)) {
		while (heredoc->tabs && text_starts(body, "\t"))
			body = text_slice(body, 1, body.len);
		if (text_equal(body, heredoc->name))
			return 0;
	}
	return document_error(file->document, line, 1, err, "the here-document \"%.*s\" has no end",
		(int)(heredoc->name.len < 40 ? heredoc->name.len : 40), heredoc->name.ptr);
}

static bool may_have_heredocs(const struct instruction *instruction)
{
	static const char *const names[] = {"RUN", "COPY", "ADD", "ONBUILD", NULL};

	for (size_t i = 0; names[i]; i++)
		if (instruction_is(instruction->keyword, names[i]))
			return true;
	return false;
}

static int skip_heredocs(
	struct dockerfile *file, const struct instruction *instruction, struct err *err)
{
	struct text rest = instruction->rest, word;
	struct heredoc heredoc;

	if (!may_have_heredocs(instruction) || text_find(rest, text_of("<<")) == rest.len)
		return 0;
	while (dockerfile_word(&rest, &word))
		if (is_heredoc(word, &heredoc) &&
			skip_heredoc(file, &heredoc, instruction->line, err) < 0)
			return -1;
	return 0;
}

int dockerfile_next(struct dockerfile *file, struct instruction *out, bool *more, struct err *err)
{
	struct text line, trimmed;
	size_t end;

	do {
		*more = take_line(file, &line);
		if (!*more)
			return 0;
	} while (is_passed_over(line));
	*out = (struct instruction){.line = file->line - 1};
	trimmed = text_trim(line);
	out->column = (uint32_t)(trimmed.ptr - line.ptr) + 1;
	if (join(file, &line, err) < 0)
		return -1;
	line = text_trim(line);
	for (end = 0; end < line.len && !isspace((unsigned char)line.ptr[end]);)
		end++;
	out->keyword = text_slice(line, 0, end);
	out->rest = text_trim(text_slice(line, end, line.len));
	return skip_heredocs(file, out, err);
}
