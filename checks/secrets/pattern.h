/* SPDX-License-Identifier: Apache-2.0
 *
 * PCRE2 as this check uses it: bytes, no UTF mode, "$" at the very end only, lines end in LF.
 * The only files that call PCRE2 are pattern.c and matcher.c.
 */
#ifndef SEAMGATE_SECRETS_PATTERN_H
#define SEAMGATE_SECRETS_PATTERN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "gate/base/err.h"
#include "gate/base/text.h"

/* `whose` is the rule's id, for the message. ERR_USAGE where PCRE2 refuses the pattern, which the
 * caller owns (pcre2_code_free). With `fast` it is compiled to machine code where possible. */
MUST_CHECK int pattern_compile(
	pcre2_code **out, const char *pattern, const char *whose, bool fast, struct err *err);

/* The highest group number of a pattern. */
uint32_t pattern_groups(const pcre2_code *code);

#endif
