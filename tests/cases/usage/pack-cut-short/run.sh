# SPDX-License-Identifier: Apache-2.0

# shorten THREADS SUFFIX BYTES: of the pack or its index so much is left.
shorten() {
	file=$(echo .git/objects/pack/*."$2")
	"$SEAMGATE" scan --history --jobs "$1" --policy - <"$WORK/policy" >"$WORK/said" 2>&1 &
	seamgate_pid=$!
	# It has opened the repository, and waits for its policy until descriptor 9 is closed.
	exec 9>"$WORK/policy"
	tries=0
	until grep -q "/$file$" "/proc/$seamgate_pid/maps" || [ $tries = 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	sleep 0.3
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
