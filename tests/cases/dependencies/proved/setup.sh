# SPDX-License-Identifier: Apache-2.0
# A project of each ecosystem, with what is vendored, and caches beside it.
repo
python3 "$CASE/make.py" "$WORK/caches"
commit c1
