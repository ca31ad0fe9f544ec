/* SPDX-License-Identifier: Apache-2.0
 *
 * A file _seamgate in a folder of $fpath, for zsh's own system (zshcompsys(1), _arguments).
 */
#include "gate/verbs/completion.h"

#include <string.h>

/* What follows "name:" in a specification. */
static void action(struct buffer *out, struct value value)
{
	if (value.kind == VALUE_WORDS)
		buffer_printf(out, "(%s)", value.words ? value.words : "");
	else if (value.kind == VALUE_FILES)
		buffer_string(out, "_files");
	else if (value.kind == VALUE_REVISIONS)
		buffer_string(out, "_seamgate_revisions");
}

/* In single quotes, brackets and between colons. */
static void help(struct buffer *out, const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			buffer_string(out, "'\\''");
		else
			completion_escaped(out, (char[]){*text, '\0'}, "[]:\\");
}

static void flag_spec(struct buffer *out, const struct flag *flag, struct arena *arena)
{
	struct value value = value_of_flag(flag, arena);

	buffer_string(out, "\t\t\t'");
	if (flag->type == FLAG_WORDS)
		buffer_byte(out, '*');
	buffer_printf(out, "--%s", flag->name);
	buffer_byte(out, '[');
	help(out, flag->help);
	buffer_byte(out, ']');
	if (value.kind != VALUE_NONE) {
		buffer_byte(out, ':');
		help(out, flag->value_name);
		buffer_byte(out, ':');
		action(out, value);
	}
	buffer_string(out, "' \\\n");
}

static void verb_case(struct buffer *out, const struct verb *verb, struct arena *arena)
{
	const char *words = words_of_verb(verb, arena);

	buffer_printf(out, "\t\t%s)\n\t\t\t_arguments \\\n", verb->name);
	for (const struct flag *flag = verb->flags; flag && flag->name; flag++)
		flag_spec(out, flag, arena);
	if (strcmp(verb->name, "explain") == 0)
		buffer_string(out, "\t\t\t'1:rule:_seamgate_rules' \\\n");
	else if (words && words[0])
		buffer_printf(out, "\t\t\t'1:word:(%s)' \\\n", words);
	buffer_string(out, "\t\t\t'*:file:_files' ;;\n");
}

void completion_zsh(struct buffer *out, struct arena *arena)
{
	buffer_string(out, "#compdef seamgate\n"
			   "# Completion of seamgate for zsh: made by seamgate completion zsh.\n"
			   "_seamgate_revisions() { compadd HEAD ${(f)\"$(git for-each-ref "
			   "--format='%(refname:short)' 2>/dev/null)\"} }\n"
			   "_seamgate_rules() { compadd ${${(f)\"$(seamgate list rules "
			   "2>/dev/null)\"}%% *} }\n"
			   "_seamgate() {\n"
			   "\tlocal -a verbs\n"
			   "\tverbs=(\n\t\t'help:what a verb takes'\n");
	for (size_t i = 0; verbs[i]; i++) {
		buffer_printf(out, "\t\t'%s:", verbs[i]->name);
		help(out, verbs[i]->summary);
		buffer_string(out, "'\n");
	}
	buffer_string(out, "\t)\n"
			   "\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
			   "\t\t_describe verb verbs\n"
			   "\t\treturn\n"
			   "\tfi\n"
			   "\tif [[ $words[2] == -* ]]; then\n"
			   "\t\twords=(seamgate run \"${(@)words[2,-1]}\")\n"
			   "\t\t(( CURRENT++ ))\n"
			   "\tfi\n"
			   "\tshift words\n"
			   "\t(( CURRENT-- ))\n"
			   "\tcase $words[1] in\n"
			   "\t\thelp) _describe verb verbs ;;\n");
	for (size_t i = 0; verbs[i]; i++)
		verb_case(out, verbs[i], arena);
	buffer_string(out, "\tesac\n"
			   "}\n"
			   "if [ \"$funcstack[1]\" = _seamgate ]; then _seamgate \"$@\"; else "
			   "compdef _seamgate seamgate; fi\n");
}
