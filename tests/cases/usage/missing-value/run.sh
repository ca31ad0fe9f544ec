# SPDX-License-Identifier: Apache-2.0
plain run --base
plain run --base=
plain run --base main --quiett
plain scan --histroy
plain version --loud
plain policy check --strict
