# SPDX-License-Identifier: Apache-2.0
github merge_group <<END
{"merge_group": {"head_sha": "$(oid topic)", "base_sha": "$(oid main)", "base_ref": "refs/heads/main", "head_ref": "refs/heads/gh-readonly-queue/main/pr-7"}, "repository": {"default_branch": "main"}}
END
judge
echo '# base and head the same: nothing was merged, which is no pass'
github merge_group <<END
{"merge_group": {"head_sha": "$(oid topic)", "base_sha": "$(oid topic)", "base_ref": "refs/heads/main", "head_ref": "refs/heads/gh-readonly-queue/main/pr-7"}, "repository": {"default_branch": "main"}}
END
judge
