/* SPDX-License-Identifier: Apache-2.0
 *
 * What other scanners were told to pass over, as far as a place or a secret is named:
 *   .gitleaksignore         "[commit:]path:rule:line" a line, "#" comments (gitleaks detect/detect.go)
 *   gitleaks' JSON report   a list of findings: File, StartLine, EndLine, Secret, Commit (--baseline-path)
 *   .secrets.baseline       detect-secrets: "results": {path: [{"line_number": …}]}
 */
#ifndef SEAMGATE_VERBS_SUPPRESSED_H
#define SEAMGATE_VERBS_SUPPRESSED_H

#include "gate/result.h"

struct suppressed {
	struct text path, commit, secret; /* empty: not said */
	uint32_t line, end_line;          /* 0: not said */
	struct text shown;                /* for messages; never the secret */
	bool found;
};

struct suppressions {
	struct suppressed *items;
	size_t count, capacity;
	size_t not_read; /* lines and entries that are of no known form */
};

/* The format shows itself. ERR_USAGE for what is none of them. */
MUST_CHECK int suppressions_read(struct suppressions *out, struct text file, const char *name,
	struct arena *arena, struct err *err);

/* Whether an entry is about this finding; `commit` is the finding's ("" in a tree). */
bool suppressed_covers(
	const struct suppressed *entry, const struct finding *finding, struct text commit);

#endif
