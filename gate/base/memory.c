/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/memory.h"

#include <fcntl.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "gate/base/err.h"
#include "gate/base/leaks.h"

/* Giving memory back and having it again costs a third of a millisecond a MiB; below so little nothing is gained. */
enum { GROWN = 4 << 20, LITTLE = 40 << 20 };

static void say(const char *line)
{
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return;
}

static _Noreturn void give_up(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
		say("seamgate: could not look: the memory limit was reached\n"
		    "  to fix it: raise limits: {memory: \xe2\x80\xa6} in .seamgate.yml at the "
		    "base\n");
		_exit(ERR_LOOK);
	}
	say("seamgate: internal error: out of memory\n");
	_exit(ERR_INTERNAL);
}

void *memory_or_exit(size_t size)
{
	void *memory = malloc(size);

	if (!memory && size)
		give_up();
	return memory;
}

static void on_end(int status, void *calls)
{
	if (status == 1 && atomic_load((atomic_uint *)calls) > 0)
		give_up();
}

atomic_uint *memory_watch(void)
{
	atomic_uint *calls;

	leaks_begin();
	calls = calloc(1, sizeof(*calls));
	leaks_end();
	if (calls && on_exit(on_end, calls) != 0) {
		free(calls);
		return NULL;
	}
	return calls;
}

void *memory_zeroed_or_exit(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory && count && size)
		give_up();
	return memory;
}

void *memory_resized_or_exit(void *old, size_t size)
{
	void *memory = realloc(old, size);

	if (!memory && size)
		give_up();
	return memory;
}

static void *crypto_malloc(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_or_exit(size);
}

static void *crypto_realloc(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_resized_or_exit(old, size);
}

static void crypto_free(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	free(memory);
}

void memory_is_large(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
	const size_t page = (size_t)2 << 20;
	size_t before = (page - (uintptr_t)memory % page) % page;

	if (size < before || size - before < page)
		return;
	/* It is advice: where the kernel does not take it, nothing is lost. */
	(void)madvise((char *)memory + before, (size - before) / page * page, MADV_HUGEPAGE);
#else
	(void)memory;
	(void)size;
#endif
}

void memory_past(const void *memory, size_t size)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = ((uintptr_t)memory + page - 1) / page * page;
	uintptr_t end = ((uintptr_t)memory + size) / page * page;

	/* Where the kernel does not take it, it stays until it is freed. */
	if (first < end)
		(void)madvise((void *)first, end - first, MADV_DONTNEED);
}

void memory_settle(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
#ifdef M_TRIM_THRESHOLD
	malloc_trim(0);
#endif
}

/* Memory that is no file's, in bytes; 0 where the system does not say. */
static size_t taken(void)
{
	char line[128];
	unsigned long resident, shared;
	int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t len = file < 0 ? -1 : read(file, line, sizeof(line) - 1);

	if (file >= 0)
		close(file);
	if (len <= 0)
		return 0;
	line[len] = '\0';
	if (sscanf(line, "%*s %lu %lu", &resident, &shared) != 2 || shared > resident)
		return 0;
	return (resident - shared) * (size_t)sysconf(_SC_PAGESIZE);
}

void memory_settle_grown(size_t *after)
{
	size_t now = taken();

	if (now < LITTLE || now < *after + GROWN)
		return;
	memory_settle();
	*after = taken();
}

bool memory_is_much(size_t more)
{
	return taken() + more > LITTLE;
}

void memory_start(void)
{
	/* Blobs come and go by the hundred. Memory that glibc hands back to the kernel after each is cleared
	 * page by page for the next: a fifth of the time of a large change. Figures are bytes. */
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 16 << 20);
	mallopt(M_TRIM_THRESHOLD, 32 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
#endif
	CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
	/* Digests and keys are fetched by their names: without the old tables, and without a configuration that
	 * the environment names. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
				    OPENSSL_INIT_NO_ADD_ALL_DIGESTS |
				    OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS,
		NULL);
}
