/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/completion.h"

#include <string.h>

#include "gate/registry.h"
#include "gate/report/report.h"

/* "a|b" as "a b". */
static char *spaced(const char *choices, struct arena *arena)
{
	char *words = arena_copy(arena, text_of(choices));

	for (char *at = words; at && *at; at++)
		if (*at == '|')
			*at = ' ';
	return words;
}

static char *check_words(struct arena *arena)
{
	char *words = arena_copy(arena, text_of(""));

	for (size_t i = 0; words && i < registry.count; i++)
		words = arena_printf(arena, "%s%s%s", words, i ? " " : "", registry.items[i]->name);
	return words;
}

static char *report_words(struct arena *arena)
{
	char *words = arena_copy(arena, text_of(""));

	for (size_t i = 0; words && reports[i]; i++)
		words = arena_printf(arena, "%s%s%s", words, i ? " " : "", reports[i]->name);
	return words;
}

struct value value_of_flag(const struct flag *flag, struct arena *arena)
{
	if (flag->type == FLAG_SWITCH)
		return (struct value){VALUE_NONE, ""};
	if (flag->type == FLAG_CHOICE)
		return (struct value){VALUE_WORDS, spaced(flag->value_name, arena)};
	if (strcmp(flag->name, "check") == 0)
		return (struct value){VALUE_WORDS, check_words(arena)};
	if (strcmp(flag->name, "report") == 0)
		return (struct value){VALUE_WORDS, report_words(arena)};
	if (strcmp(flag->value_name, "REV") == 0)
		return (struct value){VALUE_REVISIONS, ""};
	if (strcmp(flag->value_name, "FILE") == 0)
		return (struct value){VALUE_FILES, ""};
	return (struct value){VALUE_ANY, ""};
}

char *words_of_verb(const struct verb *verb, struct arena *arena)
{
	return spaced(verb->words ? verb->words : "", arena);
}

void completion_escaped(struct buffer *out, const char *text, const char *special)
{
	for (; *text; text++) {
		if (strchr(special, *text))
			buffer_byte(out, '\\');
		buffer_byte(out, *text);
	}
}

static const struct {
	const char *name;
	void (*write)(struct buffer *out, struct arena *arena);
} shells[] = {
	{"bash", completion_bash},
	{"zsh", completion_zsh},
	{"fish", completion_fish},
};

enum { SHELLS = sizeof(shells) / sizeof(shells[0]) };

static int completion(const struct call *call, struct err *err)
{
	const char *names[SHELLS];
	struct buffer out = {0};
	int done;

	for (size_t i = 0; i < SHELLS; i++)
		names[i] = shells[i].name;
	if (!call->argv[0] || call->argv[1]) {
		err_set(err, ERR_USAGE, "completion of which shell?");
		return err_remedy(err, "seamgate completion bash|zsh|fish");
	}
	for (size_t i = 0; i < SHELLS; i++) {
		if (strcmp(call->argv[0], names[i]) != 0)
			continue;
		shells[i].write(&out, call->arena);
		done = verb_print(&out, err);
		buffer_free(&out);
		return done;
	}
	return verb_unknown_word("shell", call->argv[0], names, SHELLS, err);
}

const struct verb verb_completion = {"completion", "bash|zsh|fish",
	"print what completes seamgate's words in a shell", NULL, completion, "bash|zsh|fish"};
