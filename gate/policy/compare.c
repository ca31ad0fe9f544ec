/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "gate/base/yaml.h"
#include "gate/policy/flat.h"
#include "gate/policy/policy.h"

enum { LONGEST_SHOWN = 240 };

struct comparison {
	const struct policy *base;
	struct policy_edits *out;
	struct arena *arena;
};

/* A setting that is on one side only: as it is in a list or map. */
static bool loosens_when_added(const struct option *option)
{
	return option->loosens != LOOSENS_FEWER && option->loosens != LOOSENS_NEVER;
}

static bool loosens_when_removed(const struct option *option)
{
	return option->loosens != LOOSENS_MORE && option->loosens != LOOSENS_NEVER;
}

/* From one rank to another. What cannot be compared may loosen, so it does. */
static bool loosens_when_changed(
	const struct option *option, struct value_rank before, struct value_rank after)
{
	bool comparable = before.known && after.known && before.scale == after.scale;

	switch (option->loosens) {
	case LOOSENS_NEVER:
		return false;
	case LOOSENS_HIGHER:
		return !comparable || after.value > before.value;
	case LOOSENS_LOWER:
		return !comparable || after.value < before.value;
	default:
		return true;
	}
}

static bool is_within(struct text key, struct text outer)
{
	return key.len > outer.len && key.ptr[outer.len] == '.' &&
	       text_equal(text_slice(key, 0, outer.len), outer);
}

/* What was off cannot be loosened. */
static bool was_off(const struct policy *base, struct text key)
{
	for (size_t i = 0; i < base->check_count; i++) {
		char block[80];

		snprintf(block, sizeof(block), "checks.%s", base->checks[i].check->name);
		if (is_within(key, text_of(block)))
			return !base->checks[i].enabled;
	}
	return false;
}

static struct text shown(struct arena *arena, struct text value)
{
	size_t length = LONGEST_SHOWN;
	char *cut;

	if (value.len <= LONGEST_SHOWN)
		return value;
	while (length > 0 && ((unsigned char)value.ptr[length] & 0xc0) == 0x80)
		length--;
	cut = arena_printf(arena, "%.*s...", (int)length, value.ptr);
	return cut ? text_of(cut) : (struct text){NULL, 0};
}

static bool counts(const struct comparison *comparison, const struct policy_edit *edit)
{
	/* Fingerprints without a salt were nobody's: the first salt takes nothing back. */
	if (text_is(edit->key, "salt") && edit->before.len == 0)
		return false;
	return !was_off(comparison->base, edit->key);
}

/* No text failed to be copied. */
static bool is_whole(const struct policy_edit *edit)
{
	return edit->key.ptr && edit->before.ptr && edit->after.ptr;
}

/* Either side may be NULL: not there. */
static int add_edit(struct comparison *comparison, const struct setting *before,
	const struct setting *after, bool loosens)
{
	struct policy_edits *out = comparison->out;
	struct arena *arena = comparison->arena;
	struct policy_edit edit = {
		.key = shown(arena, before ? before->key : after->key),
		.before = before ? shown(arena, before->value) : text_of(""),
		.after = after ? shown(arena, after->value) : text_of(""),
		.line = after ? after->line : 0,
	};

	if (!is_whole(&edit) || arena_reserve(arena, (void **)&out->items, &out->capacity,
					out->count + 1, sizeof(*out->items)) < 0)
		return -1;
	edit.loosens = loosens && counts(comparison, &edit);
	out->items[out->count++] = edit;
	return 0;
}

static struct value_rank own_rank(const struct setting *setting)
{
	return (struct value_rank){setting->has_own, 0, setting->own};
}

static bool says_nothing(const struct setting *setting)
{
	return setting->has_own && setting->rank.value == setting->own;
}

static int added(struct comparison *comparison, const struct setting *after)
{
	bool loosens = loosens_when_added(after->option);

	if (says_nothing(after))
		return 0;
	if (after->has_own)
		loosens = loosens_when_changed(after->option, own_rank(after), after->rank);
	return add_edit(comparison, NULL, after, loosens);
}

static int removed(struct comparison *comparison, const struct setting *before)
{
	bool loosens = loosens_when_removed(before->option);

	if (says_nothing(before))
		return 0;
	if (before->has_own)
		loosens = loosens_when_changed(before->option, before->rank, own_rank(before));
	return add_edit(comparison, before, NULL, loosens);
}

static int changed(
	struct comparison *comparison, const struct setting *before, const struct setting *after)
{
	if (before->kind == SETTING_BLOCK || text_equal(before->value, after->value))
		return 0;
	return add_edit(comparison, before, after,
		loosens_when_changed(after->option, before->rank, after->rank));
}

/* Behind a setting that is on one side only, and behind all that is within it. */
static size_t behind(const struct settings *settings, size_t at)
{
	const struct setting *outer = &settings->items[at++];

	while (outer->kind == SETTING_BLOCK && at < settings->count &&
		is_within(settings->items[at].key, outer->key))
		at++;
	return at;
}

/* Where both lists are in the merge. */
struct cursor {
	const struct settings *settings;
	size_t at;
};

static const struct setting *current(const struct cursor *cursor)
{
	return cursor->at < cursor->settings->count ? &cursor->settings->items[cursor->at] : NULL;
}

static int order_of(const struct setting *before, const struct setting *after)
{
	if (!before || !after)
		return before ? -1 : 1;
	return setting_compare(before, after);
}

static int merge_next(struct comparison *comparison, struct cursor *base, struct cursor *head)
{
	const struct setting *before = current(base), *after = current(head);
	int order = order_of(before, after);

	if (order < 0) {
		base->at = behind(base->settings, base->at);
		return removed(comparison, before);
	}
	if (order > 0) {
		head->at = behind(head->settings, head->at);
		return added(comparison, after);
	}
	base->at++;
	head->at++;
	return changed(comparison, before, after);
}

static const struct policy_file *find_file(const struct policy *policy, struct text path)
{
	for (size_t i = 0; i < policy->file_count; i++)
		if (text_equal(policy->files[i].path, path))
			return &policy->files[i];
	return NULL;
}

/* A file that both name and whose content is another: what that means only a person can tell. */
static int compare_files(struct comparison *comparison, const struct policy *head)
{
	for (size_t i = 0; i < head->file_count; i++) {
		const struct policy_file *after = &head->files[i],
					 *before = find_file(comparison->base, after->path);
		struct setting from = {0}, to = {0};

		if (!before || strcmp(before->sha256, after->sha256) == 0)
			continue;
		from.value = text_of(before->sha256);
		to.value = text_of(after->sha256);
		from.key = to.key = after->path;
		if (add_edit(comparison, &from, &to, true) < 0)
			return -1;
	}
	return 0;
}

int policy_compare(struct policy_edits *out, const struct policy *base, const struct policy *head,
	struct arena *arena, struct err *err)
{
	struct comparison comparison = {base, out, arena};
	struct settings before = {0}, after = {0};
	struct cursor base_at = {&before, 0}, head_at = {&after, 0};

	if (policy_flatten(&before, base, arena, err) < 0 ||
		policy_flatten(&after, head, arena, err) < 0)
		return -1;
	/* Both are sorted: one pass. */
	while (current(&base_at) || current(&head_at))
		if (merge_next(&comparison, &base_at, &head_at) < 0)
			return err_nomem(err);
	return compare_files(&comparison, head) < 0 ? err_nomem(err) : 0;
}
