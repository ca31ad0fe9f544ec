/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/cut_short.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "gate/change/at_hand.h"
#include "gate/step.h"

/* After the time limit a step has half as long again to end, and not less than the one nor more than the other. */
enum { LEAST_GRACE_S = 10, MOST_GRACE_S = 30, LONGEST_LIMIT_S = 1 << 30 };

static unsigned grace; /* seconds */

/* Nothing but write(2): a handler may call hardly anything else. */
static void say(const char *words)
{
	if (write(STDERR_FILENO, words, strlen(words)) < 0)
		_exit(3);
}

/* A name is hostile: what a terminal or a CI runner would obey is left out. */
static void say_name(const char *name)
{
	char plain[1024];
	size_t len = 0;

	for (; *name && len + 1 < sizeof(plain); name++)
		plain[len++] = *name >= ' ' && *name <= '~' ? *name : '?';
	plain[len] = '\0';
	say(plain);
}

static void say_object(const char *kind, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(oid, hex);
	say(kind);
	say(hex);
}

/* ---- a file that became shorter ---- */

static void end_short(int number)
{
	struct at_hand reading = at_hand();

	(void)number;
	say("seamgate: could not look: a file became shorter while ");
	if (reading.object) {
		say_object("object ", reading.object);
	} else if (reading.pack) {
		say_name(reading.pack);
		say(".pack or its index");
	} else {
		say("it");
	}
	say(" was read\n"
	    "  to fix it: judge once nothing writes to the checked-out directory and the "
	    "repository any more\n");
	_exit(3);
}

void cut_short_watch(void)
{
	struct sigaction action = {.sa_handler = end_short, .sa_flags = SA_ONSTACK};

	sigaction(SIGBUS, &action, NULL);
}

/* ---- a step that does not end ---- */

static void say_step(const struct step *step)
{
	if (step->check) {
		say(": check ");
		say_name(step->check);
	}
	if (step->blob && !oid_is_zero(step->blob))
		say_object(", blob ", step->blob);
	if (step->rule) {
		say(step->check ? ", rule " : ": rule ");
		say_name(step->rule);
	}
}

static void end_late(int number)
{
	struct step step = {0};

	(void)number;
	say("seamgate: could not look: the time limit of the policy passed within one step");
	if (steps_stuck(&step))
		say_step(&step);
	say("\n  to fix it: ");
	say(step.rule ? "make its pattern repeat less (two repeats that match the same text take "
			"the square of its length)"
		      : "see which rules file or file is that expensive");
	say(", or raise limits: {time: …} at the base\n");
	_exit(3);
}

static void begin_grace(int number)
{
	struct sigaction action = {.sa_handler = end_late};

	(void)number;
	steps_mark();
	sigaction(SIGALRM, &action, NULL);
	alarm(grace);
}

void cut_short_after(double seconds)
{
	struct sigaction action = {
		.sa_handler = seconds > 0 ? begin_grace : SIG_DFL, .sa_flags = SA_RESTART};
	unsigned whole = (unsigned)(seconds < LONGEST_LIMIT_S ? seconds : LONGEST_LIMIT_S);

	alarm(0);
	sigaction(SIGALRM, &action, NULL);
	if (!(seconds > 0))
		return;
	grace = whole / 2 < LEAST_GRACE_S  ? LEAST_GRACE_S
		: whole / 2 < MOST_GRACE_S ? whole / 2
					   : MOST_GRACE_S;
	alarm(whole + 1);
}
