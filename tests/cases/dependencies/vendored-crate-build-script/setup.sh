# SPDX-License-Identifier: Apache-2.0
# A build script that the list does not have.
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
echo 'fn main() {}' | put vendor/left/build.rs
commit c2
