# SPDX-License-Identifier: Apache-2.0
# A wrapper's jar that comes with a new version and is unlike those that Gradle and Maven write: a class elsewhere, one for newer machines, another class to start,
# a path, an agent, no archive. Honest: an upgrade, classes of the tool's own, a new wrapper.
repo
jar() { # PATH MANIFEST-LINE NAME...: each member holds its name
	python3 - "$@" <<'END'
import os, sys, zipfile
path, line, names = sys.argv[1], sys.argv[2], sys.argv[3:]
os.makedirs(os.path.dirname(path), exist_ok=True)
with zipfile.ZipFile(path, "w") as out:
    for name, text in [("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\r\n{line}\r\n\r\n"), ("META-INF/LICENSE", "text")] + [(name, name) for name in names]:
        out.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)
END
}
at=gradle/wrapper
gradle=$at/gradle-wrapper.jar
main='Main-Class: org.gradle.wrapper.GradleWrapperMain'
version() { printf 'distributionUrl=https\\://dist.example.org/gradle-%s-bin.zip\n' "$1" | put $at/gradle-wrapper.properties; }
version 8.5
jar $gradle "$main" org/gradle/wrapper/A.class
commit start
change() { git checkout -q -b "$1" main && version 8.6; }
change class && jar $gradle "$main" org/gradle/wrapper/A.class evil/A.class && commit x
change versions && jar $gradle "$main" META-INF/versions/17/org/gradle/wrapper/A.class && commit x
change main-class && jar $gradle 'main-class: org.gradle.wrapper.Other' org/gradle/wrapper/A.class && commit x
change path && jar $gradle 'Class-Path: ../evil.jar' org/gradle/wrapper/A.class && commit x
change agent && jar $gradle 'Launcher-Agent-Class: org.gradle.wrapper.A' org/gradle/wrapper/A.class && commit x
change line-ends && jar $gradle "$main"$(printf '\rClass-Path: ../evil.jar') org/gradle/wrapper/A.class && commit x
change more && jar $gradle "$main" odd/A.class org/gradle/wrapper/A.class && commit before && git branch odd && jar $gradle "$main" odd/A.class odd/B.class org/gradle/wrapper/A.class && commit x
change broken && echo evil | put $gradle && commit x
change new && printf 'distributionUrl=https\\://dist.example.org/apache-maven-3.9.6-bin.zip\n' | put .mvn/wrapper/maven-wrapper.properties && jar .mvn/wrapper/maven-wrapper.jar 'Main-Class: evil.A' evil/A.class && commit x
change honest && jar $gradle "$main" org/gradle/wrapper/B.class org/gradle/cli/C.class gradle-cli-classpath.properties
printf 'distributionUrl=https\\://dist.example.org/apache-maven-3.9.6-bin.zip\n' | put .mvn/wrapper/maven-wrapper.properties
jar .mvn/wrapper/maven-wrapper.jar 'Main-Class: org.apache.maven.wrapper.MavenWrapperMain' org/apache/maven/wrapper/A.class
commit honest
