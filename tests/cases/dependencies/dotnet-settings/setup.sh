# SPDX-License-Identifier: Apache-2.0
# nuget.config and what project files set of restoring: sources, what may come from which, whose signatures count, folders that are taken from; Paket's sources and files; locks taken away. Honest:
# a new pattern of a source that had its kind, one for what only "*" covered, another name of a known host, a project that says nothing of it; a source under
# another key, in other letters, at another path of its host; a file gone from below one that says the same.
repo
cat >nuget.config <<'END'
<configuration>
  <packageSources>
    <clear />
    <add key="public" value="https://nuget.example.org/v3/index.json" />
    <add key="own" value="https://own.example.org/v3/index.json" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="public">
      <package pattern="*" />
    </packageSource>
    <packageSource key="own">
      <package pattern="Own.*" />
    </packageSource>
  </packageSourceMapping>
  <config>
    <add key="signatureValidationMode" value="require" />
  </config>
</configuration>
END
echo '<Project><PropertyGroup><RestoreLockedMode Condition="x">true</RestoreLockedMode></PropertyGroup></Project>' | put Directory.Build.props
echo '<Project />' | put shop.csproj
file=$(echo file | sha1sum | cut -c 1-40)
printf 'NUGET\n  remote: https://nuget.example.org/v3/index.json\n    Left (1.0)\n      Right (>= 1.0)\n    Right (1.0)\nGITHUB\n  remote: example/files\n    src/left.fs (%s)\n' "$file" | put paket/paket.lock
printf 'source https://nuget.example.org/v3/index.json\nnuget Left\n' | put paket/paket.dependencies
echo '{"version": 1, "dependencies": {}}' | put packages.lock.json
printf '# This is a Gradle generated file for dependency locking.\nempty=\n' | put java/gradle.lockfile
echo 'plugins { }' | put java/build.gradle
echo '{"sdk": {"version": "10.0.100"}}' | put global.json
echo '<configuration><packageSources><clear /><add key="public" value="https://nuget.example.org/v3/index.json" /></packageSources></configuration>' | put tools/nuget.config
echo '<Project />' | put tools/tools.csproj
commit start
change() { git checkout -q -b "$1" main; }
change source && sed -i 's,nuget.example,evil.example,' nuget.config && commit x
change one-more && sed -i 's,</packageSources>,<add key="e" value="https://evil.example/" /></packageSources>,' nuget.config && commit x
change plain && sed -i 's,https://nuget,http://nuget,' nuget.config && commit x
change not-cleared && sed -i '/<clear/d' nuget.config && commit x
change unmapped && sed -i '/<packageSourceMapping>/,/<.packageSourceMapping>/d' nuget.config && commit x
change mapped-anew && sed -i 's,<package pattern="\*" />,&<package pattern="own.secret" />,' nuget.config && commit x
change accept && sed -i 's,require,accept,' nuget.config && commit x
change signer && sed -i 's,</configuration>,<trustedSigners><author name="e"><certificate fingerprint="00" /></author></trustedSigners></configuration>,' nuget.config && commit x
change folder && sed -i 's,</packageSources>,<add key="f" value="./feed" /></packageSources>,' nuget.config && commit x
change fallback && sed -i 's,</configuration>,<fallbackPackageFolders><add key="f" value="fallback" /></fallbackPackageFolders></configuration>,' nuget.config && commit x
change gone && git rm -q nuget.config && commit x
change project && echo '<Project><PropertyGroup><RestoreAdditionalProjectSources>https://evil.example/</RestoreAdditionalProjectSources></PropertyGroup></Project>' | put shop.csproj && commit x
change unlocked && sed -i 's,</PropertyGroup>,<RestoreLockedMode>false</RestoreLockedMode></PropertyGroup>,' Directory.Build.props && commit x
change other-lock && echo '<Project><PropertyGroup><NuGetLockFilePath>other.json</NuGetLockFilePath></PropertyGroup></Project>' | put shop.csproj && commit x
change other-config && echo '<Project><PropertyGroup><RestoreConfigFile>ci/other.xml</RestoreConfigFile></PropertyGroup></Project>' | put shop.csproj && commit x
change sdk && echo '{"sdk": {"version": "10.0.100", "paths": [".dotnet", "$host$"]}}' | put global.json && commit x
change paket-remote && sed -i 's,nuget.example,evil.example,' paket/paket.lock && commit x
change paket-source && sed -i 's,nuget.example,evil.example,' paket/paket.dependencies && commit x
change paket-branch && sed -i "s,$file,main," paket/paket.lock && commit x
change no-lock && git rm -q packages.lock.json && commit x
change no-gradle-lock && git rm -q java/gradle.lockfile && commit x
change other-case && sed -i 's,</packageSources>,<Add KEY="e" Value="https://evil.example/" /></packageSources>,' nuget.config && commit x
change sections-case && sed -i 's,</configuration>,<FallbackPackageFolders><add key="f" value="fallback" /></FallbackPackageFolders></configuration>,' nuget.config && commit x
change property-case && echo '<Project><PropertyGroup><restoreSOURCES>https://evil.example/</restoreSOURCES></PropertyGroup></Project>' | put shop.csproj && commit x
change unlocked-case && sed -i 's,</PropertyGroup>,<restorelockedmode>false</restorelockedmode></PropertyGroup>,' Directory.Build.props && commit x
change own-property && echo '<Project><PropertyGroup><RestoreEvil>https://evil.example/</RestoreEvil><RestoreSources>$(RestoreSources);$(RestoreEvil)</RestoreSources></PropertyGroup></Project>' | put shop.csproj && commit x
change near-config && echo '<Project><PropertyGroup><RestoreConfigFile>ci/my.nuget.config</RestoreConfigFile></PropertyGroup></Project>' | put shop.csproj && commit x
change wide && echo '<Project><PropertyGroup><RestoreSources>https://evil.example/</RestoreSources></PropertyGroup></Project>' | iconv -t UTF-16 | put shop.csproj && commit x
change less-mapped && sed -i '/Own[.]/d' nuget.config && commit x
change escaped && echo '{"sdk": {"version": "10.0.100", "p\\u0061ths": [".dotnet", "$host$"]}}' | put global.json && commit x
change paket-tab && printf 'source\thttps://evil.example/index.json\n' >>paket/paket.dependencies && commit x
change paket-mark && printf '\357\273\277source https://evil.example/index.json\nnuget Left\n' | put paket/paket.dependencies && commit x
change paket-deep && sed -i 's,  remote: https://nuget.example,   remote: https://evil.example,' paket/paket.lock && commit x
change lock-moved && git rm -q packages.lock.json && echo '{"version": 1, "dependencies": {}}' | put docs/packages.lock.json && commit x
change honest
sed -i 's,(1.0),(1.1),' paket/paket.lock
echo '{"sdk": {"version": "10.0.200", "paths": ["$host$"]}}' | put global.json
sed -i -e 's,<package pattern="Own.\*" />,&<package pattern="Own.Other.*" /><package pattern="New.*" />,' -e 's,</packageSources>,<add key="p2" value="https://nuget.example.org/v2/" /></packageSources>,' nuget.config
echo '<Project><PropertyGroup><Version>2</Version></PropertyGroup></Project>' | put shop.csproj
commit honest
git checkout -q -b twice main
sed -i 's,<package pattern="\*" />,&<package pattern="own.\*" />,' nuget.config
commit twice
from() { git checkout -q -b "$2" "$1"; }
from main swapped && sed -i -e 's,//nuget.example,//x.example,' -e 's,//own.example,//nuget.example,' -e 's,//x.example,//own.example,' nuget.config && commit x
from main key-doubled && sed -i 's,</packageSources>,<add key="own" value="https://nuget.example.org/v3/index.json" /></packageSources>,' nuget.config && commit x
from main below-unrequired && git rm -q tools/nuget.config && sed -i '/<clear/d' nuget.config && commit x
from main key && sed -i 's,key="own",key="ours",' nuget.config && commit x
from main path && sed -i 's,own.example.org/v3,own.example.org/v4,' nuget.config && commit x
from main below && git rm -q tools/nuget.config && commit x
from main below-emptied && echo '<configuration />' | put tools/nuget.config && commit x
from twice once && sed -i 's,<package pattern="own.\*" />,,' nuget.config && commit x
from twice within && sed -i 's,<package pattern="own.\*" />,&<package pattern="own.Secret" />,' nuget.config && commit x
# What closes sources, folders and signers off. Honest: a source that is off and goes, where only the file's own count; one above that is on already.
git checkout -q -b closed main
cat >nuget.config <<'CONFIG'
<configuration>
  <packageSources>
    <add key="own" value="https://own.example.org/v3/index.json" />
    <add key="old" value="https://nuget.example.org/v2/" />
  </packageSources>
  <disabledPackageSources>
    <add key="old" value="true" />
    <add key="machine" value="true" />
  </disabledPackageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
  <trustedSigners><clear /></trustedSigners>
</configuration>
CONFIG
echo '<configuration><disabledPackageSources><add key="own" value="" /></disabledPackageSources></configuration>' | put tools/nuget.config
commit closed
from closed opened && sed -i '/"old" value="true"/d' nuget.config && commit x
from closed opened-again && sed -i 's,</disabledPackageSources>,<Clear />&,' nuget.config && commit x
from closed opened-machine && sed -i '/"machine"/d' nuget.config && commit x
from closed folders-back && sed -i '/<fallback/d' nuget.config && commit x
from closed signers-back && sed -i '/<trusted/d' nuget.config && commit x
from closed open-below && git rm -q tools/nuget.config && commit x
from closed source-gone && sed -i -e '/"machine"/d' -e '/"old"/d' -e 's,<packageSources>,&<clear />,' nuget.config && commit x
