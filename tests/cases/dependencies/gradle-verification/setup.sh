# SPDX-License-Identifier: Apache-2.0
# Gradle's verification metadata: taken away, moved away, with a second list that says otherwise, with keys that sign in the place of hashes. Honest: a
# key, by group or by artifact, of what was not there before; moved with its project.
repo
file=gradle/verification-metadata.xml
metadata() {
	printf '<?xml version="1.0"?>\n<verification-metadata>\n<configuration>\n<verify-metadata>true</verify-metadata>\n<verify-signatures>%s</verify-signatures>\n%s</configuration>\n<components>\n' "$1" "$2"
	printf '<component group="org.example" name="left" version="1.0"><artifact name="left-1.0.jar">%s</artifact></component>\n' "$3"
	printf '%s</components>\n%s</verification-metadata>\n' "$4" "$5"
}
sum() { printf '<sha256 value="%s"/>' "$(echo "$1" | sha256sum | cut -c 1-64)"; }
key() { echo "$1" | sha1sum | cut -c 1-40; }
other='<component group="org.example" name="left" version="1.0"><artifact name="left-1.0.jar">'$(sum evil)'</artifact></component>'
echo 'plugins { id "java" }' | put build.gradle
metadata true '' "$(sum left)" '' '' | put $file
commit start
change() { git checkout -q -b "$1" main; }
change deleted && git rm -q $file && commit deleted
change moved-away && mkdir other && git mv $file other/ && commit moved
change moved && mkdir app && git mv gradle build.gradle app/ && commit moved
change second-list && metadata true '' "$(sum left)" '' "<components>$other</components>" | put $file && commit list
change second-switch && metadata true '' "$(sum left)" '' '<configuration><verify-metadata>false</verify-metadata></configuration>' | put $file && commit switch
change key-of-all && metadata true "<trusted-keys><trusted-key id=\"$(key evil)\"/></trusted-keys>" "$(sum left)" '' '' | put $file && commit key
change key-of-group && metadata true "<trusted-keys><trusted-key id=\"$(key evil)\"><trusting group=\"org.example\"/></trusted-key></trusted-keys>" "$(sum left)" '' '' | put $file && commit key
change key-of-artifact && metadata true '' "$(sum left)<pgp value=\"$(key evil)\"/>" '' '' | put $file && commit key
change key-of-new-group && metadata true "<trusted-keys><trusted-key id=\"$(key right)\" group=\"org.right\"/></trusted-keys>" "$(sum left)" '' '' | put $file && commit key
change key-of-new-version && metadata true '' "$(sum left)" "<component group=\"org.example\" name=\"left\" version=\"2.0\"><artifact name=\"left-2.0.jar\"><pgp value=\"$(key left)\"/></artifact></component>" '' | put $file && commit key
change decoy && mkdir -p docs/gradle && git mv $file docs/gradle/ && commit moved
change in-pieces && sed -i 's,<verify-metadata>true<,<verify-metadata>true<!-- --> <,' $file && commit switch
change blank && sed -i 's,<verify-metadata>true<,<verify-metadata> true<,' $file && commit switch
change key-by-pattern && metadata true "<trusted-keys><trusted-key id=\"$(key evil)\" group=\".*\" regex=\"TRUE\"/></trusted-keys>" "$(sum left)" '' '' | put $file && commit key
change unsigned && metadata false '' "$(sum left)" '' '' | put $file && commit unsigned
git checkout -q -b signed-in-capitals unsigned && metadata TRUE "<trusted-keys><trusted-key id=\"$(key evil)\" group=\"org.example\"/></trusted-keys>" "$(sum left)" '' '' | put $file && commit key
git checkout -q -b unreadable main && metadata true '' "$(sum lost)" '' '' | put $file && commit lost
git checkout -q -b deleted-unreadable && git rm -q $file && commit gone
lost=$(git rev-parse unreadable:$file)
rm -f ".git/objects/$(echo "$lost" | cut -c 1-2)/$(echo "$lost" | cut -c 3-)"
