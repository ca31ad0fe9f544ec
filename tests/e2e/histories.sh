#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a scan of a history finds, however git stores it, and with damage or another git at work (histories.py).
#
#   sh tests/e2e/histories.sh BINARY

exec python3 "$(dirname -- "$0")/histories.py" "$1"
