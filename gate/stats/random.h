/* SPDX-License-Identifier: Apache-2.0
 *
 * A seeded generator, so that a resampled interval is the same on every machine: xoshiro256** seeded by splitmix64
 * (Blackman and Vigna, 2018, public domain algorithms). Not for secrets.
 */
#ifndef SEAMGATE_STATS_RANDOM_H
#define SEAMGATE_STATS_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state[4];
};

/* The seed that every resampling here uses where the caller has none of its own. */
#define RANDOM_SEED UINT64_C(0x5eedc0de5eedc0de)

struct random random_seeded(uint64_t seed);
uint64_t random_next(struct random *random);
uint64_t random_below(struct random *random, uint64_t bound); /* unbiased, 0 for a bound of 0 */
double random_uniform(struct random *random);                 /* [0, 1), 53 bits */
double random_normal(struct random *random);                  /* by quantile: one draw each */

#endif
