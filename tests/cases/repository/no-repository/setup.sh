# SPDX-License-Identifier: Apache-2.0
# Not in a repository.
mkdir "$WORK/folder"
cd "$WORK/folder"
