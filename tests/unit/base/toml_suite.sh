#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the suite of github.com/toml-lang/toml-test, version 1.0 of TOML, against the TOML reader. Not part of tests/run.sh,
# since it needs Go and fetches a module that is not ours; nothing of it is kept here.
#
#   sh tests/unit/base/toml_suite.sh build/toml_dump
#
# Suite 2.2.0: 205 valid and 474 invalid documents, all answered as it wants.

set -eu
decoder=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
GOBIN=$scratch go install github.com/toml-lang/toml-test/v2/cmd/toml-test@v2.2.0
"$scratch/toml-test" test -toml=1.0 -decoder="$decoder"
