/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/ration.h"

#include <time.h>

/* Compiled rules take 2 to 10 ns a byte, and once half a second for two hundred of them to be ready. */
static const double most_s = 0.05, most_s_a_byte = 50e-9;

const char ration_gap[] = "rules that are not compiled take too long";

static double used_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct ration ration_of(size_t len)
{
	return (struct ration){.allowed = most_s + most_s_a_byte * (double)len};
}

/* What the clock says. Most texts are done before it is asked: it is a call of the kernel's. */
static double look_at_clock(struct ration *ration)
{
	double now = used_s();

	if (ration->until <= 0)
		ration->until = now + ration->allowed;
	return now;
}

bool ration_is_used_up(struct ration *ration)
{
	return ration->allowed > 0 && ++ration->asked % RATION_OFTEN == 0 &&
	       look_at_clock(ration) > ration->until;
}

void ration_hurry(struct ration *ration)
{
	ration->asked = RATION_OFTEN - 1;
}

/* Searched untried; a search is as its length squared at worst that is usual: one part of a pattern for each byte, from each byte. */
enum { UNTRIED = 16 * 1024, WORTH_TIMING = 512 };

void ration_restart(struct ration *ration)
{
	ration->len = 0;
	ration->took = 0;
}

bool ration_begins(struct ration *ration, size_t len)
{
	double times = ration->len ? (double)len / (double)ration->len : 0;

	if (ration->allowed <= 0 || len < WORTH_TIMING)
		return !ration_is_used_up(ration);
	ration->began = look_at_clock(ration);
	if (len > UNTRIED && ration->len == 0)
		return false;
	ration->len = len;
	return ration->began + ration->took * times * times <= ration->until;
}

void ration_ends(struct ration *ration)
{
	if (ration->began > 0)
		ration->took = used_s() - ration->began;
	ration->began = 0;
}
