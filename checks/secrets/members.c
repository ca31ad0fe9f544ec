/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/members.h"

#include <stdio.h>

#include "checks/secrets/view.h"

/* From so many bytes on. */
enum { LARGE_MEMBER = 1024 * 1024 };

static const char review[] = "have it reviewed, and leave it out with paths: {ignore: …} in the "
			     "base's policy";

/* All archives of one blob together. */
struct visiting {
	struct archive_library **library;
	const struct member_visitor *visitor;
	unsigned most_depth;
	size_t members, bytes; /* that may still come */
	size_t most_bytes;
	struct err *err;
	bool ended; /* a limit was reached */
};

/* What could not be read in one archive. */
struct troubles {
	size_t encrypted, broken;
	char first_encrypted[128], first_broken[128], problem[128];
};

void layer_path(struct buffer *out, const struct layer *layer)
{
	if (!layer)
		return;
	layer_path(out, layer->parent); /* at most MOST_ARCHIVE_DEPTH deep */
	if (out->len && layer->path.len)
		buffer_string(out, "!/");
	buffer_add(out, layer->path);
}

static void say(const struct visiting *state, const struct layer *layer, const char *reason,
	const char *remedy)
{
	state->visitor->gap(state->visitor->context, layer, reason, remedy);
}

/* A limit ends the blob. */
static int limit(struct visiting *state, const struct layer *layer, const char *reason)
{
	if (!state->ended)
		say(state, layer, reason, review);
	state->ended = true;
	return 0;
}

static int limit_bytes(struct visiting *state, const struct layer *layer)
{
	char reason[128];

	if (state->most_bytes == MOST_UNPACKED)
		snprintf(reason, sizeof(reason), "it unpacks to more than %d MiB",
			MOST_UNPACKED / (1024 * 1024));
	else
		snprintf(reason, sizeof(reason),
			"it unpacks to more than %d times its size and %d MiB", MOST_RATIO,
			RATIO_FREE / (1024 * 1024));
	return limit(state, layer, reason);
}

/* ---- what could not be read ---- */

static void note(size_t *count, char name[128], struct text path)
{
	if ((*count)++ == 0)
		snprintf(name, 128, "%.*s", text_quote(path), path.ptr);
}

static void note_broken(
	struct troubles *troubles, struct text path, const struct unpacker *unpacker)
{
	if (troubles->broken == 0)
		snprintf(troubles->problem, sizeof(troubles->problem), "%s",
			unpacker_problem(unpacker));
	note(&troubles->broken, troubles->first_broken, path);
}

static void say_encrypted(
	const struct visiting *state, const struct layer *layer, const struct troubles *troubles)
{
	char reason[384];

	if (!troubles->encrypted)
		return;
	snprintf(reason, sizeof(reason),
		"%zu of its members %s encrypted and could not be looked at, the first is %s",
		troubles->encrypted, troubles->encrypted == 1 ? "is" : "are",
		troubles->first_encrypted);
	say(state, layer, reason,
		"keep it out of the repository, or have it reviewed by somebody who has the "
		"password and leave it out with paths: {ignore: …} in the base's policy");
}

static void say_broken(const struct visiting *state, const struct layer *layer,
	enum archive_kind kind, const struct troubles *troubles)
{
	char reason[512];

	if (!troubles->broken || state->visitor->tolerant)
		return;
	snprintf(reason, sizeof(reason), "it begins as %s and cannot be read%s%s: %s",
		archive_kind_name(kind), troubles->first_broken[0] ? " at " : "",
		troubles->first_broken, troubles->problem);
	say(state, layer, reason,
		"mend it; or have it reviewed, and leave it out with paths: {ignore: …} in the "
		"base's policy");
}

/* ---- members ---- */

static int look_into(struct visiting *state, struct text bytes, const struct layer *layer);

/* A copy without its colours would be as large again. */
static void blank_in_place(
	const struct visiting *state, const struct layer *layer, struct buffer *bytes)
{
	bool is_opened =
		layer->path.len == 0 || archive_sniff(buffer_text(bytes)) == ARCHIVE_KIND_NONE;

	if (state->visitor->in_place && is_opened && bytes->len >= LARGE_MEMBER &&
		colours_are_plain(buffer_text(bytes)))
		blank_colours(bytes);
}

static int visit(struct visiting *state, const struct layer *layer, struct buffer *member)
{
	const struct member_visitor *visitor = state->visitor;
	struct text bytes = buffer_text(member);

	/* Of a compressed tar what its members are called comes before what is found in all of it. */
	if (layer->path.len == 0 && look_into(state, bytes, layer) < 0)
		return -1;
	blank_in_place(state, layer, member);
	if (visitor->visit(visitor->context, layer, bytes, state->err) < 0)
		return -1;
	return layer->path.len ? look_into(state, bytes, layer) : 0;
}

/* Reads the member that the unpacker stands at. What was read before a problem is looked at too. */
static int read_member(struct visiting *state, struct unpacker *unpacker, const struct layer *layer,
	struct troubles *troubles)
{
	struct buffer bytes = {0};
	enum unpacking result = unpacker_read(unpacker, &bytes, state->bytes);
	int done = 0;

	state->bytes -= bytes.len < state->bytes ? bytes.len : state->bytes;
	if (result == UNPACK_NO_MEMORY)
		done = err_nomem(state->err);
	if (result == UNPACK_BROKEN)
		note_broken(troubles, layer->path, unpacker);
	if (done == 0 && bytes.len)
		done = visit(state, layer, &bytes);
	if (done == 0 && result == UNPACK_LIMIT)
		done = limit_bytes(state, layer->parent);
	buffer_free(&bytes);
	return done;
}

static bool is_stream(const struct layer *layer)
{
	return layer && layer->path.len == 0;
}

/* A compressed tar is one archive, not two. */
static unsigned depth_below(const struct layer *layer)
{
	return !layer ? 1 : is_stream(layer) ? layer->depth : layer->depth + 1;
}

static int look_at_member(struct visiting *state, struct unpacker *unpacker,
	const struct layer *layer, const struct member *member, struct troubles *troubles)
{
	const struct member_visitor *visitor = state->visitor;

	if (layer->path.len && visitor->name(visitor->context, layer, state->err) < 0)
		return -1;
	if (member->is_encrypted)
		note(&troubles->encrypted, troubles->first_encrypted, member->path);
	else if (member->is_file)
		return read_member(state, unpacker, layer, troubles);
	return 0;
}

/* 1: go on; 0: this archive has no more that could be read. */
static int next_member(struct visiting *state, struct unpacker *unpacker,
	const struct layer *parent, struct troubles *troubles)
{
	struct layer layer = {.parent = parent, .depth = depth_below(parent)};
	struct member member;
	enum unpacking result = unpacker_next(unpacker, &member);

	if (result == UNPACK_NO_MEMORY)
		return err_nomem(state->err);
	if (result == UNPACK_BROKEN)
		note_broken(troubles, member.path, unpacker);
	if (result != UNPACK_DONE)
		return 0;
	if (state->members-- == 0)
		return limit(state, parent, "it has more than 100000 members");
	if (state->visitor->stopped(state->visitor->context))
		return limit(state, parent, "the time limit was reached in it");
	layer.path = member.path;
	if (look_at_member(state, unpacker, &layer, &member, troubles) < 0)
		return -1;
	return state->ended ? 0 : 1;
}

static int each_member(struct visiting *state, struct text bytes, enum archive_kind kind,
	const struct layer *layer)
{
	struct troubles troubles = {0};
	struct unpacker *unpacker;
	int done;

	if (unpacker_open(&unpacker, *state->library, bytes, kind, state->err) < 0)
		return -1;
	do
		done = next_member(state, unpacker, layer, &troubles);
	while (done > 0);
	unpacker_close(unpacker);
	say_encrypted(state, layer, &troubles);
	say_broken(state, layer, kind, &troubles);
	return done;
}

/* There is none on this machine: that is said for each archive. */
static int open_library(struct visiting *state, const struct layer *layer)
{
	struct err err = {0};

	if (*state->library || archive_library_open(state->library, &err) == 0)
		return 1;
	if (err.kind != ERR_LOOK) {
		*state->err = err;
		return -1;
	}
	say(state, layer, err.message, err.remedy);
	state->ended = true;
	return 0;
}

static int look_into(struct visiting *state, struct text bytes, const struct layer *layer)
{
	enum archive_kind kind = archive_sniff(bytes);
	int opened;

	if (kind == ARCHIVE_KIND_NONE || state->ended)
		return 0;
	if (layer && layer->depth >= state->most_depth &&
		!(is_stream(layer) && kind == ARCHIVE_KIND_TAR)) {
		say(state, layer, "it is an archive in more archives than archive_depth allows",
			"raise archive_depth; or have it reviewed, and leave it out with paths: "
			"{ignore: …} in the base's policy");
		return 0;
	}
	opened = open_library(state, layer);
	return opened <= 0 ? opened : each_member(state, bytes, kind, layer);
}

static size_t most_bytes(size_t blob)
{
	return blob > (MOST_UNPACKED - RATIO_FREE) / MOST_RATIO ? MOST_UNPACKED
								: blob * MOST_RATIO + RATIO_FREE;
}

int members_visit(struct archive_library **library, struct text blob, unsigned depth,
	const struct member_visitor *visitor, struct err *err)
{
	struct visiting state = {.library = library,
		.visitor = visitor,
		.most_depth = depth,
		.members = MOST_MEMBERS,
		.bytes = most_bytes(blob.len),
		.most_bytes = most_bytes(blob.len),
		.err = err};

	return depth ? look_into(&state, blob, NULL) : 0;
}
