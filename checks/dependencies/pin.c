/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/pin.h"

#include <string.h>

#define ADD(list, item)                                                                         \
	(arena_reserve(lock->arena, (void **)&(list).items, &(list).capacity, (list).count + 1, \
		 sizeof(*(list).items)) < 0                                                     \
			? err_nomem(err)                                                        \
			: ((list).items[(list).count++] = (item), 0))

int lock_pin(struct lock *lock, const struct pin *pin, struct pin **out, struct err *err)
{
	if (ADD(lock->pins, *pin) < 0)
		return -1;
	*out = &lock->pins.items[lock->pins.count - 1];
	return 0;
}

int lock_edge(struct lock *lock, uint32_t from, uint32_t to, struct err *err)
{
	return ADD(lock->edges, ((struct edge){from, to}));
}

int lock_need(struct lock *lock, const struct need *need, struct err *err)
{
	return ADD(lock->needs, *need);
}

int lock_setting(struct lock *lock, const struct setting *setting, struct err *err)
{
	return ADD(lock->settings, *setting);
}

int lock_doubled(
	struct lock *lock, struct text key, uint32_t line, uint32_t column, struct err *err)
{
	return ADD(lock->doubled, ((struct doubled){key, line, column}));
}

int lock_workspace(struct lock *lock, struct text glob, struct err *err)
{
	return ADD(lock->workspaces, glob);
}

int lock_link(struct lock *lock, const struct linked *linked, struct err *err)
{
	return ADD(lock->links, *linked);
}

int lock_redirect(struct lock *lock, const struct redirect *redirect, struct err *err)
{
	return ADD(lock->redirects, *redirect);
}

int lock_member(struct lock *lock, struct text folder, struct err *err)
{
	return ADD(lock->members, folder);
}

/* Room doubles whenever the count reaches a power of two. */
int pin_digest(struct lock *lock, struct pin *pin, const struct digest *digest, struct err *err)
{
	uint32_t count = pin->digest_count;

	if ((count & (count - 1)) == 0) {
		struct digest *items =
			arena_array(lock->arena, count ? (size_t)count * 2 : 1, sizeof(*items));

		if (!items)
			return err_nomem(err);
		if (count)
			memcpy(items, pin->digests, count * sizeof(*items));
		pin->digests = items;
	}
	pin->digests[pin->digest_count++] = *digest;
	return 0;
}
