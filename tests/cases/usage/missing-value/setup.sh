# SPDX-License-Identifier: Apache-2.0
# A flag without its value, an unknown flag behind a good one.
start
