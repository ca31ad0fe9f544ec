# SPDX-License-Identifier: Apache-2.0

# shorten THREADS SUFFIX BYTES: of the pack or its index so much is left.
shorten() {
	file=$(echo .git/objects/pack/*."$2")
	"$SEAMGATE" scan --history -q --jobs "$1" --policy - <"$WORK/policy" >"$WORK/said" 2>&1 &
	seamgate_pid=$!
	# By then it has opened the repository.
	reads_its_policy "$WORK/policy"
	chmod u+w "$file"
	cp "$file" "$WORK/whole"
	truncate -s "$3" "$file"
	echo 'version: 1' >&9
	exec 9>&-
	wait "$seamgate_pid" && code=0 || code=$?
	cat "$WORK/whole" >"$file"
	echo "$2 of $3 bytes, $1 threads: exit $code"
	sed 's/^/| /' "$WORK/said"
}

shorten 1 pack 0
shorten 1 pack 4096
shorten 2 pack 4096
shorten 1 idx 0
