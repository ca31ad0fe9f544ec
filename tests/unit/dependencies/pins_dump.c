/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader makes of one file: pins_dump FORMAT FILE prints a line a pin, fields behind tabs: name, version,
 * artifact, source, flags in hexadecimal, digests ("sha256:<hex>", "flawed" for one that cannot be read).
 * Exit 1 with the error where the file is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

static void print_text(struct text text)
{
	if (text.len)
		fwrite(text.ptr, 1, text.len, stdout);
}

static void print_digest(const struct digest *digest)
{
	if (digest->flaw) {
		printf(" flawed");
		return;
	}
	printf(" %s:", algorithm_name(digest->algorithm));
	for (size_t i = 0; i < digest->bytes.len; i++)
		printf("%02x", (unsigned char)digest->bytes.ptr[i]);
}

static void print_pin(const struct pin *pin)
{
	const struct text fields[] = {pin->name, pin->version, pin->artifact, pin->source};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		print_text(fields[i]);
		putchar('\t');
	}
	printf("%x\t", pin->flags);
	for (uint32_t i = 0; i < pin->digest_count; i++)
		print_digest(&pin->digests[i]);
	putchar('\n');
}

static const struct format *format_named(const char *name)
{
	for (size_t i = 0; i < formats.count; i++)
		if (strcmp(formats.items[i]->name, name) == 0)
			return formats.items[i];
	return NULL;
}

static char *read_file(const char *path, size_t *len)
{
	enum { MOST = 1 << 27 };
	FILE *file = fopen(path, "rb");
	char *content = malloc(MOST);

	if (!file || !content)
		exit(2);
	*len = fread(content, 1, MOST, file);
	fclose(file);
	return content;
}

int main(int argc, char **argv)
{
	const struct format *format = argc == 3 ? format_named(argv[1]) : NULL;
	struct document document = {.arena = arena_new()};
	struct lock lock = {.arena = document.arena};
	struct err err = {0};
	char *content;
	int done;

	if (!format || !document.arena) {
		fprintf(stderr, "usage: pins_dump FORMAT FILE\n");
		return 2;
	}
	content = read_file(argv[2], &document.content.len);
	document.content.ptr = content;
	document.name = argv[2];
	document.path = text_of(argv[2]);
	done = format_read(format, &lock, &document, &err);
	for (size_t i = 0; done == 0 && i < lock.pins.count; i++)
		print_pin(&lock.pins.items[i]);
	if (done < 0)
		fprintf(stderr, "%s\n", err.message);
	arena_free(document.arena);
	free(content);
	return done < 0;
}
