# SPDX-License-Identifier: Apache-2.0
judge run --base main
cd "$WORK/linked"
judge run --base main
cd "$WORK/bare.git"
judge run --base main --head topic
mkdir -p "$WORK/repo/deep/folder"
cd "$WORK/repo/deep/folder"
judge run --base main
