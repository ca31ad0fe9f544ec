/* SPDX-License-Identifier: Apache-2.0
 *
 * Any line beside a match: never a crash, what a mark says stands in the text and outside of the secret, ours counts with a rule and a reason
 * only, and none without words. The first bytes choose whose marks are read, and where the match and the secret in it are.
 */
#include <stdint.h>
#include <stdlib.h>

#include "checks/secrets/marks.h"
#include "gate/run_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 4, TODAY = 20000 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* In the text, and not in the secret. */
static void must_lie(const struct marked_match *match, struct text part)
{
	const char *end = match->text.ptr + match->text.len;

	if (part.len == 0)
		return;
	must(part.ptr >= match->text.ptr && part.ptr + part.len <= end);
	must(part.ptr + part.len <= match->text.ptr + match->secret_from ||
		part.ptr >= match->text.ptr + match->secret_to);
}

static void check(const struct marked_match *match, const struct marks_read *read)
{
	struct mark mark = mark_beside(match, "secrets/stripe-key", read);
	const char *fault = mark_fault(&mark, false, TODAY);
	bool ours = text_is(mark.words, "seamgate:allow");

	must_lie(match, mark.reason);
	must_lie(match, mark.expires);
	if (mark.words.len == 0) {
		must(!mark.fault && mark.reason.len == 0 && mark.expires.len == 0);
		return;
	}
	must(marks_in(match->text, read));
	must(!ours || mark.fault || text_trim(mark.reason).len > 0);
	must(!mark.fault || fault);
	must(mark.counts_added || fault);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = text_slice((struct text){(const char *)data, size}, HEAD, size);
	struct marks_read read = {0};
	struct marked_match match = {.text = text};

	if (size <= HEAD)
		return 0;
	read = (struct marks_read){.tools = data[0], .added = data[1] & 1};
	match.from = data[2] % text.len;
	match.secret_from = match.from;
	match.to = match.secret_to = match.from + data[3] % (text.len - match.from) + 1;
	if (data[1] & 2 && match.to - match.from > 1)
		match.secret_to--;
	check(&match, &read);
	return 0;
}
