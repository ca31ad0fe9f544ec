/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/common.h"

#include <string.h>

#include "gate/base/stride.h"

enum { LARGE_STEP = 4096, STEPS = 16 };

size_t common_start(struct text a, struct text b)
{
	size_t most = a.len < b.len ? a.len : b.len, at = 0;

	for (size_t step = LARGE_STEP; step > STRIDE; step /= STEPS)
		while (most - at >= step && memcmp(a.ptr + at, b.ptr + at, step) == 0)
			at += step;
	for (; most - at >= STRIDE; at += STRIDE) {
		unsigned same = stride_same(a.ptr + at, b.ptr + at);

		if (same != STRIDE_ALL)
			return at + (size_t)__builtin_ctz(~same);
	}
	while (at < most && a.ptr[at] == b.ptr[at])
		at++;
	return at;
}

size_t common_end(struct text a, struct text b)
{
	size_t most = a.len < b.len ? a.len : b.len, count = 0;
	const char *end_a = a.ptr + a.len, *end_b = b.ptr + b.len;

	for (size_t step = LARGE_STEP; step > STRIDE; step /= STEPS)
		while (most - count >= step &&
			memcmp(end_a - count - step, end_b - count - step, step) == 0)
			count += step;
	for (; most - count >= STRIDE; count += STRIDE) {
		unsigned same = stride_same(end_a - count - STRIDE, end_b - count - STRIDE);

		if (same != STRIDE_ALL)
			return count + (size_t)__builtin_clz(~same << STRIDE);
	}
	while (count < most && end_a[-1 - (ptrdiff_t)count] == end_b[-1 - (ptrdiff_t)count])
		count++;
	return count;
}
