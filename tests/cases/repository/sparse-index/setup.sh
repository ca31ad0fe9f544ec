# SPDX-License-Identifier: Apache-2.0
# A sparse working tree with a sparse index and a configuration of its own.
start
mkdir d e
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put d/settings.env
printf 'words\n' | put e/words.txt
commit c2
git config core.repositoryformatversion 1
git sparse-checkout set --cone --sparse-index e
