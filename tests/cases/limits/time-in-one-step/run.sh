# SPDX-License-Identifier: Apache-2.0
judge run --base main --jobs 1
