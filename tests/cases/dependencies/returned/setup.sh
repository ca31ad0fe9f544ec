# SPDX-License-Identifier: Apache-2.0
# What the file had at an ancestor of the base, and has again, is a warning: a SHA-1 beside other entries that come or go, a need of an unchanged
# package, the registry of most entries. What only the change itself had before, another SHA-1, another version of what was
# needed, a host of one entry or for one, and one hash in another's place stay errors.
new=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
other=sha512-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBQ==
old=sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=
evil=sha1-BBBBBBBBBBBBBBBBBBBBBBBBBBA=
first=https://registry.example.org second=https://mirror.example.net
repo
# lock HOST HASH-OF-A NEED MORE...: a needs b by the range NEED, which is b's version.
lock() {
	host=$1 hash=$2 need=$3
	shift 3
	printf '# yarn lockfile v1\n\n'
	printf 'a@^1.0.0:\n  version "1.0.0"\n  resolved "%s/a/-/a-1.0.0.tgz"\n  integrity %s\n  dependencies:\n    b "%s"\n\n' "$host" "$hash" "$need"
	printf 'b@%s:\n  version "%s"\n  resolved "%s/b/-/b-%s.tgz"\n  integrity %s\n\n' "$need" "$need" "$host" "$need" "$new"
	for n in c "$@"; do
		printf '%s@^1.0.0:\n  version "1.0.0"\n  resolved "%s/%s/-/%s-1.0.0.tgz"\n  integrity %s\n\n' "$n" "$host" "$n" "$n" "$new"
	done
}
to() { # BRANCH FROM LOCK-ARGUMENTS...
	git checkout -q -B "$1" "$2"
	name=$1
	shift 2
	lock "$@" | put yarn.lock
	commit "$name"
}
printf '{"dependencies": {"a": "^1.0.0", "c": "^1.0.0", "d": "^1.0.0", "e": "^1.0.0"}}\n' | put package.json
lock "$second" "$old" 1.0.0 | put yarn.lock
sed -i '/^c@/,$s,mirror.example.net,once.example.com,' yarn.lock
commit ancestor
printf 'A line between.\n' | put README
commit between
lock "$first" "$new" 2.0.0 | put yarn.lock
commit base

to hash main "$first" "$old" 2.0.0 d
to hash-alone main "$first" "$old" 2.0.0
to hash-other main "$first" "$evil" 2.0.0 d
to hash-changed main "$first" "$other" 2.0.0 d
to needs main "$first" "$new" 1.0.0
to needs-other main "$first" "$new" 1.5.0
to host main "$second" "$new" 2.0.0 d
to host-once main "https://once.example.com" "$new" 2.0.0 d
to host-single main "$first" "$new" 2.0.0 d
sed -i '/^d@/,$s,registry.example.org,mirror.example.net,' yarn.lock
commit single
# The change's own commits are none of the base's: what one of them had vouches for nothing.
to own-first main "$first" "$evil" 2.0.0 d
to own-second own-first "$first" "$new" 2.0.0 d
to own-hash own-second "$first" "$evil" 2.0.0 d e
# A registry in the settings, likewise: the same URL under the same name.
git checkout -q -B registry main
printf 'registry=https://first.example.org/\n' | put tool/.npmrc
commit registry-first
printf 'registry=https://second.example.org/\n' | put tool/.npmrc
commit registry
git checkout -q -B registry-back registry
printf 'registry=https://first.example.org/\n' | put tool/.npmrc
commit registry-back
git checkout -q -B registry-path registry
printf 'registry=https://first.example.org/other/\n' | put tool/.npmrc
commit registry-path
