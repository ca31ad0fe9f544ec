/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/deadline.h"

#include <time.h>

double clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct deadline deadline_after(double started, double limit_s)
{
	return (struct deadline){limit_s > 0 ? started + limit_s : 0, limit_s};
}

bool deadline_within(const struct deadline *deadline, double need_s)
{
	return deadline && deadline->at > 0 && clock_now() + need_s > deadline->at;
}

int deadline_ask(const struct deadline *deadline, double need_s, const char *doing, struct err *err)
{
	if (!deadline_within(deadline, need_s))
		return 0;
	err_set(err, ERR_LOOK, "the time limit of %g s was reached while %s", deadline->limit_s,
		doing);
	return err_remedy(err, "raise limits: {time: …} in the policy at the base");
}
