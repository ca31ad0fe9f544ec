# SPDX-License-Identifier: Apache-2.0
# The policy becomes a link to a file that is not there.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
END
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
rm .seamgate.yml
ln -s elsewhere.yml .seamgate.yml
commit c2
