/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/seen.h"

#include <assert.h>
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
	*seen = (struct seen){.held = NULL};
	return kept_open(&seen->kept, rules, err);
}

static void let_go(struct seen *seen)
{
	unpacked_release(seen->held);
	seen->held = NULL;
	seen->text = (struct text){0};
	seen->is_plain = false;
	buffer_reuse(&seen->copy);
}

void seen_close(struct seen *seen)
{
	kept_close(&seen->kept);
	let_go(seen);
	buffer_free(&seen->copy);
	copies_free(&seen->found);
}

void seen_forget(struct seen *seen)
{
	kept_forget(&seen->kept);
	let_go(seen);
}

/* ---- what is known of it ---- */

static bool is_told(struct seen *seen, struct given given)
{
	struct copied_list told;

	if (!seen->held || !given.job || !job_copies(given.job, seen->held, given.text, &told))
		return false;
	copied_settle(&seen->told, copied_copies(&told), seen->text, given.text, LEAST_COPY);
#ifdef SEAMGATE_ARENA_MALLOC
	assert(copied_is_true(copied_copies(&seen->told), seen->text, given.text));
#endif
	return true;
}

int seen_copies(struct copies *out, struct seen *seen, struct given given, struct err *err)
{
	struct text text = given.text;

	*out = (struct copies){NULL, 0};
	if ((!seen->kept.known && !seen->kept.clean) || text.len < SHORT_TEXT ||
		text.len > HUGE_TEXT)
		return 0;
	if (is_told(seen, given)) {
		*out = copied_copies(&seen->told);
		return 0;
	}
	if (copies_find(&seen->found, seen->text, text, err) < 0)
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

static void copy(struct seen *seen, struct text text)
{
	buffer_add(&seen->copy, text);
	if (!seen->copy.failed) {
		seen->text = buffer_text(&seen->copy);
		return;
	}
	buffer_free(&seen->copy);
	seen->copy = (struct buffer){0};
	seen_forget(seen);
}

static void hold(struct seen *seen, struct given given)
{
	seen->held = given.job ? job_keep(given.job, given.text) : NULL;
	if (seen->held)
		seen->text = given.text;
	else
		copy(seen, given.text);
}

void seen_keep(struct seen *seen, const struct proposer *proposer, struct given given, bool clean,
	bool rest_is_bare)
{
	struct text text = given.text;

	if (text.len < SHORT_TEXT)
		return;
	seen_forget(seen);
	if (!is_worth_keeping(text))
		return;
	kept_take(&seen->kept, proposer, text.len, clean);
	seen->kept.bare = seen->kept.bare && rest_is_bare;
	seen->is_plain = given.is_plain;
	if (seen->kept.known || clean)
		hold(seen, given);
}

void seen_settle(struct seen *seen)
{
	struct unpacked *held = seen->held;

	if (!held)
		return;
	seen->held = NULL;
	copy(seen, seen->text);
	unpacked_release(held);
}
