# SPDX-License-Identifier: Apache-2.0
# conda-lock.yml, pixi.lock and environment.yml: one entry of each, changed on branches of their own.
A=$(printf 'a%.0s' $(seq 64)) B=$(printf 'b%.0s' $(seq 64))
M=$(printf 'c%.0s' $(seq 32))

# lock HOST FILE HASHES
lock() {
	printf 'version: 1\npackage:\n- name: idna\n  version: "3.6"\n  manager: conda\n  platform: linux-64\n  url: https://%s/noarch/%s\n  hash: {%s}\n' "$1" "$2" "$3" | put conda-lock.yml
}

# pixi CHANNEL HASH
pixi() {
	printf 'version: 6\nenvironments:\n  default:\n    channels:\n    - url: %s\npackages:\n- conda: https://c.example.org/noarch/idna-3.6-py_0.conda\n%s' "$1" "$2" | put pixi.lock
}

environment() {
	printf 'channels: [%s]\ndependencies:\n- idna=3.6\n- pip:\n  - certifi==2024.2.2\n' "$1" | put environment.yml
}

on() {
	git checkout -q -B "$1" main
}

repo
lock c.example.org idna-3.6-py_0.conda "md5: $M, sha256: $A"
pixi https://c.example.org/ "  sha256: $A
"
environment https://c.example.org/main
commit base
on lock-hash && lock c.example.org idna-3.6-py_0.conda "md5: $M, sha256: $B" && commit lock-hash
on lock-md5 && lock c.example.org idna-3.6-py_0.conda "md5: $M" && commit lock-md5
on lock-host && lock c.example.net idna-3.6-py_0.conda "md5: $M, sha256: $A" && commit lock-host
on lock-file && lock c.example.org evil-3.6-py_0.conda "md5: $M, sha256: $A" && commit lock-file
on pixi-hash && pixi https://c.example.org/ '' && commit pixi-hash
on pixi-channel && pixi https://c.example.net/ "  sha256: $A
" && commit pixi-channel
on environment-channel && environment https://c.example.net/main && commit environment-channel
# Honest: a build more, the same with a hash more.
on honest && lock c.example.org idna-3.6-py_1.conda "md5: $M, sha256: $B" && pixi https://c.example.org/ "  md5: $M
  sha256: $A
" && environment https://c.example.org/other && commit honest
