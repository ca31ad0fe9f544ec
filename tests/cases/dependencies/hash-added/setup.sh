# SPDX-License-Identifier: Apache-2.0
# One hash more for a version that stays, where the file does not say what its hashes are of: a warning with their numbers. With another one gone it is more.
# Honest: a new version with as many as it likes, an order of their own.
repo
hash() { printf '%s' "$1" | sha256sum | cut -c 1-64; }
requirements() { # VERSION HASHES-OF-LEFT
	printf 'left==%s' "$1"
	for word in $2; do printf ' \\\n    --hash=sha256:%s' "$(hash "$word")"; done
	printf '\nright==2.0 --hash=sha256:%s\n' "$(hash right)"
}
locked() { printf '{"_meta": {"pipfile-spec": 6, "sources": []}, "default": {"left": {"version": "==1.0", "hashes": ["sha256:%s"%s]}}, "develop": {}}\n' "$(hash a)" "$1" | put Pipfile.lock; }
requirements 1.0 'a b' | put requirements.txt
locked ''
commit start
change() { git checkout -q -b "$1" main; }
change one && requirements 1.0 'a b c' | put requirements.txt && commit x
change two && requirements 1.0 'c a b d' | put requirements.txt && commit x
change exchanged && requirements 1.0 'a c' | put requirements.txt && commit x
change pipenv && locked ", \"sha256:$(hash c)\"" && commit x
change honest && requirements 1.1 'a b c d' | put requirements.txt && commit x
change order && requirements 1.0 'b a' | put requirements.txt && commit x
