# SPDX-License-Identifier: Apache-2.0
# Two keys on one line: each report of one hides the other too.
start
printf 'a=%s b=%s c=%s\n' "$(secret aws 1)" "$(secret stripe)" "$(secret aws 2)" | put settings.env
commit c2
