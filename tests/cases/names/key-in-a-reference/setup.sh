# SPDX-License-Identifier: Apache-2.0
# A key that is a revision on the command line.
start
