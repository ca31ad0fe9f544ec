#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Artifacts made by the ecosystems' own tools, held to locks that those tools wrote: each is proved as it is, and refuted once it is
# tampered with, in a scan and, where git has it, in the change that tampers with it. A tool that is not on the machine is left out, and said so.
#   sh tests/e2e/proved_artifacts.sh SEAMGATE
. "$(dirname -- "$0")/proved.lib"

# --- gems ---
if has gem; then
	project gems
	mkdir -p vendor/cache src
	printf 'puts 1\n' >src/a.rb
	for name in left right; do
		printf 'Gem::Specification.new { |s| s.name = "%s"; s.version = "1.0.0"; s.summary = "x"; s.authors = ["x"]; s.files = ["a.rb"] }\n' $name >src/x.gemspec
		(cd src && gem build -q x.gemspec >/dev/null 2>&1 && mv ./*.gem ../vendor/cache/)
	done
	rm -r src
	{
		printf 'GEM\n  remote: https://registry.example.org/\n  specs:\n    left (1.0.0)\n    right (1.0.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  left\n  right\n\nCHECKSUMS\n'
		printf '  left (1.0.0) sha256=%s\n  right (1.0.0)\n' "$(sha256sum vendor/cache/left-1.0.0.gem | cut -c1-64)"
	} >Gemfile.lock
	commit start
	proved "a gem" 1
	says "a gem that holds to its own list only" "1 held to its own list only" scan
	printf x >>vendor/cache/left-1.0.0.gem
	tampered "a gem with a byte more" "left 1.0.0: the gem here is not the one"
	# Repacked: its own list of checksums is of other files.
	mkdir "$work/gem" && tar -xf vendor/cache/right-1.0.0.gem -C "$work/gem" && printf 'puts 2\n' >"$work/gem/b" &&
		chmod u+w "$work"/gem/* && tar -C "$work/gem" -czf "$work/gem/data.tar.gz" b && tar -C "$work/gem" --format ustar -cf vendor/cache/right-1.0.0.gem metadata.gz data.tar.gz checksums.yaml.gz
	tampered "a gem without a checksum, repacked" "right 1.0.0: the gem holds other files than its own list"
	cp vendor/cache/left-1.0.0.gem vendor/cache/more-1.0.0.gem
	tampered "a gem that no lock names" "no lock names it"
	mkdir -p "$work/gemhome/cache" && mv vendor/cache/left-1.0.0.gem "$work/gemhome/cache/" && commit "not vendored"
	GEM_HOME=$work/gemhome
	export GEM_HOME
	proved "a gem in a gem home" 1
	printf x >>"$work/gemhome/cache/left-1.0.0.gem"
	says "a gem in a gem home with a byte more" "the gem in the cache is not the one" scan
	unset GEM_HOME
fi

# --- Git LFS ---
if has git-lfs; then
	project lfs
	git lfs install --local >/dev/null
	git lfs track '*.bin' >/dev/null
	head -c 100000 /dev/urandom >model.bin
	commit start
	proved "an object of Git LFS" 1
	object=$(find .git/lfs/objects -type f)
	chmod u+w "$object"
	cp "$object" "$work/object"
	printf X | dd of="$object" bs=1 seek=5 conv=notrunc 2>/dev/null
	says "an object with another byte" "the object in .git/lfs is not the one" scan
	cp "$work/object" "$object"
	pointer=$(git show HEAD:model.bin | sed 's/^size .*/size 99999/')
	blob=$(printf '%s\n' "$pointer" | git hash-object -w --stdin --no-filters)
	git update-index --cacheinfo "100644,$blob,model.bin" && git commit -q -m size
	says "a pointer with another size" "another size" scan
	says "a pointer with another size, the change" "another size" run
	rm "$object"
	says "an object that is not here" "1 not proved: artifact not here" scan
fi

# --- DVC (its Python package is large: only where it is installed) ---
dvc=${DVC:-dvc}
if has "$dvc"; then
	project dvc
	"$dvc" init -q && "$dvc" config -q core.analytics false
	mkdir -p data/sub && echo 1 >data/a && printf 'x\r\n' >"data/sub/ü b" && echo 2 >one.csv
	"$dvc" add -q data one.csv
	commit start
	proved "DVC's outputs" 2
	echo 3 >one.csv
	says "a file that DVC tracks" "one.csv: the output is not the one that DVC tracks" scan
	echo 2 >one.csv
	rm -f data/a && echo 9 >data/a
	says "a file in a folder that DVC tracks" "data: a file of the output is not the one" scan
	rm data/a && echo 1 >data/a && echo new >data/new
	says "a file that DVC does not track" "a file lies in the output that DVC does not track" scan
	rm data/new
	cached=$(find .dvc/cache -name '*.dir')
	chmod u+w "$cached" && printf '[]' >"$cached"
	says "a listing in DVC's cache" "the listing in DVC's cache is not the one" scan
	rm "$cached"
	proved "a folder without its listing" 2
	rm -r .dvc/cache data one.csv
	says "outputs that are not here" "2 not proved: artifact not here" scan
fi

# --- Terraform ---
if has terraform; then
	project terraform
	mirror=mirror/registry.example.org/acme/thing
	mkdir -p $mirror
	python3 - $mirror <<'PYTHON'
import sys, zipfile
for platform in ("linux_amd64", "darwin_arm64"):
    with zipfile.ZipFile(f"{sys.argv[1]}/terraform-provider-thing_1.0.0_{platform}.zip", "w") as archive:
        for name in ("terraform-provider-thing_v1.0.0", "LICENSE", "docs/ü.md"):
            archive.writestr(name, name + platform)
PYTHON
	printf 'terraform {\n  required_providers {\n    thing = {\n      source = "registry.example.org/acme/thing"\n      version = "1.0.0"\n    }\n  }\n}\n' >main.tf
	terraform providers lock -fs-mirror=mirror -platform=linux_amd64 -platform=darwin_arm64 >"$work/terraform.log" 2>&1 || cat "$work/terraform.log"
	commit start
	proved "a provider's zips" 1
	unpacked=.terraform/providers/registry.example.org/acme/thing/1.0.0/linux_amd64
	mkdir -p $unpacked && python3 -m zipfile -e $mirror/terraform-provider-thing_1.0.0_linux_amd64.zip $unpacked
	cp -r .terraform/providers unpacked && commit "an unpacked mirror"
	proved "a provider that is unpacked in a mirror of the tree" 1
	kept=unpacked/registry.example.org/acme/thing/1.0.0/linux_amd64
	echo x >>$kept/docs/ü.md
	tampered "an unpacked provider in the tree with a line more" "the provider that is unpacked here has no hash"
	rm $kept/LICENSE
	tampered "an unpacked provider in the tree with a file less" "the provider that is unpacked here has no hash"
	git rm -rq mirror .terraform.lock.hcl && rm -r .terraform
	terraform providers lock -fs-mirror=unpacked -platform=linux_amd64 >"$work/terraform.log" 2>&1 || cat "$work/terraform.log"
	commit "locked by the unpacked mirror"
	proved "a provider whose hash terraform took of the unpacked mirror" 1
	git reset -q --hard HEAD~1 && rm -rf .terraform && mkdir .terraform && mv unpacked .terraform/providers && git rm -rq --cached unpacked && echo .terraform/ >.gitignore && commit ignore
	proved "an unpacked provider" 1
	echo x >>$unpacked/LICENSE
	says "an unpacked provider with a line more" "the provider that is unpacked here has no hash" scan
	rm -r .terraform
	python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "a").writestr("more", "x")' $mirror/terraform-provider-thing_1.0.0_linux_amd64.zip
	tampered "a provider's zip with a file more" "the zip here is not one that the lock has a hash of"
	python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "a"); z.writestr("LICENSE", "x")' $mirror/terraform-provider-thing_1.0.0_linux_amd64.zip 2>/dev/null
	tampered "a provider's zip with a file twice" "LICENSE is there twice" 3
	sed -i 's/ *"h1:.*,$/    "zh:'"$(sha256sum $mirror/terraform-provider-thing_1.0.0_linux_amd64.zip | cut -c1-64)"'",/' .terraform.lock.hcl
	rm $mirror/*darwin* && commit zh
	proved "a provider's zip by its own hash" 1
fi

# --- Nix ---
if has nix-hash; then
	project nix
	mkdir -p sub/a sub/a-b sub/d/e && echo 1 >sub/a/x && echo 2 >sub/a-b/y && echo 3 >sub/a.txt && : >sub/d/e/empty && printf 12345678 >sub/d/eight && ln -s a.txt sub/link && chmod +x sub/a/x
	printf '{"nodes":{"root":{"inputs":{"sub":"sub"}},"sub":{"locked":{"lastModified":1,"narHash":"sha256-%s","path":"./sub","type":"path"},"original":{"path":"./sub","type":"path"}}},"root":"root","version":7}\n' \
		"$(nix-hash --type sha256 sub | xxd -r -p | base64)" >flake.lock
	echo '{}' >flake.nix
	commit start
	proved "a folder of a flake" 1
	chmod -x sub/a/x
	tampered "a file that is not executable any more" "the folder is not the one that flake.lock has a hash of"
	ln -sf a sub/link
	tampered "a link to another file" "the folder is not the one that flake.lock has a hash of"
fi

# --- Hex, by what rebar3 has of it ---
rebar=$(command -v rebar3)
if has rebar3 escript; then
	project hex
	mkdir -p cache/hexpm
	cat >"$work/make.escript" <<'ERLANG'
#!/usr/bin/env escript
main([Rebar, Out]) ->
    {ok, Sections} = escript:extract(Rebar, []),
    {archive, Archive} = lists:keyfind(archive, 1, Sections),
    {ok, Files} = zip:unzip(Archive, [memory]),
    Beams = [{filename:basename(N, ".beam"), B} || {N, B} <- Files, filename:extension(N) =:= ".beam"],
    [code:load_binary(list_to_atom(N), N, B) || {N, B} <- Beams, lists:prefix("r3_", N)],
    {ok, #{tarball := Tar, inner_checksum := Inner, outer_checksum := Outer}} =
        r3_hex_tarball:create(#{<<"name">> => <<"left">>, <<"version">> => <<"1.0.0">>}, [{"src/left.erl", <<"-module(left).\n">>}]),
    ok = file:write_file(Out, Tar),
    io:format("~s ~s~n", [hex(Inner), hex(Outer)]).
hex(B) -> [io_lib:format("~2.16.0b", [X]) || <<X>> <= B].
ERLANG
	sums=$(escript "$work/make.escript" "$rebar" cache/hexpm/left-1.0.0.tar 2>"$work/escript.log") || cat "$work/escript.log"
	if [ -n "$sums" ]; then
		printf '%%{\n  "left": {:hex, :left, "1.0.0", "%s", [:mix], [], "hexpm", "%s"},\n}\n' "${sums% *}" "${sums#* }" >mix.lock
		commit start
		proved "a tarball of Hex by both checksums" 2
		printf x >>cache/hexpm/left-1.0.0.tar
		tampered "a tarball with a byte more" "the tarball here is not the one"
		mkdir -p "$HOME/.hex/packages" && mv cache/hexpm "$HOME/.hex/packages/" && git rm -rq cache && commit "not committed"
		proved "a tarball in Hex's cache" 2
		printf x >>"$HOME/.hex/packages/hexpm/left-1.0.0.tar"
		says "a tarball in Hex's cache with a byte more" "the tarball in Hex's cache is not the one" scan
	else
		echo "left out: this rebar3 has no r3_hex_tarball"
	fi
fi

# --- the JVM: jars by the JDK, in Maven's and Gradle's layouts ---
if has jar; then
	project jvm
	echo 1 >x && jar cf left-1.0.jar x 2>/dev/null && jar cf right-1.0.jar x x 2>/dev/null
	place=repository/org/example/left/1.0
	mkdir -p $place gradle && mv left-1.0.jar $place/
	sum=$(sha256sum $place/left-1.0.jar | cut -c1-64)
	right=$(sha256sum right-1.0.jar | cut -c1-64)
	cat >gradle/verification-metadata.xml <<END
<?xml version="1.0"?><verification-metadata><components>
<component group="org.example" name="left" version="1.0"><artifact name="left-1.0.jar"><sha256 value="$sum"/></artifact></component>
<component group="org.example" name="right" version="1.0"><artifact name="right-1.0.jar"><sha256 value="$right"/></artifact></component>
</components></verification-metadata>
END
	gradle=$HOME/.gradle/caches/modules-2/files-2.1/org.example/right/1.0/$(sha1sum right-1.0.jar | cut -c1-40 | sed 's/^0*//')
	mkdir -p "$gradle" && mv right-1.0.jar "$gradle/"
	mkdir -p .mvn/checksums "$HOME/.m2/repository/org/example/left/1.0"
	cp $place/left-1.0.jar "$HOME/.m2/repository/org/example/left/1.0/"
	printf '%s  org/example/left/1.0/left-1.0.jar\n' "$sum" >.mvn/checksums/checksums.sha256
	printf '{"version": 1, "dependencies": [{"groupId": "org.example", "artifactId": "left", "version": "1.0", "checksumAlgorithm": "SHA-256", "checksum": "%s"}]}\n' "$sum" >lockfile.json
	commit start
	proved "jars in a repository, Gradle's cache and Maven's" 4
	cp $place/left-1.0.jar "$work/left.jar"
	printf x >>$place/left-1.0.jar
	tampered "a jar with a byte more" "org.example:left 1.0: the artifact here is not"
	printf x >>"$gradle/right-1.0.jar"
	says "a jar in Gradle's cache" "the artifact in Gradle's cache is not one" scan
	printf x >>"$HOME/.m2/repository/org/example/left/1.0/left-1.0.jar"
	says "a jar in Maven's repository, trusted checksums" "the artifact in the local repository is not the one that is trusted" scan
	git rm -rq repository gradle && commit "not committed"
	says "a jar in Maven's repository, a lock" "the artifact in Maven's repository is not the one" scan
fi

# --- Bazel's registries, sums of files, NuGet: what openssl and sha512sum say ---
project others
module=modules/left/1.0
mkdir -p $module/patches $module/overlay/src packages/left
echo patch >$module/patches/a.patch && echo build >$module/overlay/src/BUILD
sri() { printf 'sha256-%s' "$(openssl dgst -sha256 -binary "$1" | base64)"; }
printf '{"url": "https://registry.example.org/a.tgz", "integrity": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "patches": {"a.patch": "%s"}, "overlay": {"src/BUILD": "%s"}}\n' "$(sri $module/patches/a.patch)" "$(sri $module/overlay/src/BUILD)" >$module/source.json
echo file >file.txt && sha512sum file.txt >SHA512SUMS && md5sum file.txt >MD5SUMS
python3 -c 'import zipfile; zipfile.ZipFile("packages/Left.1.0.0.nupkg", "w").writestr("left.nuspec", "x")'
printf '{"version": 1, "dependencies": {"net8.0": {"Left": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "%s"}}}}\n' "$(openssl dgst -sha512 -binary packages/Left.1.0.0.nupkg | base64 -w 0)" >packages.lock.json
commit start
proved "patches, overlays, sums, a package of NuGet" 5
echo x >>$module/patches/a.patch
tampered "a patch" "a file of the module is not the one that source.json has a hash of"
rm $module/overlay/src/BUILD
tampered "an overlay that is gone" "a file that source.json names is not there"
echo x >>file.txt
tampered "a file with sums" "the hash here is not that of"
printf x >>packages/Left.1.0.0.nupkg
tampered "a package of NuGet" "Left 1.0.0: the package here is not the one"
mkdir -p "$HOME/.nuget/packages/left/1.0.0" && mv packages/Left.1.0.0.nupkg "$HOME/.nuget/packages/left/1.0.0/left.1.0.0.nupkg" && commit "not committed"
proved "a package in NuGet's folder" 5
printf x >>"$HOME/.nuget/packages/left/1.0.0/left.1.0.0.nupkg"
says "a package in NuGet's folder, tampered with" "the package in NuGet's folder is not the one" scan

finished
