#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The gate as a sharded test of Bazel, which passes where every shard does:
#
#   sh_test(name = "gate", srcs = ["gate.sh"], shard_count = 4, tags = ["local", "no-cache", "external"],
#           env_inherit = ["PATH", "SEAMGATE_REPOSITORY", "SEAMGATE_BASE"])
#
# SEAMGATE_REPOSITORY is the clone (a test runs in a folder of Bazel's own), SEAMGATE_BASE what the change is compared
# with. Each shard's result is among the test's outputs, for seamgate merge.

set -eu
cd "$SEAMGATE_REPOSITORY"
exec seamgate run --shard auto --report "json=$TEST_UNDECLARED_OUTPUTS_DIR/shard-$TEST_SHARD_INDEX.json"
