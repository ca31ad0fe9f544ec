/* SPDX-License-Identifier: Apache-2.0
 *
 * From windows to rows of the report, findings and what could not be decided. Private to the check.
 */
#ifndef SEAMGATE_DRIFT_CONCEPT_JUDGE_H
#define SEAMGATE_DRIFT_CONCEPT_JUDGE_H

#include "checks/drift/concept/windows.h"

struct windows_judged {
	const struct check_job *job;
	const struct concept *concept;
	const char *hop; /* or NULL */
	const struct scored *base, *rows;
};

/* before: the windows of the file at the base; NULL where there were none. */
MUST_CHECK int windows_judge(const struct windows_judged *judged, const struct windows *now,
	const struct windows *before, struct err *err);

#endif
