/* SPDX-License-Identifier: Apache-2.0
 *
 * The first byte picks a format, the rest is its file: refused with a place, or pins and edges that hold together.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static const struct format *pick(uint8_t byte)
{
	static const char *const paths[] = {"Cargo.lock", "Cargo.toml", ".cargo/config.toml",
		"go.sum", "go.mod", "go.work", "go.env", ".envrc"};
	const struct format *found[MOST_FORMATS_OF_A_PATH];

	require(formats_of_path(found, text_of(paths[byte % 8])) > 0);
	return found[0];
}

static void check_lock(const struct format *format, const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];
		const struct need need = {.name = pin->name, .range = pin->version};

		require(pin->name.len && pin->version.len && pin->line && pin->column);
		require(!format->url_fits || format->url_fits(pin) || pin->flags & PIN_VCS);
		if (format->find)
			(void)format->find(lock, &need);
	}
	for (size_t i = 0; i < lock->edges.count; i++)
		require(lock->edges.items[i].to < lock->pins.count &&
			(lock->edges.items[i].from < lock->pins.count ||
				lock->edges.items[i].from == EDGE_ROOT));
	for (size_t i = 0; i < lock->settings.count; i++)
		require(lock->settings.items[i].kind != SETTING_GUARD ||
			lock->settings.items[i].strength >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct document document = {.path = text_of("a/b"), .name = "f", .arena = arena};
	struct lock lock = {.arena = arena};
	struct err err = {0};

	if (!arena)
		return 0;
	if (size > 0) {
		const struct format *format = pick(data[0]);

		document.content = (struct text){(const char *)data + 1, size - 1};
		if (format_read(format, &lock, &document, &err) == 0)
			check_lock(format, &lock);
		else
			require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	}
	arena_free(arena);
	return 0;
}
