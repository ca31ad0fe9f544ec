/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/dvc.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/keys.h"

/* One folder under way. */
struct folder {
	struct proving *proving;
	struct proof *proof;
	struct text top;    /* of the .dvc file */
	struct text output; /* with its slash; "" where it leads out of the top */
	bool is_folded;
	size_t here;                   /* entries whose bytes were hashed */
	struct arena *arena, *scratch; /* the call's, and one for each file in turn */
};

static int refute(struct folder *folder, struct text path, const char *what, struct err *err)
{
	folder->proof->state = PROOF_REFUTED;
	folder->proof->artifact = arena_text(folder->arena, path);
	folder->proof->what = what;
	folder->proof->expected = folder->proof->computed = text_of("");
	return folder->proof->artifact.ptr ? 0 : err_nomem(err);
}

/* A file's bytes need not be there when the next one is read. */
static void next_file(struct folder *folder)
{
	arena_reset(folder->scratch);
	folder->proving->arena = folder->scratch;
}

/* ---- what a listing names ---- */

static int hold(struct folder *folder, const struct dvc_entry *entry, struct text path,
	struct text bytes, const char *what, struct err *err)
{
	bool holds, can;

	if (!bytes.ptr || folder->proof->state == PROOF_REFUTED)
		return 0;
	if (dvc_md5_holds(&holds, &can, entry->md5, bytes, folder->is_folded,
		    folder->proving->arena, err) < 0)
		return -1;
	return can && !holds ? refute(folder, path, what, err) : 0;
}

static int hold_entry(struct folder *folder, const struct dvc_entry *entry, struct err *err)
{
	struct proving *proving = folder->proving;
	struct text path, object, file = {0};

	if (dvc_object_read(&object, &path, proving, folder->top, entry->md5, "", err) < 0 ||
		hold(folder, entry, path, object,
			"an object in DVC's cache is not the one of its digest", err) < 0)
		return -1;
	if (folder->output.len) {
		path = arena_textf(proving->arena, "%.*s%.*s", (int)folder->output.len,
			folder->output.ptr, (int)entry->path.len, entry->path.ptr);
		if (dvc_file_read(&file, proving, path, err) < 0 ||
			hold(folder, entry, path, file,
				"a file of the output is not the one that DVC tracks", err) < 0)
			return -1;
	}
	folder->here += object.ptr || file.ptr;
	return 0;
}

static int hold_entries(struct folder *folder, const struct dvc_listing *listing, struct err *err)
{
	for (size_t i = 0; i < listing->count && folder->proof->state == PROOF_PROVED &&
			   !job_stopped(folder->proving->job);
		i++) {
		next_file(folder);
		if (hold_entry(folder, &listing->items[i], err) < 0)
			return -1;
	}
	folder->proving->arena = folder->arena;
	return 0;
}

/* ---- what lies in the output ---- */

/* What git and DVC keep for themselves is no data. */
static bool is_own(struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	return text_is(name, ".gitignore") || text_ends(name, ".dvc");
}

static int match(struct paths *out, struct folder *folder, struct err *err)
{
	struct check_job reading = *folder->proving->job;
	struct err own = {0};
	char *glob = NULL;

	*out = (struct paths){0};
	for (size_t i = 0; i < folder->output.len; i++)
		if (strchr("*?[]{}\\", folder->output.ptr[i]))
			return 0;
	reading.arena = folder->proving->arena;
	glob = arena_printf(reading.arena, "%.*s**", (int)folder->output.len, folder->output.ptr);
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_WORKSPACE, glob, out, &own) == 0)
		return 0;
	*out = (struct paths){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* What .dvcignore leaves out is not known here. */
static int may_leave_out(bool *out, struct proving *proving, struct err *err)
{
	struct paths ignored;

	if (proving_match(&ignored, proving, text_of(""), "**/.dvcignore", err) < 0)
		return -1;
	*out = ignored.count > 0;
	for (size_t i = 0; i < ignored.count; i++) {
		struct text content, line;

		*out = i > 0;
		if (proving_read(&content, proving, SIDE_HEAD, ignored.items[i], err) < 0)
			return -1;
		while (!*out && text_next_line(&content, &line))
			*out = line.len && line.ptr[0] != '#' && line.ptr[0] != '\r';
		if (*out)
			return 0;
	}
	return 0;
}

static int find_unlisted(struct folder *folder, const struct dvc_listing *listing, struct err *err)
{
	struct keys listed = {0};
	struct paths paths;
	uint32_t *number;
	bool leaves_out = true;

	if (may_leave_out(&leaves_out, folder->proving, err) < 0)
		return -1;
	if (leaves_out)
		return 0;
	keys_start(&listed, folder->proving->arena);
	for (size_t i = 0; i < listing->count; i++)
		if (keys_add(&listed, listing->items[i].path, &number, err) < 0)
			return -1;
	if (match(&paths, folder, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && folder->proof->state != PROOF_REFUTED; i++) {
		struct text rest =
			text_slice(paths.items[i], folder->output.len, paths.items[i].len);

		if (!is_own(rest) && !keys_find(&listed, rest))
			return refute(folder, paths.items[i],
				"a file lies in the output that DVC does not track", err);
	}
	return 0;
}

/* ---- the listing itself ---- */

static int hold_listing(struct folder *folder, struct text content, const struct pin *pin,
	struct text path, struct err *err)
{
	struct err own = {0};
	struct dvc_listing listing;

	folder->proof->what = "the listing in DVC's cache is not the one of this digest";
	folder->proof->artifact = path;
	if (proof_hold(folder->proof, folder->proving, pin, content, err) < 0)
		return -1;
	if (folder->proof->state != PROOF_PROVED)
		return 0;
	if (dvc_listing_read(&listing, content, "the listing", folder->proving->arena, &own) < 0)
		return proving_broken(folder->proof, folder->proving, path, true, &own, err);
	if (hold_entries(folder, &listing, err) < 0)
		return -1;
	if (folder->proof->state == PROOF_PROVED && folder->output.len &&
		find_unlisted(folder, &listing, err) < 0)
		return -1;
	if (folder->proof->state == PROOF_PROVED && folder->here < listing.count) {
		folder->proof->state = PROOF_OPEN;
		folder->proof->reason = PROOF_LIST_ONLY;
	}
	return 0;
}

/* Without a listing in a cache one is made of the output. */
static int add_file(
	struct folder *folder, struct dvc_listing *listing, struct text path, struct err *err)
{
	struct arena *arena = folder->arena;
	unsigned char made[LONGEST_DIGEST];
	struct dvc_entry entry;
	struct text bytes;
	size_t len;

	if (is_own(path))
		return 0;
	if (dvc_file_read(&bytes, folder->proving, path, err) < 0 ||
		proof_digest(made, &len, DIGEST_MD5, bytes, err) < 0)
		return -1;
	entry = (struct dvc_entry){
		proof_hex(arena, made, len), text_slice(path, folder->output.len, path.len)};
	if (!entry.md5.ptr || arena_reserve(arena, (void **)&listing->items, &listing->capacity,
				      listing->count + 1, sizeof(*listing->items)) < 0)
		return err_nomem(err);
	listing->items[listing->count++] = entry;
	return 0;
}

static int list_output(struct dvc_listing *out, struct folder *folder, struct err *err)
{
	struct paths paths;

	if (match(&paths, folder, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && !job_stopped(folder->proving->job); i++) {
		next_file(folder);
		if (add_file(folder, out, paths.items[i], err) < 0)
			return -1;
	}
	folder->proving->arena = folder->arena;
	return 0;
}

static int hold_output(struct folder *folder, const struct pin *pin, struct err *err)
{
	struct dvc_listing listing = {0};
	struct text written;
	struct proof answer = *folder->proof;
	bool leaves_out;

	if (may_leave_out(&leaves_out, folder->proving, err) < 0 ||
		list_output(&listing, folder, err) < 0)
		return -1;
	/* A part of the files has another listing. */
	if (listing.count == 0 || job_stopped(folder->proving->job))
		return 0;
	if (dvc_listing_write(&written, &listing, folder->proving->arena, err) < 0)
		return -1;
	answer.artifact = folder->output;
	if (proof_hold(&answer, folder->proving, pin, written, err) < 0)
		return -1;
	if (answer.state == PROOF_REFUTED && (leaves_out || folder->is_folded)) {
		/* What it leaves out, or folds, makes another listing by design. */
		folder->proof->reason = PROOF_OTHER_BYTES;
		return 0;
	}
	answer.what = "the output is not the one that DVC tracks";
	*folder->proof = answer;
	return 0;
}

static int prove_folder(struct folder *folder, const struct pin *pin, struct err *err)
{
	struct text md5 = proof_hex(folder->arena, (const unsigned char *)pin->digests[0].bytes.ptr,
		pin->digests[0].bytes.len);
	struct text content, path;

	if (!md5.ptr)
		return err_nomem(err);
	if (sum_is_below(pin->name)) {
		bool has_slash = text_ends(pin->name, "/");

		folder->output = arena_textf(folder->arena, "%.*s%.*s%s", (int)folder->top.len,
			folder->top.ptr, (int)pin->name.len, pin->name.ptr, has_slash ? "" : "/");
		if (!folder->output.ptr)
			return err_nomem(err);
	}
	if (dvc_object_read(&content, &path, folder->proving, folder->top, md5, ".dir", err) < 0)
		return -1;
	if (content.ptr)
		return hold_listing(folder, content, pin, path, err);
	return folder->output.len ? hold_output(folder, pin, err) : 0;
}

int dvc_prove_folder(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct folder folder = {.proving = proving,
		.proof = out,
		.top = folder_of(out->path),
		.is_folded = pin->digests[0].is_folded,
		.output = text_of(""),
		.arena = proving->arena,
		.scratch = arena_new()};
	int done = folder.scratch ? prove_folder(&folder, pin, err) : err_nomem(err);

	proving->arena = folder.arena;
	arena_free(folder.scratch);
	return done;
}
