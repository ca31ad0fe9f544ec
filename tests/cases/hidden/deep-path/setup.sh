# SPDX-License-Identifier: Apache-2.0
# A file far down, in a hidden folder, with the executable bit.
start
printf '#!/bin/sh\nexport AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put a/.b/c/d/e/f/g/h/i/j/run.sh
chmod +x a/.b/c/d/e/f/g/h/i/j/run.sh
commit c2
