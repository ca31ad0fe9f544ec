/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/cut_short.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "gate/change/at_hand.h"

/* Nothing but write(2): a handler may call hardly anything else. */
static void say(const char *words)
{
	if (write(STDERR_FILENO, words, strlen(words)) < 0)
		_exit(3);
}

/* A path is hostile: what a terminal or a CI runner would obey is left out. */
static void say_path(const char *path)
{
	char plain[1024];
	size_t len = 0;

	for (; *path && len + 1 < sizeof(plain); path++)
		plain[len++] = *path >= ' ' && *path <= '~' ? *path : '?';
	plain[len] = '\0';
	say(plain);
}

static void end_short(int number)
{
	struct at_hand reading = at_hand();
	char hex[OID_HEX];

	(void)number;
	say("seamgate: could not look: a file became shorter while ");
	if (reading.object) {
		oid_hex(reading.object, hex);
		say("object ");
		say(hex);
	} else if (reading.pack) {
		say_path(reading.pack);
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
