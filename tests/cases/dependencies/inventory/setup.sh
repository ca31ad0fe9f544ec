# SPDX-License-Identifier: Apache-2.0
# What a tree's files name: held by a hash, a commit, a version or nothing; a password in a URL is not handed on; what a manifest asks
# for and nothing pins is listed, and what its folder pins is not.
sri=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
h1=h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
sha=0000000000000000000000000000000000000000000000000000000000000000
id=0123456789012345678901234567890123456789
repo
printf '{"dependencies": {"@s/Left": "^1.0.0", "b": "^2.0.0", "own": "file:own"}}\n' | put package.json
printf '{"name": "own", "dependencies": {"b": "*", "c": "^3.0.0"}}\n' | put own/package.json
put package-lock.json <<END
{"lockfileVersion": 3, "packages": {
"": {"dependencies": {"@s/Left": "^1.0.0", "b": "^2.0.0", "own": "file:own"}},
"node_modules/@s/Left": {"version": "1.0.0", "resolved": "https://me:hunter2word@registry.example.org/@s/Left/-/Left-1.0.0.tgz", "integrity": "$sri"},
"node_modules/b": {"version": "2.0.0+x y", "resolved": "https://registry.example.org/b/-/b-2.0.0+x%20y.tgz"},
"node_modules/own": {"resolved": "own", "link": true}, "own": {"name": "own"}}}
END
printf 'module example.org/x\nrequire example.org/M v1.2.3\n' | put go.mod
printf 'example.org/M v1.2.3 %s\nexample.org/M v1.2.3/go.mod %s\n' $h1 $h1 | put go.sum
printf 'FROM registry.example.org:5000/a/B:1@sha256:%s\nFROM python:3.12\n' $sha | put Dockerfile
printf 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: Acme/Tool/sub@v4\n      - uses: acme/tool@%s # v1\n' $id |
	put .github/workflows/a.yml
printf 'Django_X==1.0 --hash=sha256:%s --hash=sha256:%s\nrequests\nflask==2.0\n' $sha "$(printf %064d 1)" | put requirements.txt
printf 'version = 1\n[[package]]\nname = "six"\nversion = "1.16.0"\nsource = { registry = "https://registry.example.org/simple" }\nsdist = { url = "https://registry.example.org/six-1.16.0.tar.gz", hash = "sha256:%s" }\nwheels = [{ url = "https://registry.example.org/six-1.16.0-py3-none-any.whl", hash = "sha256:%s" }]\n' $sha $sha | put uv.lock
printf '[submodule "lib"]\n\tpath = vendor/lib\n\turl = https://me:hunter2word@git.example.org/lib.git\n' | put .gitmodules
git add -A
entry 160000 $id vendor/lib
commit_index c1
