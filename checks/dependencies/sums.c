/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/sums.h"

#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/lfs_pointer.h"

bool sums_are(const struct format *format)
{
	return strcmp(format->name, "sums") == 0;
}

static const struct digest *digest_of(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && pin->digests[i].algorithm >= DIGEST_MD5 &&
			pin->digests[i].algorithm <= DIGEST_SHA512 &&
			pin->digests[i].algorithm != DIGEST_GIT &&
			pin->digests[i].algorithm != DIGEST_H1)
			return &pin->digests[i];
	return NULL;
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

/* ---- the file ---- */

struct target {
	struct check_job reading;
	enum side side;
	struct text path;    /* ptr NULL: outside of the folder */
	struct text content; /* ptr NULL: none is here */
	struct text object;  /* in hex, of a pointer of Git LFS whose object is not here */
	bool is_linked;
};

static int find_target(struct target *target, struct text list, struct text name, struct err *err)
{
	struct text folder = folder_of(list);

	if (text_starts(name, "./"))
		name = text_slice(name, 2, name.len);
	if (!sum_is_below(name))
		return 0;
	target->path = arena_textf(target->reading.arena, "%.*s%.*s", (int)folder.len, folder.ptr,
		(int)name.len, name.ptr);
	return target->path.ptr ? 0 : err_nomem(err);
}

/* The file itself and each folder above it. */
static int is_linked(bool *out, const struct target *target, struct err *err)
{
	struct text at = target->path;
	uint32_t mode = MODE_NONE;

	while (at.len && mode != MODE_SYMLINK) {
		if (job_mode(&target->reading, target->side, at, &mode, err) < 0)
			return -1;
		at = folder_of(at);
		at.len -= at.len > 0;
	}
	*out = mode == MODE_SYMLINK;
	return 0;
}

static int read_object(struct target *target, struct err *err)
{
	target->object = lfs_pointer_sha256(target->content);
	return job_read_lfs(&target->reading, target->object, &target->content, err);
}

static int read_target(struct target *target, struct err *err)
{
	uint32_t mode;

	if (!target->path.ptr)
		return 0;
	if (job_mode(&target->reading, target->side, target->path, &mode, err) < 0)
		return -1;
	if (mode != MODE_FILE && mode != MODE_EXECUTABLE)
		return is_linked(&target->is_linked, target, err);
	if (job_read(&target->reading, target->side, target->path, &target->content, err) < 0)
		return -1;
	return lfs_pointer_is(target->content) ? read_object(target, err) : 0;
}

/* ---- and its line ---- */

/* The SHA-256 in a pointer is the file's, whether or not the object is here. It refutes; what is not here is not proved. */
static enum sum_state state_of_pointer(
	const struct target *target, const struct digest *digest, struct arena *arena)
{
	struct text hex =
		proof_hex(arena, (const unsigned char *)digest->bytes.ptr, digest->bytes.len);

	return digest->algorithm == DIGEST_SHA256 && target->object.len == hex.len &&
			       !text_equal(hex, target->object)
		       ? SUM_BROKEN
		       : SUM_OF_NOTHING;
}

static int compare(enum sum_state *out, const struct target *target, const struct digest *digest,
	struct err *err)
{
	unsigned char made[LONGEST_DIGEST];
	size_t len;

	*out = target->is_linked ? SUM_LINKED : SUM_OF_NOTHING;
	if (!target->content.ptr) {
		if (target->object.len)
			*out = state_of_pointer(target, digest, target->reading.arena);
		return 0;
	}
	if (proof_digest(made, &len, digest->algorithm, target->content, err) < 0)
		return -1;
	if (len)
		*out = len == digest->bytes.len && memcmp(made, digest->bytes.ptr, len) == 0
			       ? SUM_HOLDS
			       : SUM_BROKEN;
	return 0;
}

int sum_state(enum sum_state *out, const struct judging *judging, enum side side, struct text path,
	const struct pin *pin, struct err *err)
{
	const struct digest *digest = digest_of(pin);
	struct target target = {.reading = *judging->job, .side = side};
	int done;

	*out = SUM_OF_NOTHING;
	if (!digest)
		return 0;
	target.reading.arena = arena_new();
	if (!target.reading.arena)
		return err_nomem(err);
	done = find_target(&target, path, pin->name, err);
	if (done == 0)
		done = read_target(&target, err);
	if (done == 0)
		done = compare(out, &target, digest, err);
	arena_free(target.reading.arena);
	return done;
}
