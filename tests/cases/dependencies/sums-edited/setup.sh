# SPDX-License-Identifier: Apache-2.0
# Checksum files of every name, beside the file and above it, that the change leaves as they are while it edits the file; and what is put in
# the file's place.
repo
for name in SHA256SUMS SHA1SUMS MD5SUMS SHASUMS256.txt checksums checksums.txt shop_1.0_SHA256SUMS shop_1.0_checksums.txt files.sha256 BSD.sha512; do
	echo 1 | put "$name/sub/file"
done
for tool in sha256 sha1 md5 sha512; do
	case $tool in
	sha256) names="SHA256SUMS SHASUMS256.txt checksums checksums.txt shop_1.0_SHA256SUMS shop_1.0_checksums.txt files.sha256" ;;
	sha1) names=SHA1SUMS ;;
	md5) names=MD5SUMS ;;
	*) names=BSD.sha512 ;;
	esac
	for name in $names; do
		(cd "$name" && if [ $name = BSD.sha512 ]; then sha512sum --tag ./sub/file; else ${tool}sum sub/file; fi >"$name.list" && mv "$name.list" "$name")
	done
done
echo 1 >own && sha256sum own >own.sha256
commit start
git checkout -q -b edited main
for file in */sub/file own; do echo 2 >"$file"; done
commit edited
git checkout -q -b doubled main
echo 2 >SHA256SUMS/sub/file
(cd SHA256SUMS && sha256sum ./sub/file >>SHA256SUMS)
commit doubled
git checkout -q -b linked main
ln -sf SHA256SUMS/SHA256SUMS own
git mv SHA256SUMS/sub SHA256SUMS/other
echo 2 >SHA256SUMS/other/file
ln -s other SHA256SUMS/sub
commit linked
git checkout -q -b pointer main
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 2\n' 5 | put own
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 2\n' "$(git show main:SHA256SUMS/sub/file | sha256sum | cut -c 1-64)" | put SHA256SUMS/sub/file
commit pointer
git checkout -q -b honest main
git rm -q SHA1SUMS/sub/file
echo 2 >own && sha256sum own >own.sha256
commit honest
