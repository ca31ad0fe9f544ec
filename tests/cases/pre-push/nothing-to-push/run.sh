# SPDX-License-Identifier: Apache-2.0
push topic
push topic
