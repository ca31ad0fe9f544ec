#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Whether what the gate does still grows as a change does: a part of the kinds of tests/bench/linear.py, few things of each. Instructions are
# counted, so that a busy machine changes nothing. Needs valgrind.
#   sh tests/e2e/linear.sh SEAMGATE
set -eu
exec python3 "$(dirname -- "$0")/../bench/linear.py" --quick "$1"
