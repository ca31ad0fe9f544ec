# SPDX-License-Identifier: Apache-2.0
written() { git status --short --untracked-files=all | grep -v models; }
git checkout -q -- . 2>/dev/null || true
plain init
written
grep -v '^salt' .seamgate.yml
plain policy check
cmp .github/workflows/seamgate.yml "$CASES/../../ci-examples/github/seamgate.yml" && echo 'the same as in ci-examples'
echo '# again: everything is kept'
echo '# mine' >>.seamgate.yml
cp .seamgate.yml "$WORK/mine"
plain init
cmp .seamgate.yml "$WORK/mine" && echo 'the policy is as it was'
echo '# other systems'
plain init --ci gitlab --hook none
plain init --ci gitlab --hook none
plain init --ci jenkins --print >"$WORK/printed"
sed -n '/^| /s/^| //p' "$WORK/printed" | cmp - "$CASES/../../ci-examples/jenkins/Jenkinsfile" && echo 'printed as it is'
plain init --ci gitlob
plain init --print
plain init here
echo '# a folder that is a link, a hook of somebody else, a key at HEAD'
rm -r .github .seamgate.yml .git/hooks/pre-push
mkdir "$WORK/outside"
ln -s "$WORK/outside" .github
plain init
ls -A "$WORK/outside"
printf '#!/bin/sh\n' >.git/hooks/pre-push
chmod +x .git/hooks/pre-push
key one.env
git add one.env
commit_index c2
plain init --ci none | tee "$WORK/looked" | sed '/^|   secrets/d; /^|   dependencies/d; s/explain [0-9a-f]*$/explain FINGERPRINT/'
echo '# the word that the first look gave is good, before the policy is committed and after'
word=$(sed -n 's/.* explain //p' "$WORK/looked")
explained() { seamgate explain "$word" | sed -n 's/^ --> /| /p'; }
explained
seamgate waive "$word" --reason example --owner @us --expires 2099-01-01 | sed "s/$word/FINGERPRINT/"
sed -i '/^waivers:/,$d' .seamgate.yml
git add .seamgate.yml
commit_index c3
explained
echo '# the branch that changes are merged into'
for branch in trunk 1.10 'a"b'; do
	repo "branch-$branch"
	git checkout -q -b "$branch"
	echo one | put one
	git add one
	commit_index c1
	seamgate init --ci github --hook none >/dev/null
	grep branches: .github/workflows/seamgate.yml
done
repo cloned
git checkout -q -b master
echo one | put one
git add one
commit_index c1
git checkout -q -b topic
seamgate init --ci gitea --hook none >/dev/null
grep branches: .gitea/workflows/seamgate.yml
git update-ref refs/remotes/origin/v1.x HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/v1.x
seamgate init --ci github --hook none >/dev/null
grep branches: .github/workflows/seamgate.yml
echo '# reports of Lighthouse: a flow with budgets; and one that is none'
repo measured
for i in 20 31; do
	printf '{"lighthouseVersion":"13.5.0","configSettings":{"throttlingMethod":"provided"},"audits":{"largest-contentful-paint":{"numericValue":400},"lcp-breakdown-insight":{"details":{"type":"list","items":[{"type":"table","items":[{"subpart":"timeToFirstByte","duration":300},{"subpart":"elementRenderDelay","duration":100}]}]}}}}\n' | put "perf/lhr-$i.json"
done
commit c1
plain init --ci none --hook none >/dev/null
sed -n '/^# Found/,$p' .seamgate.yml
plain policy check
rm .seamgate.yml
printf '{}\n' | put perf/lhr-31.json
commit c2
plain init --ci none --hook none >/dev/null
sed -n '/^# Found/,$p' .seamgate.yml
echo '# without commits, bare'
repo empty
plain init
git init -q --bare "$WORK/bare"
cd "$WORK/bare"
plain init
