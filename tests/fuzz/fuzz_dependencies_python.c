/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of Python's and conda's dependency files on any bytes: refused with a place, or a lock whose parts hold together. The
 * first byte picks the format; the second half of the work is what rules ask of each pin.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/formats/python.h"
#include "checks/dependencies/pep440.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct format format_requirements, format_pip_conf, format_uv_lock, format_uv_toml,
	format_pyproject, format_poetry_lock, format_pdm_lock, format_pylock, format_pipfile,
	format_pipfile_lock, format_conda_lock, format_pixi_lock, format_conda_environment;

static const struct reader {
	char key;
	const struct format *format;
} readers[] = {{'r', &format_requirements}, {'c', &format_pip_conf}, {'u', &format_uv_lock},
	{'t', &format_uv_toml}, {'p', &format_pyproject}, {'o', &format_poetry_lock},
	{'d', &format_pdm_lock}, {'l', &format_pylock}, {'f', &format_pipfile},
	{'F', &format_pipfile_lock}, {'k', &format_conda_lock}, {'x', &format_pixi_lock},
	{'e', &format_conda_environment}};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_pin(const struct format *format, const struct pin *pin)
{
	require(pin->line > 0 && pin->column > 0 && pin->name.len > 0);
	for (uint32_t i = 0; i < pin->digest_count; i++)
		require(pin->digests[i].flaw || pin->digests[i].bytes.len > 0);
	if (format->url_fits)
		(void)format->url_fits(pin);
	require(python_same_version(pin->version, pin->version));
	(void)pep440_excludes(pin->source, pin->version);
	(void)pep440_excludes(pin->version, pin->version);
}

/* Beside itself nothing in a lock is new. */
static void check_asks(const struct format *format, const struct lock *lock)
{
	for (uint32_t i = 0; i < lock->pins.count; i++) {
		if (format->shadow)
			require(!format->shadow(lock, i, lock));
		if (format->is_let_in)
			(void)format->is_let_in(lock, i);
		require(lock->pins.items[i].artifact.len ||
			lock_first_named(lock, lock->pins.items[i].name) <= i);
	}
}

static void check_lock(const struct format *format, const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		check_pin(format, &lock->pins.items[i]);
	check_asks(format, lock);
	for (size_t i = 0; i < lock->edges.count; i++) {
		const struct edge *edge = &lock->edges.items[i];

		require(edge->to < lock->pins.count);
		require(edge->from == EDGE_ROOT || edge->from < lock->pins.count);
	}
	for (size_t i = 0; i < lock->needs.count; i++)
		require(lock->needs.items[i].name.len > 0 && lock->needs.items[i].line > 0);
	for (size_t i = 0; i < lock->settings.count; i++)
		require(lock->settings.items[i].name.len > 0 && lock->settings.items[i].line > 0);
}

static void check(const struct format *format, struct text content)
{
	struct arena *arena = arena_new();
	struct document document = {
		.path = text_of("f.txt"), .name = "f", .content = content, .arena = arena};
	struct lock lock = {.arena = arena};
	struct err err = {0};

	if (!arena)
		return;
	if (format->is)
		(void)format->is(document.path, content);
	if (format_read(format, &lock, &document, &err) == 0)
		check_lock(format, &lock);
	else
		require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; size > 0 && i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i].key == (char)data[0])
			check(readers[i].format, (struct text){(const char *)data + 1, size - 1});
	return 0;
}
