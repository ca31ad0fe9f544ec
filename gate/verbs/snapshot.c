/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "gate/verbs/judge.h"

/* Whether the tree is the one that HEAD has. */
static int is_same(bool *same, struct repo *repo, const struct range *range, struct err *err)
{
	struct oid tree;

	*same = false;
	if (oid_is_zero(&range->base))
		return 0;
	if (repo_tree(repo, &range->base, &tree, err) < 0)
		return -1;
	*same = oid_equal(&tree, &range->head);
	return 0;
}

int judge_snapshot(const struct call *call, const struct judging *judging, struct repo *repo,
	enum snapshot what, struct err *err)
{
	struct range range;
	bool same;

	if (snapshot_range(&range, repo, what, environment_get(&call->env, "GIT_INDEX_FILE"), err) <
			0 ||
		is_same(&same, repo, &range, err) < 0)
		return -1;
	if (!same)
		return judge_range(call, judging, repo, &range, err);
	fprintf(stderr, "seamgate: pass: %.*s is as HEAD has it, there is nothing to judge\n",
		(int)range.head_name.len, range.head_name.ptr);
	return 0;
}
