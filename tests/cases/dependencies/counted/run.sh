# SPDX-License-Identifier: Apache-2.0
plain run --base main | sed -n '/dependencies  /s, (.*,,p'
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"left": "1.0.0"}}, "node_modules/left": {"version": "1.0.0", "resolved": "https://packages.example.org/left-1.0.0.tgz", "integrity": "sha512-%s=="}}}\n' "$(printf 'A%.0s' $(seq 86))" | put package-lock.json
commit c3
plain run --base main | sed -n '/dependencies  /s, (.*,,p'
