# SPDX-License-Identifier: Apache-2.0
# One reason for all that is not proved is said once.
start
printf 'FROM debian:12\n' | put Dockerfile
commit c2
