# SPDX-License-Identifier: Apache-2.0
git init -q --bare -b main "$WORK/remote.git"
git remote add origin "$WORK/remote.git"
seamgate hook pre-push install >/dev/null
push main
push topic
on_remote
