/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/seen.h"

#include <stdlib.h>
#include <string.h>

#include "gate/base/archive.h"

enum {
	SHORT_TEXT = 2 * 1024,
	HUGE_TEXT = 8 * 1024 * 1024,
	LARGE_ARCHIVE = 256 * 1024,
};

/* ---- life ---- */

int seen_open(struct seen *seen, const struct ruleset *rules, struct err *err)
{
	*seen = (struct seen){.text = {0}};
	return kept_open(&seen->kept, rules, err);
}

void seen_close(struct seen *seen)
{
	kept_close(&seen->kept);
	buffer_free(&seen->text);
	copies_free(&seen->found);
}

void seen_forget(struct seen *seen)
{
	kept_forget(&seen->kept);
	buffer_reuse(&seen->text);
}

int seen_copies(struct copies *out, struct seen *seen, struct text text, struct err *err)
{
	*out = (struct copies){NULL, 0};
	if ((!seen->kept.known && !seen->kept.clean) || text.len < SHORT_TEXT ||
		text.len > HUGE_TEXT)
		return 0;
	if (copies_find(&seen->found, buffer_text(&seen->text), text, err) < 0)
		return -1;
	*out = (struct copies){seen->found.items, seen->found.count};
	return 0;
}

/* ---- keeping ---- */

/* Of a large archive the next version has nothing in common, and its memory is wanted for what lies in it. */
static bool is_worth_keeping(struct text text)
{
	return text.len <= HUGE_TEXT &&
	       (text.len < LARGE_ARCHIVE || archive_sniff(text) == ARCHIVE_KIND_NONE);
}

void seen_keep(struct seen *seen, const struct proposer *proposer, struct text text, bool clean,
	bool rest_is_bare)
{
	if (text.len < SHORT_TEXT)
		return;
	seen_forget(seen);
	if (!is_worth_keeping(text))
		return;
	kept_take(&seen->kept, proposer, text.len, clean);
	seen->kept.bare = seen->kept.bare && rest_is_bare;
	if (!seen->kept.known && !clean)
		return;
	buffer_add(&seen->text, text);
	if (!seen->text.failed)
		return;
	buffer_free(&seen->text);
	seen->text = (struct buffer){0};
	kept_forget(&seen->kept);
}
