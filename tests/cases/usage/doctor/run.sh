# SPDX-License-Identifier: Apache-2.0
doctor() { plain doctor "$@" | sed '/^| ok    binary/d; /^| ok    libgit2/d'; }
doctor
echo '# a policy at HEAD, a base that is not there'
policy <<'END'
version: 1
END
commit c3
SEAMGATE_BASE=nowhere doctor
doctor now
