#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds seamgate from this clone and puts the binary where a job finds it.
#
#   sh ci-examples/install.sh FOLDER      makes FOLDER/seamgate

set -eu
[ $# = 1 ] || { echo "usage: sh install.sh FOLDER" >&2 && exit 2; }
mkdir -p "$1"
folder=$(CDPATH='' cd -- "$1" && pwd)
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=ci-examples/packages.sh
. "$here/packages.sh"
# shellcheck disable=SC2086,SC2154
need_packages $build_packages
cmake -S "$here/.." -B "$here/../build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_TESTS=OFF >/dev/null
ninja -C "$here/../build" seamgate
cp "$here/../build/seamgate" "$folder/seamgate"
"$folder/seamgate" version
