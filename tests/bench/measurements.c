/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast files of measurements are read: bench_measurements FORMAT FILE [PHASE…], the best of ten by processor time; without a file
 * 100 MB of JSON Lines that are made up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "checks/latency/format.h"

enum { TIMES = 10, MADE_UP = 100 * 1000 * 1000, LINE = 512 };

static struct text made_up(void)
{
	char *bytes = malloc(MADE_UP + LINE);
	size_t len = 0;

	for (unsigned i = 0; bytes && len < MADE_UP; i++)
		len += (size_t)snprintf(bytes + len, LINE,
			"{\"time\":\"2026-11-27T05:18:%02u.123Z\",\"page\":\"/shop/"
			"%u\",\"trace\":\"4bf92f3577b34da6a3ce929d%08x\","
			"\"agent\":\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, "
			"like Gecko) Chrome/156.0.0.0\","
			"\"ttfb\":%u.%u,\"load\":%u.25,\"render\":%u.5,\"total\":%u.75}\n",
			i % 60, i % 97, i, 200 + i % 50, i % 10, 100 + i % 30, 50 + i % 20,
			420 + i % 100);
	return (struct text){bytes, bytes ? len : 0};
}

static struct text whole_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *bytes = NULL;
	long size = 0;

	if (file && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) > 0)
		bytes = malloc((size_t)size);
	if (!file || !bytes || fseek(file, 0, SEEK_SET) != 0 ||
		fread(bytes, 1, (size_t)size, file) != (size_t)size)
		exit(1);
	fclose(file);
	return (struct text){bytes, (size_t)size};
}

static const struct latency_format *find(const char *name)
{
	for (size_t i = 0; latency_format_names[i]; i++)
		if (strcmp(latency_format_names[i], name) == 0)
			return latency_formats[i];
	exit(2);
}

/* Of this process: the machine may have other work. */
static double processor_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double read_once(const struct latency_format *format, struct measured_file *file)
{
	struct arena *arena = arena_new();
	struct samples samples;
	struct err err = {0};
	double started = processor_seconds();

	file->scratch = arena_new();
	samples_start(&samples, "f", arena);
	if (format->read(&samples, file, &err) < 0) {
		fprintf(stderr, "%s\n", err.message);
		exit(1);
	}
	arena_free(file->scratch);
	arena_free(arena);
	return processor_seconds() - started;
}

int main(int count, char **arguments)
{
	struct text phases[8] = {TEXT("ttfb"), TEXT("load"), TEXT("render")};
	struct columns columns = {.total = TEXT("total"), .flow = TEXT(""), .unit = TEXT("ms")};
	struct measured_file file = {
		.path = TEXT("f"), .name = "f", .columns = &columns, .phases = {phases, 3}};
	const struct latency_format *format = find(count > 1 ? arguments[1] : "jsonl");
	struct rusage usage;
	double best = 1e9;

	file.content = count > 2 ? whole_file(arguments[2]) : made_up();
	for (int i = 3; i < count && i < 3 + 8; i++) {
		phases[i - 3] = text_of(arguments[i]);
		file.phases.count = (size_t)i - 2;
	}
	for (int i = 0; i < TIMES; i++) {
		double seconds = read_once(format, &file);

		best = seconds < best ? seconds : best;
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("%.1f MB in %.2f ms: %.0f MB/s; peak %ld MB\n", (double)file.content.len / 1e6,
		best * 1e3, (double)file.content.len / 1e6 / best, usage.ru_maxrss / 1024);
	return 0;
}
