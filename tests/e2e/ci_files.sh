#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every CI file and hook snippet that users copy, run step by step as its system would (ci_files.py).
#
#   sh tests/e2e/ci_files.sh BINARY

set -eu
binary=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
exec python3 "$(dirname -- "$0")/ci_files.py" "$binary"
