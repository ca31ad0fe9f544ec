/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives of packages that are committed (an offline mirror, a folder of wheels, `file:` in a lock), held to the hash that a lock of
 * the repository has of them. A wheel that no lock names is held to its own RECORD, which proves
 * nothing and refutes much.
 */
#include <string.h>

#include "checks/dependencies/proof/archive_index.h"
#include "checks/dependencies/proof/record_check.h"
#include "checks/dependencies/subjects.h"

static struct text name_of(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

/* ---- one archive ---- */

struct held {
	struct proving *proving;
	const struct archived_kind *kind;
	struct text content;
	struct proof proof;
	bool is_named, is_away; /* away: it is a pointer, and what it stands for was not fetched */
};

/* Once it is known to be of interest. Of a link the target's text is read, which is no archive. */
static int read_archive(struct held *held, struct err *err)
{
	return held->content.ptr || held->is_away
		       ? 0
		       : proving_read_object(&held->content, &held->is_away, held->proving,
				 held->proof.path, err);
}

static int hold_to_entry(struct held *held, const struct archived_entry *entry, struct err *err)
{
	struct proof answer = held->proof;

	held->is_named = true;
	if (read_archive(held, err) < 0)
		return -1;
	if (!held->content.ptr)
		return 0;
	answer.format = entry->format;
	answer.name = entry->pin->name;
	answer.version = entry->pin->version;
	if (proof_hold(&answer, held->proving, entry->pin, held->content, err) < 0)
		return -1;
	held->proof = answer;
	return 0;
}

/* Any entry that it fits proves it: a lock may have several of one name. */
static int hold_to_locks(struct held *held, struct err *err)
{
	struct archived_entries entries;

	if (archive_index_entries(&entries, held->proving, held->kind, held->proof.path, err) < 0)
		return -1;
	for (size_t i = 0; i < entries.count && held->proof.state != PROOF_PROVED; i++)
		if (hold_to_entry(held, entries.items[i], err) < 0)
			return -1;
	return 0;
}

static int conclude(struct held *held, struct err *err)
{
	held->proof.what = "the archive here is not one that the lock has a hash of";
	if (held->is_named && held->is_away)
		proving_away(held->proving, held->proof.path);
	if (held->is_named)
		return proving_add(held->proving, &held->proof, err);
	if (!held->kind->is_surely)
		return 0;
	held->proof.name = name_of(held->proof.path);
	held->proof.reason = PROOF_NO_LOCK;
	if (read_archive(held, err) < 0)
		return -1;
	if (held->content.ptr && text_ends(held->proof.path, ".whl"))
		return record_check_wheel(held->proving, &held->proof, held->content, err);
	if (proving_replaced(held->proving, &held->proof, err) < 0)
		return -1;
	return proving_add(held->proving, &held->proof, err);
}

static int prove_file(struct proving *proving, const struct file *file,
	const struct archived_kind *kind, struct err *err)
{
	struct held held = {.proving = proving,
		.kind = kind,
		.proof = {.format = kind->formats[0], .path = file->path}};

	return hold_to_locks(&held, err) < 0 ? -1 : conclude(&held, err);
}

/* Zips of yarn have a prover of their own. */
static bool is_archive(const struct file *file)
{
	if (text_ends(file->path, ".zip") &&
		text_find(file->path, text_of(".yarn/cache/")) < file->path.len)
		return false;
	return proving_may_be_artifact(file);
}

static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		const struct file *file = &proving->files[i];
		const struct archived_kind *kind = archived_kind_of(file->path);

		if (!kind || !is_archive(file))
			continue;
		if (prove_file(proving, file, kind, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

/* ---- entries of locks ---- */

static int prove_by(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text path, struct err *err)
{
	struct proof answer = *out;
	struct text content;

	if (proving_read(&content, proving, SIDE_HEAD, path, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	answer.artifact = path;
	answer.what = "the archive here is not one that the lock has a hash of";
	if (proof_hold(&answer, proving, pin, content, err) < 0)
		return -1;
	if (answer.state == PROOF_PROVED)
		*out = answer;
	return 0;
}

static bool lists(const char *const *formats_of, const char *format)
{
	for (; *formats_of; formats_of++)
		if (strcmp(*formats_of, format) == 0)
			return true;
	return false;
}

/* An archive of another name or hash is told with its file; here it only counts that one proves the entry. */
static int prove_by_kind(struct proof *out, struct proving *proving, const struct pin *pin,
	const struct archived_kind *kind, struct err *err)
{
	struct paths paths;

	if (archive_index_files(&paths, proving, kind, pin, folder_of(out->path), err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && out->state == PROOF_OPEN; i++)
		if (prove_by(out, proving, pin, paths.items[i], err) < 0)
			return -1;
	return 0;
}

/* The whole tree is only looked through where it is judged as a whole. */
static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	for (size_t i = 0; i < archived_kinds.count && out->state == PROOF_OPEN; i++)
		if (lists(archived_kinds.items[i].formats, out->format) &&
			(!proving->job->change->has_base || text_starts(pin->source, "file:")) &&
			prove_by_kind(out, proving, pin, &archived_kinds.items[i], err) < 0)
			return -1;
	return 0;
}

static const char *const formats_taken[] = {"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock",
	"pip-requirements", "uv-lock", "poetry-lock", "pdm-lock", "pylock", "pipfile-lock",
	"cargo-lock", NULL};

extern const struct prover prover_archives;
const struct prover prover_archives = {
	.name = "archives", .formats = formats_taken, .pin = prove, .tree = tree};
