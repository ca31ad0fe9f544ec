/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/age.h"

#include <math.h>

double age_now(const struct reading *reading, double now)
{
	return isnan(reading->at) ? reading->age : now - reading->at;
}

static enum age_state idle_state(const struct reading *reading)
{
	if (isnan(reading->pending))
		return AGE_UNTOLD;
	return reading->pending > 0 ? AGE_STUCK : AGE_IDLE;
}

static bool is_old(const struct reading *reading, const struct age_limits *limits, double now)
{
	return limits->max_report_age > 0 && !(now - reading->measured <= limits->max_report_age);
}

static bool is_skewed(const struct reading *reading, const struct age_limits *limits, double now)
{
	return age_now(reading, now) < -limits->max_skew || reading->added < -limits->max_skew ||
	       reading->measured > now + limits->max_skew;
}

enum age_state age_state(const struct reading *reading, const struct age_limits *limits, double now)
{
	double age = age_now(reading, now);

	if (reading->failed)
		return AGE_FAILED;
	if (isnan(age))
		return AGE_UNKNOWN;
	if (is_skewed(reading, limits, now))
		return AGE_SKEWED;
	if (is_old(reading, limits, now))
		return AGE_OLD;
	/* A lag may stand still while no record comes, as Flink's does. */
	if (reading->idle > limits->idle_after &&
		(fmax(age, reading->idle) > limits->max_age || reading->pending > 0))
		return idle_state(reading);
	return age > limits->max_age ? AGE_OVER : AGE_WITHIN;
}

bool age_is_blind(enum age_state state)
{
	return state >= AGE_UNTOLD;
}

/* 0: idle; 1: it has an age that counts; 2: there is no telling, which must not be hidden by any age. */
static int weight(enum age_state state)
{
	if (age_is_blind(state))
		return 2;
	return state == AGE_IDLE ? 0 : 1;
}

static bool is_worse(enum age_state state, double age, const struct age_summary *than)
{
	if (!than->worst)
		return true;
	if (weight(state) != weight(than->state))
		return weight(state) > weight(than->state);
	if ((state == AGE_STUCK) != (than->state == AGE_STUCK))
		return state == AGE_STUCK;
	return weight(state) < 2 && age > than->age;
}

static void note_idle(struct age_summary *all, const struct reading *reading)
{
	all->idle++;
	if (!all->longest_idle || reading->idle > all->longest_idle->idle)
		all->longest_idle = reading;
}

struct age_summary age_summarize(
	const struct readings *readings, const struct age_limits *limits, double now)
{
	struct age_summary all = {.added = NAN, .age = NAN};

	for (size_t i = 0; i < readings->count; i++) {
		const struct reading *reading = readings->items[i];
		enum age_state state = age_state(reading, limits, now);
		double age = age_now(reading, now);

		if (state == AGE_IDLE)
			note_idle(&all, reading);
		all.is_skewed = all.is_skewed || age < 0 || reading->added < 0;
		if (!isnan(reading->added) && !(all.added >= reading->added)) {
			all.added = reading->added;
			all.most_added = reading;
		}
		if (is_worse(state, age, &all)) {
			all.worst = reading;
			all.state = state;
			all.age = age;
		}
	}
	return all;
}
