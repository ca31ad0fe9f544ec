/* SPDX-License-Identifier: Apache-2.0
 *
 * From columns to rows of the report, findings and what could not be decided. Private to the check.
 *
 * Over the limit: the statistic is above `max` and above what chance alone reaches. Within: it is not above `max`, and chance alone would not
 * be either. Else, and with fewer rows than min_rows: inconclusive, with the rows that it takes. What was over the limit at the base
 * already and is no worse is known.
 */
#ifndef SEAMGATE_DRIFT_JUDGE_H
#define SEAMGATE_DRIFT_JUDGE_H

#include "checks/drift/side.h"

MUST_CHECK int judge_sides(const struct check_job *job, const struct feature *feature,
	const struct sides *sides, struct err *err);

#endif
