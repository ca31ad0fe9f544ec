/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/random.h"

#include "gate/stats/normal.h"

struct random random_seeded(uint64_t seed)
{
	struct random random;

	for (int i = 0; i < 4; i++) {
		uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

		z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
		random.state[i] = z ^ (z >> 31);
	}
	return random;
}

static uint64_t turn(uint64_t x, int bits)
{
	return (x << bits) | (x >> (64 - bits));
}

uint64_t random_next(struct random *random)
{
	uint64_t *s = random->state, result = turn(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = turn(s[3], 45);
	return result;
}

uint64_t random_below(struct random *random, uint64_t bound)
{
	uint64_t least, value;

	if (bound == 0)
		return 0;
	/* The first 2^64 mod bound values would come once too often. */
	least = (0 - bound) % bound;
	do
		value = random_next(random);
	while (value < least);
	return value % bound;
}

double random_uniform(struct random *random)
{
	return (double)(random_next(random) >> 11) * 0x1p-53;
}

double random_normal(struct random *random)
{
	return normal_quantile(((double)(random_next(random) >> 12) + 0.5) * 0x1p-52);
}
