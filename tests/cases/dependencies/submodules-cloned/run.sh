# SPDX-License-Identifier: Apache-2.0
# What is counted of each, with the clone as it is and with something taken out of it.
counts() { # HEAD
	judge run --base main --head "$1" --check dependencies
	plain run --base main --head "$1" --check dependencies | sed -n 's/ ([^()]* m\{0,1\}s)//; /^|   dependencies  /p'
}

counts first
counts elsewhere
echo "# a file of the commit is not in the clone"
objects=.git/modules/lib/objects
file=$(echo one | git hash-object --stdin)
file=$objects/$(echo "$file" | cut -c 1-2)/$(echo "$file" | cut -c 3-)
mv "$file" "$WORK/file"
counts first
echo "# nor need it be, in a partial clone"
touch $objects/pack/pack-1.promisor
counts first
rm $objects/pack/pack-1.promisor
echo "# or where another clone lends"
echo "$WORK/other/objects" >$objects/info/alternates
counts first
rm $objects/info/alternates
echo "# no clone at all"
mv .git/modules "$WORK/modules"
counts first
counts elsewhere
