/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/sums.h"

#include <string.h>

#include "checks/dependencies/subjects.h"
#include "gate/base/hash.h"

bool sums_are(const struct format *format)
{
	return strcmp(format->name, "sums") == 0;
}

static const struct digest *sha_of(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && pin->digests[i].algorithm > DIGEST_MD5 &&
			pin->digests[i].algorithm <= DIGEST_SHA512 &&
			pin->digests[i].algorithm != DIGEST_GIT &&
			pin->digests[i].algorithm != DIGEST_H1)
			return &pin->digests[i];
	return NULL;
}

/* Its content is elsewhere. */
static bool is_pointer(struct text content)
{
	return text_starts(content, "version https://git-lfs.github.com/spec/");
}

bool sum_is_below(struct text name)
{
	struct text part;

	if (name.len == 0 || name.ptr[0] == '/')
		return false;
	while (text_next_part(&name, '/', &part))
		if (text_is(part, ".."))
			return false;
	return true;
}

/* *out has ptr NULL where there is no such file. */
static int read_target(struct text *out, const struct judging *judging, enum side side,
	struct text path, struct text name, struct arena *arena, struct err *err)
{
	struct check_job reading = *judging->job;
	struct text folder = folder_of(path);
	uint32_t mode;
	char *target;

	*out = (struct text){0};
	if (text_starts(name, "./"))
		name = text_slice(name, 2, name.len);
	if (!sum_is_below(name))
		return 0;
	target = arena_printf(
		arena, "%.*s%.*s", (int)folder.len, folder.ptr, (int)name.len, name.ptr);
	if (!target)
		return err_nomem(err);
	reading.arena = arena;
	if (job_mode(&reading, side, text_of(target), &mode, err) < 0)
		return -1;
	if (mode != MODE_FILE && mode != MODE_EXECUTABLE)
		return 0;
	return job_read(&reading, side, text_of(target), out, err);
}

int sum_state(enum sum_state *out, const struct judging *judging, enum side side, struct text path,
	const struct pin *pin, struct err *err)
{
	const struct digest *digest = sha_of(pin);
	char hash[LONGEST_HASH];
	struct arena *arena;
	struct text content = {0};
	int done = 0;

	*out = SUM_OF_NOTHING;
	if (!digest)
		return 0;
	arena = arena_new();
	if (!arena)
		return err_nomem(err);
	done = read_target(&content, judging, side, path, pin->name, arena, err);
	if (done == 0 && content.ptr && !is_pointer(content)) {
		done = hash_sha_bytes(content, digest->bytes.len, hash, err);
		*out = memcmp(hash, digest->bytes.ptr, digest->bytes.len) == 0 ? SUM_HOLDS
									       : SUM_BROKEN;
	}
	arena_free(arena);
	return done;
}
