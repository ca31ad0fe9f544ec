/* SPDX-License-Identifier: Apache-2.0
 *
 * Values without a format of their own, by the name that they are given and by what they look like. The
 * thresholds are from the calibration in docs/secrets-measured.md.
 */
#include "checks/secrets/verify/verifiers.h"

#include "checks/secrets/verify/likeness.h"
#include "checks/secrets/verify/name.h"
#include "checks/secrets/verify/shape.h"
#include "gate/base/digest.h"

enum { LINE_MOST = 256, AROUND = 200, LEAST_SURE = 20 };

#define LEAST_PAIR_BITS 1.0 /* random base62 of 16: 98 of 100; names: 1 of 100 */
#define SURE_PAIR_BITS  1.8
#define SURE_BITS       48.0
#define MOST_IN_WORDS   0.34

static const char name_says[] = "its name says something else";

/* What stands on the line before the value. */
static struct text before(const struct exhibit *exhibit)
{
	size_t from = exhibit->from, least = from > LINE_MOST ? from - LINE_MOST : 0;

	while (from > least && exhibit->text.ptr[from - 1] != '\n')
		from--;
	if (from > exhibit->match_from)
		from = exhibit->match_from;
	return text_slice(exhibit->text, from, exhibit->from);
}

static bool is_random(const struct likeness *likeness)
{
	return likeness->pair_bits >= LEAST_PAIR_BITS && likeness->in_words <= MOST_IN_WORDS &&
	       likeness->class_count > 1;
}

static bool is_sure(const struct likeness *likeness, size_t len)
{
	return len >= LEAST_SURE && likeness->pair_bits >= SURE_PAIR_BITS &&
	       likeness->bits >= SURE_BITS && likeness->in_words == 0;
}

/* The key of a search box is meant to be in the page; the index that it searches stands beside it. */
static bool is_search_key(const struct exhibit *exhibit)
{
	size_t from = exhibit->from > AROUND ? exhibit->from - AROUND : 0;
	size_t to =
		exhibit->text.len - exhibit->to > AROUND ? exhibit->to + AROUND : exhibit->text.len;
	struct text around = text_slice(exhibit->text, from, to);

	return text_contains_nocase(around, text_of("indexname")) ||
	       text_contains_nocase(around, text_of("index_name")) ||
	       text_contains_nocase(around, text_of("docsearch"));
}

static bool is_written(struct text bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.ptr[i] < ' ' || bytes.ptr[i] > '~')
			return false;
	return bytes.len > 0;
}

/* Base64 of what somebody wrote is judged by that. */
static int unwrap(struct text *value, struct arena *arena, struct err *err)
{
	struct text bytes;

	if (value->len % 4 || base64_decode(&bytes, *value, arena, err) < 0)
		return value->len % 4 ? 0 : -1;
	if (bytes.ptr && is_written(bytes))
		*value = bytes;
	return 0;
}

static void judge(struct ruling *out, struct text value, enum name_kind kind)
{
	struct likeness likeness;

	if (shape_of(value) != SHAPE_NONE) {
		ruling_set(out, CERTAINTY_NO_SECRET, "its form says something else");
		return;
	}
	likeness = likeness_of(value);
	if (!is_random(&likeness))
		ruling_set(out, CERTAINTY_NO_SECRET, "it is made of words");
	else if (kind == NAME_SECRET && is_sure(&likeness, value.len))
		ruling_set(out, CERTAINTY_RAISED, "it is as random as a key is");
}

int verify_token_likeness(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text value = exhibit_secret(exhibit);
	enum name_kind kind = name_kind(name_before(before(exhibit)));
	struct arena *arena;
	int done;

	if (kind == NAME_OTHER) {
		ruling_set(out, CERTAINTY_NO_SECRET, name_says);
		return 0;
	}
	arena = arena_new();
	done = arena ? unwrap(&value, arena, err) : err_nomem(err);
	if (done == 0)
		judge(out, value, kind);
	arena_free(arena);
	if (out->certainty != CERTAINTY_NO_SECRET && is_search_key(exhibit))
		ruling_set(out, CERTAINTY_NO_SECRET, name_says);
	return done;
}
