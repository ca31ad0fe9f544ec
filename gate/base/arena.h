/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory with one lifetime and one free. Everything allocated from an arena dies with it.
 * Built with SEAMGATE_ARENA_MALLOC every allocation is a malloc of its own, so that sanitizers
 * see overruns. An arena belongs to one thread at a time.
 */
#ifndef SEAMGATE_BASE_ARENA_H
#define SEAMGATE_BASE_ARENA_H

#include "gate/base/text.h"

struct arena;

/* NULL when out of memory. */
struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */

/* Everything in it dies, and it is as new; the memory of one block is kept for what comes next.
 * For a scratch arena: reset before each turn of a loop, it costs as much as the largest turn. */
void arena_reset(struct arena *arena);

/* Zeroed, aligned for any type; NULL when out of memory. A size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* count * size with the multiplication checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* Gives the arena a thing that is to be released with it. -1 when out of memory: it is still the caller's. */
int arena_own(struct arena *arena, void *thing, void (*release)(void *thing));

/* A copy with a NUL behind it (bytes inside may be NUL too). NULL when out of memory. */
char *arena_copy(struct arena *arena, struct text text);

/* As arena_copy, as a text; .ptr is NULL when out of memory. */
struct text arena_text(struct arena *arena, struct text text);

/* NULL when out of memory. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same as a text; .ptr is NULL when out of memory. */
struct text arena_textf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Makes room for at least `need` items in a growing array that lives in the arena:
 * doubles, copies, and leaves the old array to the arena. 0, or -1 when out of memory.
 *     if (arena_reserve(arena, (void **)&list->items, &list->capacity, list->count + 1,
 *                       sizeof(*list->items)) < 0) return err_nomem(err);
 */
int arena_reserve(struct arena *arena, void **items, size_t *capacity, size_t need, size_t size);

/* The same, and the old array goes back where it was large: nothing may point into it. For lists of all that a history has: from a MiB on they are mapped, so that they
 * grow without being copied and take the memory of what they hold. */
int arena_regrow(struct arena *arena, void **items, size_t *capacity, size_t need, size_t size);

/* Gives back what was allocated by itself, being large; anything else stays until the arena dies. NULL is fine. */
void arena_drop(struct arena *arena, const void *large);

#endif
