/* SPDX-License-Identifier: Apache-2.0
 *
 * Stores of package managers in the repository. pnpm and uv install what was unpacked into theirs once, and the hash that a lock has is
 * of the archive, which is gone: nothing that lies there is held to anything, and one line of settings leads to it (store-dir, cache-dir).
 */
#include <string.h>

#include "checks/dependencies/judging.h"
#include "checks/dependencies/vendored.h"
#include "gate/base/buffer.h"
#include "gate/base/hash.h"

static const struct store {
	const char *tool, *format;
	const char
		*folders; /* names of folders, each with a number behind it, with blanks between */
	const char *
		inside; /* what may be in such a folder, with blanks between; "": a name of at least 16 bytes */
} stores[] = {{"pnpm", "pnpm-lock", "v", "files index index.db"},
	{"uv", "uv-lock", "archive-v", ""},
	{"uv", "uv-lock", "wheels-v sdists-v built-wheels-v", "index pypi url path git editable"}};

enum { STORES = sizeof(stores) / sizeof(stores[0]), LEAST_ID = 16, LEAST_HASH = 40 };

static struct text first_part(struct text path)
{
	return text_slice(path, 0, text_find(path, text_of("/")));
}

static bool is_one_of(struct text word, const char *words)
{
	struct text rest = text_of(words), one;

	while (text_next_part(&rest, ' ', &one))
		if (text_equal(one, word))
			return true;
	return false;
}

/* "v10" of "v". */
static bool is_numbered(struct text part, const char *names)
{
	size_t len = part.len;

	while (len && part.ptr[len - 1] >= '0' && part.ptr[len - 1] <= '9')
		len--;
	return len < part.len && is_one_of(text_slice(part, 0, len), names);
}

static bool is_hex(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789abcdef", text.ptr[i], 16))
			return false;
	return text.len > 0;
}

/* Files and entries of an index are called by a hash, whose first two digits are a folder. */
static bool is_by_hash(struct text rest)
{
	struct text name = first_part(rest), folder, file;

	if (text_is(name, "index.db"))
		return rest.len == name.len;
	rest = text_slice(rest, name.len + 1, rest.len);
	folder = first_part(rest);
	file = text_slice(rest, folder.len + 1, rest.len);
	return folder.len == 2 && is_hex(folder) && file.len >= LEAST_HASH &&
	       is_hex(text_slice(file, 0, LEAST_HASH));
}

static bool is_inside(const struct store *store, struct text rest)
{
	struct text name = first_part(rest);

	if (!store->inside[0])
		return name.len >= LEAST_ID && name.len < rest.len;
	return is_one_of(name, store->inside) &&
	       (strcmp(store->tool, "pnpm") != 0 || is_by_hash(rest));
}

static bool is_of(const struct store *store, struct text path)
{
	for (struct text rest = path; rest.len;) {
		struct text part = first_part(rest);

		rest = text_slice(rest, part.len + 1, rest.len);
		if (is_numbered(part, store->folders) && is_inside(store, rest))
			return true;
	}
	return false;
}

static int report(struct judging *judging, const struct store *store, struct text path,
	size_t count, struct text evidence, struct err *err)
{
	const struct vendored vendored = {.judging = judging, .arena = judging->job->arena};
	char digest[SHA256_HEX];
	struct vendored_finding finding = {.rule = "dependencies/vendored-unlisted",
		.ecosystem_format = store->format,
		.path = path,
		.name = text_of(store->tool)};

	if (hash_sha256_hex(evidence, digest, err) < 0)
		return -1;
	finding.to = text_of(digest);
	finding.what = arena_printf(judging->job->arena,
		"%zu %s of its store %s added or edited: what is unpacked there is installed, and "
		"no lock has a hash of that",
		count, count == 1 ? "file" : "files", count == 1 ? "was" : "were");
	return finding.what ? vendored_report(&vendored, &finding, err) : err_nomem(err);
}

static int judge_store(struct judging *judging, const struct store *store, struct buffer *evidence,
	struct err *err)
{
	const struct change *change = judging->job->change;
	struct text path = text_of("");
	size_t count = 0;

	buffer_clear(evidence);
	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		char hex[OID_HEX];

		if (file->head_mode == MODE_NONE || !is_of(store, file->path))
			continue;
		if (!count++)
			path = file->path;
		oid_hex(&file->head, hex);
		buffer_add(evidence, file->path);
		buffer_add(evidence, text_of(hex));
	}
	if (evidence->failed)
		return err_nomem(err);
	return count ? report(judging, store, path, count, buffer_text(evidence), err) : 0;
}

int judge_caches(struct judging *judging, struct err *err)
{
	struct buffer evidence = {0};
	int done = 0;

	if (!judging->job->change->has_base)
		return 0;
	for (size_t i = 0; i < STORES && done == 0; i++)
		done = judge_store(judging, &stores[i], &evidence, err);
	buffer_free(&evidence);
	return done;
}
