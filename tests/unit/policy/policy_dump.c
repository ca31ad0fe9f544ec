/* SPDX-License-Identifier: Apache-2.0
 *
 * policy_dump schema | check FILE | show FILE: as `seamgate policy`, with the checks of fakes.h, which
 * have options of every type. Exit 2 for a policy that is refused.
 */
#include <stdio.h>
#include <string.h>

#include "fakes.h"

enum { LARGEST = 1 << 20 };

static int read_file(struct buffer *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char block[4096];
	size_t count;

	if (!file) {
		perror(path);
		return -1;
	}
	buffer_string(out, "");
	while (out->len <= LARGEST && (count = fread(block, 1, sizeof(block), file)) > 0)
		buffer_add(out, (struct text){block, count});
	fclose(file);
	return out->failed ? -1 : 0;
}

static int dump(const char *action, struct text text, struct arena *arena, struct buffer *out)
{
	struct err err = {0};
	struct policy policy;

	if (policy_read(&policy, text, "policy", arena, &err) < 0) {
		fprintf(stderr, "%s\n", err.message);
		return 2;
	}
	if (strcmp(action, "show") == 0)
		policy_show(&policy, out);
	return out->failed;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct buffer file = {0}, out = {0};
	int status = 1;

	if (argc == 2 && strcmp(argv[1], "schema") == 0) {
		policy_schema(&out);
		status = out.failed;
	} else if (arena && argc == 3 && read_file(&file, argv[2]) == 0) {
		status = dump(argv[1], buffer_text(&file), arena, &out);
	}
	fwrite(buffer_text(&out).ptr, 1, out.len, stdout);
	buffer_free(&file);
	buffer_free(&out);
	arena_free(arena);
	return status;
}
