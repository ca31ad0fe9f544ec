/* SPDX-License-Identifier: Apache-2.0
 *
 * Finds the vendored trees that the change touches. Files of a change are sorted by path, so those of one
 * folder stand together, and the first of them is where the folder is judged.
 */
#include "checks/dependencies/vendored.h"

#include <string.h>

#include "gate/base/glob.h"
#include "gate/base/keys.h"

static const char list_name[] = ".cargo-checksum.json", modules_name[] = "modules.txt";

/* The folders that were asked for already. */
struct search {
	struct judging *judging;
	struct keys folders;
	struct vendored_locks locks;
};

/* ---- for both kinds ---- */

struct text vendored_path(const struct vendored *vendored, struct text folder, struct text rest)
{
	char *path = arena_printf(
		vendored->arena, "%.*s%.*s", (int)folder.len, folder.ptr, (int)rest.len, rest.ptr);

	return (struct text){path, folder.len + rest.len};
}

int vendored_read(struct text *out, const struct vendored *vendored, enum side side,
	struct text path, struct err *err)
{
	struct check_job reading = *vendored->judging->job;

	*out = (struct text){0};
	if (!path.ptr)
		return err_nomem(err);
	reading.arena = vendored->arena;
	return job_read(&reading, side, path, out, err);
}

static const struct format *format_named(const char *name)
{
	for (size_t i = 0; i < formats.count; i++)
		if (strcmp(formats.items[i]->name, name) == 0)
			return formats.items[i];
	return NULL;
}

/* An edit that the change itself shows is told once, and in the same words whether or not a cache has the archive that refutes it too. */
static int is_told(bool *out, const struct vendored *vendored,
	const struct vendored_finding *finding, struct err *err)
{
	struct judging *judging = vendored->judging;
	struct text path = finding->path;
	uint32_t *number;

	*out = strcmp(finding->rule, "dependencies/proof-refuted") == 0 &&
	       keys_find(&judging->told, path);
	if (*out || strcmp(finding->rule, "dependencies/proof-refuted") == 0)
		return 0;
	path = arena_text(judging->job->arena, path);
	return path.ptr ? keys_add(&judging->told, path, &number, err) : err_nomem(err);
}

int vendored_report(
	const struct vendored *vendored, const struct vendored_finding *finding, struct err *err)
{
	bool told;
	const struct subject subject = {
		.format = format_named(finding->ecosystem_format), .head = {.path = finding->path}};
	const struct verdict_on on = {.rule = finding->rule,
		.subject = &subject,
		.name = finding->name,
		.version = finding->version,
		.artifact = finding->path,
		.from = finding->from,
		.to = finding->to,
		.line = finding->line,
		.column = finding->line ? 1 : 0,
		.known = finding->known};

	if (!subject.format)
		return err_set(
			err, ERR_INTERNAL, "there is no format %s", finding->ecosystem_format);
	if (is_told(&told, vendored, finding, err) < 0)
		return -1;
	if (told)
		return 0;
	if (finding->from.len && finding->to.len)
		return judging_report(vendored->judging, &on, err,
			"%.*s%s%.*s: %s; expected %.*s, computed %.*s", SHOWN(finding->name),
			finding->version.len ? " " : "", SHOWN(finding->version), finding->what,
			SHOWN(finding->from), SHOWN(finding->to));
	return judging_report(vendored->judging, &on, err, "%.*s%s%.*s: %s", SHOWN(finding->name),
		finding->version.len ? " " : "", SHOWN(finding->version), finding->what);
}

/* ---- finding them ---- */

static int has_file(bool *out, const struct search *search, struct text folder, const char *name,
	struct err *err)
{
	struct arena *arena = search->judging->job->arena;
	char *path = arena_printf(arena, "%.*s%s", (int)folder.len, folder.ptr, name);
	uint32_t mode = MODE_NONE;

	if (!path)
		return err_nomem(err);
	if (job_mode(search->judging->job, SIDE_HEAD, text_of(path), &mode, err) < 0)
		return -1;
	if (mode == MODE_NONE && search->judging->job->change->has_base &&
		job_mode(search->judging->job, SIDE_BASE, text_of(path), &mode, err) < 0)
		return -1;
	*out = mode == MODE_FILE || mode == MODE_EXECUTABLE;
	return 0;
}

static size_t count_below(const struct change *change, size_t from, struct text folder)
{
	size_t end = from;

	while (end < change->file_count && change->files[end].path.len > folder.len &&
		memcmp(change->files[end].path.ptr, folder.ptr, folder.len) == 0)
		end++;
	return end - from;
}

typedef int judge_folder(const struct vendored *vendored, struct err *err);

static int judge_as(judge_folder *judge, struct search *search, struct text folder, size_t from,
	struct err *err)
{
	const struct change *change = search->judging->job->change;
	struct vendored vendored = {.judging = search->judging,
		.arena = arena_new(),
		.folder = folder,
		.locks = &search->locks,
		.files = change->files + from,
		.file_count = count_below(change, from, folder)};
	int done;

	if (!vendored.arena)
		return err_nomem(err);
	check_examined(search->judging->job, "vendored files", vendored.file_count);
	done = judge(&vendored, err);
	arena_free(vendored.arena);
	return done;
}

/* A folder may be both: none of them may hide the other. */
static int judge_folder_at(struct search *search, struct text folder, size_t from, struct err *err)
{
	bool is_crate = false, is_modules = false;

	if (has_file(&is_crate, search, folder, list_name, err) < 0 ||
		(is_crate && judge_as(vendored_crate, search, folder, from, err) < 0))
		return -1;
	if (!text_ends(folder, "/vendor/") && !text_is(folder, "vendor/"))
		return 0;
	if (has_file(&is_modules, search, folder, modules_name, err) < 0)
		return -1;
	return is_modules ? judge_as(vendored_modules, search, folder, from, err) : 0;
}

/* All folders of a path, each once: a list that was put above or below the true one does not take its place. */
static int judge_path(struct search *search, size_t from, struct err *err)
{
	struct text path = search->judging->job->change->files[from].path;

	for (size_t i = 0; i < path.len; i++) {
		struct text folder = text_slice(path, 0, i + 1);
		uint32_t *number;

		if (path.ptr[i] != '/')
			continue;
		if (keys_add(&search->folders, folder, &number, err) < 0)
			return -1;
		if (*number)
			continue;
		*number = 1;
		if (judge_folder_at(search, folder, from, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- links ---- */

/* What a folder with copies of packages has in it. Folders of packages that managers make links to themselves (node_modules) are not. */
static const char *const kept[] = {"**/.cargo-checksum.json", "**/vendor/modules.txt",
	"**/.yarn/cache/*.zip", "**/*.dist-info/RECORD", "**/*.tgz", "**/*.whl", "**/*.crate",
	"**/*.gem", "**/*.nupkg", "**/terraform-provider-*.zip", "**/*_*/terraform-provider-*",
	"**/modules/*/*/source.json", NULL};

static bool is_kept(struct text path)
{
	for (const char *const *glob = kept; *glob; glob++)
		if (glob_match(text_of(*glob), path))
			return true;
	return false;
}

/* The first file behind those that a path comes before. */
static size_t first_below(const struct change *change, struct text folder)
{
	size_t low = 0, high = change->file_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (text_compare(change->files[middle].path, folder) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int report_link(
	const struct search *search, struct text link, struct text was, struct err *err)
{
	const struct vendored vendored = {
		.judging = search->judging, .arena = search->judging->job->arena};
	const struct vendored_finding finding = {.rule = "dependencies/vendored-changed",
		.ecosystem_format = "sums",
		.path = link,
		.name = link,
		.to = was,
		.what = "is a link, and was a folder of packages that are kept here: what it leads "
			"to "
			"is held to nothing"};

	return vendored_report(&vendored, &finding, err);
}

/* No package manager puts a link there, and behind one nothing has a base that it could be held to. */
static int judge_link(const struct search *search, const struct file *link, struct err *err)
{
	const struct change *change = search->judging->job->change;
	struct arena *arena = search->judging->job->arena;
	struct text folder;

	if (link->head_mode != MODE_SYMLINK || link->base_mode != MODE_NONE)
		return 0;
	folder = arena_textf(arena, "%.*s/", (int)link->path.len, link->path.ptr);
	if (!folder.ptr)
		return err_nomem(err);
	for (size_t i = first_below(change, folder); i < change->file_count; i++) {
		const struct file *file = &change->files[i];

		if (!text_starts(file->path, folder.ptr))
			return 0;
		if (file->base_mode != MODE_NONE && is_kept(file->path))
			return report_link(search, link->path, file->path, err);
	}
	return 0;
}

int judge_vendored(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;
	struct search search = {.judging = judging};

	if (!change->has_base)
		return 0; /* everything is new: nothing was changed */
	keys_start(&search.folders, judging->job->arena);
	for (size_t i = 0; i < change->file_count && !job_stopped(judging->job); i++)
		if (judge_path(&search, i, err) < 0 ||
			judge_link(&search, &change->files[i], err) < 0)
			return -1;
	return 0;
}
