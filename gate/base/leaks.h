/* SPDX-License-Identifier: Apache-2.0
 *
 * A leak checker is told to pass over what is allocated between these two calls: what a library loses, and what is meant to
 * live as long as the process and is known to none but the C library. So it stays sharp for everything else.
 */
#ifndef SEAMGATE_BASE_LEAKS_H
#define SEAMGATE_BASE_LEAKS_H

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
