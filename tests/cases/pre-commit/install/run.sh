# SPDX-License-Identifier: Apache-2.0
hooks() { ls .git/hooks | grep -v '\.sample$' | sed 's/^/has /'; }
plain hook pre-commit install
plain hook pre-commit install
plain hook pre-commit uninstall
echo '# a hook that formats what is staged'
cat >.git/hooks/pre-commit <<'END'
#!/bin/sh
[ ! -e stop ] || exit 1
[ ! -e key.txt ] || cat key.txt >one.txt
git add one.txt
END
chmod +x .git/hooks/pre-commit
cp .git/hooks/pre-commit "$WORK/theirs"
plain hook pre-commit install
hooks
plain hook pre-commit install --chain
plain hook pre-commit install --chain
plain hook pre-commit install
hooks
echo more >>one.txt
committing -a
echo '# what it adds is judged'
key key.txt
committing --allow-empty
rm key.txt && git reset -q --hard
echo '# what it stops is stopped'
touch stop
committing --allow-empty
rm stop
plain hook pre-commit uninstall
hooks
cmp .git/hooks/pre-commit "$WORK/theirs" && echo 'theirs is as it was'
echo '# no second one is kept'
plain hook pre-commit install --chain
cp "$WORK/theirs" .git/hooks/pre-commit
plain hook pre-commit install --chain
echo '# pre-push: both get the lines'
git init -q --bare "$WORK/remote.git"
git remote add origin "$WORK/remote.git"
printf '#!/bin/sh\nwc -l <&0 >"%s/lines"\n' "$WORK" >.git/hooks/pre-push
chmod +x .git/hooks/pre-push
plain hook pre-push install --chain
rm .git/hooks/pre-commit
key two.env
commit c3
push HEAD:refs/heads/one main:refs/heads/two
cat "$WORK/lines"
push main:refs/heads/two
plain hook pre-commits install
plain hook
