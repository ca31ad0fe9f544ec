# SPDX-License-Identifier: Apache-2.0
# pnpm and uv install what lies unpacked in their stores, whatever hashes the lock has: such a store in the repository is code that nobody holds to
# anything. The last branch has folders that only look like them.
repo
long=$(printf a | openssl dgst -sha512 -hex | sed 's/.* //; s/^..//')
echo 'package-lock=true' | put .npmrc
commit start
git checkout -q -b pnpm main
echo evil | put "store/v10/files/ab/$long"
echo '{}' | put "store/v10/index/ab/$long.json"
echo 'store-dir=./store' | put .npmrc
commit pnpm
git checkout -q -b pnpm11 main
echo evil | put .pnpm-store/v11/index.db
commit pnpm11
git checkout -q -b uv main
echo evil | put cache/archive-v0/hCy0rM6oH0AnZPMU/six.py
echo evil | put cache/wheels-v8/pypi/six/1.16.0-py2.py3-none-any.http
commit uv
git checkout -q -b edited uv
echo more >>cache/archive-v0/hCy0rM6oH0AnZPMU/six.py
commit edited
git checkout -q -b gone uv
git rm -rq cache
commit gone
git checkout -q -b alike main
for file in api/v1/files/list.go api/v1/files/ab/list.go api/v1/index/de/page.html api/v1/index/page.html v2/index.html docs/archive-v0/old.md docs/archive-v0/notes/a.md wheels-v8/red/a.txt; do
	echo own | put "$file"
done
commit alike
