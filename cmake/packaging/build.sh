#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The packages of a release for the processor that this runs on: a tarball with the static binary, and a Debian package.
#
#   sh cmake/packaging/build.sh FOLDER VERSION      VERSION must be the one that the sources say

set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
mkdir -p "$1"
folder=$(CDPATH='' cd -- "$1" && pwd)
grep -q "project(seamgate VERSION $2 " "$root/CMakeLists.txt" || { echo "CMakeLists.txt does not say version $2" >&2 && exit 1; }
# shellcheck source=ci-examples/packages.sh
. "$root/ci-examples/packages.sh"
# shellcheck disable=SC2086,SC2154
need_packages $build_packages $static_packages
package() {
	build=$root/build-release-$1 generator=$2
	shift 2
	cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_TESTS=OFF "$@" >/dev/null
	ninja -C "$build"
	cpack -G "$generator" --config "$build/CPackConfig.cmake" -B "$build/packages"
	cp "$build"/packages/seamgate*."$(echo "$generator" | sed 's/TGZ/tar.gz/; s/DEB/deb/')" "$folder/"
}
package static TGZ -DSEAMGATE_STATIC=ON
# A distribution's libraries are kept up to date by the distribution.
package dynamic DEB -DSEAMGATE_ARCHIVES=OFF
ls -l "$folder"
