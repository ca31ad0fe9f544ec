#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The catalogue of tamperings, format by format: tamperings.sh BINARY
set -eu
exec python3 "$(dirname -- "$0")/tamperings.py" "$1"
