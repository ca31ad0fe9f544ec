#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real caches: bundler, Maven, Gradle, NuGet, Bazel, Composer and Nix fetch from a server on the loopback (Maven from its
# own registry) and write what they write; every digest must come out as the tool's own, and each artifact is then tampered with. Not
# called by tests/run.sh: it wants these programs, takes two minutes, and downloads 40 MB the first time. What is not here is left out, and
# said so. MAVEN_REPOSITORY: a local repository to begin with. NUGET: NuGet.exe 5 or later (the npm package nuget-exe has it), run by mono, with mcs.
#   sh tests/e2e/by_hand/proved_by_managers.sh SEAMGATE
. "$(dirname -- "$0")/../proved.lib"

# beside WHAT COMMAND…: what the tool itself says to the tree as it is now; it is told and not judged.
beside() {
	tool=$1
	shift
	if "$@" >"$work/beside" 2>&1; then echo "   $tool: accepts"; else echo "   $tool: refuses: $(grep -v '^$\|^---\|^Calling' "$work/beside" | grep -m 1 -i 'checksum\|hash\|error' | cut -c1-120)"; fi
}

# changed FILE: another byte somewhere in it.
changed() {
	chmod u+w "$1"
	python3 -c 'import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(70)
    byte = file.read(1)
    file.seek(70)
    file.write(bytes([byte[0] ^ 1]))' "$1"
}

sha256() { sha256sum "$1" | cut -c1-64; }

# --- bundler ---
if has bundle gem; then
	mkdir -p "$work/gems/gems" && cd "$work/gems" || exit 1
	for name in left right; do
		printf 'Gem::Specification.new { |s| s.name = "%s"; s.version = "1.0.0"; s.summary = "x"; s.authors = ["x"]; s.files = ["a.rb"] }\n' $name >x.gemspec
		echo 'puts 1' >a.rb && gem build -q x.gemspec >/dev/null 2>&1 && mv ./*.gem gems/
	done
	gem generate_index -q >/dev/null 2>&1
	serve "$work/gems"
	project bundler
	BUNDLE_PATH=$work/bundle
	export BUNDLE_PATH
	printf 'source "http://127.0.0.1:%s"\ngem "left"\ngem "right"\n' "$port" >Gemfile
	printf '.bundle\n' >.gitignore
	bundle cache >"$work/log" 2>&1 || cat "$work/log"
	served
	commit start
	says "bundler: gems that hold to their own lists" "held to its own list only" scan
	# As Bundler 2.5 and later write it.
	sed -i "s/^BUNDLED WITH/CHECKSUMS\n  left (1.0.0) sha256=$(sha256 vendor/cache/left-1.0.0.gem)\n\n&/" Gemfile.lock
	commit sums
	proved "bundler: a gem with a checksum" 1
	changed vendor/cache/left-1.0.0.gem
	beside "bundle install --local" bundle install --local
	tampered "bundler: a gem with another byte" "left 1.0.0: the gem here is not the one"
	cp vendor/cache/left-1.0.0.gem vendor/cache/right-1.0.0.gem
	beside "bundle check" bundle check
	commit swapped
	says "bundler: a gem under another's name holds to its list" "held to its own list only" scan
	git reset -q --hard HEAD~1
	cp vendor/cache/right-1.0.0.gem vendor/cache/left-1.0.0.gem
	tampered "bundler: a gem in another's place" "left 1.0.0: the gem here is not the one"
fi

# --- Maven, and Gradle from what Maven has fetched ---
if has mvn; then
	project maven
	mkdir -p "$HOME/.m2"
	[ -z "${MAVEN_REPOSITORY:-}" ] || cp -r "$MAVEN_REPOSITORY" "$HOME/.m2/repository"
	cat >pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>org.example</groupId><artifactId>shop</artifactId><version>1.0</version><dependencies>
<dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.11.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.16</version></dependency>
</dependencies></project>
END
	mvn -q -B -Duser.home="$HOME" io.github.chains-project:maven-lockfile:generate >"$work/log" 2>&1 || cat "$work/log"
	if [ -s lockfile.json ]; then
		commit start
		want=0
		says "Maven: all jars, by the lock of maven-lockfile" ' \([0-9]*\) pins, \1 proved (' scan
		want=
		jar=$HOME/.m2/repository/com/google/code/gson/gson/2.11.0/gson-2.11.0.jar
		cp "$jar" "$work/gson.jar"
		changed "$jar"
		refuted "Maven: a jar in the local repository" "gson 2.11.0: the artifact in Maven's repository is not the one"
		mkdir -p .mvn/checksums
		for one in com/google/code/gson/gson/2.11.0/gson-2.11.0.jar org/slf4j/slf4j-api/2.0.16/slf4j-api-2.0.16.jar; do
			printf '%s  %s\n' "$(sha256 "$HOME/.m2/repository/$one")" $one
		done >.mvn/checksums/checksums.sha256
		git rm -q lockfile.json && commit trusted
		proved "Maven: jars, by trusted checksums" 2
		cp "$work/gson.jar" "$jar"
		refuted "Maven: a jar that is not the trusted one" "the artifact in the local repository is not the one that is trusted"
	fi
	if [ -s "$work/gson.jar" ] && has gradle; then
		serve "$HOME/.m2/repository"
		project gradle
		printf 'apply plugin: "java"\nrepositories { maven { url "http://127.0.0.1:%s/" } }\ndependencies { compile "com.google.code.gson:gson:2.11.0", "org.slf4j:slf4j-api:2.0.16" }\ntask fetch { doLast { configurations.compileClasspath.files } }\n' "$port" >build.gradle
		gradle --no-daemon -q -g "$HOME/.gradle" fetch >"$work/log" 2>&1 || cat "$work/log"
		served
		files=$HOME/.gradle/caches/modules-2/files-2.1
		mkdir gradle && printf '.gradle\n' >.gitignore
		# As Gradle 6.2 and later write it.
		{
			echo '<?xml version="1.0"?><verification-metadata><components>'
			find "$files" -type f | LC_ALL=C sort | while read -r one; do
				version=${one%/*/*} name=${one##*/}
				artifact=${version%/*}
				group=${artifact%/*}
				printf '<component group="%s" name="%s" version="%s"><artifact name="%s"><sha256 value="%s"/></artifact></component>\n' "${group##*/}" "${artifact##*/}" "${version##*/}" "$name" "$(sha256 "$one")"
			done
			echo '</components></verification-metadata>'
		} >gradle/verification-metadata.xml
		commit start
		proved "Gradle: what its cache has" "$(find "$files" -type f | grep -c .)"
		# The SHA-1 of this one begins with a zero, which Gradle leaves off.
		jar=$(find "$files/org.slf4j/slf4j-api" -name '*.jar')
		cp "$jar" "$work/slf4j.jar"
		changed "$jar"
		refuted "Gradle: a jar in its cache" "slf4j-api 2.0.16: the artifact in Gradle's cache is not one"
		# Known to the metadata, and under the SHA-1 of other bytes.
		sed -i "s/$(sha256 "$work/slf4j.jar")/$(sha256 "$jar")/" gradle/verification-metadata.xml && commit other
		refuted "Gradle: a jar and its metadata" "Gradle's cache has it under the SHA-1 of other bytes"
	fi
fi

# --- NuGet ---
if [ -n "${NUGET:-}" ] && has mono mcs; then
	mkdir "$work/nuget" && cd "$work/nuget" || exit 1
	cp "$NUGET" NuGet.exe
	# SignZip is NuGet's own way of putting a signature into a package; GetContentHash is what a lock gets.
	cat >hash.cs <<'END'
using System; using System.IO; using System.Reflection; using System.Threading; using NuGet.Packaging; using NuGet.Packaging.Signing;
class Hash { static void Main(string[] args) {
	if (args.Length == 2) {
		var sign = typeof(SignedPackageArchiveUtility).GetMethod("SignZip", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public);
		using (var reader = new BinaryReader(File.OpenRead(args[0]))) using (var writer = new BinaryWriter(File.Create(args[1])))
			sign.Invoke(null, new object[] { new MemoryStream(new byte[9000]), reader, writer });
	}
	using (var package = new PackageArchiveReader(args[args.Length - 1])) Console.Write(package.GetContentHash(CancellationToken.None));
} }
END
	mcs -r:NuGet.exe -r:System.IO.Compression hash.cs
	for name in Left Right; do
		echo $name >a.txt
		printf '<?xml version="1.0"?><package><metadata><id>%s</id><version>1.0.0</version><authors>Ada</authors><description>x</description></metadata><files><file src="a.txt" target="content/a.txt"/></files></package>' $name >x.nuspec
		mono NuGet.exe pack x.nuspec >"$work/log" 2>&1 || cat "$work/log"
	done
	plain=$(mono hash.exe Left.1.0.0.nupkg) signed=$(mono hash.exe Right.1.0.0.nupkg Signed.nupkg)
	mv Signed.nupkg Right.1.0.0.nupkg
	mono NuGet.exe add Left.1.0.0.nupkg -Source "$HOME/.nuget/packages" >"$work/log" 2>&1 || cat "$work/log"
	project locked
	says "NuGet: the hash that its folder has" "$plain" cat "$HOME/.nuget/packages/left/1.0.0/.nupkg.metadata"
	mkdir packages && cp "$work/nuget/Right.1.0.0.nupkg" packages/
	printf '{"version": 1, "dependencies": {"net8.0": {"Left": {"type": "Direct", "resolved": "1.0.0", "contentHash": "%s"}, "Right": {"type": "Direct", "resolved": "1.0.0", "contentHash": "%s"}}}}\n' "$plain" "$signed" >packages.lock.json
	commit start
	proved "NuGet: a package in its folder, and a signed one" 2
	changed packages/Right.1.0.0.nupkg
	tampered "NuGet: a signed package with another byte" "Right 1.0.0: the package here is not the one"
	changed "$HOME/.nuget/packages/left/1.0.0/left.1.0.0.nupkg"
	refuted "NuGet: a package in its folder with another byte" "Left 1.0.0: the package in NuGet's folder is not the one"
fi

# --- Bazel ---
if has bazel; then
	mkdir "$work/archives" && echo hello >"$work/hello.txt" && tar -C "$work" -czf "$work/archives/left.tgz" hello.txt
	serve "$work/archives"
	project bazel
	printf 'load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")\nhttp_archive(name = "left", url = "http://127.0.0.1:%s/left.tgz", sha256 = "%s", build_file_content = "exports_files([\\"hello.txt\\"])")\n' "$port" "$(sha256 "$work/archives/left.tgz")" >WORKSPACE
	: >BUILD
	printf 'bazel-*\n' >.gitignore
	USER=ada
	export USER
	bazel --batch fetch @left//:hello.txt >"$work/log" 2>&1 || cat "$work/log"
	served
	commit start
	proved "Bazel: an archive in the repository cache" 1
	changed "$(find "$HOME/.cache/bazel/_bazel_ada/cache/repos" -name file)"
	refuted "Bazel: another archive there" "what Bazel's repository cache has under this hash is another file"
	chmod -R u+w "$HOME/.cache/bazel"
fi

# --- Composer ---
if has composer; then
	mkdir -p "$work/dist" && cd "$work/dist" || exit 1
	printf '{"name": "acme/left", "version": "1.0.0"}' >"$work/composer.json"
	python3 -m zipfile -c left.zip "$work/composer.json"
	serve "$work/dist"
	printf '{"packages": {"acme/left": {"1.0.0": {"name": "acme/left", "version": "1.0.0", "dist": {"type": "zip", "url": "http://127.0.0.1:%s/left.zip", "shasum": "%s"}}}}}' "$port" "$(sha1sum left.zip | cut -c1-40)" >packages.json
	project composer
	printf '{"repositories": [{"type": "composer", "url": "http://127.0.0.1:%s"}, {"packagist": false}], "require": {"acme/left": "1.0.0"}}' "$port" >composer.json
	export COMPOSER_ALLOW_SUPERUSER=1
	composer config -q -g secure-http false
	composer install -q >"$work/log" 2>&1 || cat "$work/log"
	served
	printf 'vendor\n' >.gitignore && commit start
	proved "Composer: an archive in its cache" 1
	changed "$(find "$HOME/.cache/composer/files" -name '*.zip')"
	want=0
	says "Composer: another archive there proves nothing" " 1 not proved" scan
	want=
fi

# --- Nix ---
if has nix; then
	project flake
	for variable in STORE STATE LOG CONF; do export "NIX_${variable}_DIR=$work/nix-$variable"; done
	mkdir -p sub/a sub/a-b && echo 1 >sub/a/x && echo 2 >sub/a-b/y && echo 3 >sub/a.txt && ln -s a.txt sub/link && chmod +x sub/a/x
	printf '{ inputs.sub = { url = "path:./sub"; flake = false; }; outputs = { self, sub }: { }; }\n' >flake.nix
	git add -A
	nix --extra-experimental-features 'nix-command flakes' flake lock >"$work/log" 2>&1 || cat "$work/log"
	commit start
	proved "Nix: a folder, by the lock that nix wrote" 1
	says "Nix: the same hash by nix-store --dump" "$(nix-store --dump sub | openssl dgst -sha256 -binary | base64)" cat flake.lock
	echo 4 >>sub/a.txt
	tampered "Nix: a file in the folder" "the folder is not the one that flake.lock has a hash of"
fi

finished
