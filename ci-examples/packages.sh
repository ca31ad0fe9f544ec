# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What a build needs on Debian and Ubuntu, and what its tests need. To be sourced.
#   need_packages PACKAGE…   installs those that are missing, and says which; calls no package manager
#                            when there is nothing missing
#   need_commands …          the same for commands

case $(uname -m) in
x86_64 | i?86) hyperscan_package=libhyperscan-dev ;;
*) hyperscan_package=libvectorscan-dev ;;
esac

# shellcheck disable=SC2034 # used by those who source this
build_packages="build-essential cmake ninja-build pkg-config git libgit2-dev libyaml-dev libssl-dev
	$hyperscan_package libpcre2-dev libdeflate-dev libarchive-dev libexpat1-dev"
# shellcheck disable=SC2034
test_packages="ccache libcunit1-dev python3 python3-jsonschema python3-yaml zsh fish"
# shellcheck disable=SC2034 # of the pipeline in tests/e2e/seams
pipeline_packages="mosquitto mosquitto-clients postgresql"
# shellcheck disable=SC2034 # of tests/e2e/linear.sh
count_packages="valgrind"
# shellcheck disable=SC2034
static_packages="libmbedtls-dev libhttp-parser-dev zlib1g-dev nettle-dev liblzma-dev libbz2-dev libzstd-dev liblz4-dev"
# shellcheck disable=SC2034
fuzz_packages="clang llvm libclang-rt-dev"

# shellcheck disable=SC2034 # command:package, for those that may be there by other means
lock_commands="npm:npm cargo:cargo go:golang-go pip3:python3-pip"

# need_commands COMMAND:PACKAGE…   installs the packages of the commands that are not there
need_commands() {
	absent=
	for pair in "$@"; do
		command -v "${pair%%:*}" >/dev/null 2>&1 || absent="$absent ${pair#*:}"
	done
	# shellcheck disable=SC2086
	[ -z "$absent" ] || need_packages $absent
}

need_packages() {
	if ! command -v dpkg-query >/dev/null 2>&1; then
		echo "not a Debian system: these have to be there by other means: $*" | tr -s '\t\n ' ' '
		echo
		return 0
	fi
	missing_packages=
	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' ||
			missing_packages="$missing_packages $package"
	done
	[ -n "$missing_packages" ] || return 0
	echo "installing:$missing_packages"
	as_root=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null 2>&1 || {
			echo "these packages are missing, and there is no sudo to install them:$missing_packages" >&2
			return 1
		}
		as_root=sudo
	fi
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null &&
		$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing_packages </dev/null
}
