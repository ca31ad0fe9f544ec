/* SPDX-License-Identifier: Apache-2.0
 *
 * libgit2 1.5 loses memory when it opens a repository of format 1 (some KiB a time) and when it is
 * given certain revisions that it cannot resolve. A leak checker is told to pass over what is
 * allocated between these two calls, so that it stays sharp for everything else. Private.
 */
#ifndef SEAMGATE_CHANGE_LEAKS_H
#define SEAMGATE_CHANGE_LEAKS_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SEAMGATE_LEAK_CHECKER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SEAMGATE_LEAK_CHECKER
#endif

#ifdef SEAMGATE_LEAK_CHECKER
#include <sanitizer/lsan_interface.h>

static inline void leaks_begin(void)
{
	__lsan_disable();
}

static inline void leaks_end(void)
{
	__lsan_enable();
}
#else
static inline void leaks_begin(void)
{
}

static inline void leaks_end(void)
{
}
#endif

#endif
