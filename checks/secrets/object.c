/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/object.h"

/* A line of the base64 of a signature: PGP has 60 to 76 characters, SSH 70, S/MIME 64 or 76. */
enum { SHORTEST_LINE = 60, LONGEST_LINE = 76 };

static size_t find_message(struct text bytes)
{
	static const struct text gap = TEXT("\n\n");
	size_t found;

	if (text_starts(bytes, "\n"))
		return 1;
	found = text_find(bytes, gap);
	return found < bytes.len ? found + gap.len : bytes.len;
}

static bool is_signature(struct text armour)
{
	static const char *const kinds[] = {
		"PGP SIGNATURE", "PGP MESSAGE", "SSH SIGNATURE", "SIGNED MESSAGE"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_starts(armour, kinds[i]))
			return true;
	return false;
}

static size_t find_signature(struct text bytes, size_t from)
{
	static const struct text begin = TEXT("-----BEGIN ");
	struct text rest = text_slice(bytes, from, bytes.len);

	while (rest.len) {
		size_t found = text_find(rest, begin), at = bytes.len - rest.len + found;

		rest = text_slice(rest, found + begin.len, rest.len);
		if ((at == from || bytes.ptr[at - 1] == '\n') && is_signature(rest))
			return at;
	}
	return bytes.len;
}

void object_read(struct object *object, struct text bytes)
{
	*object = (struct object){.bytes = bytes, .first_line = 1};
	object->message = find_message(bytes);
	object->signature = find_signature(bytes, object->message);
	for (size_t i = 0; i < object->message; i++)
		object->first_line += bytes.ptr[i] == '\n';
}

static bool is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/' || c == '=';
}

/* Bytes of base64 from `at` on, or before it; one more than a line has says "more". */
static size_t count_ahead(struct text bytes, size_t at)
{
	size_t count = 0;

	while (at + count < bytes.len && count <= LONGEST_LINE && is_base64(bytes.ptr[at + count]))
		count++;
	return count;
}

static size_t count_before(struct text bytes, size_t at)
{
	size_t count = 0;

	while (count < at && count <= LONGEST_LINE && is_base64(bytes.ptr[at - count - 1]))
		count++;
	return count;
}

/* A full line of a signature. A short line of base64 may be a key that somebody put there. */
static bool is_signature_line(struct text bytes, size_t at)
{
	size_t from = at - count_before(bytes, at), to = at + count_ahead(bytes, at);
	char before, behind = '\n';

	if (to - from < SHORTEST_LINE || to - from > LONGEST_LINE)
		return false;
	if (from > 0 && bytes.ptr[from - 1] == ' ')
		from--;
	before = from > 0 ? bytes.ptr[from - 1] : '\n';
	if (to < bytes.len)
		behind = bytes.ptr[to];
	return before == '\n' && (behind == '\n' || behind == '\r');
}

/* Moves on to the header line that has the offset. Continuation lines keep their header's name. */
static void seek(struct object *object, size_t offset)
{
	if (offset < object->line)
		object->line = object->next = 0;
	while (object->next <= offset && object->next < object->message) {
		struct text rest = text_slice(object->bytes, object->next, object->message), line;

		text_next_line(&rest, &line);
		object->line = object->next;
		object->next += line.len + 1;
		if (!text_starts(line, " "))
			text_next_part(&line, ' ', &object->field);
	}
}

struct object_part object_part(struct object *object, size_t offset)
{
	struct object_part part = {{"", 0}, false};
	bool base64 = is_signature_line(object->bytes, offset);

	if (offset >= object->message) {
		part.is_noise = base64 && offset >= object->signature;
		return part;
	}
	seek(object, offset);
	part.field = object->field;
	part.is_noise = text_is(part.field, "tree") || text_is(part.field, "parent") ||
			text_is(part.field, "object") ||
			(base64 && text_starts(part.field, "gpgsig"));
	return part;
}
