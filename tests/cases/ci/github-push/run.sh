# SPDX-License-Identifier: Apache-2.0
zero=0000000000000000000000000000000000000000
event() {
	echo "# $1"
	github push <<END
{"ref": "refs/heads/topic", "before": "$2", "after": "$3", "created": $4, "deleted": $5, "forced": $6, "repository": {"default_branch": "main"}}
END
	judge
}
event 'an update' "$(oid HEAD~1)" "$(oid HEAD)" false false false
event 'a new branch' $zero "$(oid HEAD)" true false false
event 'forced, the old tip is gone' 1234567890123456789012345678901234567890 "$(oid HEAD)" false false true
event 'a deletion' "$(oid HEAD)" $zero false true false
