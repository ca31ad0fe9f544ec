# SPDX-License-Identifier: Apache-2.0
# The checksum of a crate changes under the same version.
repo
cargo_project
cargo_lock 1.0.0 7
commit c1
git checkout -q -b topic
cargo_lock 1.0.0 8
commit c2
