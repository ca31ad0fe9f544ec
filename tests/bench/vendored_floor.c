/* SPDX-License-Identifier: Apache-2.0
 *
 * What this machine's processor can at most do for a vendored tree: inflating and hashing each file, and what stands in their place
 * where the checked-out files are read. One thread, all in memory but for those files, the least of nine.
 *   cc -O2 vendored_floor.c -ldeflate -lcrypto -lz && find vendor -type f | ./a.out
 */
#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

struct file {
	char *path;
	unsigned char *raw, *zipped;
	size_t len, zipped_len;
};

struct bench {
	struct file *files;
	size_t count, bytes, longest;
	unsigned char *room; /* for the longest */
	struct libdeflate_decompressor *inflater;
	EVP_MD *sha256;
	EVP_MD_CTX *context;
	unsigned char made[EVP_MAX_MD_SIZE];
	unsigned sum; /* so that nothing is left out as unused */
};

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- the parts ---- */

static void inflate_all(struct bench *bench)
{
	size_t used, made;

	for (size_t i = 0; i < bench->count; i++) {
		const struct file *file = &bench->files[i];

		if (libdeflate_zlib_decompress_ex(bench->inflater, file->zipped, file->zipped_len,
			    bench->room, file->len, &used, &made) != LIBDEFLATE_SUCCESS)
			abort();
	}
}

static void check_all(struct bench *bench)
{
	for (size_t i = 0; i < bench->count; i++)
		bench->sum +=
			libdeflate_crc32(0, bench->files[i].zipped, bench->files[i].zipped_len);
}

static void hash_by_name(struct bench *bench)
{
	unsigned len;

	for (size_t i = 0; i < bench->count; i++)
		EVP_Digest(bench->files[i].raw, bench->files[i].len, bench->made, &len,
			EVP_sha256(), NULL);
}

static void hash_fetched(struct bench *bench)
{
	unsigned len;

	for (size_t i = 0; i < bench->count; i++)
		EVP_Digest(bench->files[i].raw, bench->files[i].len, bench->made, &len,
			bench->sha256, NULL);
}

static void hash(struct bench *bench, const void *bytes, size_t len)
{
	unsigned made;

	EVP_DigestInit_ex2(bench->context, bench->sha256, NULL);
	EVP_DigestUpdate(bench->context, bytes, len);
	EVP_DigestFinal_ex(bench->context, bench->made, &made);
}

static void hash_kept(struct bench *bench)
{
	for (size_t i = 0; i < bench->count; i++)
		hash(bench, bench->files[i].raw, bench->files[i].len);
}

static void inflate_and_hash(struct bench *bench)
{
	size_t used, made;

	for (size_t i = 0; i < bench->count; i++) {
		const struct file *file = &bench->files[i];

		libdeflate_zlib_decompress_ex(bench->inflater, file->zipped, file->zipped_len,
			bench->room, file->len, &used, &made);
		hash(bench, bench->room, file->len);
	}
}

static size_t read_file(const char *path, unsigned char *into)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW);
	struct stat status;
	ssize_t got;

	if (fd < 0 || fstat(fd, &status) < 0)
		abort();
	got = read(fd, into, (size_t)status.st_size);
	close(fd);
	return got < 0 ? 0 : (size_t)got;
}

static void read_all(struct bench *bench)
{
	for (size_t i = 0; i < bench->count; i++)
		bench->sum += (unsigned)read_file(bench->files[i].path, bench->room);
}

static void read_and_hash(struct bench *bench)
{
	for (size_t i = 0; i < bench->count; i++)
		hash(bench, bench->room, read_file(bench->files[i].path, bench->room));
}

static const struct {
	const char *name;
	void (*run)(struct bench *bench);
} parts[] = {
	{"inflating (libdeflate, one buffer)", inflate_all},
	{"CRC-32 of what is stored", check_all},
	{"SHA-256, EVP_Digest with EVP_sha256()", hash_by_name},
	{"SHA-256, EVP_Digest with a fetched EVP_MD", hash_fetched},
	{"SHA-256, one EVP_MD_CTX and a fetched EVP_MD", hash_kept},
	{"inflating and SHA-256", inflate_and_hash},
	{"open, fstat, read, close", read_all},
	{"open, fstat, read, close and SHA-256", read_and_hash},
};

/* ---- all of it ---- */

static void measure(struct bench *bench, size_t part)
{
	double least = 0;

	for (int turn = 0; turn < 9; turn++) {
		double began = seconds(), took;

		parts[part].run(bench);
		took = seconds() - began;
		if (turn == 0 || took < least)
			least = took;
	}
	printf("| %s | %.1f | %.0f |\n", parts[part].name, least * 1e3,
		(double)bench->bytes / 1e6 / least);
}

static void add(struct bench *bench, const char *path)
{
	struct file file = {.path = strdup(path)};
	struct stat status;
	uLongf len;

	if (stat(path, &status) < 0)
		abort();
	file.len = (size_t)status.st_size;
	len = compressBound(file.len);
	file.raw = malloc(file.len + 1);
	file.zipped = malloc(len);
	bench->files = realloc(bench->files, (bench->count + 1) * sizeof(file));
	if (!file.raw || !file.zipped || !bench->files || read_file(path, file.raw) != file.len)
		abort();
	compress2(file.zipped, &len, file.raw, file.len, Z_DEFAULT_COMPRESSION);
	file.zipped_len = len;
	bench->files[bench->count++] = file;
	bench->bytes += file.len;
	if (file.len > bench->longest)
		bench->longest = file.len;
}

int main(void)
{
	struct bench bench = {.inflater = libdeflate_alloc_decompressor(),
		.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL),
		.context = EVP_MD_CTX_new()};
	char line[4096];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		add(&bench, line);
	}
	bench.room = calloc(bench.longest + 1, 1);
	printf("| %zu files, %.1f MB | ms of one core | MB/s |\n|---|---|---|\n", bench.count,
		(double)bench.bytes / 1e6);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		measure(&bench, i);
	return bench.sum == 1;
}
