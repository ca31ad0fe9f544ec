#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# python_locks.sh SEAMGATE: real projects locked by real tools. What the readers list is what the tools list;
# honest operations pass; every tampering of the catalogue is blocked. pip and uv must run; Poetry, PDM, pip-tools and
# Pipenv are left out, and said so, where they cannot be installed. Exit 77 without a package index.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
gate=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
dump=$(dirname "$gate")/tests/pins_dump
[ -x "$dump" ] || dump=$(dirname "$gate")/pins_dump

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
cd "$scratch"

python3 -m venv tools
if ! tools/bin/python -m pip install -q uv >pip.log 2>&1; then
	cat pip.log
	echo "skipped: no package index"
	exit 77
fi

# An environment for each tool: their own needs exclude each other.
tool() {
	tools/bin/uv venv -q "$1" && tools/bin/uv pip install -q -p "$1/bin/python" "$2" ${3+"$3"} ||
		echo "left out: $2 cannot be installed"
}
for words in 'poetry12 poetry==1.2.2' 'poetry1 poetry==1.8.5' 'poetry2 poetry>=2 poetry-plugin-export' 'pip-tools pip-tools' 'pipenv pipenv' \
	'uv5 uv==0.5.0'; do
	# shellcheck disable=SC2086
	tool $words 2>&1 &
done
wait

python3 "$here/python_locks.py" "$gate" "$dump" "$scratch"
