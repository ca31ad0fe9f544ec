# SPDX-License-Identifier: Apache-2.0
# The target of a symbolic link is the key.
start
ln -s "/etc/aws/$(secret aws)" link
commit c2
