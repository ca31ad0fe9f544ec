# SPDX-License-Identifier: Apache-2.0
# More modules than are open at once, and their zips in a module cache.
repo
python3 "$CASE/make.py" "$WORK/go"
commit c0
