/* SPDX-License-Identifier: Apache-2.0
 *
 * Which bytes a model is at a side: of the files themselves, or as pointers say.
 */
#include <string.h>

#include "checks/model/judging.h"
#include "checks/model/locked.h"
#include "gate/base/hash.h"
#include "gate/pointer.h"

struct digesting {
	struct model_digests *out;
	const struct check_job *job;
	enum side side;
	struct err *err;
};

int model_digests_add(struct model_digests *out, const struct model_digest *digest,
	struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = *digest;
	return 0;
}

static int add(const struct digesting *digesting, const struct model_digest *digest)
{
	return model_digests_add(digesting->out, digest, digesting->job->arena, digesting->err);
}

/* Something is there of which the bytes are not known. At the base it only makes the model a changed one. */
static int add_unread(
	const struct digesting *digesting, struct text path, const char *reason, const char *remedy)
{
	const struct model_digest digest = {path, NAMED_GIT_BLOB, {"", 0}};

	if (digesting->side == SIDE_HEAD)
		check_incomplete(digesting->job, path, reason, remedy);
	return add(digesting, &digest);
}

static int add_failed(const struct digesting *digesting, struct text path, const struct err *what)
{
	if (what->kind == ERR_LOOK)
		return add_unread(digesting, path, what->message,
			what->remedy[0] ? what->remedy : "mend it, or keep the model itself there");
	*digesting->err = *what;
	return -1;
}

static int digest_content(const struct digesting *digesting, struct text path, struct text content)
{
	struct model_digest digest = {path, NAMED_SHA256, {0}};
	struct pointer_dvc pointer;
	const char *name = arena_copy(digesting->job->arena, path);
	char hex[SHA256_HEX];
	struct err what = {0};

	if (!name)
		return err_nomem(digesting->err);
	if (text_ends(path, ".dvc")) {
		if (pointer_dvc_read(&pointer, content, name, digesting->job->arena, &what) < 0)
			return add_failed(digesting, path, &what);
		digest.kind = NAMED_MD5;
		digest.hex = pointer.md5;
		return add(digesting, &digest);
	}
	if (pointer_lfs(content, &digest.hex))
		return add(digesting, &digest);
	if (hash_sha256_hex(content, hex, digesting->err) < 0)
		return -1;
	digest.hex = arena_text(digesting->job->arena, text_of(hex));
	return digest.hex.ptr ? add(digesting, &digest) : err_nomem(digesting->err);
}

static int digest_path(const struct digesting *digesting, struct text path)
{
	struct text content = {0};
	struct err what = {0};
	uint32_t mode;

	if (job_mode(digesting->job, digesting->side, path, &mode, &what) < 0)
		return add_failed(digesting, path, &what);
	if (mode == MODE_SYMLINK)
		return add_unread(digesting, path,
			"a model's file is a symbolic link, and what it points to can change "
			"without it",
			"keep the model's own bytes under that name, or a pointer of Git LFS or "
			"DVC");
	if (mode == MODE_SUBMODULE)
		return add_unread(digesting, path,
			"a model lies in a submodule, which is not looked into",
			"keep the model, or a pointer of Git LFS or DVC to it, in this repository");
	if (job_read(digesting->job, digesting->side, path, &content, &what) < 0)
		return add_failed(digesting, path, &what);
	return content.ptr ? digest_content(digesting, path, content) : 0;
}

static int digest_glob(const struct digesting *digesting, const char *glob)
{
	struct paths paths = {0};

	if (job_match(digesting->job, digesting->side, glob, &paths, digesting->err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (digest_path(digesting, paths.items[i]) < 0)
			return -1;
	return 0;
}

/* What a glob begins with, up to the first folder that is a pattern: "models/int8" of "models/int8/a*.gguf". */
static struct text literal_folders(struct text glob)
{
	size_t end = 0;

	for (size_t i = 0; i < glob.len && !strchr("*?[{\\", glob.ptr[i]); i++)
		if (glob.ptr[i] == '/')
			end = i;
	return text_slice(glob, 0, end);
}

bool folder_is_above(struct text folder, struct text glob)
{
	struct text folders = literal_folders(glob);

	return folder.len > 0 && folders.len >= folder.len &&
	       text_equal(text_slice(folders, 0, folder.len), folder) &&
	       (folders.len == folder.len || folders.ptr[folder.len] == '/');
}

/* Of each folder that the glob begins with: its pointer, or the submodule that it is. */
static int digest_folders(const struct digesting *digesting, struct text glob)
{
	struct text folders = literal_folders(glob);

	for (size_t end = 1; end <= folders.len; end++) {
		struct text folder = text_slice(folders, 0, end), pointer;
		uint32_t mode = MODE_NONE;

		if (end < folders.len && folders.ptr[end] != '/')
			continue;
		pointer =
			arena_textf(digesting->job->arena, "%.*s.dvc", (int)folder.len, folder.ptr);
		if (!pointer.ptr)
			return err_nomem(digesting->err);
		if (job_mode(digesting->job, digesting->side, folder, &mode, digesting->err) < 0)
			return -1;
		if (mode == MODE_SUBMODULE && digest_path(digesting, folder) < 0)
			return -1;
		if (digest_path(digesting, pointer) < 0)
			return -1;
	}
	return 0;
}

static int digest_locks(const struct digesting *digesting, const struct text_list *globs)
{
	struct err what = {0};

	if (locked_read(digesting->out, digesting->job, digesting->side, globs, &what) < 0)
		return add_failed(digesting, text_of("dvc.lock"), &what);
	return 0;
}

int model_digests_read(struct model_digests *out, const struct check_job *job, enum side side,
	const struct model_options *options, struct err *err)
{
	const struct digesting digesting = {out, job, side, err};

	for (size_t i = 0; i < options->files.count; i++) {
		struct text glob = options->files.items[i];
		const char *plain = arena_copy(job->arena, glob),
			   *dvc = arena_printf(job->arena, "%.*s.dvc", (int)glob.len, glob.ptr);

		if (!plain || !dvc)
			return err_nomem(err);
		if (digest_glob(&digesting, plain) < 0 || digest_glob(&digesting, dvc) < 0 ||
			digest_folders(&digesting, glob) < 0)
			return -1;
	}
	return digest_locks(&digesting, &options->files);
}
