/* SPDX-License-Identifier: Apache-2.0 */
#include "docs/made/made.h"
#include "gate/report/report.h"
#include "gate/verbs/verb.h"

/* A backslash, a dash and what begins a line mean something to roff. */
static void words(struct buffer *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		buffer_string(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			buffer_string(out, "\\e");
		else if (*text == '-')
			buffer_string(out, "\\-");
		else
			buffer_byte(out, *text);
	}
}

static void flag_entry(struct buffer *out, const struct flag *flag)
{
	buffer_string(out, ".TP\n\\fB");
	if (flag->letter)
		buffer_printf(out, "\\-%c\\fR, \\fB", flag->letter);
	buffer_string(out, "\\-\\-");
	words(out, flag->name);
	buffer_string(out, "\\fR");
	if (flag->type != FLAG_SWITCH) {
		buffer_string(out, " \\fI");
		words(out, flag->value_name);
		buffer_string(out, "\\fR");
	}
	buffer_byte(out, '\n');
	words(out, flag->help);
	buffer_byte(out, '\n');
}

static void verb_section(struct buffer *out, const struct verb *verb)
{
	buffer_printf(out, ".SS seamgate %s ", verb->name);
	words(out, verb->arguments);
	buffer_byte(out, '\n');
	words(out, verb->summary);
	buffer_string(out, ".\n");
	for (const struct flag *flag = verb->flags; flag && flag->name; flag++)
		flag_entry(out, flag);
}

static void report_entries(struct buffer *out)
{
	for (size_t i = 0; reports[i]; i++) {
		buffer_string(out, ".TP\n\\fB");
		words(out, reports[i]->name);
		buffer_string(out, "\\fR\n");
		words(out, reports[i]->summary);
		buffer_byte(out, '\n');
	}
}

/* Names and their meanings, as they stand in the program's own help and pages. */
struct entry {
	const char *name, *text;
};

static void entries(struct buffer *out, const char *title, const struct entry *rows)
{
	buffer_printf(out, ".SH %s\n", title);
	for (; rows->name; rows++) {
		buffer_string(out, ".TP\n\\fB");
		words(out, rows->name);
		buffer_string(out, "\\fR\n");
		words(out, rows->text);
		buffer_byte(out, '\n');
	}
}

static const struct entry exits[] = {
	{"0", "pass: everything in scope was examined, nothing blocks"},
	{"1", "blocked: everything in scope was examined, and the policy says no"},
	{"2", "the command line or the policy is wrong"},
	{"3", "could not look: no base, shallow clone, missing or unreadable objects, a limit "
	      "reached; it beats findings"},
	{"4", "internal error, or out of memory"},
	{"130, 143", "interrupted"},
	{0},
};

static const struct entry variables[] = {
	{"SEAMGATE_BASE, SEAMGATE_HEAD", "the range, where no flag gives it"},
	{"SEAMGATE_ACCEPT_POLICY", "as --accept-policy"},
	{"SEAMGATE_SHARD", "as --shard"},
	{"SEAMGATE_SHARDS", "of how many shards a pod of an indexed job of Kubernetes is one"},
	{"NO_COLOR, CLICOLOR_FORCE, TERM", "whether the human report is coloured"},
	{0},
};

static const struct entry files[] = {
	{".seamgate.yml", "the policy, in the root of the repository; the one at the base and the "
			  "one at the head both judge"},
	{0},
};

void made_man(struct buffer *out)
{
	buffer_string(out,
		".\\\" Made from the tables of the program when it was built.\n"
		".TH SEAMGATE 1 \"\" \"seamgate " SEAMGATE_VERSION "\" \"User Commands\"\n"
		".SH NAME\nseamgate \\- judge a change and block its merge\n"
		".SH SYNOPSIS\n.B seamgate\n[\\fIrun\\fR] [\\fIflags\\fR]\n.br\n.B "
		"seamgate\n\\fIverb\\fR [\\fIarguments\\fR]\n"
		".SH DESCRIPTION\n"
		"Reads the git objects between a base and a head, says what is wrong and where, "
		"and exits non\\-zero to stop the merge. "
		"Nothing is sent over the network. Base and head are found in the variables of CI "
		"systems and in what git's hooks are given.\n"
		".SH VERBS\n");
	for (size_t i = 0; verbs[i]; i++)
		verb_section(out, verbs[i]);
	buffer_string(out, ".SH REPORTS\n");
	report_entries(out);
	entries(out, "EXIT STATUS", exits);
	entries(out, "ENVIRONMENT", variables);
	entries(out, "FILES", files);
	buffer_string(out, ".SH SEE ALSO\n.BR git (1)\n");
}
