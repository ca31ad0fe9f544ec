/* SPDX-License-Identifier: Apache-2.0
 *
 * Lighthouse reports (LHR JSON), 10 to 13: GoogleChrome/lighthouse types/lhr/lhr.d.ts. Also for files that wrap reports.
 *
 * Series: "LCP" (the main one, with its four phases), "INP" of a timespan (three phases), each audit whose
 * numericUnit is "millisecond" by its id (total only), and each measure of the User Timing API as "user-timing:NAME".
 *
 * The phases of LCP stand in one of four places, by version; the first that is there counts, and rows are never mixed:
 * lcp-breakdown-insight (12.7 on; rows by `subpart`), lcp-phases-insight (12.5, 12.6; rows by `phase`), the second
 * table of largest-contentful-paint-element (11 to 12; four rows in fixed order, as their labels are in the
 * report's language), and the fields of the audit metrics (10.1 on; times from the start of the page, or durations in 13).
 * Of a text the rows of the resource are left out: they are 0.
 *
 * Refused: throttlingMethod "simulate" (the total is then computed, the phases observed: they are of two different
 * loads; GoogleChrome/lighthouse issue 16769), runtimeError, an LCP that failed, phases that do not add up.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_LIGHTHOUSE_H
#define SEAMGATE_LATENCY_FORMATS_LIGHTHOUSE_H

#include "checks/latency/format.h"
#include "gate/base/json.h"

/* Reads the report that the cursor stands before. `step` is put before the names of the series ("step: LCP"); "" for a
 * plain report, whose LCP is then the main series. */
MUST_CHECK int lighthouse_report(struct samples *out, const struct measured_file *file,
	struct json_cursor *cursor, struct text step, struct err *err);

#endif
