# SPDX-License-Identifier: Apache-2.0
# A clean filter, a text conversion and an external diff of the clone are not run.
start
printf '* filter=wipe diff=wipe\n' | put .gitattributes
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
git config filter.wipe.clean "touch '$WORK/ran' && echo wiped"
git config filter.wipe.smudge "touch '$WORK/ran' && echo wiped"
git config diff.wipe.textconv "touch '$WORK/ran' && echo wiped"
git config diff.external "touch '$WORK/ran' && echo"
git config core.fsmonitor "touch '$WORK/ran' && echo"
