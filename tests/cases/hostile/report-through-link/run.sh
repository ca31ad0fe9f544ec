# SPDX-License-Identifier: Apache-2.0
plain run --base main -q --report json=reports/gate.json
plain run --base main -q --report "json=$PWD/reports/gate.json"
plain run --base main -q --report json=plain/gate.json
ls "$WORK/outside"
cat "$WORK/outside/victim"
