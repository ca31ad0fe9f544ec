# SPDX-License-Identifier: Apache-2.0
"""Six faults in a real pipeline, one a hop: how often does the gate name the hop and the kind, and how often does it block where nothing is wrong?

    python3 tests/bench/seams.py SEAMGATE [SEEDS] [FAULT ...]

The pipeline is tests/e2e/seams/pipeline.py, of which tests/e2e/seams_story.sh runs each fault once. Prints a line for each run, and the sums.
"""
import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e", "seams"))
import pipeline  # noqa: E402


def main():
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    sums = pipeline.all_seeds(os.path.abspath(sys.argv[1]), range(1, seeds + 1), sys.argv[3:] or list(pipeline.EXPECTED))
    for fault, results in sums.items():
        print(f"{fault}: right in {sum(results)} of {len(results)}")
    return 0 if all(sum(r) >= 0.95 * len(r) for r in sums.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
