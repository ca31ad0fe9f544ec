# SPDX-License-Identifier: Apache-2.0
# A link that is called like a Python file is nothing to look into; one that is called like a Dockerfile is.
change() {
	git checkout -q -B "$1" main
}
repo
printf 'x = 1\n' | put real.py
commit base
change honest
ln -s real.py link.py
ln -s real.py link.yaml
commit honest
change dockerfile
ln -s real.py Dockerfile
commit dockerfile
