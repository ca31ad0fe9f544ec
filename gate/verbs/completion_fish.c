/* SPDX-License-Identifier: Apache-2.0
 *
 * A file seamgate.fish in fish's folder for completions.
 */
#include "gate/verbs/completion.h"

#include <string.h>

/* In single quotes. */
static void quoted(struct buffer *out, const char *text)
{
	buffer_byte(out, '\'');
	completion_escaped(out, text, "'\\");
	buffer_byte(out, '\'');
}

/* The flags of run are those of a line without a verb. */
static void condition(struct buffer *out, const struct verb *verb)
{
	if (strcmp(verb->name, "run") == 0)
		buffer_string(out, "complete -c seamgate -n '__seamgate_runs' ");
	else
		buffer_printf(out, "complete -c seamgate -n '__fish_seen_subcommand_from %s' ",
			verb->name);
}

static void flag_line(
	struct buffer *out, const struct verb *verb, const struct flag *flag, struct arena *arena)
{
	struct value value = value_of_flag(flag, arena);

	condition(out, verb);
	buffer_printf(out, "-l %s ", flag->name);
	if (flag->letter)
		buffer_printf(out, "-s %c ", flag->letter);
	if (value.kind == VALUE_FILES)
		buffer_string(out, "-r -F ");
	else if (value.kind != VALUE_NONE)
		buffer_string(out, "-x ");
	if (value.kind == VALUE_WORDS)
		buffer_printf(out, "-a '%s' ", value.words ? value.words : "");
	if (value.kind == VALUE_REVISIONS)
		buffer_string(out, "-a '(__seamgate_revisions)' ");
	buffer_string(out, "-d ");
	quoted(out, flag->help);
	buffer_byte(out, '\n');
}

static void verb_lines(struct buffer *out, const struct verb *verb, struct arena *arena)
{
	const char *words = words_of_verb(verb, arena);

	buffer_printf(
		out, "complete -c seamgate -n __fish_use_subcommand -f -a %s -d ", verb->name);
	quoted(out, verb->summary);
	buffer_byte(out, '\n');
	for (const struct flag *flag = verb->flags; flag && flag->name; flag++)
		flag_line(out, verb, flag, arena);
	if (words && words[0]) {
		condition(out, verb);
		buffer_printf(out, "-f -a '%s'\n", words);
	}
	if (strcmp(verb->name, "explain") == 0) {
		condition(out, verb);
		buffer_string(out,
			"-f -a '(seamgate list rules 2>/dev/null | string split -f 1 \" \")'\n");
	}
}

void completion_fish(struct buffer *out, struct arena *arena)
{
	buffer_string(out,
		"# Completion of seamgate for fish: made by seamgate completion fish.\n"
		"function __seamgate_revisions\n"
		"\techo HEAD\n"
		"\tgit for-each-ref --format='%(refname:short)' 2>/dev/null\n"
		"end\n"
		"function __seamgate_runs\n"
		"\tset -l words (commandline -opc)\n"
		"\ttest (count $words) -lt 2; or string match -qr '^-|^run$' -- $words[2]\n"
		"end\n"
		"complete -c seamgate -n __fish_use_subcommand -f -a help -d 'what a verb "
		"takes'\n");
	for (size_t i = 0; verbs[i]; i++)
		verb_lines(out, verbs[i], arena);
}
