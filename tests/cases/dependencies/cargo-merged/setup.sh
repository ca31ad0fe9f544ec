# SPDX-License-Identifier: Apache-2.0
# A merge left a lock that asks for a version it does not have. cargo passes over that and resolves anew; what is there is judged.
repo
lock() { # VERSION-ASKED VERSION-THERE
	printf '[[package]]\nname = "left"\nversion = "%s"\nsource = "registry+https://registry.example.org/index"\nchecksum = "%064d"\n\n' "$2" 1
	printf '[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["left %s"]\n' "$1"
}
lock 1.0.0 1.0.0 | put Cargo.lock
commit c1
git checkout -q -b topic
lock 1.1.0 1.0.0 | put Cargo.lock
commit c2
