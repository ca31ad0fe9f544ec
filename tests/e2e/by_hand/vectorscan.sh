#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Whether the gate says the same with Hyperscan and with Vectorscan: the whole report of `scan --history`, durations apart.
#
#   sh tests/e2e/by_hand/vectorscan.sh BUILD OTHER [--policy FILE] REPOSITORY…        each build has a seamgate
#
# The two libraries have the same names and cannot be installed together. Debian's packages of the other one, unpacked into a folder, do:
#
#   apt-get download libvectorscan5 libvectorscan-dev && for deb in *.deb; do dpkg -x "$deb" vs; done
#   lib=$PWD/vs/usr/lib/x86_64-linux-gnu
#   sed -i "s|^prefix=.*|prefix=$PWD/vs/usr|; s|^libdir=.*|libdir=$lib|" "$lib/pkgconfig/libhs.pc"
#   export PKG_CONFIG_PATH=$lib/pkgconfig LD_LIBRARY_PATH=$lib
#   cmake -S . -B other -G Ninja -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_ARCHIVES=OFF -DCMAKE_EXE_LINKER_FLAGS="-Wl,-rpath,$lib"
#   ninja -C other seamgate && ldd other/seamgate | grep libhs
#
# The golden cases: sh tests/cases/run.sh --seamgate other/seamgate
set -eu
build=$1
other=$2
shift 2
policy=
if [ "${1:-}" = --policy ]; then
	policy=$(realpath "$2")
	shift 2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
faults=0

report() { # BINARY REPOSITORY OUT
	code=0
	(cd "$2" && "$1" scan --history --check secrets -q ${policy:+--policy "$policy"} --report json="$3.json") >/dev/null 2>&1 || code=$?
	python3 - "$3.json" "$code" >"$3" <<'EOF'
import json, sys
result = json.load(open(sys.argv[1]))
for check in result["checks"]:
    check.pop("duration_ms", None)
print(sys.argv[2], json.dumps(result, sort_keys=True))
EOF
}

for repository; do
	report "$(realpath "$build/seamgate")" "$repository" "$scratch/a"
	report "$(realpath "$other/seamgate")" "$repository" "$scratch/b"
	if cmp -s "$scratch/a" "$scratch/b"; then
		echo "same: $repository, exit $(cut -d' ' -f1 "$scratch/a"), $(grep -o '"fingerprint"' "$scratch/a" | wc -l) findings"
	else
		echo "DIFFERENT: $repository"
		faults=$((faults + 1))
	fi
done
exit "$((faults > 0))"
