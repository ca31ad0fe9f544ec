# SPDX-License-Identifier: Apache-2.0
# A gem of the version that it had before asks for another one now. Bundler believes its lock, and installs what is asked for there. What a new
# version, another platform's gem, a repository or the project asks for is nobody's invention, nor is what one asked for already without an entry, or what a
# gem asks for that was a repository's.
repo
lock() { # VERSION-OF-RIGHT GEMS NEEDS ASKED
	printf 'GIT\n  remote: https://github.com/example/tool.git\n  revision: 0123456789012345678901234567890123456789\n  specs:\n    tool (1.0.0)\n%s\nGEM\n  remote: https://gems.example.org/\n  specs:\n%s    left (1.0.0)\n    right (%s)\n      left (~> 1.0)\n%s\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n%s  right (~> 1.0)\n  tool!\n\nBUNDLED WITH\n   2.5.0\n' "$5" "$2" "$1" "$3" "$4" | put Gemfile.lock
}
lock 1.0.0 '' '' '' ''
printf 'source "https://gems.example.org"\ngem "right", "~> 1.0"\ngem "tool", github: "example/tool"\n' | put Gemfile
commit start
on() {
	label=$1
	shift
	git checkout -q -b "$label" main
	lock "$@"
	commit "$label"
}
more='    added (1.0.0)
'
need='      added (~> 1.0)
'
on invented 1.0.0 "$more" "$need" '' ''
on invented-chain 1.0.0 '    added (1.0.0)
      behind
    behind (1.0.0)
' "$need" '' ''
on raised 1.1.0 "$more" "$need" '' ''
on platform 1.0.0 "$more" "    right (1.0.0-java)
      added (~> 1.0)
      left (~> 1.0)
" '' ''
on repository 1.0.0 "$more" '' '' "$need"
git checkout -q -b project main
lock 1.0.0 "$more" "$need" '  added
' ''
printf 'gem "added"\n' >>Gemfile
commit project
java="    right (1.0.0-java)
      added (~> 1.0)
      left (~> 1.0)
"
on without 1.0.0 '' "$java" '' ''
git checkout -q -b with without
lock 1.0.0 "$more" "$java" '' ''
commit with
git checkout -q -b released main
lock 1.0.0 "$more" '    tool (1.0.0)
      added
' '' ''
sed -i -e '1,/^$/d' -e 's/tool!/tool/' Gemfile.lock
sed -i 's/, github.*//' Gemfile
commit released
