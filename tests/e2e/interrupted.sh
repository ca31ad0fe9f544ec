#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# How a long run shows where it is, and what Ctrl-C leaves behind (interrupted.py).
#
#   sh tests/e2e/interrupted.sh BINARY

exec python3 "$(dirname -- "$0")/interrupted.py" "$1"
