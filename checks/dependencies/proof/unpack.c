/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives, opened with all that a hostile one may try in mind.
 */
#include "checks/dependencies/proof/parts.h"
#include "checks/dependencies/proof/zip_end.h"
#include "gate/base/keys.h"

#include <stdio.h>

/* One archive under way. */
struct opening {
	struct proving *proving;
	struct text name; /* for messages */
	struct keys seen;
	struct arena *arena; /* paths that were seen */
	struct buffer content;
	uint64_t bytes, most; /* unpacked */
	size_t members;
	archive_sink *sink;
	void *context;
};

static int refuse(
	const struct opening *opening, struct text path, const char *what, struct err *err)
{
	if (!path.len)
		return err_set(err, ERR_LOOK, "%.*s %s", text_quote(opening->name),
			opening->name.ptr, what);
	return err_set(err, ERR_LOOK, "%.*s: %.*s %s", text_quote(opening->name), opening->name.ptr,
		text_quote(path), path.ptr, what);
}

/* NULL, or what is wrong with a path that stays inside. */
static const char *fault_of(struct text path)
{
	struct text rest = path, part;

	if (path.len == 0)
		return "has a member without a name";
	if (path.ptr[0] == '/' || path.ptr[0] == '\\' || (path.len > 1 && path.ptr[1] == ':'))
		return "has an absolute path";
	if (memchr(path.ptr, '\0', path.len))
		return "has a NUL in its path";
	while (text_next_part(&rest, '/', &part))
		if (text_is(part, ".."))
			return "leads out of the archive";
	return NULL;
}

/* tar writes "./a" for "a". */
static struct text plain(struct text path)
{
	while (text_starts(path, "./"))
		path = text_slice(path, 2, path.len);
	return path;
}

/* In the words of the archive library, some of which end a line. */
static int refuse_broken(const struct opening *opening, struct text path,
	const struct unpacker *unpacker, struct err *err)
{
	struct text what = text_trim(text_of(unpacker_problem(unpacker)));
	char words[200];

	snprintf(words, sizeof(words), "cannot be read: %.*s", (int)what.len, what.ptr);
	return refuse(opening, path, words, err);
}

static int admit(
	struct text *path, struct opening *opening, const struct member *member, struct err *err)
{
	const char *fault = fault_of(member->path);
	uint32_t *number;

	if (fault)
		return refuse(opening, member->path, fault, err);
	if (member->is_link || !member->is_file)
		return refuse(opening, member->path, "is a link or a device", err);
	if (member->is_encrypted)
		return refuse(opening, member->path, "is encrypted", err);
	if (++opening->members > MOST_MEMBERS)
		return refuse(opening, text_of(""), "has too many members", err);
	*path = arena_text(opening->arena, plain(member->path));
	if (!path->ptr)
		return err_nomem(err);
	if (keys_add(&opening->seen, *path, &number, err) < 0)
		return -1;
	if ((*number)++)
		return refuse(opening, *path, "is there twice", err);
	return 0;
}

static int take_content(
	struct opening *opening, struct unpacker *unpacker, struct text path, struct err *err)
{
	enum unpacking result;

	buffer_clear(&opening->content);
	result = unpacker_read(
		unpacker, &opening->content, (size_t)(opening->most - opening->bytes));
	if (result == UNPACK_NO_MEMORY || opening->content.failed)
		return err_nomem(err);
	if (result == UNPACK_LIMIT)
		return refuse(
			opening, path, "takes the archive over the limit of unpacked bytes", err);
	if (result == UNPACK_BROKEN)
		return refuse_broken(opening, path, unpacker, err);
	opening->bytes += opening->content.len;
	return 0;
}

static int take(struct opening *opening, struct unpacker *unpacker, const struct member *member,
	struct err *err)
{
	struct archived archived;

	if (member->is_folder && !member->is_link)
		return fault_of(member->path)
			       ? refuse(opening, member->path, fault_of(member->path), err)
			       : 0;
	if (admit(&archived.path, opening, member, err) < 0 ||
		take_content(opening, unpacker, archived.path, err) < 0)
		return -1;
	archived.content = buffer_text(&opening->content);
	if (!archived.content.ptr)
		archived.content = text_of("");
	return opening->sink(opening->context, &archived, err);
}

static int walk(struct opening *opening, struct text bytes, enum archive_kind kind, struct err *err)
{
	struct unpacker *unpacker;
	struct member member;
	enum unpacking result;
	int done = 0;

	if (unpacker_open(&unpacker, opening->proving->parts->library, bytes, kind, err) < 0)
		return -1;
	while (done == 0 && (result = unpacker_next(unpacker, &member)) != UNPACK_END) {
		if (result == UNPACK_NO_MEMORY)
			done = err_nomem(err);
		else if (result != UNPACK_DONE)
			done = refuse_broken(opening, text_of(""), unpacker, err);
		else if (job_stopped(opening->proving->job))
			done = refuse(
				opening, text_of(""), "took longer than the run's limit", err);
		else
			done = take(opening, unpacker, &member, err);
	}
	unpacker_close(unpacker);
	return done;
}

/* The tar in a compressed one. */
static int walk_stream(
	struct opening *opening, struct text bytes, enum archive_kind kind, struct err *err)
{
	struct unpacker *unpacker;
	struct buffer tar = {0};
	struct member member;
	enum unpacking result;
	int done;

	if (unpacker_open(&unpacker, opening->proving->parts->library, bytes, kind, err) < 0)
		return -1;
	result = unpacker_next(unpacker, &member);
	if (result == UNPACK_DONE)
		result = unpacker_read(unpacker, &tar, (size_t)opening->most);
	if (result == UNPACK_NO_MEMORY || tar.failed)
		done = err_nomem(err);
	else if (result != UNPACK_DONE)
		done = refuse(opening, text_of(""),
			result == UNPACK_LIMIT ? "is over the limit of unpacked bytes"
					       : "is damaged or breaks off",
			err);
	else if (archive_sniff(buffer_text(&tar)) != ARCHIVE_KIND_TAR)
		done = refuse(opening, text_of(""), "holds no tar archive", err);
	else
		done = walk(opening, buffer_text(&tar), ARCHIVE_KIND_TAR, err);
	unpacker_close(unpacker);
	buffer_free(&tar);
	return done;
}

int proving_library(struct proving *proving, struct err *err)
{
	struct proof_parts *parts = proving->parts;

	return parts->library ? 0 : archive_library_open(&parts->library, err);
}

static int open_kind(struct opening *opening, struct text bytes, struct err *err)
{
	enum archive_kind kind = archive_sniff(bytes);

	if (kind == ARCHIVE_KIND_NONE)
		return refuse(opening, text_of(""), "is no archive", err);
	if (kind == ARCHIVE_KIND_ZIP && zip_end_fault(bytes))
		return refuse(opening, text_of(""), zip_end_fault(bytes), err);
	if (proving_library(opening->proving, err) < 0)
		return -1;
	return kind < ARCHIVE_KIND_GZIP ? walk(opening, bytes, kind, err)
					: walk_stream(opening, bytes, kind, err);
}

int proving_unpack(struct proving *proving, struct text name, struct text bytes, archive_sink *sink,
	void *context, struct err *err)
{
	struct opening opening = {.proving = proving,
		.name = name,
		.sink = sink,
		.context = context,
		.most = proving->most_unpacked ? proving->most_unpacked : PROOF_MOST_BYTES,
		.arena = arena_new()};
	int done;

	if (!opening.arena)
		return err_nomem(err);
	keys_start(&opening.seen, opening.arena);
	done = open_kind(&opening, bytes, err);
	arena_free(opening.arena);
	buffer_free(&opening.content);
	return done;
}
