# SPDX-License-Identifier: Apache-2.0
judge run --base main
judge run --base main --head "$branch"
push_refs="HEAD:refs/heads/$branch"
drive_push
