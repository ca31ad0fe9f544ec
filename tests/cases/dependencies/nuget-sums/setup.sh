# SPDX-License-Identifier: Apache-2.0
# What NuGet and sha256sum write beside one file without its name: "left.1.0.0.nupkg.sha512" in base64, "tool.jar.sha256" in hex. One that is not of its
# file, the file replaced with and without it, what is no hash. Honest: new ones that hold, one whose file is elsewhere, one taken out.
repo
hash_of() { openssl dgst -sha512 -binary "$1" | base64 -w 0; }
package() { echo "$2" | put "$1" && hash_of "$1" | put "$1.sha512"; }
package feed/left/1.0.0/left.1.0.0.nupkg left
package packages/right.2.0.0.nupkg right
echo jar | put tool.jar && sha256sum <tool.jar | cut -c 1-64 | put tool.jar.sha256
echo jar | put away.jar && hash_of away.jar | put away/away.1.0.0.nupkg.sha512 && rm away.jar
commit start
change() { git checkout -q -b "$1" main; }
change hash && hash_of tool.jar | put feed/left/1.0.0/left.1.0.0.nupkg.sha512 && commit x
change file && echo evil | put packages/right.2.0.0.nupkg && commit x
change both && package feed/left/1.0.0/left.1.0.0.nupkg evil && commit x
change new && echo other | put packages/other.1.0.0.nupkg && hash_of tool.jar | put packages/other.1.0.0.nupkg.sha512 && commit x
change broken && echo 'not a hash' | put packages/right.2.0.0.nupkg.sha512 && commit x
change cut && printf 'AAAA' | put packages/right.2.0.0.nupkg.sha512 && commit x
change empty && : | put packages/right.2.0.0.nupkg.sha512 && commit x
change jar && echo evil | put tool.jar && commit x
change honest
package packages/other.1.0.0.nupkg other
package feed/left/1.1.0/left.1.1.0.nupkg newer
sha512sum packages/right.2.0.0.nupkg | cut -c 1-128 | put packages/right.2.0.0.nupkg.sha512
echo new | put tool.jar && sha256sum <tool.jar | cut -c 1-64 | put tool.jar.sha256
git rm -q away/away.1.0.0.nupkg.sha512
commit honest
