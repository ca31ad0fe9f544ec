# SPDX-License-Identifier: Apache-2.0
# Versions of NuGet's that stand in packages.config, in a manifest of tools and in projects, and that move from now on: one branch each; a name that looks
# like another; a file cut off. An id in another case is the same. Honest: other versions, a range of one, one whose lowest version is named, which is what NuGet takes, what moved already, versions of the project's own assembly.
repo
packages() { printf '<?xml version="1.0" encoding="utf-8"?>\n<packages>\n  <package id="Left" version="%s" targetFramework="net472" />\n  <package id="%s" version="2.0.0" />\n</packages>\n' "$1" "$2" | put packages.config; }
tools() { printf '{"version": 1, "isRoot": true, "tools": {"left-tool": {"version": "%s", "commands": ["left"], "rollForward": %s}}}\n' "$1" "$2" | put .config/dotnet-tools.json; }
project() { printf '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n    <AssemblyVersion>%s</AssemblyVersion>\n    <LeftVersion>%s</LeftVersion>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="Left" Version="$(LeftVersion)" />\n    <PackageReference Include="Moving" Version="2.*" />\n    <PackageReference Include="Right">\n      <Version>%s</Version>\n    </PackageReference>\n  </ItemGroup>\n</Project>\n' "$1" "$2" "$3" | put shop.csproj; }
central() { printf '<Project>\n  <ItemGroup>\n    <PackageVersion Include="Left" Version="%s" />\n  </ItemGroup>\n</Project>\n' "$1" | put Directory.Packages.props; }
packages 1.3.0 Rightmost
tools 1.0.0 false
project 1.0.0 1.3.0 2.0.0
central 1.3.0
commit start
change() { git checkout -q -b "$1" main; }
change packages && packages '1.*' Rightmost && commit x
change named && packages 1.3.0 Rightmosst && commit x
change cut && packages 1.3.0 Rightmost && head -c 100 packages.config >cut && mv cut packages.config && commit x
change tools && tools '1.*' false && commit x
change property && project 1.0.0 '1.*' 2.0.0 && commit x
change element && project 1.0.0 1.3.0 '(2.0.0, )' && commit x
change central && central '*' && commit x
change cased && sed -i 's,Include="Left" Version="1.3.0",Include="left" Version="1.*",' Directory.Packages.props && commit x
change honest && packages 1.4.0 rightMost && tools 2.0.0 true && project '1.0.*' '[1.4.0]' '[1.9.0, 2.0.0)' && central 1.4.0 && commit x
source() { printf '<configuration>\n  <packageSources>\n    <clear />\n    <add key="own" value="https://%s/v3/index.json" />\n  </packageSources>\n</configuration>\n' "$1" | put nuget.config; }
change first-source && source packages.example.org && commit x
git checkout -q -b another-source first-source && source evil.example && commit x
