# SPDX-License-Identifier: Apache-2.0
judge scan
judge scan --history
remote
push light
push tree HEAD:refs/heads/topic
