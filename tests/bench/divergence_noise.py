# SPDX-License-Identifier: Apache-2.0
"""How far two samples of one distribution are apart: the 0.95 quantile of Wasserstein's distance over its mean.

usage: divergence_noise.py [RUNS]       (4000)

Prints for each distribution that ratio, and the ratio to the mean that gate/stats/divergence.h computes. The first of the
uniform distribution is the 1.86 there; the others are lower, so that the noise is rather said too large.
"""
import math
import random
import sys

DRAWS = {
    "uniform": random.random,
    "normal": lambda: random.gauss(0, 1),
    "exponential": lambda: random.expovariate(1),
    "lognormal": lambda: random.lognormvariate(0, 1),
}
ROWS = 300


def distance(first, second):
    """Of sorted samples of the same size."""
    return sum(abs(a - b) for a, b in zip(first, second)) / len(first)


def spread(draw):
    values = sorted(draw() for _ in range(100000))
    count = len(values)
    return sum(math.sqrt(i / count * (1 - i / count)) * (values[i] - values[i - 1]) for i in range(1, count))


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    random.seed(1)
    for name, draw in DRAWS.items():
        expected = math.sqrt(2 / math.pi) * math.sqrt(2 / ROWS) * spread(draw)
        seen = sorted(distance(sorted(draw() for _ in range(ROWS)), sorted(draw() for _ in range(ROWS))) for _ in range(runs))
        mean = sum(seen) / runs
        print(f"{name:12} {seen[int(runs * 0.95)] / mean:.3f} of its mean, which is {mean / expected:.3f} of what is computed")


if __name__ == "__main__":
    main()
