/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/sorted_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DIGIT = 11, PASSES = 6, BUCKETS = 1 << DIGIT };

/* ---- sorting a chunk ---- */

/* Order of the bits is then the order of the values: the sign is turned, and of what is below 0 all bits. */
static uint64_t key_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits ^ (bits >> 63 ? UINT64_MAX : UINT64_C(1) << 63);
}

static double value_of(uint64_t key)
{
	uint64_t bits = key ^ (key >> 63 ? UINT64_C(1) << 63 : UINT64_MAX);
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static size_t digit_of(uint64_t key, unsigned pass)
{
	return (size_t)(key >> (pass * DIGIT)) & (BUCKETS - 1);
}

/* False: all keys have the same digit, and nothing is to be done. */
static bool find_places(const uint64_t *keys, size_t count, unsigned pass, uint32_t *places)
{
	uint32_t sum = 0;

	memset(places, 0, BUCKETS * sizeof(*places));
	for (size_t i = 0; i < count; i++)
		places[digit_of(keys[i], pass)]++;
	if (places[digit_of(keys[0], pass)] == count)
		return false;
	for (size_t i = 0; i < BUCKETS; i++) {
		uint32_t here = places[i];

		places[i] = sum;
		sum += here;
	}
	return true;
}

/* The chunk's own memory holds the keys meanwhile. */
static void sort_chunk(double *chunk, uint64_t *other, size_t count)
{
	uint32_t places[BUCKETS];
	uint64_t *keys = other, *next = other + count;

	for (size_t i = 0; i < count; i++)
		keys[i] = key_of(chunk[i]);
	for (unsigned pass = 0; count && pass < PASSES; pass++) {
		uint64_t *swap = keys;

		if (!find_places(keys, count, pass, places))
			continue;
		for (size_t i = 0; i < count; i++)
			next[places[digit_of(keys[i], pass)]++] = keys[i];
		keys = next;
		next = swap;
	}
	for (size_t i = 0; i < count; i++)
		chunk[i] = value_of(keys[i]);
}

/* ---- the file ---- */

static int no_room(struct err *err)
{
	err_set(err, ERR_LOOK, "more values than fit into memory, and no temporary file for them");
	return err_remedy(err, "make room in TMPDIR (or /tmp): 8 bytes for each value");
}

static void close_file(void *thing)
{
	close(*(int *)thing);
}

static int open_file(struct sorted_runs *runs, struct err *err)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(
		runs->arena, "%s/seamgate-XXXXXX", folder && *folder ? folder : "/tmp");
	int *file = arena_alloc(runs->arena, sizeof(*file));

	if (!path || !file)
		return err_nomem(err);
	*file = mkstemp(path);
	if (*file < 0)
		return no_room(err);
	unlink(path);
	if (arena_own(runs->arena, file, close_file) < 0) {
		close(*file);
		return err_nomem(err);
	}
	runs->file = file;
	return 0;
}

static int write_all(int file, const double *values, size_t count, struct err *err)
{
	const char *from = (const char *)values;
	size_t left = count * sizeof(*values);

	while (left) {
		ssize_t written = write(file, from, left);

		if (written <= 0)
			return no_room(err);
		from += written;
		left -= (size_t)written;
	}
	return 0;
}

static int sort(struct sorted_runs *runs, struct err *err)
{
	if (runs->chunk_count < 2)
		return 0;
	if (!runs->scratch)
		runs->scratch =
			arena_array(runs->arena, 2 * runs->chunk_capacity, sizeof(*runs->scratch));
	if (!runs->scratch)
		return err_nomem(err);
	sort_chunk(runs->chunk, runs->scratch, runs->chunk_count);
	return 0;
}

static int spill(struct sorted_runs *runs, struct err *err)
{
	struct sorted_run run = {runs->count - runs->chunk_count, runs->chunk_count};

	if (runs->run_count == SORTED_RUNS_MOST)
		return no_room(err);
	if (arena_reserve(runs->arena, (void **)&runs->runs, &runs->run_capacity,
		    runs->run_count + 1, sizeof(run)) < 0)
		return err_nomem(err);
	if ((!runs->file && open_file(runs, err) < 0) || sort(runs, err) < 0 ||
		write_all(*runs->file, runs->chunk, runs->chunk_count, err) < 0)
		return -1;
	runs->runs[runs->run_count++] = run;
	runs->chunk_count = 0;
	return 0;
}

/* ---- adding ---- */

void sorted_runs_start(struct sorted_runs *runs, struct arena *arena)
{
	*runs = (struct sorted_runs){.arena = arena};
}

int sorted_runs_add(struct sorted_runs *runs, double value, struct err *err)
{
	if (runs->chunk_count == SORTED_RUN && spill(runs, err) < 0)
		return -1;
	if (runs->chunk_count == runs->chunk_capacity &&
		arena_reserve(runs->arena, (void **)&runs->chunk, &runs->chunk_capacity,
			runs->chunk_count + 1, sizeof(value)) < 0)
		return err_nomem(err);
	runs->chunk[runs->chunk_count++] = value;
	runs->low = runs->count == 0 || value < runs->low ? value : runs->low;
	runs->high = runs->count == 0 || value > runs->high ? value : runs->high;
	runs->count++;
	return 0;
}

int sorted_runs_end(struct sorted_runs *runs, struct err *err)
{
	return runs->file && runs->chunk_count ? spill(runs, err) : sort(runs, err);
}

/* ---- merging ---- */

/* The next piece of the run. False: it is at its end, or could not be read. */
static bool refill(struct sorted_merge *merge, struct merge_head *head)
{
	size_t wanted = head->left < SORTED_MERGE_BUFFER ? (size_t)head->left : SORTED_MERGE_BUFFER;
	size_t bytes = wanted * sizeof(double), done = 0;

	while (done < bytes) {
		ssize_t now = pread(*merge->runs->file, (char *)head->buffer + done, bytes - done,
			(off_t)(head->read * sizeof(double) + done));

		if (now <= 0) {
			merge->failed = true;
			return false;
		}
		done += (size_t)now;
	}
	head->at = 0;
	head->held = wanted;
	head->read += wanted;
	head->left -= wanted;
	return wanted > 0;
}

static bool advance(struct sorted_merge *merge, struct merge_top *top)
{
	struct merge_head *head = top->head;

	if (head->at == head->held && !refill(merge, head))
		return false;
	top->value = head->buffer[head->at++];
	return true;
}

static void sift(struct sorted_merge *merge, size_t at)
{
	struct merge_top *heap = merge->heap, moved = heap[at];

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= merge->heap_count)
			break;
		if (child + 1 < merge->heap_count && heap[child + 1].value < heap[child].value)
			child++;
		if (!(heap[child].value < moved.value))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = moved;
}

static bool next_of_file(struct ascending *self, double *value)
{
	struct sorted_merge *merge = (struct sorted_merge *)self;

	if (merge->heap_count == 0 || merge->failed)
		return false;
	*value = merge->heap[0].value;
	if (!advance(merge, &merge->heap[0]))
		merge->heap[0] = merge->heap[--merge->heap_count];
	if (merge->heap_count)
		sift(merge, 0);
	return true;
}

static bool next_of_memory(struct ascending *self, double *value)
{
	struct sorted_merge *merge = (struct sorted_merge *)self;

	if (merge->at == merge->runs->chunk_count)
		return false;
	*value = merge->runs->chunk[merge->at++];
	return true;
}

static int open_heads(struct sorted_merge *merge, struct arena *arena, struct err *err)
{
	const struct sorted_runs *runs = merge->runs;
	struct merge_head *heads = arena_array(arena, runs->run_count, sizeof(*heads));

	merge->heap = arena_array(arena, runs->run_count, sizeof(*merge->heap));
	if (!heads || !merge->heap)
		return err_nomem(err);
	for (size_t i = 0; i < runs->run_count; i++) {
		struct merge_top *top = &merge->heap[merge->heap_count];

		heads[i] = (struct merge_head){
			.buffer = arena_array(arena, SORTED_MERGE_BUFFER, sizeof(double)),
			.read = runs->runs[i].offset,
			.left = runs->runs[i].count};
		if (!heads[i].buffer)
			return err_nomem(err);
		top->head = &heads[i];
		merge->heap_count += advance(merge, top);
	}
	for (size_t i = merge->heap_count / 2; i-- > 0;)
		sift(merge, i);
	return 0;
}

int sorted_merge_open(struct sorted_merge *out, const struct sorted_runs *runs, struct arena *arena,
	struct err *err)
{
	*out = (struct sorted_merge){
		.ascending = {runs->file ? next_of_file : next_of_memory, runs->count},
		.runs = runs};
	return runs->file ? open_heads(out, arena, err) : 0;
}

int sorted_merge_check(const struct sorted_merge *merge, struct err *err)
{
	if (!merge->failed)
		return 0;
	err_set(err, ERR_LOOK, "the temporary file with the sorted values could not be read");
	return err_remedy(err, "see what is wrong with TMPDIR (or /tmp)");
}
