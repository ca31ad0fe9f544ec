#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# For what measures how long something takes on a machine that others use too, or asks registries: a command that failed is run once more, and
# that it failed is said. One that skips itself (77) is not.
#
#   sh tests/again.sh COMMAND…

"$@" 2>&1 && exit
code=$?
[ $code != 77 ] || exit 77
echo "again: it failed with $code"
exec "$@"
