# SPDX-License-Identifier: Apache-2.0
# An action loses its commit, by a tag, a branch or a shortened id; and what people do honestly.
W=.github/workflows/build.yml
workflow() {
	{ printf 'on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n'; for use; do printf '      - uses: %s\n' "$use"; done; } | put "$W"
}

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

repo
one='owner/one@1111111111111111111111111111111111111111 # v1.2.0'
workflow "$one" 'owner/two@v2' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0'
commit base
for name in tag branch short; do
	change "$name"
	case $name in tag) ref=v1.2.0 ;; branch) ref=main ;; short) ref=1111111 ;; esac
	workflow "owner/one@$ref" 'owner/two@v2' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0'
	commit "$name"
done
change first-party
workflow "$one" 'owner/two@v2' 'actions/checkout@v4'
commit first-party
# One of two uses is let go.
change one-of-two
workflow "$one" "$one" 'owner/two@v2' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0'
commit two
git branch -f two
workflow "$one" 'owner/one@v1' 'owner/two@v2' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0'
commit one-of-two
# Renamed and let go at once.
change renamed
git mv "$W" .github/workflows/other.yml
W=.github/workflows/other.yml
workflow 'owner/one@v1' 'owner/two@v2' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0'
commit renamed
W=.github/workflows/build.yml
# Honest: upgrades, another order, a new one by commit, one that goes.
change upgrade
workflow 'owner/two@v3' 'owner/one@2222222222222222222222222222222222222222 # v1.3.0' 'owner/three@1111111111111111111111111111111111111111 # v0.1'
commit upgrade
change pinning
workflow "$one" 'owner/two@1111111111111111111111111111111111111111 # v2.0.0' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0' './local'
commit pinning
# New ones by tag: a warning, or a note for the forge's own.
change new
workflow "$one" 'owner/two@v2' 'actions/checkout@2222222222222222222222222222222222222222 # v4.1.0' 'owner/new@v1' 'actions/cache@v4' 'docker://tool:1'
commit new
