# SPDX-License-Identifier: Apache-2.0
# The checksum of a pod that lies in a folder of the project changes with the folder; of one from a repository, or that came from one, it does not.
repo
pods() { # SUM-OF-LOCAL SUM-OF-PUBLISHED [EXTERNAL]
	printf 'PODS:\n  - plugin (0.0.1)\n  - FMDB (2.7.12)\n\nDEPENDENCIES:\n  - plugin (from `plugins/plugin`)\n  - FMDB\n\nSPEC REPOS:\n  trunk:\n    - FMDB\n\n'
	printf 'EXTERNAL SOURCES:\n  %s:\n    :path: plugins/plugin\n\n' "${3-plugin}"
	printf 'SPEC CHECKSUMS:\n  plugin: %040d\n  FMDB: %040d\n\nCOCOAPODS: 1.15.2\n' "$1" "$2"
}
pods 1 2 | put Podfile.lock
commit base
git checkout -q -B folder main
pods 3 2 | put Podfile.lock
commit folder
git checkout -q -B published main
pods 1 3 | put Podfile.lock
commit published
git checkout -q -B became-published main
pods 3 2 other | put Podfile.lock
commit became-published
