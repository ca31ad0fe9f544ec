# SPDX-License-Identifier: Apache-2.0
# Vendored crates, of which one was edited with its list, one archive breaks off, one is not there, one is another, and one is
# larger than may be unpacked beside others.
repo
python3 "$CASE/make.py" . "$WORK/cargo"
commit vendored
