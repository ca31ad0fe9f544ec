# SPDX-License-Identifier: Apache-2.0
# Nothing lies between base and head.
start
