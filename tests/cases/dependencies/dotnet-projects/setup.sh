# SPDX-License-Identifier: Apache-2.0
# packages.lock.json beside its project: what the lock says that the project asks for, and what that asks for.
hash=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
repo
lock() { # DIRECT...
	printf '{"version": 1, "dependencies": {"net8.0": {"Left": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "%s"}' $hash
	for name; do
		printf ',\n"%s": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "%s"}' "$name" $hash
	done
	echo '}}}'
}
reference() { # NAME ATTRIBUTES
	printf '<PackageReference Include="%s" Version="1.0.0"%s/>\n' "$1" "${2-}"
}
project() { # MORE
	printf '<Project Sdk="Microsoft.NET.Sdk">\n<ItemGroup>\n%s</ItemGroup>\n%s\n</Project>\n' "$(reference left)" "$1"
}
group() { # ITEMS
	printf '<ItemGroup>%s</ItemGroup>' "$1"
}
change() { # NAME
	git checkout -q -b "$1" main
}
lock | put src/app/packages.lock.json
project '' | put src/app/app.csproj
commit c1
change not-asked
lock Right | put src/app/packages.lock.json
commit c2
change not-asked-like-the-sdk
lock Microsoft.NETRight.Tasks | put src/app/packages.lock.json
commit c3
change of-the-sdk
lock Microsoft.NET.ILLink.Tasks | put src/app/packages.lock.json
commit c4
change not-locked
lock Microsoft.NET.ILLink.Tasks | put src/app/packages.lock.json
project "$(group "$(reference Right)")" | put src/app/app.csproj
commit c5
change not-locked-on-a-condition
lock Microsoft.NET.ILLink.Tasks | put src/app/packages.lock.json
project "$(group "$(reference Right ' Condition="true"')")" | put src/app/app.csproj
commit c6
change both
lock Right | put src/app/packages.lock.json
project "$(group "$(reference 'Other;RIGHT')")" | put src/app/app.csproj
commit c7
change above
lock Right | put src/app/packages.lock.json
printf '<Project>%s</Project>\n' "$(group "$(reference right)")" | put Directory.Build.props
commit c8
change imported
lock Right | put src/app/packages.lock.json
project '<Import Project="more.props"/>' | put src/app/app.csproj
commit c9
change in-a-target
lock Right | put src/app/packages.lock.json
project "<Target Name=\"More\">$(group "$(reference Right)")</Target>" | put src/app/app.csproj
commit c10
change a-target-without
lock Right | put src/app/packages.lock.json
project "<Target Name=\"More\">$(group '<Compile Include="a.cs"/>')</Target>" | put src/app/app.csproj
commit c11
change broken
lock Right | put src/app/packages.lock.json
echo '<Project><ItemGroup>' | put src/app/app.csproj
commit c12
change two-projects
lock Right | put src/app/packages.lock.json
project '' | put src/app/other.fsproj
commit c13
# The project alone: its lock, which did not follow, is looked at, and what was so before is known.
change project-alone
project "$(group "$(reference Right)")" | put src/app/app.csproj
commit c14
git checkout -q -b project-again
project "$(group "$(reference Right)")<!-- again -->" | put src/app/app.csproj
commit c15
