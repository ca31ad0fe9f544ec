# SPDX-License-Identifier: Apache-2.0
# A repository without a commit.
repo
