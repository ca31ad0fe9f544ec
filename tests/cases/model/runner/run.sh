# SPDX-License-Identifier: Apache-2.0
cc -shared -fPIC -o "$WORK/libfake.so" "$CASE/fake.c"
export SEAMGATE_ONNXRUNTIME="$WORK/libfake.so"
# change NAME MODEL [BASE]: a branch off main or BASE with such a model, and what stands on standard input is done there.
change() {
	echo "## $1"
	git checkout -q -f -b "$1" "${3:-main}"
	printf '%s\n' "$2" | put models/m.onnx
	eval "$(cat)"
	commit "$1"
	judge run --base "${3:-main}" -q
}
: | change good 'right 1601'
: | change bad 'right 1500'
change set-of-the-change 'right 1500' <<'DO'
cells 1500 0 | put eval/t.csv
DO
: | change crash crash
: | change hang hang hasty
: | change refuse refuse
change policy-of-the-change 'right 1500' <<'DO'
runner '' ", library: $WORK/libfake.so"
DO
echo '## no library'
git checkout -q -f good
SEAMGATE_ONNXRUNTIME=/none/libonnxruntime.so judge run --base main -q
SEAMGATE_ONNXRUNTIME=libfake.so judge run --base main -q
echo '## no library, and other evidence'
git checkout -q -f main
evidence='{format: predictions, results: "eval/p.csv"}'
runner "$evidence"
{ echo id,label,prediction && awk 'BEGIN { for (i = 0; i < 2000; i++) print i ",1," (i < 1600) }'; } | put eval/p.csv
commit both
echo 'right 1601' | put models/m.onnx
sed -i 's/^1600,1,0/1600,1,1/' eval/p.csv
commit new
SEAMGATE_ONNXRUNTIME=/none/libonnxruntime.so judge run --base HEAD~1 -q
judge run --base HEAD~1 -q
git checkout -q HEAD~1
runner "$evidence" ', required: true'
commit required
git checkout -q -b required
git checkout -q main models eval
commit new-required
SEAMGATE_ONNXRUNTIME=/none/libonnxruntime.so judge run --base HEAD~1 -q
echo '## sets'
set_of() {
	cat | put s.csv
	plain model run --set s.csv --library "$WORK/libfake.so" models/m.onnx | sed 's/[0-9.]* s;/N s;/'
}
printf 'x,label\n1,1\n1,2\n' | set_of
printf 'x,label\n1,one\n' | set_of
printf 'x,label\n1\n' | set_of
printf 'x,label\nnan,1\n' | set_of
printf 'x,z,label\n1,1,1\n' | set_of
printf 'x,label,y_true\n1,1,1\n' | set_of
printf 'x,label\n' | set_of
printf '\223NUMPY\001' | set_of
printf 'PK\003\004' | set_of
printf 'id,x,label\na"b,1,1.0\n' | set_of
cat answers.csv
plain model run --set s.csv
plain model run --set s.csv --scores logits --library "$WORK/libfake.so" models/m.onnx
echo '## refused'
for more in ', library: lib.so' ', timeout: 0s'; do
	runner '' "$more"
	plain policy check
	SEAMGATE_ACCEPT_POLICY=x plain run --base main --policy .seamgate.yml -q
done
sed -i 's/set: "[^"]*", timeout: 0s/required: true/' .seamgate.yml
SEAMGATE_ACCEPT_POLICY=x plain run --base main --policy .seamgate.yml -q
