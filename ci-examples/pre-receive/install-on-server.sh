#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# On the server: no push that the gate blocks gets into these bare repositories, whatever the clients do. What is pushed
# is judged while git still keeps it in quarantine; nothing of a refused push stays.
#
#   sh ci-examples/pre-receive/install-on-server.sh REPOSITORY.git…
#
# A hook that is there already is kept and runs first. To judge all of them by the server's own policy, put
# --policy FILE behind "hook pre-receive" in the hook.

set -eu
command -v seamgate >/dev/null || { echo "seamgate is not on the PATH: sh ci-examples/install.sh /usr/local/bin" >&2 && exit 1; }
[ $# -gt 0 ] || { echo "usage: sh install-on-server.sh REPOSITORY.git..." >&2 && exit 2; }
for repository in "$@"; do
	echo "$repository:"
	(cd "$repository" && seamgate hook pre-receive install --chain)
done
