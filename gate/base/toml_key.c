/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/toml_parts.h"

void toml_skip_blanks(struct toml_parser *parser)
{
	while (toml_peek(parser) == ' ' || toml_peek(parser) == '\t')
		parser->at++;
}

static bool is_bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

static int read_bare(struct toml_parser *parser, struct text *text)
{
	size_t start = parser->at;

	while (is_bare(toml_peek(parser)))
		parser->at++;
	*text = (struct text){parser->bytes + start, parser->at - start};
	return text->len ? 0 : toml_fail(parser, "expected a key");
}

int toml_key_part(struct toml_parser *parser, struct toml_key *key)
{
	char c = toml_peek(parser);
	int failed;

	key->line = parser->line;
	key->column = toml_column(parser, parser->at);
	failed = c == '"' || c == '\'' ? toml_line_string(parser, &key->text)
				       : read_bare(parser, &key->text);
	if (failed < 0)
		return -1;
	toml_skip_blanks(parser);
	return 0;
}

int toml_fail_key(const struct toml_parser *parser, const struct toml_key *key, const char *what)
{
	enum { SHOWN = 100 };
	int shown = key->text.len < SHOWN ? (int)key->text.len : SHOWN;

	return err_set(parser->err, ERR_LOOK, "%s:%u:%u: %s \"%.*s\"", parser->name, key->line,
		key->column, what, shown, key->text.ptr);
}

/* A dotted table that is found here was made in this very section, since a section is opened only once. */
static struct toml_inside *step(
	struct toml_parser *parser, struct toml_inside *table, const struct toml_key *key)
{
	const struct toml *found = toml_find(table, key->text);

	if (!found)
		return toml_add_named(parser, table, TOML_DOTTED, key);
	if (found->inside && found->inside->state <= TOML_DOTTED) {
		found->inside->state = TOML_DOTTED;
		return found->inside;
	}
	toml_fail_key(parser, key, "cannot add to");
	return NULL;
}

int toml_dotted_key(struct toml_parser *parser, struct toml_inside **table, struct toml_key *key)
{
	if (toml_key_part(parser, key) < 0)
		return -1;
	while (toml_peek(parser) == '.') {
		*table = step(parser, *table, key);
		if (!*table)
			return -1;
		parser->at++;
		toml_skip_blanks(parser);
		if (toml_key_part(parser, key) < 0)
			return -1;
	}
	if (toml_find(*table, key->text))
		return toml_fail_key(parser, key, "duplicate key");
	if (toml_peek(parser) != '=')
		return toml_fail(parser, "expected '='");
	parser->at++;
	toml_skip_blanks(parser);
	return 0;
}
