# SPDX-License-Identifier: Apache-2.0
try() {
	echo "# $1"
	github pull_request
	judge
}
printf '' | try empty
printf '{"pull_request": {' | try 'cut off'
printf '{"pull_request": {}}' | try 'without ids'
printf '{"pull_request": {"head": {"sha": "HEAD"}, "base": {"sha": "main"}}}' | try 'names instead of ids'
printf '{"pull_request": {"head": {"sha": "%s"}, "base": {"sha": "--output=x"}}}' "$(oid HEAD)" | try 'a flag instead of an id'
printf '{"a": 1, "a": 2}' | try 'a key twice'
echo '# no file'
github pull_request </dev/null
rm "$WORK/event.json"
judge
