# SPDX-License-Identifier: Apache-2.0
# Versions of Maven and NuGet that move from then on, with the version in pieces, the name in a property, or in other letters. Honest: pieces that come to one version.
repo
pom() { echo "<project><groupId>org.example</groupId><properties>${3-}</properties><dependencies><dependency><groupId>$1</groupId><artifactId>left</artifactId><version>$2</version></dependency></dependencies></project>" | put pom.xml; }
project() { echo "<Project><PropertyGroup>${3-}</PropertyGroup><ItemGroup><PackageReference Include=\"$1\" Version=\"$2\" /></ItemGroup></Project>" | put shop.csproj; }
packages() { echo "<packages><package id=\"$1\" version=\"$2\" /></packages>" | put packages.config; }
pom org.other 1.0 && project Left.Pad 1.0.0 && packages Right 1.0.0
commit start
change() { git checkout -q -b "$1" main; }
change pieces && pom org.other '${a}${b}' '<a>LAT</a><b>EST</b>' && commit x
change snapshot && pom org.other '1.1-${state}' '<state>SNAPSHOT</state>' && commit x
change undashed && pom org.other '1.1.Snapshot' && commit x
change named && pom '${group}' '1.1-SNAPSHOT' '<group>org.other</group>' && commit x
change star && project Left.Pad '1.$(Minor)' '<Minor>*</Minor>' && commit x
change letters && project left.pad '1.*' && commit x
change config && packages right '1.*' && commit x
change honest && pom org.other '${major}.1' '<major>1</major>' && project Left.Pad '$(A).$(A)' '<A>1</A>' && commit x
