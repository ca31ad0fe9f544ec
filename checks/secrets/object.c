/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/object.h"

#include <string.h>

#include "gate/change/change.h"

static size_t find_message(struct text bytes)
{
	static const struct text gap = TEXT("\n\n");
	size_t found;

	if (text_starts(bytes, "\n"))
		return 1;
	found = text_find(bytes, gap);
	return found < bytes.len ? found + gap.len : bytes.len;
}

void object_read(struct object *object, struct text bytes)
{
	*object = (struct object){.bytes = bytes, .first_line = 1};
	object->message = find_message(bytes);
	for (size_t i = 0; i < object->message; i++)
		object->first_line += bytes.ptr[i] == '\n';
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

/* A header that names another object, and nothing else. The name alone says little: whoever makes a commit may
 * give it further headers of any name. */
static bool is_id_line(struct text line)
{
	static const char *const names[] = {"tree ", "parent ", "object "};
	struct oid oid;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_starts(line, names[i]))
			return oid_parse(text_slice(line, strlen(names[i]), line.len), &oid);
	return false;
}

struct object_part object_part(struct object *object, size_t offset)
{
	struct object_part part = {{"", 0}, false};
	struct text line;

	if (offset >= object->message)
		return part;
	seek(object, offset);
	part.field = object->field;
	line = text_slice(object->bytes, object->line, object->next);
	if (text_ends(line, "\n"))
		line.len--;
	part.is_noise = is_id_line(line);
	return part;
}
