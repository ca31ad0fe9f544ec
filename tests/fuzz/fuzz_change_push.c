/* SPDX-License-Identifier: Apache-2.0
 *
 * A pre-push hook's standard input, line by line: refused, or four fields that make up the line.
 */
#include <stdlib.h>

#include "gate/change/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_line(const struct push_line *fields, struct text line)
{
	const struct text parts[] = {
		fields->local_ref, fields->local_hex, fields->remote_ref, fields->remote_hex};
	const char *at = line.ptr;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		require(parts[i].ptr == at && parts[i].len > 0);
		at += parts[i].len + 1;
	}
	require(at == line.ptr + line.len + 1);
	require(fields->local_hex.len == 40 || fields->local_hex.len == 64);
	require(fields->remote_hex.len == 40 || fields->remote_hex.len == 64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, line;

	while (text_next_line(&rest, &line)) {
		struct push_line fields;
		struct err err = {0};

		if (push_line_read(&fields, line, &err) == 0)
			check_line(&fields, line);
		else
			require(err.kind == ERR_LOOK);
	}
	return 0;
}
