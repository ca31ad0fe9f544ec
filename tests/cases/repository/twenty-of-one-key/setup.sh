# SPDX-License-Identifier: Apache-2.0
# One key in many places is one finding a path, at its first place.
start
for n in 1 2 3; do
	for k in 1 2 3 4 5 6 7; do
		printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)"
	done | put "copy-$n.env"
done
commit c2
printf 'again=%s\n' "$(secret aws)" >>copy-1.env
commit c3
