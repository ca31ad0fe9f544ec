# SPDX-License-Identifier: Apache-2.0
# The key is in the message of the annotated tag that is judged.
start
printf 'words\n' | put words.txt
commit c2
tick
git tag -a -m "First release, made with $(secret aws)" v1
run_args='--base main --head v1'
push_refs='v1'
