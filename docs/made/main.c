/* SPDX-License-Identifier: Apache-2.0
 *
 * made man FILE | made checks FOLDER: writes the pages.
 */
#include <stdio.h>
#include <string.h>

#include "docs/made/made.h"
#include "gate/registry.h"

static int save(const char *path, struct buffer *page)
{
	FILE *file = page->failed ? NULL : fopen(path, "w");
	int done = -1;

	if (file) {
		done = fwrite(buffer_text(page).ptr, 1, page->len, file) == page->len ? 0 : -1;
		if (fclose(file) != 0)
			done = -1;
	}
	if (done < 0)
		perror(path);
	buffer_free(page);
	return done;
}

static int checks(const char *folder)
{
	for (size_t i = 0; i < registry.count; i++) {
		struct buffer page = {0};
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s.md", folder, registry.items[i]->name);
		made_check(&page, registry.items[i]);
		if (save(path, &page) < 0)
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct buffer page = {0};

	if (argc == 3 && strcmp(argv[1], "man") == 0) {
		made_man(&page);
		return save(argv[2], &page) < 0;
	}
	if (argc == 3 && strcmp(argv[1], "checks") == 0)
		return checks(argv[2]) < 0;
	fputs("usage: made man FILE | made checks FOLDER\n", stderr);
	return 2;
}
