/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/cut_short.h"
#include "unit.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

struct waiting {
	pthread_t reader;
	int to;
};

static void *disturb(void *context)
{
	const struct waiting *waiting = context;
	const struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};

	nanosleep(&pause, NULL);
	pthread_kill(waiting->reader, SIGALRM);
	nanosleep(&pause, NULL);
	return write(waiting->to, "x", 1) == 1 ? NULL : context;
}

/* The limit passes while something is read: that goes on, and it is the deadline that ends the run. */
static void goes_on(void)
{
	struct waiting waiting = {.reader = pthread_self()};
	pthread_t thread;
	int ends[2];
	char byte;

	CU_ASSERT_FATAL(pipe(ends) == 0);
	waiting.to = ends[1];
	cut_short_after(1000);
	CU_ASSERT_FATAL(pthread_create(&thread, NULL, disturb, &waiting) == 0);
	CU_ASSERT_EQUAL(read(ends[0], &byte, 1), 1);
	pthread_join(thread, NULL);
	cut_short_after(0);
	close(ends[0]);
	close(ends[1]);
}

static const struct unit_test tests[] = {{"what is read goes on", goes_on}};
UNIT_MAIN(tests)
