# SPDX-License-Identifier: Apache-2.0
# The honest twin of cargo-hash-changed: another version, another checksum.
repo
cargo_project
cargo_lock 1.0.0 7
commit c1
git checkout -q -b topic
cargo_lock 1.1.0 8
commit c2
