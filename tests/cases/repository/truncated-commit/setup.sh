# SPDX-License-Identifier: Apache-2.0
# A commit whose stream lacks its last bytes in the pack, and the hash of the pack is where it belongs.
start
printf 'Some words.\n' | put words.txt
commit c2
id=$(git rev-parse HEAD)
echo "$id" | git pack-objects -q .git/objects/pack/pack >/dev/null
rm -f ".git/objects/$(printf %.2s "$id")/${id#??}"
