# SPDX-License-Identifier: Apache-2.0
# One key a file, cut in two and more literals as the language joins them; files named miss-* join nothing.
start
number=0
cut() { # FILE FORMAT: %1, %2 and %3 in it are parts of a new key
	number=$((number + 1))
	key=$(secret aws $number)
	printf '%s' "$2" | sed "s/%1/$(expr substr "$key" 1 4)/; s/%2/$(expr substr "$key" 5 9)/; s/%3/$(expr substr "$key" 14 7)/; s/~/\\
/g" >"$1"
}
cut adjacent.c 'k = "%1" "%2%3";'
cut lines.py "k = ('%1%2'~     '%3')~"
cut plus.py "k = '%1' + '%2' + '%3'~"
cut comment.java 'k = "%1" +~   // why~   "%2" + "" + "%3";~'
cut comment.js 'k = ("%1") /* x */ + /* y */ ("%2%3")'
cut dot.php '$k = "%1" . "%2%3";'
cut basic.vb 'k = "%1" & _~  "%2%3"~'
cut dots.lua 'k = "%1" .. "%2%3"~'
cut quotes.sh "K='%1'\"%2%3\"~"
cut continued.yaml 'k: "%1\~  %2%3"~'
cut prefixes.py 'k = f"%1" rb"%2%3"~'
cut escaped.ipynb '{"k": "x = \"%1\" + \"%2%3\""}'
cut pipes.sql 'select "%1" || "%2%3";'
cut miss-comma.js 'k = ["%1", "%2%3"]'
cut miss-equal.js 'k = "%1" == "%2%3"'
cut miss-word.js 'k = "%1" + x + "%2%3"'
encoded=$(printf 'the key is %s and more' "$(secret aws 40)" | base64 -w 0)
printf 'k = "%.18s" +\n "%s"\n' "$encoded" "${encoded#??????????????????}" | put encoded.js
# What only its name shows to be a secret is a guess on a guess.
value=$(random abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 32 1)
echo "$value" >>"$WORK/.secrets"
printf 'password = "%.10s" + "%s"\n' "$value" "${value#??????????}" | put generic.py
commit c2
