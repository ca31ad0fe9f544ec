/* SPDX-License-Identifier: Apache-2.0
 *
 * New names that are one edit away from a name that the base has: a letter more, less, other or swapped, or the same
 * name without its scope or with another separator.
 */
#include <ctype.h>

#include "checks/dependencies/judging.h"

/* Short names have too many honest neighbours. A change with more new names than this is no typing error, and
 * comparing each with all would no longer be linear. */
enum { SHORTEST = 5, MOST_NEW = 200 };

static struct text scope_of(struct text name)
{
	return name.len && name.ptr[0] == '@' ? text_slice(name, 0, text_find(name, text_of("/")))
					      : text_slice(name, 0, 0);
}

static struct text bare(struct text name)
{
	struct text scope = scope_of(name);

	return scope.len ? text_slice(name, scope.len + 1, name.len) : name;
}

static bool is_separator(char byte)
{
	return byte == '-' || byte == '_' || byte == '.' || byte == '/';
}

static size_t same_beginning(struct text a, struct text b)
{
	size_t same = 0;

	while (same < a.len && same < b.len && a.ptr[same] == b.ptr[same])
		same++;
	return same;
}

/* Without the first `from` bytes of each. */
static size_t same_end(struct text a, struct text b, size_t from)
{
	size_t same = 0;

	while (same < a.len - from && same < b.len - from &&
		a.ptr[a.len - 1 - same] == b.ptr[b.len - 1 - same])
		same++;
	return same;
}

static bool is_digit(char byte)
{
	return isdigit((unsigned char)byte);
}

/* Of one length: a letter for another, or two swapped. A digit for a digit is a version or a platform. */
static bool one_exchange(struct text a, struct text b, size_t from, size_t tail)
{
	if (from + 2 + tail == a.len)
		return a.ptr[from] == b.ptr[from + 1] && a.ptr[from + 1] == b.ptr[from];
	return from + tail + 1 == a.len && !is_digit(a.ptr[from]) && !is_digit(b.ptr[from]);
}

static bool one_edit(struct text a, struct text b)
{
	struct text longer = a.len < b.len ? b : a, shorter = a.len < b.len ? a : b;
	size_t from = same_beginning(a, b), tail;

	if (longer.len - shorter.len > 1 || from == longer.len)
		return false;
	tail = same_end(a, b, from);
	if (a.len == b.len)
		return one_exchange(a, b, from, tail);
	return from + tail == shorter.len && !is_digit(longer.ptr[from]);
}

static bool same_but_separators(struct text a, struct text b)
{
	if (a.len != b.len || text_equal(a, b))
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (a.ptr[i] != b.ptr[i] && !(is_separator(a.ptr[i]) && is_separator(b.ptr[i])))
			return false;
	return true;
}

/* Within one scope, and between scopes that both are known, names have one owner. */
static bool looks_like(struct text fresh, struct text known)
{
	struct text scope = scope_of(fresh), other = scope_of(known);

	if (text_equal(scope, other))
		return scope.len == 0 &&
		       (one_edit(fresh, known) || same_but_separators(fresh, known));
	if (text_equal(bare(fresh), bare(known)))
		return scope.len == 0 || one_edit(scope, other);
	return false;
}

static bool is_new_name(const struct pairs *pairs, size_t at)
{
	struct text name =
		pairs->items[at].head_count ? pairs->items[at].head[0]->name : text_of("");

	if (name.len < SHORTEST || pairs->items[at].base_count ||
		pairs->items[at].head[0]->flags & (PIN_LOCAL | PIN_PROJECT))
		return false;
	for (size_t i = at; i-- > 0 && pairs->items[i].head_count &&
			    text_equal(pairs->items[i].head[0]->name, name);)
		return false; /* another version of it came first */
	return true;
}

static const struct pin *any_pin(const struct pair *pair)
{
	return pair->base_count ? pair->base[0] : pair->head[0];
}

static bool base_has(const struct pairs *pairs, size_t at, struct text name)
{
	for (size_t i = at + 1;
		i < pairs->count && text_equal(any_pin(&pairs->items[i])->name, name); i++)
		if (pairs->items[i].base_count)
			return true;
	for (size_t i = at; i-- > 0 && text_equal(any_pin(&pairs->items[i])->name, name);)
		if (pairs->items[i].base_count)
			return true;
	return false;
}

static int judge_name(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];
		struct verdict_on on = verdict_on_pin("dependencies/look-alike", subject, pin);

		if (pair->base_count == 0 || !looks_like(pin->name, pair->base[0]->name))
			continue;
		on.from = pair->base[0]->name;
		return judging_report(judging, &on, err,
			"the new name %.*s looks like %.*s, which is used here", SHOWN(pin->name),
			SHOWN(pair->base[0]->name));
	}
	return 0;
}

int judge_look_alike(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct pairs *pairs = &subject->pairs;
	size_t fresh = 0;

	for (size_t i = 0; i < pairs->count && fresh < MOST_NEW; i++) {
		if (!is_new_name(pairs, i) || base_has(pairs, i, pairs->items[i].head[0]->name))
			continue;
		fresh++;
		if (judge_name(judging, subject, pairs->items[i].head[0], err) < 0)
			return -1;
	}
	return 0;
}
