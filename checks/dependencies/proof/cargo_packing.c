/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/dependencies/proof/cargo.h"

static int pack_member(void *context, const struct archived *member, struct err *err)
{
	struct packing *packing = context;
	const char *slash = memchr(member->path.ptr, '/', member->path.len);
	struct text path = slash ? text_slice(member->path, (size_t)(slash - member->path.ptr) + 1,
					   member->path.len)
				 : member->path;
	uint32_t *number;
	size_t len;
	unsigned char made[LONGEST_DIGEST];

	path = arena_text(packing->arena, path);
	if (!path.ptr ||
		arena_reserve(packing->arena, (void **)&packing->items, &packing->capacity,
			packing->count + 1, sizeof(*packing->items)) < 0 ||
		arena_reserve(packing->arena, (void **)&packing->names, &packing->name_capacity,
			packing->count + 1, sizeof(*packing->names)) < 0)
		return err_nomem(err);
	if (proof_digest(made, &len, DIGEST_SHA256, member->content, err) < 0 ||
		keys_add(&packing->paths, path, &number, err) < 0)
		return -1;
	packing->names[packing->count] = path;
	packing->items[packing->count] = (struct packed){.seen = false};
	memcpy(packing->items[packing->count].sha256, made, 32);
	*number = (uint32_t)++packing->count;
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): an archive and where to */
int packing_read(struct packing *packing, struct proving *proving, struct text name,
	struct text archive, struct arena *arena, struct err *err)
{
	*packing = (struct packing){.arena = arena};
	keys_start(&packing->paths, arena);
	return proving_unpack(proving, name, archive, pack_member, packing, err);
}

struct packed *packing_find(const struct packing *packing, struct text path)
{
	const uint32_t *number = keys_find(&packing->paths, path);

	return number && *number ? &packing->items[*number - 1] : NULL;
}
