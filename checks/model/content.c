/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/content.h"

#include "gate/pointer.h"

int model_content(const struct check_job *job, enum side side, struct text path, struct text *out,
	enum content_state *state, struct err *err)
{
	struct text sha256;
	bool is_pointer;

	if (job_read(job, side, path, out, err) < 0)
		return -1;
	is_pointer = out->ptr && pointer_lfs(*out, &sha256);
	if (is_pointer && job_read_lfs(job, sha256, out, err) < 0)
		return -1;
	*state = out->ptr ? CONTENT_HERE : is_pointer ? CONTENT_POINTER : CONTENT_NONE;
	return 0;
}
