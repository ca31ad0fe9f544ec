# SPDX-License-Identifier: Apache-2.0
# Keys whose check digits are right or wrong, values that are random or not, a published example.
start
body=$(random "$BASE62" 30 7)
check=$(python3 -c 'import sys, zlib
digits, number, out = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", zlib.crc32(sys.argv[1].encode()), ""
while len(out) < 6:
    out, number = digits[number % 62] + out, number // 62
print(out)' "$body")
printf 'token: ghp''_%s%s\n' "$body" "$check" | put right.yml
printf 'token: ghp''_%sZZZZZZ\n' "$body" | put wrong.yml
printf 'db_password = "%s"\n' "$(random "$BASE62" 24 8)" | put random.py
printf 'db_password = "%s"\n' "$(random "$BASE62" 14 9)" | put short.py
printf 'csrf_token = "%s"\n' "$(random "$BASE62" 24 8)" | put public.py
printf 'password = "correct-horse-battery-%s"\n' 77 | put words.py
printf 'const key = "sk_test''_4eC39HqLyjWDarj''tT1zdp7dc";\n' | put example.js
commit c2
