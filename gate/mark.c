/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/value.h"
#include "gate/run_parts.h"

static const struct option date = {.key = "expires", .type = OPTION_DATE};

/* As a waiver's, it ends at the start of its day. */
static const char *date_fault(struct text expires, int64_t today)
{
	int64_t day;

	if (!value_parse(&date, expires, false, &day))
		return "its date is none, such as 2027-01-31 is";
	return today < day ? NULL : "it has expired";
}

const char *mark_fault(const struct mark *mark, bool is_scan, int64_t today)
{
	if (mark->fault)
		return mark->fault;
	if (!is_scan && !mark->counts_added)
		return "the change itself adds it";
	return mark->expires.len ? date_fault(mark->expires, today) : NULL;
}
