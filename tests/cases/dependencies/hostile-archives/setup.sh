# SPDX-License-Identifier: Apache-2.0
# Archives that try something, one of each prover that opens archives; each has the digest that the lock pins, where one is needed to be opened.
repo
printf '# shop\n' | put README.md
commit c1
