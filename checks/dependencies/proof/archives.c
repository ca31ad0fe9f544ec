/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives of packages that are committed (an offline mirror, a folder of wheels, `file:` in a lock), held to the hash that a lock of
 * the repository has of them. One row a kind. A wheel that no lock names is held to its own RECORD, which proves
 * nothing and refutes much.
 */
#include <string.h>

#include "checks/dependencies/proof/record_check.h"
#include "checks/dependencies/subjects.h"

/* One kind of archive. */
struct archive_kind_of {
	const char *const *suffixes;
	const char *const *formats; /* of locks that have its hash */
	/* Whether an entry, of a lock in that folder, is about a file of that name. */
	bool (*is_of)(const struct pin *pin, struct text lock_folder, struct text path);
	bool is_surely; /* no other file has such a suffix: without a lock it is counted */
};

static struct text name_of(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

/* Without scope: "@s/n" is "n". */
static struct text plain_name(struct text name)
{
	return name_of(name);
}

/* "name-version" + suffix */
static bool is_joined(struct text file, struct text name, struct text version, const char *suffix)
{
	size_t len = strlen(suffix);

	return name.len && version.len && file.len == name.len + 1 + version.len + len &&
	       memcmp(file.ptr, name.ptr, name.len) == 0 && file.ptr[name.len] == '-' &&
	       memcmp(file.ptr + name.len + 1, version.ptr, version.len) == 0 &&
	       text_ends(file, suffix);
}

/* ---- npm and its like ---- */

/* The file that "file:x.tgz" or "https://host/x.tgz#hash" names. */
static struct text last_of(struct text source)
{
	source = text_slice(source, 0, text_find(source, text_of("#")));
	source = text_slice(source, 0, text_find(source, text_of("?")));
	return name_of(source);
}

/* "@scope-name-1.0.0.tgz": yarn's offline mirror. */
static bool is_scoped(struct text file, const struct pin *pin)
{
	size_t slash = text_find(pin->name, text_of("/"));
	struct text scope = text_slice(pin->name, 0, slash);

	return slash < pin->name.len && file.len > scope.len && file.ptr[scope.len] == '-' &&
	       memcmp(file.ptr, scope.ptr, scope.len) == 0 &&
	       is_joined(text_slice(file, scope.len + 1, file.len), plain_name(pin->name),
		       pin->version, ".tgz");
}

/* The file that "file:../x.tgz#hash" of a lock in that folder names. */
static bool is_file_source(struct text source, struct text folder, struct text path)
{
	source = text_slice(source, 0, text_find(source, text_of("#")));
	while (text_starts(source, "./") || text_starts(source, "../")) {
		if (source.ptr[1] == '.') {
			if (!folder.len)
				return false; /* outside of the repository */
			folder = folder_of(text_slice(folder, 0, folder.len - 1));
		}
		source = text_slice(source, source.ptr[1] == '.' ? 3 : 2, source.len);
	}
	return path.len == folder.len + source.len &&
	       text_equal(text_slice(path, folder.len, path.len), source) &&
	       text_equal(text_slice(path, 0, folder.len), folder);
}

static bool is_npm(const struct pin *pin, struct text lock_folder, struct text path)
{
	struct text file = name_of(path);

	if (text_starts(pin->source, "file:"))
		return is_file_source(text_slice(pin->source, strlen("file:"), pin->source.len),
			lock_folder, path);
	if (is_scoped(file, pin))
		return true;
	return pin->name.ptr && !memchr(pin->name.ptr, '/', pin->name.len) &&
	       (is_joined(file, pin->name, pin->version, ".tgz") ||
		       text_equal(last_of(pin->source), file));
}

/* ---- Python ---- */

static bool is_separator(char byte)
{
	return byte == '-' || byte == '_' || byte == '.';
}

/* Takes the next letter off, in lower case; '-' for a run of separators; NUL at the end. */
static char next_letter(struct text *rest)
{
	char letter = rest->len ? rest->ptr[0] : '\0';
	bool is_run = is_separator(letter);

	do
		*rest = text_slice(*rest, 1, rest->len);
	while (is_run && rest->len && is_separator(rest->ptr[0]));
	if (is_run)
		return '-';
	return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* PEP 503 and PEP 427: runs of "-", "_" and "." are the same, and case plays no part. */
static bool same_python_name(struct text a, struct text b)
{
	while (a.len && b.len)
		if (next_letter(&a) != next_letter(&b))
			return false;
	return !a.len && !b.len;
}

/* "name-version-…" or "name-version.tar.gz" */
static bool is_version_behind(struct text file, size_t dash, struct text version)
{
	struct text rest = text_slice(file, dash + 1, file.len);

	return version.len && rest.len > version.len &&
	       memcmp(rest.ptr, version.ptr, version.len) == 0 &&
	       (rest.ptr[version.len] == '-' || rest.ptr[version.len] == '.');
}

static bool is_python(const struct pin *pin, struct text lock_folder, struct text path)
{
	struct text file = name_of(path), version = pin->version;

	(void)lock_folder;
	if (pin->artifact.len)
		return text_equal(name_of(pin->artifact), file);
	if (text_starts(version, "=="))
		version = text_trim(text_slice(version, 2, version.len));
	for (size_t i = 1; i < file.len; i++)
		if (file.ptr[i] == '-' && is_version_behind(file, i, version) &&
			same_python_name(text_slice(file, 0, i), pin->name))
			return true;
	return false;
}

/* ---- crates ---- */

static bool is_crate(const struct pin *pin, struct text lock_folder, struct text path)
{
	(void)lock_folder;
	return is_joined(name_of(path), pin->name, pin->version, ".crate");
}

/* ---- the table ---- */

static const char *const npm_suffixes[] = {".tgz", NULL}, *const wheel_suffixes[] = {".whl", NULL},
			 *const sdist_suffixes[] = {".tar.gz", ".zip", NULL},
			 *const crate_suffixes[] = {".crate", NULL};
static const char *const npm_formats[] = {"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock", NULL};
static const char *const python_formats[] = {
	"pip-requirements", "uv-lock", "poetry-lock", "pdm-lock", "pylock", "pipfile-lock", NULL};
static const char *const cargo_formats[] = {"cargo-lock", NULL};

static const struct archive_kind_of kinds[] = {
	{npm_suffixes, npm_formats, is_npm, false},
	{wheel_suffixes, python_formats, is_python, true},
	{sdist_suffixes, python_formats, is_python, false},
	{crate_suffixes, cargo_formats, is_crate, true},
};

static const struct archive_kind_of *kind_of(struct text path)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (const char *const *suffix = kinds[i].suffixes; *suffix; suffix++)
			if (text_ends(path, *suffix))
				return &kinds[i];
	return NULL;
}

/* ---- one archive ---- */

struct held {
	struct proving *proving;
	const struct archive_kind_of *kind;
	struct text content;
	struct proof proof;
	bool is_named, is_away; /* away: it is a pointer, and what it stands for was not fetched */
};

/* The object that a pointer of Git LFS stands for, where it was fetched. */
static int read_lfs(struct text *out, const struct held *held, struct err *err)
{
	static const char marker[] = "\noid sha256:";
	size_t at = text_find(held->content, text_of(marker)) + strlen(marker);
	struct check_job reading = *held->proving->job;

	reading.arena = held->proving->arena;
	return job_read_lfs(&reading, text_slice(held->content, at, at + 64), out, err);
}

/* Once it is known to be of interest. Of a link the target's text is read, which is no archive. */
static int read_archive(struct held *held, struct err *err)
{
	if (held->content.ptr || held->is_away)
		return 0;
	if (proving_read(&held->content, held->proving, SIDE_HEAD, held->proof.path, err) < 0)
		return -1;
	if (text_starts(held->content, "version https://git-lfs.github.com/spec/") &&
		read_lfs(&held->content, held, err) < 0)
		return -1;
	held->is_away = !held->content.ptr;
	return 0;
}

/* Any entry that it fits proves it: a lock may have several of one name. */
static int hold_to_lock(struct held *held, const char *format, const struct lock *lock,
	struct text lock_path, struct err *err)
{
	for (size_t i = 0; i < lock->pins.count && held->proof.state != PROOF_PROVED; i++) {
		const struct pin *pin = &lock->pins.items[i];
		struct proof answer = held->proof;

		if (!pin->digest_count ||
			!held->kind->is_of(pin, folder_of(lock_path), held->proof.path))
			continue;
		held->is_named = true;
		if (read_archive(held, err) < 0)
			return -1;
		if (!held->content.ptr)
			return 0;
		answer.format = format;
		answer.name = pin->name;
		answer.version = pin->version;
		if (proof_hold(&answer, held->proving, pin, held->content, err) < 0)
			return -1;
		held->proof = answer;
	}
	return 0;
}

static int hold_to_locks(struct held *held, struct err *err)
{
	for (const char *const *format = held->kind->formats; *format; format++) {
		struct proof_locks locks;

		if (proving_locks(&locks, held->proving, *format, err) < 0)
			return -1;
		for (size_t i = 0; i < locks.count; i++)
			if (hold_to_lock(held, *format, locks.items[i], locks.paths[i], err) < 0)
				return -1;
	}
	return 0;
}

static int conclude(struct held *held, struct err *err)
{
	held->proof.what = "the archive here is not one that the lock has a hash of";
	if (held->is_named && held->is_away && held->proving->job->change->has_base)
		check_incomplete(held->proving->job, held->proof.path,
			"a lock has a hash of this archive, and it is a pointer of Git LFS whose "
			"object is not here",
			"fetch it: git lfs fetch");
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
	return proving_add(held->proving, &held->proof, err);
}

static int prove_file(struct proving *proving, const struct file *file,
	const struct archive_kind_of *kind, struct err *err)
{
	struct held held = {.proving = proving,
		.kind = kind,
		.proof = {.format = kind->formats[0], .path = file->path}};

	return hold_to_locks(&held, err) < 0 ? -1 : conclude(&held, err);
}

/* Zips of yarn have a prover of their own. A link in the place of an archive is another archive. */
static bool is_archive(const struct file *file)
{
	bool was_file = file->base_mode == MODE_FILE || file->base_mode == MODE_EXECUTABLE;

	if (text_ends(file->path, ".zip") &&
		text_find(file->path, text_of(".yarn/cache/")) < file->path.len)
		return false;
	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE ||
	       (file->head_mode == MODE_SYMLINK && was_file);
}

static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		const struct file *file = &proving->files[i];
		const struct archive_kind_of *kind = kind_of(file->path);

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
	const struct archive_kind_of *kind, struct err *err)
{
	for (const char *const *suffix = kind->suffixes; *suffix; suffix++) {
		struct paths paths;

		const char *glob = arena_printf(proving->arena, "**/*%s", *suffix);

		if (!glob)
			return err_nomem(err);
		if (proving_match(&paths, proving, text_of(""), glob, err) < 0)
			return -1;
		for (size_t i = 0; i < paths.count && out->state == PROOF_OPEN; i++)
			if (kind->is_of(pin, folder_of(out->path), paths.items[i]) &&
				prove_by(out, proving, pin, paths.items[i], err) < 0)
				return -1;
	}
	return 0;
}

/* The whole tree is only looked through where it is judged as a whole. */
static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && out->state == PROOF_OPEN; i++)
		if (lists(kinds[i].formats, out->format) &&
			(!proving->job->change->has_base || text_starts(pin->source, "file:")) &&
			prove_by_kind(out, proving, pin, &kinds[i], err) < 0)
			return -1;
	return 0;
}

static const char *const formats_taken[] = {"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock",
	"pip-requirements", "uv-lock", "poetry-lock", "pdm-lock", "pylock", "pipfile-lock",
	"cargo-lock", NULL};

extern const struct prover prover_archives;
const struct prover prover_archives = {
	.name = "archives", .formats = formats_taken, .pin = prove, .tree = tree};
