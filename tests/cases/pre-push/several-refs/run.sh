# SPDX-License-Identifier: Apache-2.0
push topic two three
on_remote
push topic three
on_remote
