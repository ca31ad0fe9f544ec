# SPDX-License-Identifier: Apache-2.0
CI=true
export CI
judge
SEAMGATE_BASE=$(id main)
SEAMGATE_HEAD=$(id topic)
export SEAMGATE_BASE SEAMGATE_HEAD
judge
