# SPDX-License-Identifier: Apache-2.0
# Artifacts of ten ecosystems, each with the lock that pins it.
repo
python3 "$CASE/make.py"
commit c1
# What git does not have: an object of Git LFS, outputs of DVC.
object=$(sha256sum <"$WORK/object" | cut -c1-64)
mkdir -p ".git/lfs/objects/$(echo "$object" | cut -c1-2)/$(echo "$object" | cut -c3-4)"
cp "$WORK/object" ".git/lfs/objects/$(echo "$object" | cut -c1-2)/$(echo "$object" | cut -c3-4)/$object"
