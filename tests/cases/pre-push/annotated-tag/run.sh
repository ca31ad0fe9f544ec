# SPDX-License-Identifier: Apache-2.0
push v1
push v2
push v3 light
push v4
on_remote
