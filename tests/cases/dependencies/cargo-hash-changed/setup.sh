# SPDX-License-Identifier: Apache-2.0
# The checksum of a crate changes under the same version.
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
lock 1.0.0 8
commit c2
