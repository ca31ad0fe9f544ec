# SPDX-License-Identifier: Apache-2.0
push "$(git rev-parse HEAD~1):refs/heads/raw"
push HEAD~1:refs/heads/revision
push HEAD~2:refs/heads/old
on_remote
