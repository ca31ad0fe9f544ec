/* SPDX-License-Identifier: Apache-2.0
 *
 * Packages that are committed as they were installed, without a hash of any file: node_modules, Composer's vendor/, Pods, Bundler's gems and
 * repositories. The lock beside them, or the folder's name, says which package a folder is a copy of: where that is the same as before, so
 * are its files. Top folders without a lock, and those that it does not name, are the project's own. What is taken out of one is not
 * told: such trees are pruned by hand.
 */
#include "checks/dependencies/rules/kept.h"

#include <string.h>

#include "checks/dependencies/subjects.h"
#include "checks/dependencies/vendored.h"
#include "gate/base/glob.h"
#include "gate/base/hash.h"

/* ---- files ---- */

/* What comes with a package that was not there is not added to one. */
static int was_there(struct kept *kept, struct err *err)
{
	struct check_job reading = *kept->judging->job;
	const char *glob = glob_in_folder(kept->owner, "**", kept->arena);
	struct paths paths = {0};

	if (kept->is_searched)
		return 0;
	if (!glob)
		return err_nomem(err);
	reading.arena = kept->arena;
	if (job_match(&reading, SIDE_BASE, glob, &paths, err) < 0)
		return -1;
	kept->is_searched = true;
	kept->was_there = paths.count > 0;
	return 0;
}

static int is_same_content(bool *out, struct kept *kept, struct text then, struct text now,
	const struct file *file, struct err *err)
{
	struct text was, is;

	*out = false;
	if (kept_read(&was, kept, SIDE_BASE, then, err) < 0 ||
		kept_read(&is, kept, SIDE_HEAD, now, err) < 0)
		return -1;
	if (!was.ptr || !is.ptr || file->head_mode == MODE_SYMLINK)
		return 0;
	*out = text_equal(was, is);
	return *out || !kept->layout->has_manifest || !text_is(kept->place.rest, "package.json")
		       ? 0
		       : kept_manifest_same(out, kept, was, is, err);
}

/* Held to a folder of the base's elsewhere. */
static int is_other_than_twin(
	bool *out, struct kept *kept, const struct file *file, struct err *err)
{
	struct text then = arena_textf(kept->arena, "%.*s%.*s", (int)kept->twin.len, kept->twin.ptr,
		(int)kept->place.rest.len, kept->place.rest.ptr);
	bool same;

	if (!then.ptr)
		return err_nomem(err);
	if (is_same_content(&same, kept, then, file->path, file, err) < 0)
		return -1;
	*out = !same;
	return 0;
}

/* pnpm has each package once, in a folder of its own, and links it where it is used. */
static int is_link_of_pnpm(bool *out, struct kept *kept, const struct file *file, struct err *err)
{
	struct text target;

	*out = false;
	if (file->head_mode != MODE_SYMLINK || kept->place.rest.len || !kept->layout->has_manifest)
		return 0;
	if (kept_read(&target, kept, SIDE_HEAD, file->path, err) < 0)
		return -1;
	return target.ptr ? kept_is_stored(out, kept, target, err) : 0;
}

static int is_other(bool *out, struct kept *kept, const struct file *file, struct err *err)
{
	bool same = false;

	*out = false;
	if (file->head_mode == MODE_NONE || kept->hold == KEPT_FREE)
		return 0;
	if (is_link_of_pnpm(&same, kept, file, err) < 0)
		return -1;
	if (same)
		return 0;
	if (kept->hold == KEPT_AS_TWIN)
		return is_other_than_twin(out, kept, file, err);
	if (file->base_mode == MODE_NONE) {
		if (was_there(kept, err) < 0)
			return -1;
		*out = kept->was_there;
		return 0;
	}
	if (text_is(kept->place.rest, "package.json") &&
		is_same_content(&same, kept, file->path, file->path, file, err) < 0)
		return -1;
	*out = !same;
	return 0;
}

static int judge_file(struct kept *kept, const struct file *file, struct err *err)
{
	char hex[OID_HEX];
	bool other;

	if (is_other(&other, kept, file, err) < 0)
		return -1;
	if (!other)
		return 0;
	if (!kept->count++)
		kept->path = file->path;
	oid_hex(&file->head, hex);
	buffer_add(&kept->evidence, file->path);
	buffer_add(&kept->evidence, text_of(hex));
	return kept->evidence.failed ? err_nomem(err) : 0;
}

/* ---- package by package ---- */

static const char *say(const struct kept *kept)
{
	const char *files = kept->count == 1 ? "file was" : "files were";

	if (kept->layout->says_version)
		return arena_printf(kept->arena,
			"%zu %s edited or added here, and the folder's name says the same package "
			"as before",
			kept->count, files);
	if (kept_is_programs(kept->place.name))
		return arena_printf(kept->arena,
			"%zu %s edited or added here, and neither a lock nor a manifest was",
			kept->count, files);
	if (kept->hold == KEPT_AS_TWIN)
		return arena_printf(kept->arena,
			"%zu %s edited or added here: %.*s had the same package of %s without that",
			kept->count, files, SHOWN(kept->twin), kept->lock);
	return arena_printf(kept->arena,
		"%zu %s edited or added here, and %s names the same package as before", kept->count,
		files, kept->lock);
}

static int report(struct kept *kept, struct err *err)
{
	const struct vendored vendored = {.judging = kept->judging, .arena = kept->arena};
	char digest[SHA256_HEX];
	struct vendored_finding finding = {.rule = "dependencies/vendored-changed",
		.ecosystem_format = kept->format,
		.path = kept->path,
		.name = kept->place.name,
		.version = kept->version,
		.what = say(kept)};

	if (!finding.what)
		return err_nomem(err);
	if (hash_sha256_hex(buffer_text(&kept->evidence), digest, err) < 0)
		return -1;
	finding.to = text_of(digest);
	return vendored_report(&vendored, &finding, err);
}

/* The end of a package. */
static int leave(struct kept *kept, struct err *err)
{
	int done = kept->count ? report(kept, err) : 0;

	buffer_free(&kept->evidence);
	arena_reset(kept->arena);
	*kept = (struct kept){.judging = kept->judging,
		.proving = kept->proving,
		.arena = kept->arena,
		.index = kept->index,
		.programs = kept->programs};
	return done;
}

static int judge_place(struct kept *kept, const struct kept_layout *layout,
	const struct kept_place *place, const struct file *file, struct err *err)
{
	if (kept->layout != layout || !text_equal(kept->place.folder, place->folder)) {
		if (leave(kept, err) < 0)
			return -1;
		kept->layout = layout;
		kept->place = *place;
		if (kept_decide(kept, err) < 0)
			return -1;
	}
	kept->place.rest = place->rest;
	return judge_file(kept, file, err);
}

/* The path as one in a package: a link may stand in the place of its folder. */
static int split(bool *is_in, struct kept_place *place, const struct kept *kept,
	const struct kept_layout *layout, const struct file *file, struct err *err)
{
	struct text path = file->path;

	if (file->head_mode == MODE_SYMLINK) {
		path = arena_textf(kept->judging->job->arena, "%.*s/", (int)path.len, path.ptr);
		if (!path.ptr)
			return err_nomem(err);
		*is_in = layout->split(place, path) && !place->rest.len;
		if (*is_in)
			return 0;
	}
	*is_in = layout->split(place, file->path) && place->rest.len;
	return 0;
}

/* One layout after the other: a file in node_modules/left/vendor/ has a place in two, and those of a package are to stand together. */
static int judge_layout(struct kept *kept, const struct kept_layout *layout, struct err *err)
{
	const struct change *change = kept->judging->job->change;
	struct kept_place place;
	bool is_in = false;

	for (size_t i = 0; i < change->file_count && !job_stopped(kept->judging->job); i++) {
		if (split(&is_in, &place, kept, layout, &change->files[i], err) < 0)
			return -1;
		if (is_in && judge_place(kept, layout, &place, &change->files[i], err) < 0)
			return -1;
	}
	return leave(kept, err);
}

static int judge_all(struct kept *kept, struct err *err)
{
	for (size_t i = 0; i < KEPT_LAYOUTS; i++)
		if (judge_layout(kept, &kept_layouts[i], err) < 0)
			return -1;
	return 0;
}

int judge_kept_packages(struct judging *judging, struct err *err)
{
	struct kept kept = {.judging = judging};
	int done;

	if (!judging->job->change->has_base)
		return 0;
	if (proving_of(&kept.proving, judging, err) < 0 ||
		kept_index_new(&kept.index, judging->job->arena, err) < 0)
		return -1;
	kept.arena = arena_new();
	if (!kept.arena)
		return err_nomem(err);
	done = judge_all(&kept, err);
	buffer_free(&kept.evidence);
	arena_free(kept.arena);
	return done;
}
