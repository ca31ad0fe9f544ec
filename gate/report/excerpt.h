/* SPDX-License-Identifier: Apache-2.0
 *
 * Where in its excerpt a finding stands: what the human report underlines and the HTML report marks.
 */
#ifndef SEAMGATE_REPORT_EXCERPT_H
#define SEAMGATE_REPORT_EXCERPT_H

#include "gate/base/mask.h"
#include "gate/finding.h"

/* The part of finding->excerpt that the finding is about, in bytes before masking; empty where that is not known. */
struct mask_span finding_span(const struct finding *finding);

#endif
