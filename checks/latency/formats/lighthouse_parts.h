/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a Lighthouse report that are of use, as small trees in the scratch arena.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_LIGHTHOUSE_PARTS_H
#define SEAMGATE_LATENCY_FORMATS_LIGHTHOUSE_PARTS_H

#include "checks/latency/formats/lighthouse.h"

enum lhr_audit {
	LHR_BREAKDOWN, /* lcp-breakdown-insight */
	LHR_PHASES,    /* lcp-phases-insight */
	LHR_ELEMENT,   /* largest-contentful-paint-element */
	LHR_METRICS,   /* metrics */
	LHR_LCP,       /* largest-contentful-paint */
	LHR_INP,       /* interaction-to-next-paint */
	LHR_INP_PARTS, /* inp-breakdown-insight */
	LHR_TIMINGS,   /* user-timings */
	LHR_AUDITS
};

enum { LHR_MOST_NUMBERS = 64 };

struct lhr {
	const struct json *version, *fetch_time, *url, *mode, *error, *environment, *settings;
	const struct json *audits[LHR_AUDITS];
	struct text names[LHR_MOST_NUMBERS]; /* ids of the audits of single numbers */
	const struct json *numbers[LHR_MOST_NUMBERS];
	size_t number_count;
};

enum lcp_phase { LCP_TTFB, LCP_LOAD_DELAY, LCP_LOAD, LCP_RENDER, LCP_PHASES };

struct lcp {
	double phases[LCP_PHASES];
	bool is_there;
	bool rounded; /* to whole ms, each of them */
	uint32_t line;
};

extern const char *const lcp_phase_names[LCP_PHASES];

/* Finds the four phases; lcp->is_there false where the report has none. */
MUST_CHECK int lcp_find(struct lcp *lcp, const struct lhr *lhr, double total,
	const struct measured_file *file, struct err *err);

/* A member that has to be a finite number. */
MUST_CHECK int lhr_number(double *out, const struct json *object, const char *key,
	const struct measured_file *file, struct err *err);

/* ERR_LOOK where the report must not be used: no report, a failed run, simulated throttling. */
MUST_CHECK int lhr_usable(const struct lhr *lhr, const struct measured_file *file, struct err *err);

/* What must be the same in all reports of a flow. */
MUST_CHECK int lhr_facts(struct samples *out, const struct lhr *lhr,
	const struct measured_file *file, struct err *err);

#endif
