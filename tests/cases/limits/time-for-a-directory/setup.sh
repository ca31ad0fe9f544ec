# SPDX-License-Identifier: Apache-2.0
# A directory that is in no repository is read under the time limit too.
mkdir files
# As many as no machine gets through in a millisecond, nor in a tick of the clock that is asked.
seq -f 'files/%g.txt' 12000 | xargs touch
printf 'version: 1\nlimits: {time: 1ms}\n' | put hasty.yml
printf 'version: 1\nlimits: {time: 1m}\n' | put patient.yml
