# SPDX-License-Identifier: Apache-2.0
# In the place of an artifact that a lock has a hash of: a link; a pointer of Git LFS to another object that is here, and to one that
# is not; a link in the place of its folder.
repo
base64_of() { openssl dgst "-$1" -binary "$2" | base64 -w 0; }
sum() { sha256sum <"$1" | cut -c 1-64; }
zips=mirror/registry.example.org/acme/thing
jars=libs/org/example/left/1.0
mkdir -p vendor/cache feed $jars hexpm $zips
for file in vendor/cache/left-1.0.0.gem feed/Left.1.0.0.nupkg $jars/left-1.0.jar hexpm/left-1.0.0.tar $zips/terraform-provider-thing_1.0.0_linux_amd64.zip; do
	echo "$file" >$file
done
printf 3 >VERSION && echo meta >metadata.config && echo files >contents.tar.gz
tar --format ustar --mtime @0 --owner 0 --group 0 -cf hexpm/left-1.0.0.tar VERSION metadata.config contents.tar.gz
inner=$(cat VERSION metadata.config contents.tar.gz | sha256sum | cut -c 1-64)
rm VERSION metadata.config contents.tar.gz
printf 'GEM\n  remote: https://registry.example.org/\n  specs:\n    left (1.0.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  left\n\nCHECKSUMS\n  left (1.0.0) sha256=%s\n' "$(sum vendor/cache/left-1.0.0.gem)" | put Gemfile.lock
printf '{"version": 1, "dependencies": {"net8.0": {"Left": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "%s"}}}}\n' "$(base64_of sha512 feed/Left.1.0.0.nupkg)" | put packages.lock.json
printf '<?xml version="1.0"?><verification-metadata><components><component group="org.example" name="left" version="1.0"><artifact name="left-1.0.jar"><sha256 value="%s"/></artifact></component></components></verification-metadata>\n' "$(sum $jars/left-1.0.jar)" | put gradle/verification-metadata.xml
printf '%%{\n  "left": {:hex, :left, "1.0.0", "%s", [:mix], [], "hexpm", "%s"},\n}\n' "$inner" "$(sum hexpm/left-1.0.0.tar)" | put mix.lock
printf 'provider "registry.example.org/acme/thing" {\n  version = "1.0.0"\n  hashes = [\n    "zh:%s",\n  ]\n}\n' "$(sum $zips/terraform-provider-thing_1.0.0_linux_amd64.zip)" | put .terraform.lock.hcl
echo other | put other
commit start
artifacts="vendor/cache/left-1.0.0.gem feed/Left.1.0.0.nupkg $jars/left-1.0.jar hexpm/left-1.0.0.tar $zips/terraform-provider-thing_1.0.0_linux_amd64.zip"
pointer() { printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 6\n' "$1"; }
git checkout -q -b linked main
for file in $artifacts; do
	ln -sf "$(realpath --relative-to="$(dirname "$file")" other)" "$file"
done
commit linked
git checkout -q -b pointers main
object=$(sum other)
mkdir -p ".git/lfs/objects/$(echo "$object" | cut -c 1-2)/$(echo "$object" | cut -c 3-4)"
cp other ".git/lfs/objects/$(echo "$object" | cut -c 1-2)/$(echo "$object" | cut -c 3-4)/$object"
for file in $artifacts; do
	pointer "$object" | put "$file"
done
commit pointers
git checkout -q -b away main
for file in $artifacts; do
	pointer "$(printf '%064d' 5)" | put "$file"
done
commit away
git checkout -q -b folders main
for folder in vendor feed mirror; do
	git mv $folder new-$folder
	ln -s new-$folder $folder
done
commit folders
git checkout -q -b unpacked main
provider=mirror/registry.example.org/acme/other/1.0.0/linux_amd64/terraform-provider-other_v1.0.0
echo old | put $provider
commit unpacked
git checkout -q -b unpacked-edited unpacked
echo new | put $provider
commit edited
