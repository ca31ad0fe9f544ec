# SPDX-License-Identifier: Apache-2.0
CI=true
export CI
judge
SEAMGATE_BASE=$(oid main)
SEAMGATE_HEAD=$(oid topic)
export SEAMGATE_BASE SEAMGATE_HEAD
judge
