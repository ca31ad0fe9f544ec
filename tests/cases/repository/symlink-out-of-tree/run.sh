# SPDX-License-Identifier: Apache-2.0
judge run --base main
drive_directory
