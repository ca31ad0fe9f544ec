# SPDX-License-Identifier: Apache-2.0
# Rules of gitleaks become ours and judge a change; what is lost is said.
repo
cat >theirs.toml <<'END'
title = "ours"
[extend]
useDefault = true
[allowlist]
paths = ['''^vendor/''']
[[rules]]
id = "shop-token"
description = "A token of the shop"
regex = '''\bshop_([a-z0-9]{12})(?:['"\s]|$)'''
keywords = ["shop_"]
entropy = 2
tags = ["till"]
[[rules.allowlists]]
condition = "AND"
paths = ['''^docs/''']
stopwords = ["TEST"]
[[rules]]
id = "till-file"
path = '''\.till$'''
[[rules]]
id = "odd"
regex = '''odd_\pN{9}'''
END
commit c1
