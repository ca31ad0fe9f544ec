# SPDX-License-Identifier: Apache-2.0
# The commit of a branch moves under one version; that of a release does not.
repo
lock() { # VERSION DIGIT
	printf '{"require": {"a/left": "*"}}' | put composer.json
	printf '{"packages": [{"name": "a/left", "version": "%s", "source": {"type": "git", "url": "https://git.example.org/a/left", "reference": "%040d"}}]}\n' "$1" "$2" | put composer.lock
}
lock dev-main 1
commit c1
git checkout -q -b branch
lock dev-main 2
commit c2
git checkout -q -b release main
lock 1.0.0 1
commit c3
git checkout -q -b other-commit
lock 1.0.0 2
commit c4
