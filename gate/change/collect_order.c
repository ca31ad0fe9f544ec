/* SPDX-License-Identifier: Apache-2.0
 *
 * Blobs in the order in which a history is looked at (gate/select.c), in the memory that they have: where each is to stand takes four bytes
 * more for each, and only meanwhile.
 */
#include <stdlib.h>

#include "gate/change/collect.h"

static uint32_t rank_of(const struct blob *blob)
{
	return blob_places(blob)[0].path->rank;
}

/* By counting, which keeps those of one path in their order. `ends`: for each rank, and one more. */
static void find_spots(const struct collector *collector, uint32_t *spots, uint32_t *ends)
{
	for (size_t i = 0; i < collector->blob_count; i++)
		ends[rank_of(&collector->blobs[i]) + 1]++;
	for (size_t rank = 1; rank <= collector->path_count; rank++)
		ends[rank] += ends[rank - 1];
	for (size_t i = 0; i < collector->blob_count; i++)
		spots[i] = ends[rank_of(&collector->blobs[i])]++;
}

/* Those that stand in each other's way form circles. */
static void move_blobs(struct collector *collector, uint32_t *spots)
{
	for (size_t i = 0; i < collector->blob_count; i++)
		while (spots[i] != i) {
			uint32_t spot = spots[i];
			struct blob moved = collector->blobs[i];

			collector->blobs[i] = collector->blobs[spot];
			collector->blobs[spot] = moved;
			spots[i] = spots[spot];
			spots[spot] = spot;
		}
}

int collector_sort(struct collector *collector, struct err *err)
{
	uint32_t *spots = calloc(collector->blob_count + 1, sizeof(*spots));
	uint32_t *ends = calloc(collector->path_count + 2, sizeof(*ends));
	int code = 0;

	if (spots && ends) {
		find_spots(collector, spots, ends);
		move_blobs(collector, spots);
	} else
		code = err_nomem(err);
	free(spots);
	free(ends);
	return code;
}
