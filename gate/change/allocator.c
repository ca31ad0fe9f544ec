/* SPDX-License-Identifier: Apache-2.0
 *
 * libgit2's memory comes from gate/base/memory.h: it crashes where an allocation fails.
 */
#include <git2.h>
#include <git2/sys/alloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/memory.h"
#include "gate/change/git.h"

static void *take(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_or_exit(size);
}

static void *resize(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_resized_or_exit(old, size);
}

static void drop(void *memory)
{
	free(memory);
}

#if LIBGIT2_VERSION_MAJOR > 1 || LIBGIT2_VERSION_MINOR >= 6

static const git_allocator allocator = {.gmalloc = take, .grealloc = resize, .gfree = drop};

#else

/* An overflowing product is more than there is. */
static size_t product(size_t count, size_t size)
{
	return size && count > SIZE_MAX / size ? SIZE_MAX : count * size;
}

static void *take_zeroed(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_zeroed_or_exit(count, size);
}

static char *copy_bytes(const char *bytes, size_t length)
{
	char *copy = memory_or_exit(length + 1);

	memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

static char *copy_all(const char *string, const char *file, int line)
{
	(void)file;
	(void)line;
	return copy_bytes(string, strlen(string));
}

static char *copy_most(const char *string, size_t length, const char *file, int line)
{
	(void)file;
	(void)line;
	return copy_bytes(string, strnlen(string, length));
}

static char *copy_part(const char *string, size_t length, const char *file, int line)
{
	(void)file;
	(void)line;
	return copy_bytes(string, length);
}

static void *resize_array(void *old, size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_resized_or_exit(old, product(count, size));
}

static void *take_array(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_or_exit(product(count, size));
}

static const git_allocator allocator = {.gmalloc = take,
	.gcalloc = take_zeroed,
	.gstrdup = copy_all,
	.gstrndup = copy_most,
	.gsubstrdup = copy_part,
	.grealloc = resize,
	.greallocarray = resize_array,
	.gmallocarray = take_array,
	.gfree = drop};

#endif

void allocator_set(void)
{
	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}
