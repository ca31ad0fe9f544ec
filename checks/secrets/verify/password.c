/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords in addresses and headers: placeholders are none, words are doubtful.
 */
#include "checks/secrets/verify/verifiers.h"

#include "checks/secrets/verify/likeness.h"
#include "checks/secrets/verify/shape.h"
#include "gate/base/digest.h"

enum { LEAST_SURE = 12 };
#define SURE_PAIR_BITS    1.5
#define MOSTLY_WORDS      0.6
#define WRITTEN_PAIR_BITS 0.5

static bool stands_for_one(enum shape shape)
{
	return shape == SHAPE_PLACEHOLDER || shape == SHAPE_REFERENCE || shape == SHAPE_CODE;
}

static bool is_written(const struct likeness *likeness)
{
	return likeness->in_words >= MOSTLY_WORDS ||
	       (!(likeness->classes & CLASS_DIGIT) && likeness->pair_bits < WRITTEN_PAIR_BITS);
}

static void judge(struct ruling *out, struct text password)
{
	enum shape shape = shape_of(password);
	struct likeness likeness = likeness_of(password);

	if (stands_for_one(shape))
		ruling_set(out, CERTAINTY_NO_SECRET, "its password stands for one");
	else if (is_written(&likeness))
		ruling_set(out, CERTAINTY_LOWERED, "its password is a word");
	else if (password.len >= LEAST_SURE && shape == SHAPE_NONE && likeness.class_count > 1 &&
		 likeness.pair_bits >= SURE_PAIR_BITS)
		ruling_set(out, CERTAINTY_RAISED, "its password is as random as a key is");
}

int verify_url_password(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	(void)err;
	judge(out, exhibit_secret(exhibit));
	return 0;
}

/* A token in its place often has its padding cut off. */
static int decode(struct text *out, struct text text, struct arena *arena, struct err *err)
{
	static const char *const paddings[] = {"", "", "==", "="};
	const char *padding = paddings[text.len % 4];
	struct text padded = arena_textf(arena, "%.*s%s", (int)text.len, text.ptr, padding);

	return padded.ptr ? base64_decode(out, padded, arena, err) : err_nomem(err);
}

/* RFC 7617: base64 of "user:password". */
int verify_basic_auth(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct arena *arena = arena_new();
	struct text bytes = {0}, user = {"", 0};
	int done = arena ? decode(&bytes, exhibit_secret(exhibit), arena, err) : err_nomem(err);

	if (done == 0 && bytes.ptr && text_find(bytes, text_of(":")) < bytes.len) {
		text_next_part(&bytes, ':', &user);
		judge(out, bytes);
	} else if (done == 0) {
		ruling_set(out, CERTAINTY_LOWERED, "no user and password are behind the base64");
	}
	arena_free(arena);
	return done;
}
