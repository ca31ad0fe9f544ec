# SPDX-License-Identifier: Apache-2.0
# A clone without blobs: the changed file's content was never fetched.
start
printf 'words\n' | put words.txt
commit c2
git config uploadpack.allowFilter true
cd "$WORK"
git clone -q --no-checkout --filter=blob:none -b topic "file://$WORK/repo" partial
cd partial
git config remote.origin.url "file://$WORK/gone"
