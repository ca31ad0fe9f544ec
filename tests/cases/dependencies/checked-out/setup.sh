# SPDX-License-Identifier: Apache-2.0
# A vendored crate with files that are large enough to be read out of the working tree where they are copies of their blobs (gate/change/checkout.h);
# on the branch "tampered" one of them is another than its list says.
repo
git config core.autocrlf false
file() { # NAME: 12 KB
	seq -f "// line %.0f of $1, and something more" 1 400 >"vendor/left/src/$1"
}
mkdir -p vendor/left/src
printf '[package]\nname = "left"\nversion = "1.0.0"\n' >vendor/left/Cargo.toml
for name in a.rs b.rs c.rs lib.rs; do file "$name"; done
printf '[[package]]\nname = "left"\nversion = "1.0.0"\nsource = "registry+https://registry.example.org/index"\nchecksum = "%064d"\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["left"]\n' 7 >Cargo.lock
(
	cd vendor/left
	sha256sum Cargo.toml src/* | awk -v package="$(printf %064d 7)" '
		{files = files (NR > 1 ? "," : "") "\"" $2 "\":\"" $1 "\""}
		END {printf "{\"files\":{%s},\"package\":\"%s\"}", files, package}' >.cargo-checksum.json
)
commit c1
git checkout -q -b tampered
echo '// more' >>vendor/left/src/lib.rs
commit c2
git checkout -q main
git repack -adq
git clone -q --bare . "$WORK/bare"
