/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as an archive: never a crash, never more members or bytes than are allowed, never deeper than was asked
 * for. The first byte chooses the depth.
 */
#include <stdint.h>
#include <stdlib.h>

#include "checks/secrets/members.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct tally {
	unsigned depth;
	size_t members, bytes;
};

static int name(void *context, const struct layer *layer, struct err *err)
{
	const struct tally *tally = context;

	(void)err;
	must(layer->depth >= 1 && layer->depth <= tally->depth && layer->path.len > 0);
	return 0;
}

static int visit(void *context, const struct layer *layer, struct text bytes, struct err *err)
{
	struct tally *tally = context;
	struct buffer path = {0};

	(void)err;
	must(layer->depth >= 1 && layer->depth <= tally->depth);
	layer_path(&path, layer);
	buffer_free(&path);
	tally->members++;
	tally->bytes += bytes.len;
	return 0;
}

static void gap(void *context, const struct layer *layer, const char *reason, const char *remedy)
{
	(void)context;
	(void)layer;
	must(reason[0] && remedy[0]);
}

static bool never(void *context)
{
	(void)context;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text blob = text_slice((struct text){(const char *)data, size}, 1, size);
	struct tally tally = {.depth = size ? data[0] % (MOST_ARCHIVE_DEPTH + 1) : 0};
	struct member_visitor visitor = {
		.name = name, .visit = visit, .gap = gap, .stopped = never, .context = &tally};
	struct archive_library *library = NULL;
	struct err err = {0};

	must(members_visit(&library, blob, tally.depth, &visitor, &err) == 0);
	must(tally.members <= MOST_MEMBERS && tally.bytes <= MOST_UNPACKED);
	archive_library_close(library);
	return 0;
}
