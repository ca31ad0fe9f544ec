# SPDX-License-Identifier: Apache-2.0
# An entry that comes from inside the project from now on, and a manifest that says so or does not. Beside it what else was tried in review:
# a package that nothing needs in NuGet's lock, the repository of a package of Composer's, exceptions of Go's checksums.
hash=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
repo
npm() { # ENTRY
	printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"left": "^1.0.0"}},\n"node_modules/left": {"version": "1.3.0", %s}}}\n' "$1"
}
crate() { # SOURCE
	printf 'version = 4\n\n[[package]]\nname = "left"\nversion = "1.3.0"\n%s\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = [\n "left",\n]\n' "$1"
}
crates='source = "registry+https://index.example.org/crates"
checksum = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
'
nuget() { # MORE
	printf '{"version": 1, "dependencies": {"net8.0": {"Left": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "%s", "dependencies": {"middle": "1.0.0"}},\n"Middle": {"type": "Transitive", "resolved": "1.0.0", "contentHash": "%s"}%s}}}\n' "$hash" "$hash" "$1"
}
php() { # REPOSITORY ARCHIVE
	printf '{"packages": [{"name": "example/left", "version": "1.0.0",\n"source": {"type": "git", "url": "https://%s.git", "reference": "%040d"},\n"dist": {"type": "zip", "url": "https://%s", "reference": "%040d", "shasum": ""}}], "packages-dev": []}\n' "$1" 1 "$2" 1
}
npm "\"resolved\": \"https://registry.example.org/left/-/left-1.3.0.tgz\", \"integrity\": \"sha512-$hash\"" | put npm/package-lock.json
printf '{"dependencies": {"left": "^1.0.0"}}\n' | put npm/package.json
crate "$crates" | put cargo/Cargo.lock
printf '[package]\nname = "shop"\nversion = "0.1.0"\n\n[dependencies]\nleft = "1"\n' | put cargo/Cargo.toml
nuget '' | put net/packages.lock.json
php forge.example.org/example/left api.forge.example.org/example/left/1 | put php/composer.lock
printf '{"require": {"example/left": "^1.0"}}\n' | put php/composer.json
printf 'FROM go@sha256:%064d\nENV GOPRIVATE=own.example.org\n' 1 | put Dockerfile
commit c1
change() { # NAME
	git checkout -q -b "$1" main
}
change archive
npm '"resolved": "file:left.tgz"' | put npm/package-lock.json
commit c2
change link
npm '"resolved": "left", "link": true' | put npm/package-lock.json
commit c3
change link-asked
npm '"resolved": "left", "link": true' | sed 's/"^1.0.0"/"file:left"/' | put npm/package-lock.json
printf '{"dependencies": {"left": "file:left"}}\n' | put npm/package.json
commit c4
change crate
crate '' | put cargo/Cargo.lock
printf '[package]\nname = "left"\nversion = "1.3.0"\n' | put cargo/vendored/Cargo.toml
commit c5
change crate-asked
crate '' | put cargo/Cargo.lock
sed -i 's/left = "1"/left = { version = "1", path = "vendored" }/' cargo/Cargo.toml
commit c6
change nuget
nuget ",
\"Zebra\": {\"type\": \"CentralTransitive\", \"requested\": \"[1.0.0, )\", \"resolved\": \"1.0.0\", \"contentHash\": \"$hash\"}" | put net/packages.lock.json
commit c7
change repository
php evil.example.com/example/left api.forge.example.org/example/left/1 | put php/composer.lock
commit c8
change archive-elsewhere
php forge.example.org/example/left api.forge.example.org/evil/left/1 | put php/composer.lock
commit c9
change go
printf 'FROM go@sha256:%064d\nENV GOPRIVATE=*\n' 1 | put Dockerfile
commit c10
