/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/unpack.h"

#include "checks/secrets/members.h"
#include "gate/base/inflate.h"

static const struct text separator = TEXT("\n\0\n");

/* Bytes that are zero are left out, and so is a byte order mark; what is something else stays as it is. */
static bool put_utf16(struct buffer *out, struct text bytes, size_t zero)
{
	bool marked = bytes.ptr[zero] == '\xfe' && bytes.ptr[1 - zero] == '\xff';

	for (size_t i = marked ? 2 : 0; i < bytes.len && !out->failed; i++)
		if (i % 2 != zero || bytes.ptr[i] != '\0')
			buffer_byte(out, bytes.ptr[i]);
	return true;
}

/* ---- archives ---- */

struct unpacking_members {
	struct unpack *unpack;
	struct buffer *out;
	size_t from; /* of the archive in out */
};

static int put_name(void *context, const struct layer *layer, struct err *err)
{
	struct unpacking_members *state = context;

	buffer_add(state->out, layer->path);
	buffer_add(state->out, separator);
	return state->out->failed ? err_nomem(err) : 0;
}

static int put_member(void *context, const struct layer *layer, struct text bytes, struct err *err)
{
	struct unpacking_members *state = context;
	size_t made = state->out->len - state->from, most = state->unpack->most;

	(void)layer;
	if (made > most || bytes.len > most - made) {
		state->unpack->gap =
			"an archive that is encoded in it comes to more bytes than are decoded";
		state->unpack->in_vain += bytes.len;
		return 0;
	}
	buffer_add(state->out, bytes);
	buffer_add(state->out, separator);
	return state->out->failed ? err_nomem(err) : 0;
}

static void note_gap(
	void *context, const struct layer *layer, const char *reason, const char *remedy)
{
	struct unpacking_members *state = context;

	(void)layer;
	(void)reason;
	(void)remedy;
	state->unpack->gap = "an archive that is encoded in it could not be looked at as a whole";
}

static bool never(void *context)
{
	(void)context;
	return false;
}

static bool put_members(struct buffer *out, struct text bytes, struct unpack *unpack)
{
	struct unpacking_members state = {unpack, out, out->len};
	struct member_visitor visitor = {.name = put_name,
		.visit = put_member,
		.gap = note_gap,
		.stopped = never,
		.tolerant = true,
		.context = &state};
	struct err err = {0};

	if (!unpack->archive_depth || !unpack->library)
		return false;
	if (members_visit(unpack->library, bytes, unpack->archive_depth, &visitor, &err) < 0)
		out->failed = true;
	return out->len > state.from || unpack->gap;
}

/* ---- streams ---- */

/* What a stream holds may be an archive. */
static bool put_inflated(struct buffer *out, struct text bytes, struct unpack *unpack)
{
	struct buffer inflated = {0};
	struct text text;
	size_t tried = 0;

	switch (inflate_onto(&inflated, bytes, unpack->most, &tried)) {
	case INFLATE_DONE:
		break;
	case INFLATE_TOO_LARGE:
		unpack->gap = "a compressed part of it comes to more bytes than are decoded";
		break;
	default:
		unpack->broken = true;
	}
	out->failed = out->failed || inflated.failed;
	text = buffer_text(&inflated);
	unpack->in_vain += text.len ? 0 : tried;
	if (archive_sniff(text) == ARCHIVE_KIND_NONE || !put_members(out, text, unpack))
		buffer_add(out, text);
	buffer_free(&inflated);
	return text.len > 0;
}

bool unpack_onto(struct buffer *out, struct text bytes, enum content content, struct unpack *unpack)
{
	switch (content) {
	case CONTENT_TEXT:
		buffer_add(out, bytes);
		return true;
	case CONTENT_UTF16LE:
		return put_utf16(out, bytes, 1);
	case CONTENT_UTF16BE:
		return put_utf16(out, bytes, 0);
	case CONTENT_GZIP:
	case CONTENT_ZLIB:
		return put_inflated(out, bytes, unpack);
	case CONTENT_ARCHIVE:
		return put_members(out, bytes, unpack);
	default:
		return false;
	}
}
