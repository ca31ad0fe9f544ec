# SPDX-License-Identifier: Apache-2.0
# Which bytes a model is, where the repository has only a word for them; the evidence is that of before each time.
digest() {
	printf '%032d' "$1"
}

# imported FILE N: a file of `dvc import`: where it came from stands before what it is.
imported() {
	put "$1" <<DVC
frozen: true
deps:
- path: data/a.gguf
  md5: $(digest 7)
outs:
- md5: $(digest "$2")
  size: 4096
  path: ${3:-a.gguf}
DVC
}

pointer() {
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\n%ssize 4096\n' "$1" "${2-}" | put lfs.gguf
}

# lock N: a pipeline that quantizes and evaluates, as DVC 3.67 writes it.
lock() {
	put pipe/dvc.lock <<DVC
schema: '2.0'
stages:
  quantize:
    cmd: quantize ../made/a.gguf
    deps:
    - path: ../made/f32.gguf
      hash: md5
      md5: $(digest 8)
      size: 300000
    outs:
    - path: ../made/a.gguf
      hash: md5
      md5: $(digest "$1")
      size: 300000
  other:
    cmd: make
    outs:
    - path: out.bin
      hash: md5
      md5: $(digest "${2-1}")
      size: 3
DVC
}

submodule() {
	git update-index --add --cacheinfo "160000,$(printf '%040d' "$1"),vendor"
}

model() { # name, files
	printf '      - {name: %s, files: [%s], evidence: [{format: predictions, results: eval/p.csv}], metrics: [{metric: acc, margin: 0.9}]}\n' "$1" "$2"
}

repo
{
	printf 'version: 1\nchecks:\n  model:\n    models:\n'
	model imported models/a.gguf
	model folder '"weights/int8/*.gguf"'
	model lfs lfs.gguf
	model shards '"shards/*.bin"'
	model link link.gguf
	model locked made/a.gguf
	model nested '"vendor/models/*.gguf"'
} | policy
mkdir eval
awk 'BEGIN { print "id,label,prediction"; for (i = 0; i < 50; i++) print i ",yes,yes" }' >eval/p.csv
imported models/a.gguf.dvc 1
printf 'outs:\n- md5: %s.dir\n  path: weights\n' "$(digest 2)" | put weights.dvc
lock 1
pointer 1
printf 'one' | put shards/1.bin
printf 'two' | put shards/2.bin
printf 'link' | put link.gguf
git add -A
submodule 1
commit_index base
# The bytes behind a pointer change.
git checkout -q -B import main
imported models/a.gguf.dvc 3
commit import
git checkout -q -B folder main
printf 'outs:\n- md5: %s.dir\n  path: weights\n' "$(digest 4)" | put weights.dvc
commit folder
git checkout -q -B lfs main
pointer 2
commit lfs
# A pointer with two digests is none; one of two things says nothing of either.
git checkout -q -B two main
pointer 1 "oid sha256:$(printf '%064d' 2)
"
commit two
git checkout -q -B two-outs main
imported models/a.gguf.dvc 1
printf -- '- md5: %s\n  path: b.gguf\n' "$(digest 5)" >>models/a.gguf.dvc
commit two-outs
# Two shards change places: the same bytes, and another model.
git checkout -q -B shards main
printf 'two' | put shards/1.bin
printf 'one' | put shards/2.bin
commit shards
# A link in the model's place, and a submodule.
git checkout -q -B link main
ln -s -f README link.gguf
commit link
git checkout -q -B nested main
submodule 2
commit_index nested
# Honest: the pointer says the same in other words; the pointer gets another name.
git checkout -q -B same main
printf 'outs:\n- {path: a.gguf, md5: %s, size: 4096}\n' "$(digest 1)" | put models/a.gguf.dvc
commit same
# What a pipeline made has its digest in dvc.lock alone: another, one that cannot be read, and one where something else changed.
git checkout -q -B locked main
lock 2
commit locked
git checkout -q -B torn main
printf 'stages: [' | put pipe/dvc.lock
commit torn
git checkout -q -B other main
lock 1 2
commit other
# The new model is in the lock, and the old one in a pointer or another lock that is read before.
git checkout -q -B beside main
lock 2
imported made/a.gguf.dvc 1
commit beside
git checkout -q -B before main
mkdir -p aaa
cp pipe/dvc.lock aaa/dvc.lock
lock 2
commit before
