/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs a fuzz target over the files of a corpus folder, so that plain ctest covers what the
 * fuzzer found. Each input is also run cut off at every quarter, and with one byte flipped.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run_variants(uint8_t *data, size_t size)
{
	LLVMFuzzerTestOneInput(data, size);
	for (size_t quarter = 1; quarter < 4; quarter++)
		LLVMFuzzerTestOneInput(data, size * quarter / 4);
	for (size_t i = 0; i < size; i += 1 + size / 64) {
		data[i] ^= 0x20;
		LLVMFuzzerTestOneInput(data, size);
		data[i] ^= 0x20;
	}
}

static int run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(1 << 22);
	size_t size;

	if (!file || !data) {
		perror(path);
		free(data);
		if (file)
			fclose(file);
		return -1;
	}
	size = fread(data, 1, 1 << 22, file);
	fclose(file);
	run_variants(data, size);
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	size_t count = 0;
	struct dirent *entry;
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;

	if (!dir) {
		perror(argc == 2 ? argv[1] : "usage: driver CORPUS");
		return 1;
	}
	while ((entry = readdir(dir)) != NULL) {
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
		if (run_file(path) < 0) {
			closedir(dir);
			return 1;
		}
		count++;
	}
	closedir(dir);
	printf("%zu inputs\n", count);
	return count == 0;
}
