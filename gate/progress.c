/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gate/base/deadline.h"

enum { BAR_WIDTH = 20, LINE_BYTES = 160, STACK_BYTES = 128 << 10 };

static void size_words(char *out, size_t size, double bytes)
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
	size_t unit = 0;

	while (bytes >= 1024 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		bytes /= 1024;
		unit++;
	}
	snprintf(out, size, unit && bytes < 10 ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
}

static void amount_words(
	char *out, size_t size, double amount, enum progress_unit unit, const char *blobs)
{
	if (unit == PROGRESS_BLOBS)
		snprintf(out, size, "%.0f%s", amount, blobs);
	else
		size_words(out, size, amount);
}

static void time_words(char *out, size_t size, double seconds)
{
	if (seconds < 100)
		snprintf(out, size, "%.0f s", seconds);
	else
		snprintf(out, size, "%.0f min", seconds / 60);
}

static void bar_words(char out[BAR_WIDTH + 4], double share)
{
	int full = (int)(share * BAR_WIDTH);

	out[0] = '[';
	for (int i = 0; i < BAR_WIDTH; i++)
		out[1 + i] = i < full ? '#' : ' ';
	memcpy(out + 1 + BAR_WIDTH, "] ", 3);
}

void progress_line(char *out, size_t size, const struct progress_state *state, bool bar)
{
	uint64_t done = state->done < state->total ? state->done : state->total;
	double share = state->total ? (double)done / (double)state->total : 0;
	double rate = state->counting > 0 ? (double)done / state->counting : 0;
	char all[32], speed[32], left[32], picture[BAR_WIDTH + 4] = "";

	time_words(left, sizeof(left), state->elapsed);
	if (state->total == 0) {
		snprintf(out, size, "seamgate: reading the change, %s", left);
		return;
	}
	amount_words(all, sizeof(all), (double)state->total, state->unit, " blobs");
	amount_words(speed, sizeof(speed), rate, state->unit, "");
	if (bar)
		bar_words(picture, share);
	if (done < state->total && rate > 0) {
		time_words(left, sizeof(left), (double)(state->total - done) / rate);
		snprintf(out, size, "seamgate: %s%.0f %% of %s, %s/s, %s left", picture,
			share * 100, all, speed, left);
	} else {
		snprintf(out, size, "seamgate: %s%.0f %% of %s, for %s", picture, share * 100, all,
			left);
	}
}

static void put(const struct progress *progress, const char *bytes, size_t len)
{
	/* Who cannot be shown how far it is can still be shown what came of it. */
	if (write(progress->style.fd, bytes, len) < 0)
		return;
}

static void draw(struct progress *progress)
{
	bool bar = progress->style.is_terminal;
	double now = clock_now();
	struct progress_state state = {.done = atomic_load(&progress->done),
		.total = atomic_load(&progress->total),
		.unit = atomic_load(&progress->unit),
		.elapsed = now - progress->started,
		.counting = now - atomic_load(&progress->counted)};
	char line[LINE_BYTES], framed[LINE_BYTES + 16];
	int len;

	progress_line(line, sizeof(line), &state, bar);
	len = snprintf(framed, sizeof(framed), bar ? "\r%s\x1b[K" : "%s\n", line);
	put(progress, framed, (size_t)len);
}

static struct timespec after(double seconds)
{
	struct timespec when;
	double whole;

	clock_gettime(CLOCK_MONOTONIC, &when);
	whole = (double)(time_t)seconds;
	when.tv_sec += (time_t)whole;
	when.tv_nsec += (long)((seconds - whole) * 1e9);
	if (when.tv_nsec >= 1000000000L) {
		when.tv_sec++;
		when.tv_nsec -= 1000000000L;
	}
	return when;
}

static void *watch(void *argument)
{
	struct progress *progress = argument;
	double pause = progress->style.first;
	bool drawn = false;

	pthread_mutex_lock(&progress->lock);
	while (!progress->is_stopping) {
		struct timespec when = after(pause);
		int woken = 0;

		while (!progress->is_stopping && woken == 0)
			woken = pthread_cond_timedwait(&progress->wake, &progress->lock, &when);
		if (progress->is_stopping)
			break;
		draw(progress);
		drawn = true;
		pause = progress->style.every;
	}
	pthread_mutex_unlock(&progress->lock);
	if (drawn && progress->style.is_terminal)
		put(progress, "\r\x1b[K", 4);
	return NULL;
}

void progress_start(struct progress *progress, const struct progress_style *style)
{
	pthread_condattr_t clock;
	pthread_attr_t small;

	progress->style = *style;
	progress->started = clock_now();
	if (pthread_condattr_init(&clock) != 0 || pthread_attr_init(&small) != 0)
		return;
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&progress->wake, &clock);
	pthread_condattr_destroy(&clock);
	pthread_mutex_init(&progress->lock, NULL);
	/* A stack of the usual size would count to the memory limit of a policy. */
	pthread_attr_setstacksize(&small, STACK_BYTES);
	progress->is_running = pthread_create(&progress->thread, &small, watch, progress) == 0;
	pthread_attr_destroy(&small);
}

void progress_stop(struct progress *progress)
{
	if (!progress || !progress->is_running)
		return;
	pthread_mutex_lock(&progress->lock);
	progress->is_stopping = true;
	pthread_cond_signal(&progress->wake);
	pthread_mutex_unlock(&progress->lock);
	pthread_join(progress->thread, NULL);
	progress->is_running = false;
}

void progress_total(struct progress *progress, uint64_t total, enum progress_unit unit)
{
	if (!progress)
		return;
	atomic_store(&progress->unit, unit);
	atomic_store(&progress->counted, clock_now());
	atomic_store(&progress->total, total);
}

void progress_add(struct progress *progress, uint64_t done)
{
	if (progress)
		atomic_fetch_add(&progress->done, done);
}
