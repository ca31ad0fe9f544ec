# SPDX-License-Identifier: Apache-2.0
push topic
push :topic
on_remote
push topic
push :topic two
on_remote
