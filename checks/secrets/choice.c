/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/choice.h"

#include <string.h>

#include "gate/base/text.h"

const struct choice choice_nothing = {.len = 1, .count = 1};

struct choice choice_of(char byte)
{
	return (struct choice){.bytes = {byte}, .len = 2, .count = 1};
}

static const char *next_of(const char *string)
{
	return string + strlen(string) + 1;
}

/* Without the 0 at its end. */
static void put(struct choice *out, const char *string)
{
	size_t len = strlen(string);

	memcpy(out->bytes + out->len, string, len);
	out->len += len;
}

bool choice_append(struct choice *to, const struct choice *next)
{
	struct choice out = {.count = to->count * next->count};

	if (out.count > MOST_CHOICES || (to->len - to->count) * next->count +
							(next->len - next->count) * to->count +
							out.count >
						CHOICE_BYTES)
		return false;
	for (const char *left = to->bytes; left < to->bytes + to->len; left = next_of(left))
		for (const char *right = next->bytes; right < next->bytes + next->len;
			right = next_of(right)) {
			put(&out, left);
			put(&out, right);
			out.bytes[out.len++] = '\0';
		}
	*to = out;
	return true;
}

bool choice_join(struct choice *to, const struct choice *more)
{
	if (to->count + more->count > MOST_CHOICES || to->len + more->len > CHOICE_BYTES)
		return false;
	memcpy(to->bytes + to->len, more->bytes, more->len);
	to->len += more->len;
	to->count += more->count;
	return true;
}

static bool has_one(const char *string, const char *const *keywords)
{
	for (size_t i = 0; keywords[i]; i++)
		if (text_contains_nocase(text_of(string), text_of(keywords[i])))
			return true;
	return false;
}

bool choice_contains(const struct choice *choice, const char *const *keywords)
{
	for (const char *string = choice->bytes; string < choice->bytes + choice->len;
		string = next_of(string))
		if (!has_one(string, keywords))
			return false;
	return true;
}
