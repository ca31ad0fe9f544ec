# SPDX-License-Identifier: Apache-2.0
# In a bare repository, beside a hook that reads git's lines too; and what its lines may look like.
start
key one.env
commit c2
git init -q --bare -b main "$WORK/remote.git"
git remote add origin "$WORK/remote.git"
git push -q origin main
