# SPDX-License-Identifier: Apache-2.0
# Each row does something to the working tree alone; what is said of the commit is what a bare clone says of it.
file=vendor/left/src/lib.rs

report() { # NAME: into $WORK/NAME.json; its exit code
	code=0
	seamgate scan --check dependencies -q --report "json=$WORK/$1.json" >/dev/null 2>&1 || code=$?
}

# bare BRANCH: a bare clone of it, once for many rows.
bare() {
	git --git-dir "$WORK/bare" symbolic-ref HEAD "refs/heads/$1"
	cd "$WORK/bare"
	report bare
	cd "$OLDPWD"
	bare=$code
}

# row WHAT
row() {
	report tree
	printf '%s: exit %s, bare %s' "$1" "$code" "$bare"
	python3 "$CASE/same.py" "$WORK/tree.json" "$WORK/bare.json"
	rm -rf "$file" "$WORK/elsewhere"
	git reset -q --hard
}

bare main
row 'as it was checked out'
echo '// more' >>$file
row 'a file edited'
truncate -s 100 $file
row 'cut off'
truncate -s 10G $file
row 'of 10 GB'
sed -i 's/$/\r/' $file
row 'other line ends'
sed -i 's/line 5 /line 6 /' $file
row 'other bytes, the same size'
rm $file
row 'gone'
rm $file && mkdir $file
row 'a folder in its place'
rm $file && mkfifo $file
row 'a pipe in its place'
mv $file "$WORK/elsewhere" && ln -s "$WORK/elsewhere" $file
row 'a link in its place, to the same bytes'
mv vendor/left/src "$WORK/src" && ln -s "$WORK/src" vendor/left/src
row 'a link for its folder'
rm -f vendor/left/src && git reset -q --hard

# The other way about: the commit is bad, and good bytes lie in the working tree.
cp $file "$WORK/good"
git checkout -q tampered
bare tampered
row 'the commit is tampered with'
cp "$WORK/good" $file
row 'and the working tree is not'
cp $file "$WORK/bad"
(until [ -e "$WORK/stop" ]; do
	cp "$WORK/good" "$WORK/next" && mv "$WORK/next" $file
	cp "$WORK/bad" "$WORK/next" && mv "$WORK/next" $file
	truncate -s 3 $file
done) 2>/dev/null &
swapping=$!
for turn in 1 2 3; do
	report "turn$turn"
done
touch "$WORK/stop"
wait $swapping || true
for turn in 1 2 3; do
	printf 'swapped meanwhile'
	python3 "$CASE/same.py" "$WORK/turn$turn.json" "$WORK/bare.json"
done

# What is judged in a change is in proportion to the change: the same of a tree of one crate and of one of sixty.
crates() { # LAST: copies of the crate, and the lock that has them
	for number in $(seq 1 "$1"); do
		cp -r vendor/left "vendor/left$number"
		printf '[package]\nname = "left%s"\nversion = "1.0.0"\n' "$number" >"vendor/left$number/Cargo.toml"
		sed -i "s/\"Cargo.toml\":\"[0-9a-f]*\"/\"Cargo.toml\":\"$(sha256sum <"vendor/left$number/Cargo.toml" | cut -c 1-64)\"/" "vendor/left$number/.cargo-checksum.json"
	done
}
changed() { # WHAT BRANCH CRATES
	git checkout -q -f main
	git checkout -q -b "$2"
	crates "$3"
	git add -A
	git commit -q --allow-empty -m before
	sed -i 's/line 5 /line 6 /' $file
	git commit -qam after
	seamgate run --base HEAD~1 --check dependencies -q --report "json=$WORK/change.json" >/dev/null 2>&1 && code=0 || code=$?
	printf '%s, one file changed: exit %s' "$1" "$code"
	python3 "$CASE/same.py" "$WORK/change.json"
}
changed 'one crate' one 0
changed 'sixty-one crates' many 60
