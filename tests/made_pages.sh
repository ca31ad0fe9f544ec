#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The pages that are made from the tables are those that lie in docs/. Where they are not:
#   build/made checks docs/checks; python3 docs/made/picture.py build/seamgate docs/output.svg
#
#   sh tests/made_pages.sh SOURCES BUILD
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/checks"
"$2/made" checks "$work/checks"
diff -r "$1/docs/checks" "$work/checks"
python3 "$1/docs/made/picture.py" "$2/seamgate" "$work/output.svg"
diff "$1/docs/output.svg" "$work/output.svg"
