# SPDX-License-Identifier: Apache-2.0
judge run --base main
plain rules test rules.yml
cp ../misspelt.yml .
plain rules test misspelt.yml
