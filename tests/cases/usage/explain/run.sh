# SPDX-License-Identifier: Apache-2.0
fingerprint_of() {
	seamgate scan -q --report json | python3 -c '
import json, sys
print([f["fingerprint"][:12] for f in json.load(sys.stdin)["findings"] if f["path"] == sys.argv[1]][0])' "$1"
}
old=$(fingerprint_of old.env)
new=$(fingerprint_of new.env)
# shown WORDS: what explain shows of a finding, and its exit code.
shown() {
	echo "\$ seamgate $1"
	seamgate $2 >"$WORK/.shown" 2>"$WORK/.said" && code=0 || code=$?
	echo "exit $code"
	sed -n 's/^ --> /| /p' "$WORK/.shown"
	sed '/^seamgate: [a-z ]*, [0-9]* [a-z]*$/d; s/^/| /' "$WORK/.said"
}
shown 'explain NEW' "explain $new"
shown 'explain OLD, which only a scan shows' "explain $old"
shown 'explain OLD --base main' "explain $old --base main"
shown 'explain of nothing' "explain 0123456789ab"
echo '# a shallow clone has a tree'
git clone -q --depth 1 "file://$PWD" "$WORK/shallow"
(
	cd "$WORK/shallow"
	shown 'explain OLD' "explain $old"
	shown 'explain of nothing' "explain 0123456789ab"
	printf 'version: 1\n' >.seamgate.yml
	plain waive "$old" --reason example --owner @us --expires 2099-01-01
	plain waive 0123456789ab --reason example --owner @us --expires 2099-01-01
)
plain explain aws-access-key-id
plain explain aws-acess-key
plain explain
echo '# a rule without its check; one that several have'
plain explain hash-added
plain explain regressed
echo '# nothing is waived while something cannot be looked at'
printf 'version: 1\n' >.seamgate.yml
echo '{' | put package-lock.json
commit broken
plain baseline write --reason example --owner @us --expires 2099-01-01
