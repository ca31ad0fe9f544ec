# SPDX-License-Identifier: Apache-2.0
github pull_request <<END
{"number": 7, "pull_request": {"number": 7, "commits": 2, "head": {"sha": "$head", "ref": "topic"}, "base": {"sha": "$base", "ref": "main"}}, "repository": {"default_branch": "main"}}
END
judge
