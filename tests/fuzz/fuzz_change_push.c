/* SPDX-License-Identifier: Apache-2.0
 *
 * A hook's standard input, line by line: refused, or fields that make up the line: four for pre-push, three
 * for pre-receive.
 */
#include <stdlib.h>

#include "gate/change/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* The fields stand one behind the other, a space between any two. */
static void check_fields(const struct text *parts, size_t count, struct text line)
{
	const char *at = line.ptr;

	for (size_t i = 0; i < count; i++) {
		require(parts[i].ptr == at && parts[i].len > 0);
		at += parts[i].len + 1;
	}
	require(at == line.ptr + line.len + 1);
}

static void check_id(struct text hex)
{
	require(hex.len == 40 || hex.len == 64);
}

static void read_push(struct text line)
{
	struct push_line fields;
	struct err err = {0};

	if (push_line_read(&fields, line, &err) < 0) {
		require(err.kind == ERR_LOOK);
		return;
	}
	check_fields((const struct text[]){fields.local_ref, fields.local_hex, fields.remote_ref,
			     fields.remote_hex},
		4, line);
	check_id(fields.local_hex);
	check_id(fields.remote_hex);
}

static void read_receive(struct text line)
{
	struct receive_line fields;
	struct err err = {0};

	if (receive_line_read(&fields, line, &err) < 0) {
		require(err.kind == ERR_LOOK);
		return;
	}
	check_fields((const struct text[]){fields.old_hex, fields.new_hex, fields.ref}, 3, line);
	check_id(fields.old_hex);
	check_id(fields.new_hex);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, line;

	while (text_next_line(&rest, &line)) {
		read_push(line);
		read_receive(line);
	}
	return 0;
}
