# SPDX-License-Identifier: Apache-2.0
# Where images are named by tag, a new one is a note.

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

repo
printf 'FROM debian:12\n' | put Dockerfile
commit base
change new
printf 'FROM debian:13\nCOPY --from=tool:1 /x /y\n' | put Dockerfile
commit new
change broken
printf 'FROM debian:12\nRUN <<EOF\nx\n' | put Dockerfile
commit broken
