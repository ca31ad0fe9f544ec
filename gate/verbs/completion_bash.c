/* SPDX-License-Identifier: Apache-2.0
 *
 * To be sourced, or a file of its own in bash-completion's folder: in both cases for bash 4 and newer, with and without
 * the package bash-completion.
 */
#include "gate/verbs/completion.h"

static void flag_value(struct buffer *out, const struct flag *flag, struct arena *arena)
{
	struct value value = value_of_flag(flag, arena);

	if (value.kind == VALUE_NONE)
		return;
	buffer_printf(out, "\t\t--%s", flag->name);
	if (flag->letter)
		buffer_printf(out, "|-%c", flag->letter);
	buffer_string(out, ") ");
	if (value.kind == VALUE_WORDS)
		buffer_printf(out, "words='%s'", value.words ? value.words : "");
	else
		buffer_printf(out, "kind=%s",
			value.kind == VALUE_FILES       ? "files"
			: value.kind == VALUE_REVISIONS ? "revisions"
							: "any");
	buffer_string(out, " ;;\n");
}

static void verb_case(struct buffer *out, const struct verb *verb, struct arena *arena)
{
	const char *words = words_of_verb(verb, arena);

	buffer_printf(out, "\t%s)\n\t\tflags='", verb->name);
	for (const struct flag *flag = verb->flags; flag && flag->name; flag++)
		buffer_printf(out, "--%s ", flag->name);
	buffer_printf(out, "--help' arguments='%s'\n\t\tcase $before in\n", words ? words : "");
	for (const struct flag *flag = verb->flags; flag && flag->name; flag++)
		flag_value(out, flag, arena);
	buffer_string(out, "\t\tesac ;;\n");
}

void completion_bash(struct buffer *out, struct arena *arena)
{
	buffer_string(out, "# Completion of seamgate for bash: made by seamgate completion bash.\n"
			   "_seamgate() {\n"
			   "\tlocal word=${COMP_WORDS[COMP_CWORD]} "
			   "before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}\n"
			   "\tlocal words= kind= flags= arguments= verbs='help");
	for (size_t i = 0; verbs[i]; i++)
		buffer_printf(out, " %s", verbs[i]->name);
	buffer_string(out, "'\n\tCOMPREPLY=()\n"
			   "\t[ \"$COMP_CWORD\" -gt 1 ] || before=\n"
			   "\tcase $verb in -*) verb=run ;; esac\n"
			   "\tcase $verb in\n");
	for (size_t i = 0; verbs[i]; i++)
		verb_case(out, verbs[i], arena);
	buffer_string(out,
		"\thelp) arguments=$verbs ;;\n"
		"\tesac\n"
		"\tif [ -n \"$kind$words\" ]; then :\n"
		"\telif [ \"$COMP_CWORD\" = 1 ] && [ \"${word#-}\" = \"$word\" ]; then "
		"words=$verbs\n"
		"\telif [ \"${word#-}\" != \"$word\" ]; then words=$flags\n"
		"\telif [ \"$verb\" = explain ]; then words=$(seamgate list rules 2>/dev/null | "
		"cut -d' ' -f1)\n"
		"\telif [ \"$COMP_CWORD\" = 2 ] && [ -n \"$arguments\" ]; then words=$arguments\n"
		"\telse kind=files\n"
		"\tfi\n"
		"\tcase $kind in\n"
		"\tfiles) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
		"\trevisions) COMPREPLY=($(compgen -W \"HEAD $(git for-each-ref "
		"--format='%(refname:short)' 2>/dev/null)\" -- \"$word\")) ;;\n"
		"\tany) ;;\n"
		"\t*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
		"\tesac\n"
		"}\n"
		"complete -o filenames -F _seamgate seamgate\n");
}
