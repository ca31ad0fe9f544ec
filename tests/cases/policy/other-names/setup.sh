# SPDX-License-Identifier: Apache-2.0
# What looks like a policy and is none, and what a policy names that it does not have.
start
