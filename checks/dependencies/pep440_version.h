/* SPDX-License-Identifier: Apache-2.0
 *
 * A version of a Python package in its parts, and the order of versions: PEP 440, "Public version identifiers" and "Summary of
 * permitted suffixes and relative ordering". All parts borrow from the text; numbers are of any length.
 */
#ifndef SEAMGATE_DEPENDENCIES_PEP440_VERSION_H
#define SEAMGATE_DEPENDENCIES_PEP440_VERSION_H

#include "gate/base/text.h"

enum { MOST_NUMBERS = 16 }; /* of a release; no published version has as many */

/* "1!2.3rc1.post2.dev3+local". Numbers without leading zeros: "" is zero. */
struct pep440_version {
	struct text epoch, release[MOST_NUMBERS];
	size_t count;
	char stage; /* 'a', 'b', 'r'; 0: none */
	bool has_post, has_dev;
	struct text pre, post, dev, local;
	bool is_prefix; /* ends in ".*" */
};

bool pep440_read(struct pep440_version *out, struct text text); /* false of what is no version */

/* Below, above or 0, local versions apart. */
int pep440_compare(const struct pep440_version *a, const struct pep440_version *b);

/* The same by epoch and the first `count` numbers. */
int pep440_compare_release(
	const struct pep440_version *a, const struct pep440_version *b, size_t count);

/* "a.b", "A-B" and "a_b" are the same local version. */
bool pep440_same_local(struct text a, struct text b);

#endif
