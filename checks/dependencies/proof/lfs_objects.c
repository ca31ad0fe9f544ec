/* SPDX-License-Identifier: Apache-2.0
 *
 * Objects of Git LFS: the pointer in the tree names the SHA-256 and the size of what lies at
 * .git/lfs/objects/<2 hex>/<2 hex>/<hex> (git-lfs, docs/spec.md). One that was not fetched leaves the proof open.
 */
#include <inttypes.h>

#include "checks/dependencies/proof/proof.h"

/* "size 123" */
static bool read_size(uint64_t *out, struct text pointer)
{
	struct text line;

	while (text_next_line(&pointer, &line))
		if (text_starts(line, "size "))
			return text_to_uint(text_slice(line, 5, line.len), UINT64_MAX, out);
	return false;
}

static int hold_size(
	struct proof *answer, struct proving *proving, struct text bytes, struct err *err)
{
	struct text pointer;
	uint64_t size;

	if (proving_read(&pointer, proving, SIDE_HEAD, answer->path, err) < 0)
		return -1;
	if (!read_size(&size, pointer) || size == bytes.len)
		return 0;
	answer->state = PROOF_REFUTED;
	answer->what = "the object has the digest of its pointer and another size";
	answer->expected = arena_textf(proving->arena, "%" PRIu64 " bytes", size);
	answer->computed = arena_textf(proving->arena, "%zu bytes", bytes.len);
	return answer->expected.ptr && answer->computed.ptr ? 0 : err_nomem(err);
}

static int read_object(struct text *out, struct proving *proving, struct text hex, struct err *err)
{
	struct check_job reading = *proving->job;
	struct err own = {0};

	reading.arena = proving->arena;
	if (job_read_lfs(&reading, hex, out, &own) == 0)
		return 0;
	*out = (struct text){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text hex, bytes;

	if (pin->digests[0].flaw || pin->digests[0].algorithm != DIGEST_SHA256)
		return 0;
	hex = proof_hex(proving->arena, (const unsigned char *)pin->digests[0].bytes.ptr,
		pin->digests[0].bytes.len);
	if (!hex.ptr)
		return err_nomem(err);
	if (read_object(&bytes, proving, hex, err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	out->artifact = arena_textf(
		proving->arena, ".git/lfs/objects/%.2s/%.2s/%s", hex.ptr, hex.ptr + 2, hex.ptr);
	out->what = "the object in .git/lfs is not the one that the pointer names";
	if (!out->artifact.ptr)
		return err_nomem(err);
	if (proof_hold(out, proving, pin, bytes, err) < 0)
		return -1;
	return out->state == PROOF_PROVED ? hold_size(out, proving, bytes, err) : 0;
}

/* ---- pointers that the change edits, and that name the same object ---- */

static bool is_candidate(struct text path)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(found, path);

	for (size_t i = 0; i < count; i++)
		if (text_is(text_of(found[i]->name), "lfs-pointer"))
			return true;
	return false;
}

static int prove_again(struct proving *proving, const struct file *file, struct err *err)
{
	const struct lock *lock;
	const struct pin *pin;
	struct proof proof = {.format = "lfs-pointer", .path = file->path, .is_pin = true};
	bool is_old;

	if (proving_lock(&lock, proving, SIDE_HEAD, "lfs-pointer", file->path, err) < 0)
		return -1;
	pin = lock && lock->pins.count ? &lock->pins.items[0] : NULL;
	if (!pin || !pin->digest_count)
		return 0;
	proof.name = pin->name;
	proof.line = pin->line;
	proof.column = pin->column;
	if (proving_had_pin(&is_old, proving, "lfs-pointer", file->path, pin, err) < 0)
		return -1;
	if (!is_old)
		return 0;
	return prove(&proof, proving, pin, err) < 0 ? -1 : proving_add(proving, &proof, err);
}

static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; proving->job->change->has_base && i < proving->file_count; i++) {
		const struct file *file = &proving->files[i];

		if (file->base_mode == MODE_NONE ||
			(file->head_mode != MODE_FILE && file->head_mode != MODE_EXECUTABLE) ||
			!is_candidate(file->path))
			continue;
		if (prove_again(proving, file, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

static const char *const formats_taken[] = {"lfs-pointer", NULL};

extern const struct prover prover_lfs_objects;
const struct prover prover_lfs_objects = {
	.name = "lfs-objects", .formats = formats_taken, .pin = prove, .tree = tree};
