# SPDX-License-Identifier: Apache-2.0
# A file with 101 keys at a hundred paths.
start
for i in $(seq 101); do
	printf 'key=%s\n' "$(secret aws "$i")"
done | put keys
for i in $(seq 100); do
	cp keys "keys.$i"
done
commit c2
