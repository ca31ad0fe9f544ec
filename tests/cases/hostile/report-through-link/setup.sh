# SPDX-License-Identifier: Apache-2.0
# The change brings a link in place of the folder that the report goes to, and one in place of the report itself.
start
key settings.env
mkdir "$WORK/outside" plain
printf 'untouched\n' | put "$WORK/outside/victim"
ln -s "$WORK/outside" reports
ln -s "$WORK/outside/victim" plain/gate.json
commit c2
