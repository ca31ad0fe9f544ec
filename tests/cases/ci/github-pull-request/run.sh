# SPDX-License-Identifier: Apache-2.0
github pull_request <<END
{"number": 7, "pull_request": {"number": 7, "head": {"sha": "$(oid topic)", "ref": "topic"}, "base": {"sha": "$(oid main)", "ref": "main"}}, "repository": {"default_branch": "main"}}
END
judge
