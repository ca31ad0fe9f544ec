# SPDX-License-Identifier: Apache-2.0
# Nothing lies between base and head: a pass, with reports as of any other run.
start
