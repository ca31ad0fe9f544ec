# SPDX-License-Identifier: Apache-2.0
# A policy, a CI file, a hook, a first look; nothing that is there is changed, and no link is followed.
repo
mkdir .github web models
echo '{}' >web/package-lock.json
entry 100644 "$(echo x | blob)" "models/$(printf 'a\nversion: 2').gguf"
printf 'A shop.\n' >README
git add web README
commit_index c1
