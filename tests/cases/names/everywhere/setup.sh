# SPDX-License-Identifier: Apache-2.0
# Names with line feeds, escape sequences, runner commands, bidi marks and bytes that are no UTF-8, as
# files with a key, without, as links, folders and branch, and in messages and author fields.
start
key=$(printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | blob)
words=$(printf 'words\n' | blob)
n=0
for name in 'new\nline.txt' '::error::x' '##[add-mask]y' 'esc\033[31m.txt' 'bad\377utf8' \
	'rtl\342\200\256txt.exe' 'zero\342\200\213width' 'c1\302\205next' 'sep\342\200\250line' \
	'tag\363\240\201\201letter' 'soft\302\255hyphen' 'blank\343\205\244letter' 'tab\there' 'return\rhere' 'quote"back\\\\slash' 'per%%cent %%0A' '<b>&amp;' '##vso[task.setvariable]z' \
	'::set-output name=x::y\n::error::z' ' leading and trailing ' '-dash' '$(touch ran)`touch ran`'; do
	n=$((n + 1))
	# shellcheck disable=SC2059
	entry 100644 "$key" "$(printf "key/$name")"
	# shellcheck disable=SC2059
	entry 100644 "$words" "$(printf "words/$name")"
	# shellcheck disable=SC2059
	entry 120000 "$(printf "/etc/$name" | blob)" "$(printf "link/$name")"
done
GIT_AUTHOR_NAME=$(printf 'Ada\033[31m ::error::author')
export GIT_AUTHOR_NAME
commit_index c2 "$(printf '::error::subject ##[error]x \033[2J\342\200\256\n\n::warning::body %s\n\033]0;title\007' "$(secret stripe)")"
