# SPDX-License-Identifier: Apache-2.0
push new
key three.env
commit c4
push new
