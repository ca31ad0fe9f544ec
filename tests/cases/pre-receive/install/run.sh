# SPDX-License-Identifier: Apache-2.0
cat >"$WORK/remote.git/hooks/pre-receive" <<END
#!/bin/sh
while read -r old new ref; do echo "\$ref" >>"$WORK/seen"; done
END
chmod +x "$WORK/remote.git/hooks/pre-receive"
cd "$WORK/remote.git"
plain hook pre-receive install
plain hook pre-receive install --chain
cd "$WORK/repo"
push topic
push main:refs/heads/one main:refs/heads/two
cat "$WORK/seen"
cd "$WORK/remote.git"
plain hook pre-receive uninstall
echo '# lines that git does not write'
zero=0000000000000000000000000000000000000000
for line in '' "$zero" "$zero $(oid main)" "$zero main refs/heads/x" "$zero $(oid main) refs/heads/x$(printf '\001')" "$(oid main) $zero refs/heads/main"; do
	printf '%s\n' "$line" >"$WORK/line"
	seamgate hook pre-receive <"$WORK/line" >"$WORK/said" 2>&1 && code=0 || code=$?
	echo "exit $code: $(sed -n 1p "$WORK/said" | sed 's/[0-9a-f]\{40\}/<id>/g')"
done
