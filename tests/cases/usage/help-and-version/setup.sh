# SPDX-License-Identifier: Apache-2.0
# What needs no repository works without one.
mkdir "$WORK/folder"
cd "$WORK/folder"
