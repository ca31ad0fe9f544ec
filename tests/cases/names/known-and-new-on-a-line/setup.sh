# SPDX-License-Identifier: Apache-2.0
# A key that the base has already stands on the line of a new one: both are hidden.
repo
printf 'a=%s\n' "$(secret aws 1)" | put settings.env
commit c1
git checkout -q -b topic
printf 'a=%s b=%s\n' "$(secret aws 1)" "$(secret aws 2)" | put settings.env
commit c2
