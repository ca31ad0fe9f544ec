# SPDX-License-Identifier: Apache-2.0
push topic
on_remote
echo '# the same branch goes on, with a key of its own'
key two.env 2
commit c3
push topic
