# SPDX-License-Identifier: Apache-2.0
judge run --base main --head good
judge run --base main --head unchanged
judge run --base main --head bad
judge run --base warning --head warned
judge run --base limit --head limited
git checkout -q evaluated
judge run --base workspace --head evaluated
predictions 1601
judge run --base workspace --head evaluated
predictions 1500
judge run --base workspace --head evaluated
