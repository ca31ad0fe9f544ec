# SPDX-License-Identifier: Apache-2.0
# A pointer of Git LFS is a small text like any other.
start
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12345\n' 7 | put model.bin
commit c2
