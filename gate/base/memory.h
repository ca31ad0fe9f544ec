/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory for libraries that do not survive a failed allocation. Our own code treats that as an error like any
 * other; libgit2 and OpenSSL crash in many places, which torture tests show. They get memory from here:
 * where there is none the process says so and ends, with exit 4, or 3 where a memory limit is set.
 */
#ifndef SEAMGATE_BASE_MEMORY_H
#define SEAMGATE_BASE_MEMORY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* How glibc keeps memory, and OpenSSL's allocations. Called once, before anything else. */
void memory_start(void);

/* As malloc, calloc and realloc, but never NULL for a size above 0. */
void *memory_or_exit(size_t size);
void *memory_zeroed_or_exit(size_t count, size_t size);
void *memory_resized_or_exit(void *old, size_t size);

/* For a library that ends the process by exit(1) where there is no memory, which would be taken for findings: a counter for its calls under
 * way. An end with exit 1 while it is above 0 is one for want of memory, is said as such and has that exit code. It is never freed, as the end of
 * the process asks it. NULL: out of memory. */
atomic_uint *memory_watch(void);

/* Advice to the kernel about a large block that will be filled: in large pages, which cost a fraction of the
 * faults that small ones do. Nothing where the block is small. */
void memory_is_large(void *memory, size_t size);

/* What is there is not needed any more, although it is not freed yet: its whole pages go back to the kernel, and what stands in it is lost. */
void memory_past(const void *memory, size_t size);

/* Gives free memory back to the kernel, which has to clear it for whoever needs it next: where much was needed once, and is to stay little
 * from now on: what is larger than a MiB goes back as soon as it is freed. */
void memory_settle(void);

/* memory_settle, where the process has some MiB more than after the last time that it did, and more than little in all; *after is 0 before the first. For between the parts of long
 * work: what was freed lies in pieces between what was not, and each part finds other holes too small. */
void memory_settle_grown(size_t *after);

/* Whether the process would have more than little with so many bytes more. */
bool memory_is_much(size_t more);

#endif
