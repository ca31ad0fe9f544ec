# SPDX-License-Identifier: Apache-2.0
# A vendored crate is moved, renamed or copied, and edited there with its list: the package is the one that the base has a list of.
repo
list() { # FOLDER PACKAGE
	printf "{\"files\":{\"Cargo.toml\":\"%s\",\"src/lib.rs\":\"%s\"},\"package\":%s}" \
		"$(sha256sum <"$1/Cargo.toml" | cut -c 1-64)" "$(sha256sum <"$1/src/lib.rs" | cut -c 1-64)" "$2" |
		put "$1/.cargo-checksum.json"
}
crate() { # FOLDER NAME VERSION
	printf "[package]\nname = \"%s\"\nversion = \"%s\"\n" "$2" "$3" | put "$1/Cargo.toml"
	printf "// %s %s\n" "$2" "$3" | put "$1/src/lib.rs"
}
left=$(printf '"%064d"' 7) newer=$(printf '"%064d"' 8)
crate vendor/left left 1.0.0
list vendor/left "$left"
crate vendor/commit commit 1.0.0
list vendor/commit null
lock() { # VERSION PACKAGE
	printf "[[package]]\nname = \"commit\"\nversion = \"1.0.0\"\nsource = \"git+https://git.example.org/commit?rev=1#%040d\"\n\n[[package]]\nname = \"left\"\nversion = \"%s\"\nsource = \"registry+https://registry.example.org/index\"\nchecksum = %s\n\n[[package]]\nname = \"shop\"\nversion = \"0.1.0\"\ndependencies = [\"commit\", \"left\"]\n" 1 "$1" "$2" | put Cargo.lock
}
lock 1.0.0 "$left"
commit start
edit() { # FOLDER PACKAGE
	echo '// more' >>"$1/src/lib.rs"
	list "$1" "$2"
}
git checkout -q -b moved main
git mv vendor other
commit moved
git checkout -q -b moved-and-edited moved
edit other/left "$left"
edit other/commit null
commit moved-and-edited
git checkout -q -b renamed main
git mv vendor/left vendor/left-1.0.0
edit vendor/left-1.0.0 "$left"
commit renamed
git checkout -q -b copied main
cp -r vendor/left vendor/left-copy
edit vendor/left-copy "$left"
commit copied
# cargo vendor itself: a second version takes the folder, and the first one moves.
git checkout -q -b two-versions main
git mv vendor/left vendor/left-1.0.0
crate vendor/left left 2.0.0
list vendor/left "$newer"
lock 1.0.0 "$left"
printf "\n[[package]]\nname = \"left\"\nversion = \"2.0.0\"\nsource = \"registry+https://registry.example.org/index\"\nchecksum = %s\n" "$newer" >>Cargo.lock
commit two-versions
git checkout -q -b link moved
ln -s other vendor
commit link
