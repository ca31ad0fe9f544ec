# SPDX-License-Identifier: Apache-2.0
# Build wrappers: the jar changed under the same version, whatever else was edited in its settings; the script that starts it; a distribution that lies
# in the project. A jar that the base has from an older version, made anew with its settings, is a warning. Honest: a new version with all that comes with it, settings alone, a script's mode.
repo
properties() { printf 'distributionUrl=%s\nnetworkTimeout=%s\n' "$1" "$2" | put gradle/wrapper/gradle-wrapper.properties; }
of='https\://dist.example.org/gradle'
properties "$of-8.5-bin.zip" 10000
echo "jar of 8.5" | put gradle/wrapper/gradle-wrapper.jar
printf '#!/bin/sh\nexec java -jar gradle/wrapper/gradle-wrapper.jar\n' | put gradlew
commit start
change() { git checkout -q -b "$1" main; }
change jar && echo evil | put gradle/wrapper/gradle-wrapper.jar && commit x
change jar-and-settings && echo evil | put gradle/wrapper/gradle-wrapper.jar && properties "$of-8.5-bin.zip" 20000 && commit x
change script && sed -i 's,gradle-wrapper.jar,other.jar,' gradlew && commit x
change beside && properties gradle-8.6-bin.zip 10000 && commit x
change file && properties 'file\:///tmp/gradle-8.6-bin.zip' 10000 && commit x
change upgrade && properties "$of-8.6-bin.zip" 10000 && echo "jar of 8.6" | put gradle/wrapper/gradle-wrapper.jar && sed -i 's,exec java,exec java -Xmx64m,' gradlew && commit x
change settings && properties "$of-8.5-bin.zip" 20000 && commit x
change linked && git rm -qr gradle/wrapper && echo evil | put tools/gradle-wrapper.jar && mkdir -p gradle && ln -s ../tools gradle/wrapper && git add gradle && commit x
change gone && git rm -q gradle/wrapper/gradle-wrapper.jar && commit x
change mode && chmod +x gradlew && git add gradlew && commit x
git checkout -q -b behind main
properties "$of-8.6-bin.zip" 10000 && commit x
change late && git reset -q --hard behind && echo "jar of 8.6" | put gradle/wrapper/gradle-wrapper.jar && properties "$of-8.6-bin.zip" 20000 && commit x
change alone && git reset -q --hard behind && echo "jar of 8.6" | put gradle/wrapper/gradle-wrapper.jar && commit x
change again && git reset -q --hard late && echo evil | put gradle/wrapper/gradle-wrapper.jar && properties "$of-8.6-bin.zip" 30000 && commit x
