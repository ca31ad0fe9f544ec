# SPDX-License-Identifier: Apache-2.0
# The new blob is cut off in the middle.
start
seq 1 5000 | put words.txt
commit c2
object=.git/objects/$(git rev-parse HEAD:words.txt | sed 's,^..,&/,')
chmod u+w "$object"
head -c 3000 "$object" >cut
cat cut >"$object"
