/* SPDX-License-Identifier: Apache-2.0
 *
 * The pins of a name: pin.h.
 */
#include "checks/dependencies/pin.h"

static bool is_package(const struct pin *pin)
{
	return pin->artifact.len == 0;
}

static int name_pin(struct name_list *named, const struct lock *lock, uint32_t pin, struct err *err)
{
	uint32_t *first;

	if (keys_add(&named->first, lock->pins.items[pin].name, &first, err) < 0)
		return -1;
	named->next[pin] = *first;
	*first = pin + 1;
	return 0;
}

/* From behind, so that each comes before those that follow it. */
int lock_name_pins(struct lock *lock, struct err *err)
{
	struct name_list *named = arena_alloc(lock->arena, sizeof(*named));
	uint32_t count = (uint32_t)lock->pins.count;

	if (!named)
		return err_nomem(err);
	named->next = arena_array(lock->arena, (size_t)count + 1, sizeof(*named->next));
	if (!named->next)
		return err_nomem(err);
	keys_start(&named->first, lock->arena);
	for (uint32_t pin = count; pin > 0; pin--)
		if (is_package(&lock->pins.items[pin - 1]) &&
			name_pin(named, lock, pin - 1, err) < 0)
			return -1;
	lock->named = named;
	return 0;
}

static uint32_t find_from(const struct lock *lock, size_t pin, struct text name)
{
	for (; pin < lock->pins.count; pin++)
		if (is_package(&lock->pins.items[pin]) &&
			text_equal(lock->pins.items[pin].name, name))
			return (uint32_t)pin;
	return EDGE_ROOT;
}

uint32_t lock_first_named(const struct lock *lock, struct text name)
{
	const uint32_t *first;

	if (!lock->named)
		return find_from(lock, 0, name);
	first = keys_find(&lock->named->first, name);
	return first ? *first - 1 : EDGE_ROOT;
}

uint32_t lock_next_named(const struct lock *lock, uint32_t pin)
{
	if (!lock->named)
		return find_from(lock, (size_t)pin + 1, lock->pins.items[pin].name);
	return lock->named->next[pin] - 1; /* 0 becomes EDGE_ROOT */
}
