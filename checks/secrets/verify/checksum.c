/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens that carry check digits. A 32-bit checksum is right by chance once in 4.3 thousand million.
 */
#include "checks/secrets/verify/verifiers.h"

#include <stdio.h>
#include <string.h>

#include "gate/base/digest.h"

static const char right[] = "its check digits are right";
static const char wrong[] = "its check digits are wrong";

static const char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char base36[] = "0123456789abcdefghijklmnopqrstuvwxyz";
static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint32_t crc32_of(struct text text)
{
	uint32_t crc = 0xFFFFFFFF;

	for (size_t i = 0; i < text.len; i++) {
		crc ^= (unsigned char)text.ptr[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
	}
	return ~crc;
}

/* The highest digit first, padded with zeros. */
static void digits(char *out, size_t count, uint32_t value, const char *alphabet)
{
	uint32_t base = (uint32_t)strlen(alphabet);

	for (size_t i = count; i-- > 0; value /= base)
		out[i] = alphabet[value % base];
}

static bool ends_with(struct text text, const char *digits, size_t count)
{
	return text.len >= count && memcmp(text.ptr + text.len - count, digits, count) == 0;
}

static void settle(struct ruling *out, bool is_right)
{
	ruling_set(out, is_right ? CERTAINTY_RAISED : CERTAINTY_LOWERED, is_right ? right : wrong);
}

/* ---- GitHub and npm: prefix, 30 characters, 6 check digits over those 30 ---- */

enum { CLASSIC = 40, PREFIX = 4, CHECK62 = 6 };

static bool is_base62_checked(struct text token)
{
	char check[CHECK62];

	digits(check, CHECK62, crc32_of(text_slice(token, PREFIX, token.len - CHECK62)), base62);
	return ends_with(token, check, CHECK62);
}

/* Published: github.blog, 2021-04-05. Longer tokens have other forms. */
int verify_github_token(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text token = exhibit_secret(exhibit);

	(void)err;
	if (token.len == CLASSIC)
		settle(out, is_base62_checked(token));
	return 0;
}

/* GitHub's changelog, 2021-09-23, says that npm has the same check digits; that all tokens have
 * is not published, so wrong ones say nothing. */
int verify_npm_token(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text token = exhibit_secret(exhibit);

	(void)err;
	if (token.len > PREFIX + CHECK62 && is_base62_checked(token))
		settle(out, true);
	return 0;
}

/* ---- GitLab, routable tokens: lib/authn/token_field/generator/routable_token.rb ---- */

enum { LENGTH36 = 2, CHECK36 = 7, TAIL36 = LENGTH36 + CHECK36, PAYLOAD_MOST = 159 };

static const struct {
	char key;
	const char *fact;
} routes[] = {{'o', "organization"}, {'u', "user"}, {'p', "project"}, {'g', "group"}};

static void add_routes(struct ruling *out, struct text payload)
{
	struct text line;

	while (text_next_line(&payload, &line))
		for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
			if (line.len > 2 && line.ptr[0] == routes[i].key && line.ptr[1] == ':')
				ruling_fact(out, routes[i].fact, text_slice(line, 2, line.len));
}

/* Behind 16 random bytes stands the payload, and behind that its length in one byte. */
static int add_payload(struct ruling *out, struct text encoded, struct err *err)
{
	struct arena *arena = arena_new();
	struct text bytes = {0};
	size_t len;
	int done = arena ? base64url_decode(&bytes, encoded, arena, err) : err_nomem(err);

	len = bytes.len ? (unsigned char)bytes.ptr[bytes.len - 1] : 0;
	if (len && len <= PAYLOAD_MOST && len < bytes.len)
		add_routes(out, text_slice(bytes, bytes.len - 1 - len, bytes.len - 1));
	arena_free(arena);
	return done;
}

int verify_gitlab_token(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	static const char version[] = ".01.";
	struct text token = exhibit_secret(exhibit), encoded;
	char length[LENGTH36], check[CHECK36];
	size_t dash = text_find(token, text_of("-")), dot = text_find(token, text_of(".01."));

	if (dash >= dot || dot + strlen(version) + TAIL36 != token.len)
		return 0;
	encoded = text_slice(token, dash + 1, dot);
	digits(check, CHECK36, crc32_of(text_slice(token, 0, token.len - CHECK36)), base36);
	digits(length, LENGTH36, (uint32_t)encoded.len, base36);
	settle(out, ends_with(token, check, CHECK36) &&
			    memcmp(token.ptr + token.len - TAIL36, length, LENGTH36) == 0);
	return out->certainty == CERTAINTY_RAISED ? add_payload(out, encoded, err) : 0;
}

/* ---- Grafana, Zuplo: hexadecimal behind the last "_" ---- */

enum { CHECK16 = 8 };

static uint32_t swapped(uint32_t value)
{
	return value >> 24 | (value >> 8 & 0xFF00) | (value << 8 & 0xFF0000) | value << 24;
}

static bool is_hex_checked(struct text token, size_t from, bool lowest_first)
{
	char check[CHECK16 + 1];
	uint32_t crc = crc32_of(text_slice(token, from, token.len - CHECK16 - 1));

	snprintf(check, sizeof(check), "%08x", (unsigned)(lowest_first ? swapped(crc) : crc));
	return ends_with(token, check, CHECK16);
}

int verify_grafana_token(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text token = exhibit_secret(exhibit);

	(void)err;
	if (token.len > CHECK16 + 1)
		settle(out, is_hex_checked(token, 0, true));
	return 0;
}

int verify_zuplo_key(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	static const char prefix[] = "zpka_";
	struct text token = exhibit_secret(exhibit);

	(void)err;
	if (token.len > strlen(prefix) + CHECK16 + 1)
		settle(out, is_hex_checked(token, strlen(prefix), false));
	return 0;
}

/* ---- Confluent: "cflt", 54 characters, the first 6 characters of the checksum's base64 ---- */

enum { CHECK64 = 6 };

int verify_confluent_token(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text token = exhibit_secret(exhibit);
	char check[CHECK64];
	uint64_t bits;

	(void)err;
	if (token.len <= PREFIX + CHECK64)
		return 0;
	bits = (uint64_t)swapped(crc32_of(text_slice(token, PREFIX, token.len - CHECK64))) << 4;
	for (size_t i = 0; i < CHECK64; i++)
		check[i] = base64[bits >> 6 * (CHECK64 - 1 - i) & 63];
	settle(out, ends_with(token, check, CHECK64));
	return 0;
}

/* ---- age: Bech32 (BIP 173), without its limit of 90 characters ---- */

static uint32_t polymod(uint32_t sum, uint32_t value)
{
	static const uint32_t generator[] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		sum ^= top >> i & 1 ? generator[i] : 0;
	return sum;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_bech32(struct text token, size_t one)
{
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	uint32_t sum = 1;

	for (size_t i = 0; i < one; i++)
		sum = polymod(sum, (uint32_t)lower(token.ptr[i]) >> 5);
	sum = polymod(sum, 0);
	for (size_t i = 0; i < one; i++)
		sum = polymod(sum, (uint32_t)lower(token.ptr[i]) & 31);
	for (size_t i = one + 1; i < token.len; i++) {
		const char *found = strchr(alphabet, lower(token.ptr[i]));

		if (!found || !*found)
			return false;
		sum = polymod(sum, (uint32_t)(found - alphabet));
	}
	return sum == 1;
}

int verify_age_key(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct text token = exhibit_secret(exhibit);
	size_t one = token.len;

	(void)err;
	while (one > 0 && token.ptr[one - 1] != '1')
		one--;
	if (one > 1)
		settle(out, is_bech32(token, one - 1));
	return 0;
}
