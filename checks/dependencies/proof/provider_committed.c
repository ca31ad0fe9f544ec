/* SPDX-License-Identifier: Apache-2.0
 *
 * Unpacked providers in the tree (terraform, internal/getproviders/filesystem_search.go): a mirror's folder
 * <host>/<namespace>/<type>/<version>/<os>_<arch>/, wherever it stands.
 */
#include <string.h>

#include "checks/dependencies/proof/provider.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/glob.h"

static const char other[] = "the provider that is unpacked here has no hash of the lock";

/* ---- folders ---- */

/* A folder without its last part, and that part. */
static struct text above(struct text folder, struct text *part)
{
	struct text plain = text_slice(folder, 0, folder.len ? folder.len - 1 : 0),
		    up = folder_of(plain);

	*part = text_slice(plain, up.len, plain.len);
	return up;
}

static bool is_platform(struct text part)
{
	return part.len > 2 && memchr(part.ptr + 1, '_', part.len - 2);
}

/* A platform's folder of that provider and version. */
static bool is_of(struct text folder, const struct pin *pin)
{
	struct text platform, version, at = above(folder, &platform);

	at = above(at, &version);
	if (!is_platform(platform) || !text_equal(version, pin->version) || at.len <= pin->name.len)
		return false;
	at.len--;
	return text_equal(text_slice(at, at.len - pin->name.len, at.len), pin->name) &&
	       (at.len == pin->name.len || at.ptr[at.len - pin->name.len - 1] == '/');
}

/* ---- one folder ---- */

/* One file after the other: a provider may have hundreds of megabytes. */
static int add_file(struct provider_files *listing, bool *is_away, struct proving *one,
	struct text path, size_t below, struct err *err)
{
	struct text bytes;
	bool away;

	if (proving_read_object(&bytes, &away, one, path, err) < 0)
		return -1;
	*is_away = *is_away || away;
	if (!away && provider_files_add(listing, text_slice(path, below, path.len), bytes, err) < 0)
		return -1;
	arena_reset(one->arena);
	return 0;
}

static int add_files(struct provider_files *listing, bool *is_away, struct proving *proving,
	const struct paths *paths, size_t below, struct err *err)
{
	struct proving one = *proving;
	int done = 0;

	one.arena = arena_new();
	if (!one.arena)
		return err_nomem(err);
	for (size_t i = 0; i < paths->count && done == 0 && !*is_away; i++)
		done = add_file(listing, is_away, &one, paths->items[i], below, err);
	arena_free(one.arena);
	return done;
}

/* *is_away: a pointer of Git LFS is in it whose object is not here. */
static int hold_folder(struct proof *out, bool *is_away, struct proving *proving,
	const struct pin *pin, struct text folder, struct err *err)
{
	struct provider_files listing = {.arena = proving->arena};
	struct check_job reading = *proving->job;
	const char *glob = glob_in_folder(folder, "**", proving->arena);
	struct paths paths = {0};

	reading.arena = proving->arena;
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_HEAD, glob, &paths, err) < 0 ||
		add_files(&listing, is_away, proving, &paths, folder.len, err) < 0)
		return -1;
	if (*is_away || job_stopped(proving->job))
		return 0;
	return provider_hold_files(out, pin, folder, &listing, other, err);
}

/* ---- of a pin ---- */

/* What has the program itself in it: terraform takes no folder without. */
int provider_prove_committed(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text last = {0};
	struct paths paths;
	bool is_away = false, away;

	if (proving_match(&paths, proving, text_of(""), "**/*_*/terraform-provider-*", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && out->state != PROOF_REFUTED; i++) {
		struct text folder = folder_of(paths.items[i]);

		if (text_equal(folder, last) || !is_of(folder, pin))
			continue;
		last = folder;
		away = false;
		if (hold_folder(out, &away, proving, pin, folder, err) < 0)
			return -1;
		is_away = is_away || away;
	}
	if (is_away && out->state == PROOF_PROVED) { /* by another platform's */
		out->state = PROOF_OPEN;
		out->reason = PROOF_ABSENT;
	}
	return 0;
}

/* ---- that the change touches ---- */

struct touched {
	struct proving *proving;
	struct text folder;
	const struct file *edited; /* the first that was there before; NULL: none */
	struct proof proof;
	bool is_away;
};

static int hold_to_lock(struct touched *touched, const struct lock *lock, struct err *err)
{
	struct proof *proof = &touched->proof;

	for (size_t i = 0; i < lock->pins.count && proof->state != PROOF_PROVED; i++) {
		const struct pin *pin = &lock->pins.items[i];
		struct proof answer = provider_answer(proof->path, pin);

		if (!is_of(touched->folder, pin))
			continue;
		if (pin->digest_count && hold_folder(&answer, &touched->is_away, touched->proving,
						 pin, touched->folder, err) < 0)
			return -1;
		if (touched->is_away)
			answer.reason = PROOF_ABSENT;
		if (!proof->name.len || answer.state != PROOF_OPEN)
			*proof = answer;
	}
	return 0;
}

/* No hash says which bytes are right: that they are others under the same version is left to say. */
static int report_edited(const struct touched *touched, struct err *err)
{
	struct proof told = touched->proof;

	if (touched->proof.state != PROOF_OPEN || !touched->edited || touched->is_away)
		return 0;
	told.state = PROOF_REFUTED;
	told.rule = "dependencies/vendored-changed";
	told.path = touched->edited->path;
	if (!told.name.len)
		told.name = touched->folder;
	told.what = touched->edited->head_mode == MODE_NONE
			    ? "was taken out of an unpacked provider of the same version"
			    : "was edited in an unpacked provider of the same version";
	return proving_report(touched->proving, &told, err);
}

static int judge_touched(struct touched *touched, struct err *err)
{
	struct proof_locks locks;

	if (proving_locks(&locks, touched->proving, "terraform-lock", err) < 0)
		return -1;
	for (size_t i = 0; i < locks.count; i++)
		if (hold_to_lock(touched, locks.items[i], err) < 0)
			return -1;
	if (touched->is_away)
		proving_away(touched->proving, touched->proof.path);
	if (touched->proof.name.len && proving_add(touched->proving, &touched->proof, err) < 0)
		return -1;
	return report_edited(touched, err);
}

static bool is_version(struct text part)
{
	return part.len && part.ptr[0] >= '0' && part.ptr[0] <= '9';
}

/* "a/<host>/<namespace>/<type>/<version>/<os>_<arch>/": the outermost that may be one; "" where none is. */
static struct text folder_in(struct text path)
{
	struct text found = {0}, platform, version, part;

	for (struct text at = folder_of(path), up; at.len; at = up) {
		up = above(at, &platform);
		part = above(above(above(up, &version), &part), &part);
		if (part.len && is_platform(platform) && is_version(version))
			found = at;
	}
	return found;
}

/* Files of a folder stand together. */
static size_t take_folder(struct touched *out, struct proving *proving, size_t from)
{
	size_t end = from;

	*out = (struct touched){.proving = proving,
		.folder = folder_in(proving->files[from].path),
		.proof = {.format = "terraform-lock"}};
	for (; end < proving->file_count; end++) {
		const struct file *file = &proving->files[end];

		if (file->path.len < out->folder.len ||
			memcmp(file->path.ptr, out->folder.ptr, out->folder.len) != 0)
			break;
		if (!out->edited && file->base_mode != MODE_NONE)
			out->edited = file;
		if (!out->proof.path.len && file->head_mode != MODE_NONE)
			out->proof.path = file->path;
	}
	if (!out->proof.path.len)
		out->proof.path = proving->files[from].path;
	return end;
}

/* A folder without the program is no provider, or is none any more. */
static int is_provider(bool *out, const struct touched *touched, struct err *err)
{
	struct check_job reading = *touched->proving->job;
	const char *glob =
		glob_in_folder(touched->folder, "terraform-provider-*", touched->proving->arena);
	struct paths paths = {0};

	*out = false;
	reading.arena = touched->proving->arena;
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_HEAD, glob, &paths, err) < 0)
		return -1;
	*out = paths.count > 0;
	return 0;
}

int provider_judge_touched(struct proving *proving, struct err *err)
{
	struct touched touched;
	bool is_one;

	for (size_t i = 0, end; i < proving->file_count && !job_stopped(proving->job); i = end) {
		end = i + 1;
		if (!folder_in(proving->files[i].path).len)
			continue;
		end = take_folder(&touched, proving, i);
		if (is_provider(&is_one, &touched, err) < 0 ||
			(is_one && judge_touched(&touched, err) < 0))
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}
