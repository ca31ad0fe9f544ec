# SPDX-License-Identifier: Apache-2.0
for branch in steps small archive heavy large; do
	git checkout -q $branch
	judge run --base main
done
