/* SPDX-License-Identifier: Apache-2.0
 *
 * The first byte picks: a listing of DVC's, which is refused or is the same after it was written and read again; or a package of NuGet's,
 * which has no digest that it is held to, whatever its zip says of itself.
 */
#include <stdlib.h>

#include "checks/dependencies/proof/dvc.h"
#include "checks/dependencies/proof/packages.h"
#include "checks/dependencies/proof/zip_end.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_listing(struct text content, struct arena *arena, struct err *err)
{
	struct dvc_listing listing, again;
	struct text written;

	if (dvc_listing_read(&listing, content, "listing", arena, err) < 0 ||
		dvc_listing_write(&written, &listing, arena, err) < 0)
		return;
	require(dvc_listing_read(&again, written, "listing", arena, err) == 0);
	require(again.count == listing.count);
	for (size_t i = 0; i < again.count; i++)
		require(text_equal(again.items[i].path, listing.items[i].path) &&
			text_equal(again.items[i].md5, listing.items[i].md5));
}

static void check_package(struct text content, struct arena *arena, struct err *err)
{
	static const char none[64];
	struct proving proving = {.arena = arena};
	struct digest digest = {
		.algorithm = DIGEST_SHA512, .bytes = {none, 64}, .written = TEXT("x")};
	struct pin pin = {.name = TEXT("left"), .digests = &digest, .digest_count = 1};
	struct proof proof = {0};
	struct zip_end end;

	require(zip_end_fault(content) || zip_end_find(&end, content));
	if (nuget_packages.hold(&proof, &proving, &pin, content, err) == 0)
		require(proof.state != PROOF_PROVED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(struct text, struct arena *, struct err *) = {
		check_listing, check_package};
	struct arena *arena = arena_new();
	struct err err = {0};

	if (arena && size)
		readers[data[0] % 2]((struct text){(const char *)data + 1, size - 1}, arena, &err);
	arena_free(arena);
	return 0;
}
