# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2012 # names of packs are plain
pack=$(ls .git/objects/pack/pack-*.pack)
cp "$pack" "$WORK/whole"
chmod u+w "$pack"

# entry OBJECT: where it begins in the pack, and how many bytes it takes. A blob that is a delta is "delta".
entry() {
	git verify-pack -v "$pack" | awk -v id="$(git rev-parse "$1")" '$1 == id { print $5, $4, (NF > 5 ? "delta" : "whole") }'
}

# damage WHAT OFFSET [BITS]: turns bits of one byte over, looks, puts it back.
damage() {
	was=$(od -An -tu1 -j "$2" -N 1 "$pack" | tr -d ' ')
	# shellcheck disable=SC2059 # the format is the byte
	printf "\\$(printf %03o $((was ^ ${3:-1})))" | dd of="$pack" bs=1 seek="$2" conv=notrunc 2>/dev/null
	echo "$1"
	judge run --base main
	cp "$WORK/whole" "$pack"
}

echo "whole"
judge run --base main
for object in HEAD:words.txt HEAD~2:words.txt; do
	# shellcheck disable=SC2046 # three words
	set -- $(entry $object)
	damage "$3: its size" "$1"
	damage "$3: its type" "$1" 16
	damage "$3: its second byte" $(($1 + 1))
	damage "$3: its stream" $(($1 + $2 / 2))
	damage "$3: the checksum of its stream" $(($1 + $2 - 1))
done
