# SPDX-License-Identifier: Apache-2.0
# More modules than are open at once, and their zips in a module cache.
repo
python3 "$CASE/make.py" "$WORK/go"
commit c0
# A go.sum of one of them, read behind all the others.
mkdir z
grep -v '/go.mod ' go.sum | head -1 >z/go.sum
printf 'module example.org/z\n\ngo 1.21\n' | put z/go.mod
commit c1
