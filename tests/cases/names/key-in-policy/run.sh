# SPDX-License-Identifier: Apache-2.0
judge run --base main
seamgate run --base main | grep -o 'removes pipeline.*'
