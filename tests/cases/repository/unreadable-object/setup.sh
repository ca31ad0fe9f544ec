# SPDX-License-Identifier: Apache-2.0
# The new blob is on disk, but its bytes are not what its id says.
start
printf 'words\n' | put words.txt
commit c2
object=.git/objects/$(git rev-parse HEAD:words.txt | sed 's,^..,&/,')
chmod u+w "$object"
printf 'not deflated' >"$object"
