# SPDX-License-Identifier: Apache-2.0
# An image loses its digest: in a Dockerfile, in a compose file, behind an ARG, in a manifest.

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

repo
printf 'ARG BASE=debian:12@sha256:1111111111111111111111111111111111111111111111111111111111111111\nFROM ${BASE} AS build\nFROM python:3.12@sha256:1111111111111111111111111111111111111111111111111111111111111111\nCOPY --from=build /x /y\n' | put Dockerfile
printf 'services:\n  db:\n    image: postgres:16@sha256:1111111111111111111111111111111111111111111111111111111111111111\n' | put compose.yaml
printf 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: web:1@sha256:1111111111111111111111111111111111111111111111111111111111111111\n' | put deploy/pod.yaml
commit base
change dockerfile
sed -i 's/3.12@.*/3.12/' Dockerfile
commit dockerfile
change argument
sed -i 's/debian:12@.*/debian:12/' Dockerfile
commit argument
change other-name
sed -i 's/^FROM python:.*/FROM docker.io\/library\/python:3.13/' Dockerfile
commit other-name
change compose
sed -i 's/@.*//' compose.yaml
commit compose
change manifest
sed -i 's/@.*//' deploy/pod.yaml
commit manifest
# All others have one: not usual here.
change new
printf 'FROM alpine:3\n' | put tools/Dockerfile
commit new
# Honest: another digest, for the same tag or with it; a stage; a layout.
change upgrade
sed -i 's/python:3.12@.*/python:3.13@sha256:2222222222222222222222222222222222222222222222222222222222222222/' Dockerfile
sed -i 's/sha256:1111111111111111111111111111111111111111111111111111111111111111/sha256:2222222222222222222222222222222222222222222222222222222222222222/' compose.yaml
commit upgrade
change layout
printf '# syntax=docker/dockerfile:1@sha256:1111111111111111111111111111111111111111111111111111111111111111\nARG BASE=debian:12@sha256:1111111111111111111111111111111111111111111111111111111111111111\nFROM ${BASE} \\\n    AS build\nFROM \\\n  # why\n  python:3.12@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS run\nFROM run\nCOPY --from=build /x /y\n' | put Dockerfile
commit layout
