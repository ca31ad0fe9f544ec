/* SPDX-License-Identifier: Apache-2.0
 *
 * The first byte picks a list of what a tree holds: RECORD, .cargo-checksum.json, modules.txt. It is refused, or its entries
 * are found again by their paths.
 */
#include <stdlib.h>

#include "checks/dependencies/crate.h"
#include "checks/dependencies/modules.h"
#include "checks/dependencies/proof/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_record(struct text content, struct arena *arena, struct err *err)
{
	struct record record;

	if (record_parse(&record, content, text_of("RECORD"), arena, err) < 0)
		return;
	for (size_t i = 0; i < record.count; i++) {
		const struct record_row *row = &record.rows[i];

		require(record_find(&record, row->path) == row && row->path.len && row->line);
		require(!row->digest.ptr || row->digest.len == algorithm_bytes(row->algorithm));
	}
}

static void check_list(struct text content, struct arena *arena, struct err *err)
{
	struct crate_list list;

	if (crate_list_parse(&list, content, text_of("list"), arena, err) < 0)
		return;
	for (size_t i = 0; i < list.count; i++)
		require(crate_find_file(&list, list.files[i]->key) == list.files[i]);
}

static void check_modules(struct text content, struct arena *arena, struct err *err)
{
	struct listing listing = {0};

	if (listing_parse(&listing, content, arena, err) < 0)
		return;
	for (size_t i = 0; i < listing.module_count; i++)
		require(listing_module(&listing, listing.modules[i].path) != NULL);
	for (size_t i = 0; i < listing.package_count; i++) {
		require(listing_package(&listing, listing.packages[i].path) != NULL);
		(void)listing_owner(&listing, listing.packages[i].path);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(struct text, struct arena *, struct err *) = {
		check_record, check_list, check_modules};
	struct arena *arena = arena_new();
	struct err err = {0};

	if (arena && size > 0)
		readers[data[0] % 3]((struct text){(const char *)data + 1, size - 1}, arena, &err);
	arena_free(arena);
	return 0;
}
