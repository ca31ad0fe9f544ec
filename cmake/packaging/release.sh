#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Digests, provenance and signatures of what a release has.
#
#   sh cmake/packaging/release.sh sign FOLDER KEY        FOLDER/SHA256SUMS, FOLDER/provenance.json and a .sig of both
#   sh cmake/packaging/release.sh verify FOLDER PUBLIC   all of that again; exit 1 where anything differs
#
# KEY is an Ed25519 key in PEM (openssl genpkey -algorithm ed25519), PUBLIC its other half (openssl pkey -pubout). The
# provenance is an in-toto statement (in-toto.io/Statement/v1) with the predicate of SLSA (slsa.dev/provenance/v1): which commit it was
# built from, by which workflow, in which run. It says what the builder says; who builds it again can compare.

set -eu
folder=$2 key=$3

# Files of the release, in one order.
files() {
	(cd "$folder" && for file in *; do
		case $file in
		SHA256SUMS* | provenance.json*) ;;
		*) echo "$file" ;;
		esac
	done | LC_ALL=C sort)
}

subjects() {
	first=1
	files | while read -r file; do
		[ $first = 1 ] || printf ',\n'
		first=0
		printf '    {"name": "%s", "digest": {"sha256": "%s"}}' "$file" "$(sha256sum "$folder/$file" | cut -d' ' -f1)"
	done
}

provenance() {
	repository=${GITHUB_SERVER_URL:-https://git.example.org}/${GITHUB_REPOSITORY:-local}
	cat <<JSON
{
  "_type": "https://in-toto.io/Statement/v1",
  "subject": [
$(subjects)
  ],
  "predicateType": "https://slsa.dev/provenance/v1",
  "predicate": {
    "buildDefinition": {
      "buildType": "https://actions.github.io/buildtypes/workflow/v1",
      "externalParameters": {"workflow": {"repository": "$repository", "ref": "${GITHUB_REF:-}", "path": ".github/workflows/release.yml"}},
      "resolvedDependencies": [{"uri": "git+$repository@${GITHUB_REF:-}", "digest": {"gitCommit": "${GITHUB_SHA:-}"}}]
    },
    "runDetails": {
      "builder": {"id": "$repository/.github/workflows/release.yml"},
      "metadata": {"invocationId": "$repository/actions/runs/${GITHUB_RUN_ID:-0}/attempts/${GITHUB_RUN_ATTEMPT:-0}"}
    }
  }
}
JSON
}

signature() {
	openssl pkeyutl -sign -rawin -inkey "$key" -in "$folder/$1" -out "$folder/$1.sig"
}

holds() {
	openssl pkeyutl -verify -rawin -pubin -inkey "$key" -in "$folder/$1" -sigfile "$folder/$1.sig" >/dev/null
}

case $1 in
sign)
	files | (cd "$folder" && xargs sha256sum) >"$folder/SHA256SUMS.new"
	mv "$folder/SHA256SUMS.new" "$folder/SHA256SUMS"
	provenance >"$folder/provenance.json"
	signature SHA256SUMS
	signature provenance.json
	;;
verify)
	holds SHA256SUMS
	holds provenance.json
	(cd "$folder" && sha256sum --check --strict --quiet SHA256SUMS)
	# Each file of the release is among the subjects, with its digest, and none is beside them.
	{
		subjects
		echo
	} >"${TMPDIR:-/tmp}/subjects.$$"
	sed -n '/"subject": \[/,/^  \],/p' "$folder/provenance.json" | sed '1d;$d' | cmp - "${TMPDIR:-/tmp}/subjects.$$" && code=0 || code=1
	rm -f "${TMPDIR:-/tmp}/subjects.$$"
	exit $code
	;;
*) echo "usage: release.sh sign FOLDER KEY | verify FOLDER PUBLIC" >&2 && exit 2 ;;
esac
