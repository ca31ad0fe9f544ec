# SPDX-License-Identifier: Apache-2.0
# A clone without blobs and with a sparse working tree, whose new blobs have been fetched: nothing
# is missing that has to be looked at.
start
mkdir -p d
printf 'words\n' | put d/words.txt
commit c2
git config uploadpack.allowFilter true
cd "$WORK"
git clone -q --no-checkout --filter=blob:none -b topic "file://$WORK/repo" partial
cd partial
git sparse-checkout set d
git checkout -q topic
git config remote.origin.url "file://$WORK/gone"
