/* SPDX-License-Identifier: Apache-2.0
 *
 * Artifacts whose place in the tree says their version: repositories in Maven's layout ("group/artifact/version/artifact-version.jar"), NuGet's folders
 * ("packages/Id.1.0.0/", "id/1.0.0/"). Under one version nothing of them changes, whatever checksums lie beside; what a lock has a hash of is held to that
 * elsewhere. Below src/ they are what a project is tested with.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/buffer.h"
#include "gate/base/glob.h"
#include "gate/base/hash.h"
#include "gate/base/lfs_pointer.h"

/* The last part of a folder that ends in a slash; the folder is what is before. */
static struct text take_part(struct text *folder)
{
	struct text above = text_slice(*folder, 0, folder->len ? folder->len - 1 : 0), part;

	part = text_slice(above, folder_of(above).len, above.len);
	*folder = folder_of(above);
	return part;
}

static bool is_of_tests(struct text path)
{
	return text_starts(path, "src/") || text_find(path, text_of("/src/")) < path.len ||
	       text_starts(path, "test") || text_find(path, text_of("/test")) < path.len;
}

static bool begins_with(struct text text, struct text begin)
{
	return text.len >= begin.len && text_equal(text_slice(text, 0, begin.len), begin);
}

/* ---- Maven ---- */

static bool is_maven_file(struct text name)
{
	static const char *const ends[] = {
		".jar", ".pom", ".aar", ".war", ".ear", ".module", ".klib", ".zip"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (text_ends(name, ends[i]))
			return true;
	return false;
}

/* "…/left/1.0/left-1.0.jar"; a snapshot is another one each time. */
static bool is_maven(struct text path)
{
	struct text folder = folder_of(path), name = text_slice(path, folder.len, path.len);
	struct text version = take_part(&folder), artifact = take_part(&folder);

	return folder.len && artifact.len && version.len &&
	       isdigit((unsigned char)version.ptr[0]) && is_maven_file(name) &&
	       !text_ends(version, "-SNAPSHOT") && begins_with(name, artifact) &&
	       name.len > artifact.len && name.ptr[artifact.len] == '-' &&
	       begins_with(text_slice(name, artifact.len + 1, name.len), version);
}

/* ---- NuGet ---- */

/* "entry-1" of "entry-1.0.0", as other package managers write it. */
static bool ends_in_number(struct text name)
{
	size_t len = name.len;

	while (len && isdigit((unsigned char)name.ptr[len - 1]))
		len--;
	return len && len < name.len && name.ptr[len - 1] == '-';
}

/* "Id.1.0.0": behind a letter a version of two numbers or more. */
static bool has_version(struct text name)
{
	size_t dots = 0, first = 0;

	for (size_t i = 1; i + 1 < name.len; i++)
		if (name.ptr[i] == '.' && isdigit((unsigned char)name.ptr[i + 1])) {
			first = dots ? first : i;
			dots++;
		}
	return isalpha((unsigned char)name.ptr[0]) &&
	       dots >= (ends_in_number(text_slice(name, 0, first)) ? 3 : 2);
}

static int was_there(
	bool *out, struct judging *judging, struct text folder, struct text file, struct err *err)
{
	struct text path = arena_textf(judging->job->arena, "%.*s%.*s", (int)folder.len, folder.ptr,
		(int)file.len, file.ptr);
	uint32_t mode;

	if (!path.ptr)
		return err_nomem(err);
	if (job_mode(judging->job, SIDE_BASE, path, &mode, err) < 0)
		return -1;
	*out = mode != MODE_NONE;
	return 0;
}

static int had_files(bool *out, struct judging *judging, struct text folder, struct err *err)
{
	const char *glob = glob_in_folder(folder, "**", judging->job->arena);
	struct paths paths = {0};

	if (!glob)
		return err_nomem(err);
	if (job_match(judging->job, SIDE_BASE, glob, &paths, err) < 0)
		return -1;
	*out = paths.count > 0;
	return 0;
}

/* "id/1.0.0/": NuGet leaves its mark there, in a folder that is a feed the archive's hash alone. */
static int is_of_version(bool *out, struct judging *judging, struct text folder, struct text id,
	struct text version, struct err *err)
{
	struct text hash = arena_textf(judging->job->arena, "%.*s.%.*s.nupkg.sha512", (int)id.len,
		id.ptr, (int)version.len, version.ptr);

	if (!hash.ptr)
		return err_nomem(err);
	if (was_there(out, judging, folder, text_of(".nupkg.metadata"), err) < 0)
		return -1;
	return *out ? 0 : was_there(out, judging, folder, hash, err);
}

/* "packages/Id.1.0.0/", or one that holds its own archive; "id/1.0.0/" that NuGet left its mark in. */
static int is_nuget(bool *out, struct judging *judging, struct text folder, struct err *err)
{
	struct text above = folder, name = take_part(&above), top = above;
	struct text file;

	*out = false;
	if (!name.len)
		return 0;
	if (isdigit((unsigned char)name.ptr[0]))
		return is_of_version(out, judging, folder, take_part(&top), name, err);
	if (!has_version(name))
		return 0;
	if (text_is(take_part(&top), "packages"))
		return had_files(out, judging, folder, err);
	file = arena_textf(judging->job->arena, "%.*s.nupkg", (int)name.len, name.ptr);
	return file.ptr ? was_there(out, judging, folder, file, err) : err_nomem(err);
}

/* ---- the change ---- */

/* The package at hand: its files stand together. */
struct kept {
	struct judging *judging;
	const char *lock;   /* by whose format it is told */
	struct text folder; /* or the file; ptr NULL: none */
	struct text path;   /* of the first of its files that is other than it was */
	struct buffer evidence;
	struct keys asked; /* folders: 1, or 2 where it is a package's */
	struct keys rows;  /* artifacts that a proof answers for */
	bool has_rows;
};

/* Folders have many files: each is asked about once. */
static int is_package(bool *out, struct kept *kept, struct text folder, struct err *err)
{
	uint32_t *answer;
	bool is;

	if (keys_add(&kept->asked, folder, &answer, err) < 0)
		return -1;
	if (!*answer) {
		if (is_nuget(&is, kept->judging, folder, err) < 0)
			return -1;
		*answer = is ? 2 : 1;
	}
	*out = *answer == 2;
	return 0;
}

/* The package's folder that a file lies in; ptr NULL where there is none. */
static int find_nuget(struct text *out, struct kept *kept, struct text path, struct err *err)
{
	*out = (struct text){0};
	for (struct text folder = folder_of(path); folder.len; take_part(&folder)) {
		bool is;

		if (is_package(&is, kept, folder, err) < 0)
			return -1;
		if (is) {
			*out = folder;
			return 0;
		}
	}
	return 0;
}

static int report(struct kept *kept, struct err *err)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	const struct subject subject = {
		.format = formats_of_path(found, text_of(kept->lock)) ? found[0] : NULL,
		.head = {.path = kept->path}};
	struct verdict_on on = {
		.rule = "dependencies/vendored-changed", .subject = &subject, .name = kept->folder};
	char digest[SHA256_HEX];

	if (!subject.format)
		return 0;
	if (hash_sha256_hex(buffer_text(&kept->evidence), digest, err) < 0)
		return -1;
	on.to = text_of(digest);
	return judging_report(kept->judging, &on, err,
		"its place says the version that it had before, and its bytes are others");
}

/* Checksums that lie beside are made anew with the file: that they hold says nothing. */
static bool is_answer(const struct proof *row)
{
	return row->state == PROOF_REFUTED ||
	       (row->state == PROOF_PROVED && !text_is(text_of(row->format), "sums"));
}

/* A proof said already what the bytes are: a pin's, or another's, which is a finding of its own. */
static int is_answered(bool *out, struct kept *kept, struct text path, struct err *err)
{
	const struct proving *proving = kept->judging->proving;
	uint32_t *number;

	if (!kept->has_rows) {
		kept->has_rows = true;
		keys_start(&kept->rows, kept->judging->job->arena);
		for (size_t i = 0; proving && i < proving->rows.count; i++) {
			const struct proof *row = &proving->rows.items[i];
			struct text of = row->artifact.len ? row->artifact : row->path;

			if (is_answer(row) && keys_add(&kept->rows, of, &number, err) < 0)
				return -1;
		}
	}
	*out = keys_find(&kept->rows, path) != NULL;
	return 0;
}

/* The end of a package. */
static int leave(struct kept *kept, struct err *err)
{
	bool answered = false;
	int done = 0;

	if (kept->folder.ptr)
		done = is_answered(&answered, kept, kept->path, err);
	if (done == 0 && kept->folder.ptr && !answered)
		done = report(kept, err);
	buffer_free(&kept->evidence);
	kept->evidence = (struct buffer){0};
	kept->folder = (struct text){0};
	return done;
}

/* A pointer of Git LFS to the very bytes that were there. */
static int is_same_by_pointer(
	bool *out, struct kept *kept, const struct file *file, struct err *err)
{
	struct text was, is;
	char hex[SHA256_HEX];

	*out = false;
	if (file->base_mode == MODE_NONE)
		return 0;
	if (job_read(kept->judging->job, SIDE_HEAD, file->path, &is, err) < 0)
		return -1;
	if (!lfs_pointer_is(is))
		return 0;
	if (job_read(kept->judging->job, SIDE_BASE, file->path, &was, err) < 0 ||
		(was.ptr && hash_sha256_hex(was, hex, err) < 0))
		return -1;
	*out = was.ptr && text_is(lfs_pointer_sha256(is), hex);
	return 0;
}

static int add(struct kept *kept, const struct file *file, const char *lock, struct text folder,
	struct err *err)
{
	char hex[OID_HEX];
	bool same;

	if (is_same_by_pointer(&same, kept, file, err) < 0)
		return -1;
	if (same)
		return 0;
	if (!kept->folder.ptr || !text_equal(kept->folder, folder)) {
		if (leave(kept, err) < 0)
			return -1;
		kept->folder = folder;
		kept->path = file->path;
		kept->lock = lock;
	}
	oid_hex(&file->head, hex);
	buffer_add(&kept->evidence, file->path);
	buffer_add(&kept->evidence, text_of(hex));
	return kept->evidence.failed ? err_nomem(err) : 0;
}

static int judge_file(struct kept *kept, const struct file *file, struct err *err)
{
	struct text folder;

	if (file->base_mode != MODE_NONE && is_maven(file->path))
		return add(kept, file, "gradle.lockfile", file->path, err);
	if (find_nuget(&folder, kept, file->path, err) < 0)
		return -1;
	return folder.ptr ? add(kept, file, "packages.lock.json", folder, err) : 0;
}

static int judge_all(struct kept *kept, struct err *err)
{
	const struct change *change = kept->judging->job->change;

	for (size_t i = 0; change->has_base && i < change->file_count; i++) {
		const struct file *file = &change->files[i];

		if (file->head_mode != MODE_NONE && !oid_equal(&file->base, &file->head) &&
			!is_of_tests(file->path) && judge_file(kept, file, err) < 0)
			return -1;
	}
	return leave(kept, err);
}

int judge_kept_versions(struct judging *judging, struct err *err)
{
	struct kept kept = {.judging = judging};
	int done;

	keys_start(&kept.asked, judging->job->arena);
	done = judge_all(&kept, err);
	buffer_free(&kept.evidence);
	return done;
}
