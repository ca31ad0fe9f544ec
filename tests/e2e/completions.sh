#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Completions in real bash, zsh and fish; help that fits a screen (completions.py).
#
#   sh tests/e2e/completions.sh BINARY

exec python3 "$(dirname -- "$0")/completions.py" "$1"
