# SPDX-License-Identifier: Apache-2.0
# One crate stands twice, with another checksum.
repo
put Cargo.toml <<EOF
[package]
name = "shop"
version = "0.1.0"

[dependencies]
left = "1"
EOF
lock() { # VERSION CHECKSUM-DIGIT
	put Cargo.lock <<EOF
version = 4

[[package]]
name = "left"
version = "$1"
source = "registry+https://registry.example.org/index"
checksum = "$(printf "%064d" "$2")"

[[package]]
name = "shop"
version = "0.1.0"
dependencies = [
 "left",
]
EOF
}
lock 1.0.0 7
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
