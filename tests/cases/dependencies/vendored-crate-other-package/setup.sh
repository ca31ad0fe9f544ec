# SPDX-License-Identifier: Apache-2.0
# A newer version is vendored, and its hash is not the one in Cargo.lock.
repo
list() { # PACKAGE-DIGIT
	printf "{\"files\":{\"Cargo.toml\":\"%s\",\"src/lib.rs\":\"%s\"},\"package\":\"%064d\"}" \
		"$(sha256sum <vendor/left/Cargo.toml | cut -c 1-64)" "$(sha256sum <vendor/left/src/lib.rs | cut -c 1-64)" "$1" |
		put vendor/left/.cargo-checksum.json
}
crate() { # VERSION DIGIT
	printf "[package]\nname = \"left\"\nversion = \"%s\"\n" "$1" | put vendor/left/Cargo.toml
	printf "// %s\n" "$1" | put vendor/left/src/lib.rs
	printf "[[package]]\nname = \"left\"\nversion = \"%s\"\nsource = \"registry+https://registry.example.org/index\"\nchecksum = \"%064d\"\n\n[[package]]\nname = \"shop\"\nversion = \"0.1.0\"\ndependencies = [\"left\"]\n" "$1" "$2" | put Cargo.lock
	list "$2"
}
crate 1.0.0 7
commit c1
git checkout -q -b topic
crate 1.1.0 8
list 9
commit c2
