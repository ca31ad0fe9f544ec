# SPDX-License-Identifier: Apache-2.0
# Pushed to an address instead of a remote's name: no remote-tracking branches, everything is new.
repo
key old.env 1
commit c1
git checkout -q -b topic
clean one.txt
commit c2
remote
