# SPDX-License-Identifier: Apache-2.0
# Pipfile.lock, pdm.lock and pylock.toml: one file of each, changed on branches of their own.
A=$(printf 'a%.0s' $(seq 64)) B=$(printf 'b%.0s' $(seq 64))

pipenv() {
	printf '{\n  "_meta": {"pipfile-spec": 6, "sources": [{"name": "own", "url": "%s", "verify_ssl": %s}]},\n  "default": {\n    "idna": {"hashes": [%s], "version": "==3.6"}%s\n  }\n}\n' "$1" "$2" "$3" "${4-}" | put Pipfile.lock
}

pdm() {
	printf '[metadata]\nlock_version = "4.5.0"\n\n[[package]]\nname = "idna"\nversion = "3.6"\nfiles = [%s]\n%s' "$1" "${2-}" | put pdm.lock
}

pylock() {
	printf 'lock-version = "1.0"\ncreated-by = "x"\n\n[[packages]]\nname = "idna"\nversion = "3.6"\nwheels = [{url = "https://%s/idna-3.6-py3-none-any.whl", hashes = {%s}}]\n' "$1" "$2" | put pylock.toml
}

on() {
	git checkout -q -B "$1" main
}

OWN=https://registry.example.org/simple
WHEEL='{file = "idna-3.6-py3-none-any.whl", hash = "sha256:'
repo
printf '[packages]\nidna = "*"\n' | put Pipfile
printf '[project]\nname = "shop"\ndependencies = ["idna"]\n' | put pyproject.toml
pipenv "$OWN" true "\"sha256:$A\""
pdm "$WHEEL$A\"}"
pylock files.example.org "sha256 = \"$A\""
commit base

on pipenv-hash && pipenv "$OWN" true "\"sha256:$B\"" && commit pipenv-hash
on pipenv-no-hash && pipenv "$OWN" true '' && commit pipenv-no-hash
on pipenv-source && pipenv https://registry.example.net/simple true "\"sha256:$A\"" && commit pipenv-source
on pipenv-verify && pipenv "$OWN" false "\"sha256:$A\"" && commit pipenv-verify
on pipenv-twice && pipenv "$OWN" true "\"sha256:$A\"" ", \"idna\": {\"version\": \"==3.6\", \"hashes\": [\"sha256:$A\"]}" && commit pipenv-twice
on pdm-hash && pdm "$WHEEL$B\"}" && commit pdm-hash
on pdm-orphan && pdm "$WHEEL$A\"}" "
[[package]]
name = \"evil\"
version = \"1\"
files = [{file = \"evil-1.zip\", hash = \"sha256:$B\"}]
" && commit pdm-orphan
on pylock-hash && pylock files.example.org "sha256 = \"$B\"" && commit pylock-hash
on pylock-no-hash && pylock files.example.org '' && commit pylock-no-hash
on pylock-host && pylock files.example.net "sha256 = \"$A\"" && commit pylock-host
# Honest: more hashes and files.
on more && pipenv "$OWN" true "\"sha256:$B\", \"sha256:$A\"" &&
	pdm "$WHEEL$A\"}, {file = \"idna-3.6.tar.gz\", hash = \"sha256:$B\"}" &&
	pylock files.example.org "sha256 = \"$A\", blake2b = \"$B\"" && commit more
