/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/recall.h"

#include <stdlib.h>
#include <string.h>

enum {
	SLOTS = 1024, /* a power of two */
	MOST_BYTES = 2048,
	MOST_GROUPS = 8,
};

struct memory {
	const char *pattern;  /* NULL: nothing */
	bool begins, goes_on; /* it stands where the text begins, and not where it ends */
	char *bytes;          /* with the one before it, if there is one */
	size_t len, capacity;
	enum match_result result;
	size_t count;
	size_t groups[2 * MOST_GROUPS]; /* from the query's beginning on */
	const char *worthless_to;
};

struct recall {
	struct memory slots[SLOTS];
	struct memory *missed; /* where the query that was not known belongs */
	size_t groups[2 * MOST_GROUPS];
};

struct recall *recall_open(void)
{
	return calloc(1, sizeof(struct recall));
}

void recall_close(struct recall *recall)
{
	if (!recall)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		free(recall->slots[i].bytes);
	free(recall);
}

static struct text window_of(const struct query *query)
{
	size_t from = query->from - (query->from > 0);

	return text_slice(query->subject, from, query->subject.len);
}

static size_t slot_of(const char *pattern, struct text window)
{
	uint64_t hash = (uintptr_t)pattern ^ window.len, word;
	size_t i = 0;

	for (; window.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, window.ptr + i, sizeof(word));
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	for (; i < window.len; i++)
		hash = (hash ^ (unsigned char)window.ptr[i]) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(hash >> 32) & (SLOTS - 1);
}

static bool is_it(const struct memory *memory, const struct query *query, struct text window)
{
	return memory->pattern == query->pattern && memory->goes_on == query->goes_on &&
	       memory->begins == (query->from == 0) && memory->len == window.len &&
	       memcmp(memory->bytes, window.ptr, window.len) == 0;
}

static size_t moved(size_t offset, size_t by)
{
	return offset == SIZE_MAX ? SIZE_MAX : offset + by;
}

bool recall_find(struct recall *recall, const struct query *query, struct match *match)
{
	struct text window = window_of(query);
	struct memory *memory;

	recall->missed = NULL;
	if (window.len == 0 || window.len > MOST_BYTES)
		return false;
	memory = &recall->slots[slot_of(query->pattern, window)];
	if (!is_it(memory, query, window)) {
		recall->missed = memory;
		return false;
	}
	for (size_t i = 0; i < 2 * memory->count; i++)
		recall->groups[i] = moved(memory->groups[i], query->from);
	*match = (struct match){
		memory->result, memory->count, recall->groups, &memory->worthless_to};
	return true;
}

/* Room for the bytes, or nothing is remembered there any more. */
static bool take_room(struct memory *memory, size_t len)
{
	char *bytes;

	memory->pattern = NULL;
	if (len <= memory->capacity)
		return true;
	bytes = realloc(memory->bytes, len);
	if (!bytes)
		return false;
	memory->bytes = bytes;
	memory->capacity = len;
	return true;
}

/* Of what does not match there are no groups; of what is cut off, where it begins and ends. */
static size_t groups_of(const struct match *match)
{
	return match->result == MATCH_FOUND ? match->count : match->result == MATCH_CUT ? 1 : 0;
}

void recall_keep(struct recall *recall, const struct query *query, struct match *match)
{
	struct text window = window_of(query);
	struct memory *memory = recall->missed;
	size_t count = groups_of(match);

	recall->missed = NULL;
	if (!memory || match->result == MATCH_LIMIT || count > MOST_GROUPS ||
		!take_room(memory, window.len))
		return;
	memory->pattern = query->pattern;
	memory->begins = query->from == 0;
	memory->goes_on = query->goes_on;
	memory->len = window.len;
	memory->result = match->result;
	memory->count = count;
	memory->worthless_to = NULL;
	match->worthless_to = &memory->worthless_to;
	memcpy(memory->bytes, window.ptr, window.len);
	for (size_t i = 0; i < 2 * count; i++)
		memory->groups[i] =
			match->groups[i] == SIZE_MAX ? SIZE_MAX : match->groups[i] - query->from;
}
