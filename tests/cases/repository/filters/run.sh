# SPDX-License-Identifier: Apache-2.0
judge run --base main
[ ! -e "$WORK/ran" ] || echo 'WRONG a program of the repository was run'
