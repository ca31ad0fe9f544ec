/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/pattern.h"

#include <string.h>

static const uint32_t options = PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP;

static int refuse(struct err *err, const char *pattern, const char *whose, int code, size_t offset)
{
	char why[160] = "";

	if (code == PCRE2_ERROR_HEAP_FAILED)
		return err_nomem(err);
	pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof(why));
	err_set(err, ERR_USAGE, "rule %s: pattern \"%.*s\" is refused at byte %zu: %s", whose,
		text_quote(text_of(pattern)), pattern, offset, why);
	return err_remedy(err, "correct the pattern; its syntax is PCRE2's, on bytes");
}

int pattern_compile(
	pcre2_code **out, const char *pattern, const char *whose, bool fast, struct err *err)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	size_t offset = 0;
	int code = 0;

	*out = NULL;
	if (!context)
		return err_nomem(err);
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	*out = pcre2_compile(
		(PCRE2_SPTR)pattern, strlen(pattern), options, &code, &offset, context);
	pcre2_compile_context_free(context);
	if (!*out)
		return refuse(err, pattern, whose, code, offset);
	/* Where there is no machine code (a hardened kernel, another processor), the interpreter gives
	 * the same answer, more slowly. */
	if (fast)
		(void)pcre2_jit_compile(*out, PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD);
	return 0;
}

uint32_t pattern_groups(const pcre2_code *code)
{
	uint32_t groups = 0;

	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	return groups;
}
