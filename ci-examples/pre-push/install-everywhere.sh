#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Installs the pre-push hook in each repository given, or in the one it is called in.
#
#   sh ci-examples/pre-push/install-everywhere.sh [REPOSITORY…]
#
# A push that the gate blocks leaves nothing on the remote. `git push --no-verify` goes past the hook,
# so a server-side check (ci-examples/github, ci-examples/gitlab) has to stand behind it.

set -eu
command -v seamgate >/dev/null || { echo "seamgate is not on the PATH: sh ci-examples/install.sh ~/.local/bin" >&2 && exit 1; }
[ $# -gt 0 ] || set -- .
for repository in "$@"; do
	echo "$repository:"
	(cd "$repository" && seamgate hook pre-push install)
done
