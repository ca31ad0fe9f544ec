/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/progress.h"
#include "unit.h"

#include <poll.h>
#include <unistd.h>

static void lines(void)
{
	static const uint64_t MiB = 1 << 20;
	static const struct {
		const char *name;
		struct progress_state state;
		bool bar;
		const char *want;
	} rows[] = {
		{"reading", {0, 0, 3.2, 0, PROGRESS_BYTES}, true,
			"seamgate: reading the change, 3 s"},
		{"half", {50 * MiB, 100 * MiB, 6, 5, PROGRESS_BYTES}, false,
			"seamgate: 50 % of 100 MiB, 10 MiB/s, 5 s left"},
		{"a bar", {25 * MiB, 100 * MiB, 1, 1, PROGRESS_BYTES}, true,
			"seamgate: [#####               ] 25 % of 100 MiB, 25 MiB/s, 3 s left"},
		{"minutes", {MiB, 1000 * MiB, 1, 1, PROGRESS_BYTES}, false,
			"seamgate: 0 % of 1000 MiB, 1.0 MiB/s, 17 min left"},
		{"all read", {100 * MiB, 100 * MiB, 7, 5, PROGRESS_BYTES}, true,
			"seamgate: [####################] 100 % of 100 MiB, for 7 s"},
		{"more than all, as the base is read too",
			{130 * MiB, 100 * MiB, 7, 5, PROGRESS_BYTES}, false,
			"seamgate: 100 % of 100 MiB, for 7 s"},
		{"nothing yet", {0, 10, 7, 5, PROGRESS_BYTES}, false,
			"seamgate: 0 % of 10 B, for 7 s"},
		{"gigabytes", {UINT64_C(3) << 30, UINT64_C(6) << 30, 30, 30, PROGRESS_BYTES}, false,
			"seamgate: 50 % of 6.0 GiB, 102 MiB/s, 30 s left"},
		{"blobs that were not measured", {3000, 12000, 3, 3, PROGRESS_BLOBS}, true,
			"seamgate: [#####               ] 25 % of 12000 blobs, 1000/s, 9 s left"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char line[160];

		progress_line(line, sizeof(line), &rows[i].state, rows[i].bar);
		if (strcmp(line, rows[i].want) != 0)
			fprintf(stderr, "%s\n", line);
		CHECK_ROW(rows[i].name, strcmp(line, rows[i].want) == 0);
	}
}

/* What stands in a pipe after a run that ends when there is something, or at the latest after so many milliseconds. */
static size_t said(char *out, size_t size, bool is_terminal, double first, int run_ms)
{
	struct progress progress = {0};
	int ends[2];
	ssize_t got;

	if (pipe(ends) < 0)
		return 0;
	progress_total(&progress, 1000, PROGRESS_BYTES);
	progress_add(&progress, 500);
	progress_start(&progress, &(struct progress_style){ends[1], is_terminal, first, 0.02});
	poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, run_ms);
	progress_stop(&progress);
	progress_stop(&progress);
	close(ends[1]);
	got = read(ends[0], out, size - 1);
	close(ends[0]);
	out[got > 0 ? got : 0] = '\0';
	return got > 0 ? (size_t)got : 0;
}

static void drawn(void)
{
	static const char bar[] = "\rseamgate: [##########          ] 50 % of 1000 B";
	char out[1 << 12];
	size_t len = said(out, sizeof(out), true, 0.01, 60000);

	CU_ASSERT(strncmp(out, bar, strlen(bar)) == 0);
	CU_ASSERT(len > 4 && strcmp(out + len - 4, "\r\x1b[K") == 0);
	len = said(out, sizeof(out), false, 0.01, 60000);
	CU_ASSERT(strncmp(out, "seamgate: 50 % of 1000 B", 24) == 0);
	CU_ASSERT(len > 0 && out[len - 1] == '\n' && !strchr(out, '\r') && !strchr(out, '\x1b'));
	/* A short run says nothing, and is not held up. */
	CU_ASSERT_EQUAL(said(out, sizeof(out), true, 60, 1), 0);
}

static void none(void)
{
	progress_stop(NULL);
	progress_total(NULL, 1, PROGRESS_BYTES);
	progress_add(NULL, 1);
	progress_stop(&(struct progress){0});
}

static const struct unit_test tests[] = {{"lines", lines}, {"drawn", drawn}, {"none", none}};

UNIT_MAIN(tests)
