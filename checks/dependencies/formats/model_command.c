/* SPDX-License-Identifier: Apache-2.0
 *
 * Models on command lines, in shell scripts and Dockerfiles: `vllm serve NAME --revision R`, `hf download NAME
 * --revision R`, `--model-id NAME`, with --trust-remote-code. A command is the words up to the end of its line or the
 * next ; & or |. Any script may be meant: nothing here is an error.
 */
#include <string.h>

#include "checks/dependencies/model.h"
#include "checks/dependencies/reference.h"
#include "checks/dependencies/yaml_tree.h"

struct scan {
	struct text source;
	size_t at;
	uint32_t line;
};

/* A command so far. */
struct command {
	struct model model;
	struct text
		before;  /* the word before, where it is an option that takes a value, or a verb */
	bool is_loader;  /* a program that is there to load models */
	bool wants_name; /* behind serve, download */
	bool has_options;
};

static bool is_one_of(struct text word, const char *const *words)
{
	for (; *words; words++)
		if (text_is(word, *words))
			return true;
	return false;
}

/* ---- words ---- */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '[' || byte == ']' ||
	       byte == ',';
}

static bool joins_lines(const struct scan *scan)
{
	struct text rest = text_slice(scan->source, scan->at, scan->source.len);

	return text_starts(rest, "\\\n") || text_starts(rest, "\\\r\n");
}

/* Blanks and comments, joined lines and the punctuation of lists as in JSON. */
static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->source.len) {
		char byte = scan->source.ptr[scan->at];

		if (joins_lines(scan)) {
			scan->at += text_find(text_slice(scan->source, scan->at, scan->source.len),
					    text_of("\n")) +
				    1;
			scan->line++;
		} else if (byte == '#') {
			scan->at += text_find(text_slice(scan->source, scan->at, scan->source.len),
				text_of("\n"));
		} else if (is_blank(byte)) {
			scan->at++;
		} else {
			return;
		}
	}
}

static bool ends_command(char byte)
{
	return byte == '\n' || byte == ';' || byte == '&' || byte == '|';
}

/* Outside of quotes: a blank, the end of a command, a comma of a list, a joined line. */
static bool ends_word(const struct scan *scan, size_t at)
{
	struct text rest = text_slice(scan->source, at, scan->source.len);
	char byte = rest.ptr[0];

	if (byte == ' ' || byte == '\t' || byte == '\r' || ends_command(byte))
		return true;
	if (byte == ',' && at > scan->at)
		return scan->source.ptr[at - 1] == '"' || scan->source.ptr[at - 1] == '\'';
	return text_starts(rest, "\\\n");
}

static size_t word_end(const struct scan *scan)
{
	size_t at = scan->at;
	char quote = '\0';

	for (; at < scan->source.len; at++) {
		char byte = scan->source.ptr[at];

		if (quote)
			quote = byte == quote ? '\0' : quote;
		else if (byte == '"' || byte == '\'')
			quote = byte;
		else if (ends_word(scan, at))
			break;
	}
	return at;
}

static struct text unquoted(struct text word)
{
	while (word.len && strchr("]", word.ptr[word.len - 1]))
		word.len--;
	if (word.len >= 2 && strchr("\"'", word.ptr[0]) && word.ptr[0] == word.ptr[word.len - 1])
		return text_slice(word, 1, word.len - 1);
	return word;
}

/* False at the end of a command; *end at the end of the text. */
static bool next_word(struct scan *scan, struct text *word, uint32_t *line, bool *end)
{
	size_t to;

	skip_blanks(scan);
	*end = scan->at >= scan->source.len;
	if (*end)
		return false;
	if (ends_command(scan->source.ptr[scan->at])) {
		scan->line += scan->source.ptr[scan->at++] == '\n';
		return false;
	}
	to = word_end(scan);
	*word = unquoted(text_slice(scan->source, scan->at, to));
	*line = scan->line;
	for (; scan->at < to; scan->at++)
		scan->line += scan->source.ptr[scan->at] == '\n';
	return true;
}

/* ---- commands ---- */

static const char *const loaders[] = {"vllm", "hf", "huggingface-cli", "text-generation-launcher",
	"text-embeddings-router", "vllm.entrypoints.openai.api_server",
	"vllm.entrypoints.api_server", "sglang.launch_server", NULL};
static const char *const verbs[] = {"serve", "download", NULL};
static const char *const name_options[] = {
	"--model", "--model-id", "--model-path", "--model_id", NULL};

static void set_name(struct command *command, struct text name, uint32_t line)
{
	command->model.name = name;
	command->model.is_literal = is_model_id(name);
	command->model.line = line;
	command->model.column = 1;
}

static void set_option(
	struct command *command, struct text option, struct text value, uint32_t line)
{
	if (is_one_of(option, name_options))
		set_name(command, value, line);
	if (text_is(option, "--revision")) {
		command->model.revision = value;
		command->model.is_unknown = has_variable(value);
		command->has_options = true;
	}
	if (text_is(option, "--code-revision"))
		command->model.code_revision = value;
}

static bool takes_value(struct text word)
{
	return is_one_of(word, name_options) || text_is(word, "--revision") ||
	       text_is(word, "--code-revision");
}

static void take_word(struct command *command, struct text word, uint32_t line)
{
	size_t equals = text_find(word, text_of("="));

	if (command->before.len) {
		set_option(command, command->before, word, line);
		command->before = text_of("");
	} else if (text_is(word, "--trust-remote-code") || text_is(word, "--trust_remote_code")) {
		command->model.remote_code = command->has_options = true;
	} else if (takes_value(word)) {
		command->before = word;
	} else if (text_starts(word, "--")) {
		set_option(command, text_slice(word, 0, equals),
			text_slice(word, equals + 1, word.len), line);
	} else if (command->wants_name) {
		set_name(command, word, line);
		command->wants_name = false;
	} else {
		command->is_loader = command->is_loader || is_one_of(word, loaders);
		command->wants_name = command->is_loader && is_one_of(word, verbs);
	}
}

/* Other programs have options of these names too: theirs counts only with a revision or remote code beside it. */
static int end_command(struct lock *lock, struct command *command, struct err *err)
{
	struct model model = command->model;
	bool counts =
		model.name.len && (command->is_loader ? model.is_literal || command->has_options
						      : command->has_options);

	*command = (struct command){.is_loader = false};
	model.is_loose = !counts;
	return counts ? model_add(lock, &model, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct scan scan = {.source = document->content, .line = 1};
	struct command command = {.is_loader = false};
	struct text word;
	uint32_t line;
	bool end = false;

	while (!end) {
		if (next_word(&scan, &word, &line, &end))
			take_word(&command, word, line);
		else if (end_command(lock, &command, err) < 0)
			return -1;
	}
	return 0;
}

static bool runs_models(struct text path, struct text content)
{
	(void)path;
	for (size_t i = 0; loaders[i]; i++)
		if (strlen(loaders[i]) > 2 && contains(content, loaders[i]))
			return true;
	return contains(content, "hf download") || contains(content, "--trust-remote-code") ||
	       contains(content, "--trust_remote_code");
}

static const char *const globs[] = {"*.sh", "*.bash", "Dockerfile", "Containerfile", "*.Dockerfile",
	"Dockerfile.*", "Dockerfile-*", NULL};

extern const struct format format_model_command;

const struct format format_model_command = {.name = "model-command",
	.ecosystem = "huggingface",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.is = runs_models,
	.by_content = true,
	.read = read};
