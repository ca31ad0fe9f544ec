# SPDX-License-Identifier: Apache-2.0
# GitLab: a project's commit, a remote file's digest; hooks of pre-commit.

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

repo
digest=sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
printf 'include:\n  - project: o/p\n    ref: 1111111111111111111111111111111111111111\n    file: a.yml\n  - remote: https://x.example.org/a.yml\n    integrity: %s\n' "$digest" | put .gitlab-ci.yml
printf 'repos:\n- repo: https://github.com/o/hook\n  rev: 1111111111111111111111111111111111111111  # frozen: v1.0.0\n' | put .pre-commit-config.yaml
commit base
change project
sed -i 's/ref: .*/ref: main/' .gitlab-ci.yml
commit project
change remote
sed -i '/integrity/d' .gitlab-ci.yml
commit remote
change hook
sed -i 's/rev: .*/rev: v1.0.0/' .pre-commit-config.yaml
commit hook
change honest
sed -i 's/1111111111111111111111111111111111111111/2222222222222222222222222222222222222222/' .gitlab-ci.yml .pre-commit-config.yaml
sed -i 's/v1.0.0/v1.1.0/' .pre-commit-config.yaml
commit honest
change broken
printf 'repos:\n- repo: https://github.com/o/hook\n' | put .pre-commit-config.yaml
commit broken
