# SPDX-License-Identifier: Apache-2.0
# One crate stands twice, with another checksum.
repo
cargo_project
cargo_lock 1.0.0 7
commit c1
git checkout -q -b topic
cat >>Cargo.lock <<EOF

[[package]]
name = "left"
version = "1.0.0"
source = "registry+https://registry.example.org/index"
checksum = "$(printf "%064d" 9)"
EOF
commit c2
