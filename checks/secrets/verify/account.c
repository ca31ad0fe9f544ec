/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens that have the number of their account inside.
 */
#include "checks/secrets/verify/verifiers.h"

#include <inttypes.h>
#include <stdio.h>

#include "gate/base/digest.h"

/* ---- AWS: base32 (RFC 4648) behind the prefix; 40 bits behind the first are the account ---- */

enum { AWS_PREFIX = 4, AWS_DIGITS = 16, USED_DIGITS = 10 };
#define AWS_MOST_ACCOUNT UINT64_C(999999999999)

static bool base32_value(char c, uint64_t *value)
{
	if (c >= 'A' && c <= 'Z')
		*value = (uint64_t)(c - 'A');
	else if (c >= '2' && c <= '7')
		*value = (uint64_t)(c - '2') + 26;
	else
		return false;
	return true;
}

/* The first 48 bits. Ten digits of five bits are two bits too many. */
static bool first_bits(struct text digits, uint64_t *out)
{
	uint64_t bits = 0, value;

	for (size_t i = 0; i < USED_DIGITS; i++) {
		if (!base32_value(digits.ptr[i], &value))
			return false;
		bits = bits << 5 | value;
	}
	*out = bits >> 2;
	return true;
}

/* In keys of the older kind, which have the top bit clear, there is no account to be read. */
int verify_aws_key_id(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text key = exhibit_secret(exhibit);
	char account[16];
	uint64_t bits, number;

	(void)err;
	if (key.len != AWS_PREFIX + AWS_DIGITS ||
		!first_bits(text_slice(key, AWS_PREFIX, key.len), &bits) || !(bits >> 47 & 1))
		return 0;
	number = (bits & UINT64_C(0x7FFFFFFFFF80)) >> 7;
	if (number > AWS_MOST_ACCOUNT) {
		ruling_set(out, CERTAINTY_LOWERED, "no account has the number inside it");
		return 0;
	}
	snprintf(account, sizeof(account), "%012" PRIu64, number);
	ruling_fact(out, "account", text_of(account));
	return 0;
}

/* ---- Discord: base64 of the decimal number of the bot, which begins with its time of creation ---- */

enum { LEAST_SNOWFLAKE = 17, MOST_SNOWFLAKE = 20 };

static bool is_number(struct text text)
{
	uint64_t ignored;

	return text.len >= LEAST_SNOWFLAKE && text.len <= MOST_SNOWFLAKE &&
	       text_to_uint(text, UINT64_MAX, &ignored);
}

int verify_discord_token(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text token = exhibit_secret(exhibit), first = {"", 0}, number = {0};
	struct arena *arena = arena_new();
	int done = arena ? 0 : err_nomem(err);

	if (done == 0 && text_next_part(&token, '.', &first))
		done = base64url_decode(&number, first, arena, err);
	if (done == 0 && is_number(number)) {
		ruling_set(out, CERTAINTY_RAISED, "the number of an account is inside it");
		ruling_fact(out, "account", number);
	} else if (done == 0) {
		ruling_set(out, CERTAINTY_LOWERED, "no number of an account is inside it");
	}
	arena_free(arena);
	return done;
}
