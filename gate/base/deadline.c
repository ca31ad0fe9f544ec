/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/deadline.h"

#include <time.h>

static double read_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double clock_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/* The same clock as it stood at the last tick, some milliseconds ago: reading it takes a quarter of the time, and loops over
 * all files ask between any two. */
static double clock_lately(void)
{
#ifdef CLOCK_MONOTONIC_COARSE
	return read_clock(CLOCK_MONOTONIC_COARSE);
#else
	return clock_now();
#endif
}

struct deadline deadline_after(double started, double limit_s)
{
	return (struct deadline){limit_s > 0 ? started + limit_s : 0, limit_s};
}

bool deadline_within(const struct deadline *deadline, double need_s)
{
	return deadline && deadline->at > 0 && clock_lately() + need_s > deadline->at;
}

int deadline_ask(const struct deadline *deadline, double need_s, const char *doing, struct err *err)
{
	if (!deadline_within(deadline, need_s))
		return 0;
	err_set(err, ERR_LOOK, "the time limit of %g s was reached while %s", deadline->limit_s,
		doing);
	return err_remedy(err, "raise limits: {time: …} in the policy at the base");
}
