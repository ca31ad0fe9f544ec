#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A small real pipeline (MQTT, a model, PostgreSQL, a page in Chromium) once as it was and once with each of six faults: the gate names the hop and the kind,
# and passes what is unchanged. Twenty of each: tests/bench/seams.py.
#   sh tests/e2e/seams_story.sh SEAMGATE
# Needs python3, chromium, mosquitto, mosquitto-clients, postgresql.
exec python3 "$(dirname -- "$0")/seams/pipeline.py" "$1"
