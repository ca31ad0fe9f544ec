# SPDX-License-Identifier: Apache-2.0
# What switches checks off or names another index, in the files that set variables.
change() {
	git checkout -q -B "$1" main
}
repo
printf 'env: {PIP_INDEX_URL: "https://pypi.example.org/simple"}\njobs:\n  a:\n    steps:\n      - run: x\n' | put .github/workflows/a.yml
printf 'FROM scratch\nENV PATH=/bin\n' | put Dockerfile
printf 'variables: {A: b}\n' | put .gitlab-ci.yml
commit base
change workflow
printf 'env: {PIP_INDEX_URL: "https://pypi.example.org/simple"}\njobs:\n  a:\n    steps:\n      - run: x\n        env:\n          GOSUMDB: "off"\n          GOPROXY: "direct,https://proxy.example.org"\n          GONOSUMCHECK: "1"\n' | put .github/workflows/a.yml
commit workflow
change index
sed -i 's/pypi.example/evil.example/' .github/workflows/a.yml
commit index
change dockerfile
printf 'ENV A=b GOSUMDB=off\nENV GIT_SSL_NO_VERIFY true\nENV GOPROXY=direct\n' >>Dockerfile
commit dockerfile
change gitlab
printf 'variables: {A: b, GOFLAGS: {value: -insecure}}\n' | put .gitlab-ci.yml
commit gitlab
change honest
printf 'ENV A=b C="d e"\n' >>Dockerfile
printf 'variables: {A: c, GOFLAGS: -mod=readonly}\n' | put .gitlab-ci.yml
commit honest
