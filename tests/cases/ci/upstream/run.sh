# SPDX-License-Identifier: Apache-2.0
judge
git branch -q -u main
judge
git branch -q --unset-upstream
git branch -q -m main trunk
judge
