# SPDX-License-Identifier: Apache-2.0
push blob
push tree
