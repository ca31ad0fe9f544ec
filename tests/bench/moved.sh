#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A change that moves many dependency files: each new one is held to a deleted one of its format and name. What twice as many
# cost beside so many.
#   sh tests/bench/moved.sh SEAMGATE [FILES]
# FILES: files of the largest change, half of them deleted and half of them new.
set -eu
gate=$(realpath "$1") files=${2-20000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# moved COUNT: a repository whose last commit moves so many manifests, each into another folder.
moved() {
	rm -rf "$work/tree"
	git init -q -b main "$work/tree"
	python3 - "$work/tree" "$1" <<'PYTHON'
import pathlib, sys
for i in range(int(sys.argv[2])):
    folder = pathlib.Path(sys.argv[1]) / f"old/{i % 100:02}/{i}"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"name": "p%d", "dependencies": {"left": "1.0.%d"}}\n' % (i, i))
PYTHON
	git -C "$work/tree" add -A
	git -C "$work/tree" -c user.name=Ada -c user.email=ada@example.org commit -q -m before
	mv "$work/tree/old" "$work/tree/new"
	git -C "$work/tree" add -A
	git -C "$work/tree" -c user.name=Ada -c user.email=ada@example.org commit -q -m after
	git -C "$work/tree" repack -a -d -q
}

echo '| files in the change | CPU seconds | microseconds a file |'
echo '|---|---|---|'
for some in $((files / 4)) $((files / 2)) "$files"; do
	moved $((some / 2))
	cd "$work/tree"
	for turn in 1 2 3 4 5; do
		/usr/bin/env time -f '%U %S' -o "$work/time" "$gate" run --base HEAD~1 --check dependencies -q >/dev/null 2>&1 || true
		tail -n 1 "$work/time"
	done | awk -v files="$some" '{cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu}
		END {printf "| %d | %.2f | %.0f |\n", files, least, least * 1e6 / files}'
	cd "$work"
done
