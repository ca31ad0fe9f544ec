/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of the JavaScript package managers on any bytes: pins, edges and needs whose places and indices hold, or an error of the
 * file. The lock is also asked why its entries are new, with itself as the base. The first byte picks the reader.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct format format_npm_lock, format_npm_manifest, format_pnpm_lock, format_yarn_lock,
	format_yarn_berry, format_bun_lock, format_deno_lock, format_npmrc, format_yarnrc_yml,
	format_pnpm_workspace, format_bunfig;

static const struct {
	char key;
	const struct format *format;
} readers[] = {{'n', &format_npm_lock}, {'m', &format_npm_manifest}, {'p', &format_pnpm_lock},
	{'1', &format_yarn_lock}, {'y', &format_yarn_berry}, {'b', &format_bun_lock},
	{'d', &format_deno_lock}, {'r', &format_npmrc}, {'c', &format_yarnrc_yml},
	{'w', &format_pnpm_workspace}, {'f', &format_bunfig}};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_lock(const struct format *format, const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];

		require(pin->line > 0 && pin->column > 0);
		for (uint32_t d = 0; d < pin->digest_count; d++)
			require(pin->digests[d].flaw || pin->digests[d].bytes.len > 0);
		if (format->url_fits)
			(void)format->url_fits(pin);
		if (format->shadow && lock->has_edges)
			(void)format->shadow(lock, (uint32_t)i, lock);
	}
	for (size_t i = 0; i < lock->edges.count; i++) {
		require(lock->edges.items[i].to < lock->pins.count);
		require(lock->edges.items[i].from == EDGE_ROOT ||
			lock->edges.items[i].from < lock->pins.count);
	}
	for (size_t i = 0; i < lock->needs.count; i++)
		require(lock->needs.items[i].line > 0);
}

static void check(const struct format *format, struct text content)
{
	struct arena *arena = arena_new();
	struct document document = {
		.path = text_of("f"), .name = "f", .content = content, .arena = arena};
	struct lock lock = {.arena = arena};
	struct err err = {0};

	if (!arena)
		return;
	if (!format->is || format->is(document.path, content)) {
		if (format_read(format, &lock, &document, &err) == 0)
			check_lock(format, &lock);
		else
			require(err.kind == ERR_INTERNAL ||
				(err.kind == ERR_LOOK && strncmp(err.message, "f:", 2) == 0));
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if ((char)data[0] == readers[i].key)
			check(readers[i].format, (struct text){(const char *)data + 1, size - 1});
	return 0;
}
