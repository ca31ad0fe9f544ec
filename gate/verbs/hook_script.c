/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/hook_script.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

static const char marker[] = "# seamgate: written by \"seamgate hook install\"";

/* In single quotes a shell takes every byte for itself, but for the single quote. */
static void quote(struct buffer *out, const char *word)
{
	buffer_byte(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			buffer_string(out, "'\\''");
		else
			buffer_byte(out, *word);
	}
	buffer_byte(out, '\'');
}

/* The running program's own path; "" where it is not known or was replaced meanwhile. */
static void find_self(char path[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX - 1);

	path[len > 0 ? len : 0] = '\0';
	if (access(path, X_OK) < 0)
		path[0] = '\0';
}

/* The hook that was there first runs first: it may still change what is committed. Standard input is
 * read once and given to both; what it holds are git's own lines. pre-commit has none. */
static void write_call(struct buffer *out, const char *hook_name, bool has_before)
{
	bool has_input = strcmp(hook_name, "pre-commit") != 0;

	if (!has_before) {
		buffer_printf(out, "exec \"$gate\" hook %s \"$@\"\n", hook_name);
		return;
	}
	buffer_printf(out, "before=$(dirname -- \"$0\")/%s.before-seamgate\n", hook_name);
	if (!has_input) {
		buffer_printf(out,
			"[ ! -x \"$before\" ] || \"$before\" \"$@\" || exit $?\n"
			"exec \"$gate\" hook %s \"$@\"\n",
			hook_name);
		return;
	}
	buffer_printf(out,
		"lines=$(cat && echo .) || exit 1\n"
		"[ ! -x \"$before\" ] || printf '%%s' \"${lines%%.}\" | \"$before\" \"$@\" || exit "
		"$?\n"
		"printf '%%s' \"${lines%%.}\" | \"$gate\" hook %s \"$@\"\n",
		hook_name);
}

void hook_script(struct buffer *out, const char *hook_name, bool has_before)
{
	char self[PATH_MAX];

	find_self(self);
	buffer_printf(out, "#!/bin/sh\n%s\ngate=", marker);
	quote(out, self);
	buffer_string(out, "\n[ -x \"$gate\" ] || gate=$(command -v seamgate) || {\n"
			   "\techo 'seamgate: the program of this hook is gone: install it again, "
			   "or remove the hook' >&2\n"
			   "\texit 1\n}\n");
	write_call(out, hook_name, has_before);
}

bool hook_script_is_ours(struct text content)
{
	struct text rest = content, first, second;

	return text_next_line(&rest, &first) && text_next_line(&rest, &second) &&
	       text_is(second, marker);
}

/* A line that is cut off would be worse than one that relies on PATH. */
void hook_script_line(struct buffer *out, const char *hook_name, size_t longest)
{
	struct buffer word = {0};
	char self[PATH_MAX];

	find_self(self);
	quote(&word, self[0] ? self : "seamgate");
	if (word.failed || word.len > longest) {
		buffer_clear(&word);
		buffer_string(&word, "seamgate");
	}
	/* What git writes to a hook of pushes can be read once. */
	if (strcmp(hook_name, "pre-commit") != 0)
		buffer_string(
			out, "lines=$(cat); [ -z \"$lines\" ] || printf '%s\\n' \"$lines\" | ");
	buffer_printf(out, "%s hook %s \"$@\" || exit 1", buffer_text(&word).ptr, hook_name);
	buffer_free(&word);
}
