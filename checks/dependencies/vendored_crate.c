/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/crate.h"
#include "gate/base/digest.h"
#include "gate/base/hash.h"

static int report(const struct crate *crate, const char *rule, struct text path, uint32_t line,
	const char *what, struct err *err)
{
	const struct vendored_finding finding = {.rule = rule,
		.ecosystem_format = "cargo-lock",
		.path = path,
		.name = crate->name,
		.version = crate->version,
		.line = line,
		.what = what};

	return vendored_report(crate->vendored, &finding, err);
}

static int report_list(const struct crate *crate, uint32_t line, struct text file, const char *what,
	struct err *err)
{
	const struct vendored_finding finding = {.rule = "dependencies/vendored-changed",
		.ecosystem_format = "cargo-lock",
		.path = crate->list_path,
		.name = crate->name,
		.version = crate->version,
		.line = line,
		.to = file,
		.what = what};

	return vendored_report(crate->vendored, &finding, err);
}

static bool needs_no_package(const struct crate_entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		if (entries->items[i].digest_count == 0 || entries->items[i].flags & PIN_VCS)
			return true;
	return entries->count == 0;
}

/* The package's hash is what Cargo.lock pins. */
static int judge_package(const struct crate *crate, struct err *err)
{
	const struct json *package = crate->head.package;
	struct crate_entries entries;
	struct text bytes;

	if (crate_look_up(&entries, crate, SIDE_HEAD, err) < 0)
		return -1;
	if (!package || package->type == JSON_NULL)
		return needs_no_package(&entries)
			       ? 0
			       : report_list(crate, 1, text_of(""),
					 "names no hash of the package, and Cargo.lock has one",
					 err);
	if (hex_decode(&bytes, package->text, crate->vendored->arena, err) < 0)
		return -1;
	if (entries.count == 0 || (bytes.ptr && crate_has_digest(&entries, bytes)))
		return 0;
	return report_list(crate, package->line, package->text,
		"the package's hash is not the one in Cargo.lock", err);
}

static bool same_sources(const struct crate_entries *a, const struct crate_entries *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->items[i].source, b->items[i].source))
			return false;
	return true;
}

/* Crates out of a git repository have no package hash: their pin is the commit in Cargo.lock. */
static int commit_moved(bool *moved, const struct crate *crate, struct err *err)
{
	struct crate_entries base, head;

	*moved = false;
	if (crate->head.package && crate->head.package->type != JSON_NULL)
		return 0;
	if (crate_look_up(&base, crate, SIDE_BASE, err) < 0 ||
		crate_look_up(&head, crate, SIDE_HEAD, err) < 0)
		return -1;
	*moved = !same_sources(&base, &head);
	return 0;
}

/* Two lists for the same package: every difference was made by hand. */
static int judge_lists(const struct crate *crate, struct err *err)
{
	const struct crate_list *base = &crate->base, *head = &crate->head;

	for (size_t i = 0; i < head->count; i++) {
		const struct json *old = crate_find_file(base, head->files[i]->key);

		if (old && text_equal(old->text, head->files[i]->text))
			continue;
		if (report_list(crate, head->files[i]->line, head->files[i]->key,
			    old ? "a checksum was rewritten, and the pinned package is the same"
				: "a file was added to the list, and the pinned package is the "
				  "same",
			    err) < 0)
			return -1;
	}
	for (size_t i = 0; i < base->count; i++)
		if (!crate_find_file(head, base->files[i]->key) &&
			report_list(crate, 1, base->files[i]->key,
				"a file was taken off the list, and the pinned package is the same",
				err) < 0)
			return -1;
	return 0;
}

static int judge_content(const struct crate *crate, const struct file *file,
	const struct json *listed, struct err *err)
{
	char hex[SHA256_HEX];
	struct text content;

	if (file->head_mode != MODE_FILE && file->head_mode != MODE_EXECUTABLE)
		return report(crate, "dependencies/vendored-changed", file->path, 0,
			"is no plain file, and cargo vendor writes no other", err);
	if (vendored_read(&content, crate->vendored, SIDE_HEAD, file->path, err) < 0 ||
		hash_sha256_hex(content, hex, err) < 0)
		return -1;
	if (text_is(listed->text, hex))
		return 0;
	return vendored_report(crate->vendored,
		&(struct vendored_finding){.rule = "dependencies/vendored-changed",
			.ecosystem_format = "cargo-lock",
			.path = file->path,
			.name = crate->name,
			.version = crate->version,
			.from = listed->text,
			.to = text_of(hex),
			.what = "the content is not what .cargo-checksum.json lists"},
		err);
}

static int judge_file(const struct crate *crate, const struct file *file, struct err *err)
{
	struct text path = text_slice(file->path, crate->vendored->folder.len, file->path.len);
	const struct json *listed = crate_find_file(&crate->head, path);

	if (text_is(path, CRATE_LIST) || (!listed && crate_leaves_out(path)))
		return 0;
	if (file->head_mode == MODE_NONE)
		return listed ? report(crate, "dependencies/vendored-changed", file->path, 0,
					"is listed in .cargo-checksum.json and was deleted", err)
			      : 0;
	if (listed)
		return judge_content(crate, file, listed, err);
	return crate->head.count ? report(crate, "dependencies/vendored-unlisted", file->path, 0,
					   "is not listed in .cargo-checksum.json", err)
				 : 0;
}

/* An empty list is legal (cargo#11063) and covers nothing. */
static int judge_empty(const struct crate *crate, struct err *err)
{
	const struct vendored_finding finding = {.rule = "dependencies/vendored-unlisted",
		.ecosystem_format = "cargo-lock",
		.path = crate->list_path,
		.name = crate->name,
		.version = crate->version,
		.line = 1,
		.known = crate->base.is_there && crate->base.count == 0,
		.what = "the list of checksums is empty: it covers no file"};

	return crate->head.count ? 0 : vendored_report(crate->vendored, &finding, err);
}

static int judge_files(const struct crate *crate, struct err *err)
{
	for (size_t i = 0; i < crate->vendored->file_count; i++)
		if (judge_file(crate, &crate->vendored->files[i], err) < 0)
			return -1;
	return 0;
}

static int judge_same(const struct crate *crate, struct err *err)
{
	bool moved = false;

	if (commit_moved(&moved, crate, err) < 0)
		return -1;
	return moved ? 0 : judge_lists(crate, err);
}

/* The list itself: for the package that was there before, or for another one, which may have been elsewhere before. */
static int judge_list(const struct crate *crate, struct err *err)
{
	struct crate moved = *crate;

	if (crate->base.is_there && crate_is_same_package(&crate->base, &crate->head))
		return judge_same(crate, err);
	if (judge_package(crate, err) < 0 || crate_find_earlier(&moved.base, crate, err) < 0)
		return -1;
	return moved.base.is_there ? judge_same(&moved, err) : 0;
}

static int judge_head(const struct crate *crate, struct err *err)
{
	if (judge_list(crate, err) < 0 || judge_empty(crate, err) < 0)
		return -1;
	return judge_files(crate, err);
}

int vendored_crate(const struct vendored *vendored, struct err *err)
{
	struct crate crate = {.vendored = vendored,
		.list_path = vendored_path(vendored, vendored->folder, text_of(CRATE_LIST))};
	bool readable, has_manifest;

	if (!crate.list_path.ptr)
		return err_nomem(err);
	if (crate_read_lists(&crate, &readable, err) < 0 ||
		crate_read_name(&crate, &has_manifest, err) < 0)
		return -1;
	if (!readable)
		return 0;
	if (crate.head.is_there)
		return judge_head(&crate, err);
	return has_manifest ? report_list(&crate, 0, text_of(""),
				      "the list of checksums is gone, the crate is still here", err)
			    : 0;
}
