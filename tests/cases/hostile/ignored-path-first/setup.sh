# SPDX-License-Identifier: Apache-2.0
# What cannot be examined stands at an ignored path too, which comes first.
repo
policy <<'END'
version: 1
paths: {ignore: ["docs/**"]}
limits: {blob: 1KiB}
END
commit c1
git checkout -q -b topic
mkdir docs src
{ head -c 3000 /dev/zero | tr '\0' x && printf '\nAWS_ACCESS_KEY_ID=%s\n' "$(secret)"; } | tee docs/a >src/a
commit c2
