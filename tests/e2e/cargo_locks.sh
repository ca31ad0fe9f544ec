#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Cargo.lock and vendored crates of a real project, made with the real cargo: the reader's list against cargo's own, the
# tampering of the catalogue, and honest operations, which must pass.
#
#   sh tests/e2e/cargo_locks.sh BINARY

set -eu
. "$(dirname -- "$0")/locks.lib"
command -v cargo >/dev/null || exit 77
at_least cargo "$(cargo --version | cut -d' ' -f2)" 1.83.0 'it writes version 4 of the lock'

# --- a project of more than 200 packages, and what cargo says is in it ---
mkdir -p "$scratch/shop/src" "$scratch/shop/tools/src"
cd "$scratch/shop"
git init -q
cat >Cargo.toml <<'EOF'
[workspace]
members = ["tools"]

[workspace.dependencies]
log = "0.4"

[package]
name = "shop"
version = "0.1.0"
edition = "2021"

[dependencies]
tokio = { version = "1", features = ["full"] }
reqwest = { version = "0.12", features = ["json"] }
clap = { version = "4", features = ["derive"] }
regex = "1"
tools = { path = "tools" }
wide = { package = "itoa", version = "1" }
log = { workspace = true }

[target.'cfg(unix)'.dependencies]
notify = "6"

[dev-dependencies]
criterion = "0.5"

[build-dependencies]
cc = "1"
EOF
cat >tools/Cargo.toml <<'EOF'
[package]
name = "tools"
version = "0.1.0"
edition = "2021"

[dependencies]
tracing-subscriber = "0.3"
EOF
echo 'fn main() {}' >src/main.rs
: >tools/src/lib.rs
cargo generate-lockfile -q
cargo metadata -q --format-version 1 --all-features >"$scratch/metadata.json"
python3 - "$scratch/metadata.json" >"$scratch/cargo.list" <<'EOF'
import json, sys
for package in json.load(open(sys.argv[1]))['packages']:
    print(package['name'], package['version'], package['source'] or '', sep='\t')
EOF
"$dump" cargo-lock Cargo.lock | cut -f1,2,4 | sort >"$scratch/ours.list"
sort -o "$scratch/cargo.list" "$scratch/cargo.list"
cmp "$scratch/cargo.list" "$scratch/ours.list" || die "the reader's list is not cargo's"
count=$(wc -l <"$scratch/ours.list")
[ "$count" -ge 200 ] || die "only $count packages"
[ "$("$dump" cargo-lock Cargo.lock | grep -c 'sha256:')" = "$(grep -c '^checksum' Cargo.lock)" ] || die "checksums are missing"
echo "ok: $count packages, name, version and source as cargo metadata has them; every checksum read"

# --- honest ---
sed -i 's/^edition = "2021"/&\nrust-version = "1.70"/' Cargo.toml
rm Cargo.lock
cargo generate-lockfile -q
grep -q '^version = 3' Cargo.lock || die "cargo did not write version 3"
cargo update -q -p itoa --precise 1.0.9
base
cargo update -q -p itoa
passed 'one crate moved by cargo update'
sed -i '/^rust-version/d' Cargo.toml
rm Cargo.lock
cargo generate-lockfile -q
grep -q '^version = 4' Cargo.lock || die "cargo did not write version 4"
passed 'lock version 3 to 4, made anew by cargo'
python3 - <<'EOF'
import re
# Version 1, as cargo wrote it before 2020: checksums at the end, dependencies with version and source.
text = open('Cargo.lock').read()
packages = text.split('[[package]]\n')[1:]
sums = []
full = {}
for package in packages:
    get = lambda key: (re.search(rf'^{key} = "(.*)"$', package, re.M) or [None, None])[1]
    full.setdefault(get('name'), []).append((get('version'), get('source')))
def written(name, version, source):
    return f'{name} {version} ({source})' if source else f'{name} {version}'
out = []
for package in packages:
    get = lambda key: (re.search(rf'^{key} = "(.*)"$', package, re.M) or [None, None])[1]
    if get('checksum'):
        sums.append(f'"checksum {written(get("name"), get("version"), get("source"))}" = "{get("checksum")}"')
        package = re.sub(r'^checksum = .*\n', '', package, flags=re.M)
    def dependency(match):
        name, *rest = match[1].split(' ')
        version, source = next(c for c in full[name] if not rest or c[0] == rest[0])
        return f' "{written(name, version, source)}",'
    out.append(re.sub(r'^ "(.*)",$', dependency, package, flags=re.M))
open('Cargo.lock', 'w').write('[[package]]\n' + '[[package]]\n'.join(out) + '\n[metadata]\n' + '\n'.join(sums) + '\n')
EOF
passed 'the same lock in the layout of version 1'
cargo add -q humantime 2>/dev/null
cargo update -q --workspace
passed 'one crate added by cargo add'
sed -i 's/^name = "regex"$/name   =   "regex"/; s/^# This file.*/# a comment/' Cargo.lock
passed 'reformatting'

# --- tampering with the lock ---
regex='name = "regex"\nversion = "[^"]*"\nsource = "[^"]*"\n'
sub Cargo.lock "($regex)checksum = \"." '\1checksum = "x'
blocked 'a checksum that is none' hash-malformed
sub Cargo.lock "($regex)checksum = \"[0-9a-f]{8}" '\1checksum = "00000000'
blocked 'another checksum under the same version' hash-changed
sub Cargo.lock "($regex)checksum = .*\n" '\1'
blocked 'a checksum taken away' hash-removed
sub Cargo.lock "($regex)checksum = \"([0-9a-f]{40})[0-9a-f]{24}" '\1checksum = "\2'
blocked 'a checksum cut off' hash-malformed
sub Cargo.lock '(name = "regex"\nversion = "[^"]*"\nsource = ")[^"]*' '\1registry+https://index.example.com/'
blocked 'a source at another host' source-unknown-host
sub Cargo.lock '(name = "regex"\nversion = "[^"]*"\nsource = "registry\+)https' '\1http'
blocked 'a source without encryption' source-insecure
sub Cargo.lock '(name = "regex"\nversion = "[^"]*"\nsource = "registry\+https://)' '\1github.com@evil.example.com/'
blocked 'a host that is a user name' source-deceptive
sub Cargo.lock '^source = "registry.*\nchecksum = .*\n' 'source = "git+https://git.example.com/x#0123456789012345678901234567890123456789"\n'
blocked 'a crate from a repository elsewhere' source-unknown-host
index=$(sed -n 's/^source = "\(registry[^"]*\)"$/\1/p' Cargo.lock | head -n 1)
printf '\n[[package]]\nname = "regexx"\nversion = "1.0.0"\nsource = "%s"\nchecksum = "%064d"\n' "$index" 7 >>Cargo.lock
blocked 'a crate that nothing needs' orphan
sub Cargo.lock '(\[\[package\]\]\nname = "regex"\n(?:.*\n)*?checksum = ")(.{8})((?:.*\n)*?\n)' '\g<0>\g<1>00000000\g<3>'
blocked 'a crate that stands twice' key-doubled
mkdir .cargo
printf '[source.crates-io]\nreplace-with = "mirror"\n\n[source.mirror]\nregistry = "sparse+https://index.example.com/"\n' >.cargo/config.toml
blocked 'another registry in .cargo/config.toml' registry-changed
mkdir .cargo
printf '[http]\ncheck-revoke = false\n' >.cargo/config
blocked 'a check switched off in .cargo/config' protection-weakened
printf '\n[patch.crates-io]\nregex = { git = "https://git.example.com/regex" }\n' >>Cargo.toml
blocked 'a patch from elsewhere' registry-changed
sub Cargo.lock '^version = [34]$' 'version = 5'
judged 3 'a lock of a version that is not known'

# --- vendored crates: the four of the catalogue, beside what cargo says ---
mkdir -p "$scratch/small/src"
cd "$scratch/small"
git init -q
printf '[package]\nname = "small"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ncfg-if = "=1.0.0"\nitoa = "=1.0.9"\n' >Cargo.toml
echo 'fn main() {}' >src/main.rs
mkdir .cargo
cargo vendor third_party/vendor >.cargo/config.toml 2>/dev/null
grep -q 'third_party/vendor' .cargo/config.toml || die 'cargo vendor wrote no settings'
base
crate=third_party/vendor/cfg-if

# cargo_says: "cargo builds" or "cargo refuses", of the tree as it stands.
cargo_says() {
	rm -rf "$scratch/target"
	CARGO_TARGET_DIR=$scratch/target cargo check -q --offline --frozen >/dev/null 2>&1 && says='cargo builds' || says='cargo refuses'
}

# entry WHAT: rewrites, drops or empties src/lib.rs in the list.
entry() {
	python3 - "$crate" "$1" <<'EOF'
import hashlib, json, sys
crate, what = sys.argv[1:]
path = crate + '/.cargo-checksum.json'
document = json.load(open(path))
digest = hashlib.sha256(open(crate + '/src/lib.rs', 'rb').read()).hexdigest()
if what == 'rewrite':
    document['files']['src/lib.rs'] = digest
elif what == 'drop':
    del document['files']['src/lib.rs']
elif what == 'empty':
    document['files'] = {}
elif what == 'package':
    document['package'] = '0' * 64
elif what == 'null':
    document['package'] = None
json.dump(document, open(path, 'w'))
EOF
}

echo '// more' >>$crate/src/lib.rs
cargo_says
blocked "vendored file edited ($says)" vendored-changed
echo '// more' >>$crate/src/lib.rs
entry rewrite
cargo_says
blocked "and its entry rewritten ($says)" vendored-changed
echo '// more' >>$crate/src/lib.rs
entry drop
cargo_says
blocked "and its entry dropped ($says)" vendored-changed vendored-unlisted
echo 'fn main() {}' >$crate/build.rs
cargo_says
blocked "an unlisted build.rs ($says)" vendored-unlisted
entry package
cargo_says
blocked "the package's hash is not Cargo.lock's ($says)" vendored-changed
entry null
cargo_says
blocked "the package's hash taken away ($says)" vendored-changed
entry empty
cargo_says
blocked "an empty list ($says)" vendored-changed vendored-unlisted
rm $crate/src/lib.rs
cargo_says
blocked "a listed file deleted ($says)" vendored-changed
rm $crate/.cargo-checksum.json
cargo_says
blocked "the list deleted ($says)" vendored-changed
echo '// more' >>$crate/src/lib.rs
entry rewrite
printf '{"files":{},"package":null}' >third_party/vendor/.cargo-checksum.json
printf '{"files":{},"package":null}' >$crate/src/.cargo-checksum.json
blocked 'lists above and below the true one' vendored-changed

# vendor_anew: from the registry, not from what is vendored already.
vendor_anew() {
	mv .cargo "$scratch/aside"
	cargo update -q --workspace
	cargo vendor -q third_party/vendor >/dev/null
	mv "$scratch/aside" .cargo
}

sed -i 's/=1.0.0/=1.0.1/' Cargo.toml
vendor_anew
cargo_says
passed "a crate updated and vendored anew ($says)"
sed -i '/^itoa/d' Cargo.toml
vendor_anew
passed 'a crate given up'
printf 'ryu = "=1.0.15"\n' >>Cargo.toml
vendor_anew
passed 'a crate added and vendored'
