/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of private keys: whether what is between the lines is one.
 */
#include "checks/secrets/verify/verifiers.h"

#include <stdio.h>
#include <string.h>

#include "checks/secrets/verify/armor.h"
#include "checks/secrets/verify/der.h"

static const char readable[] = "the key in it can be read";
static const char unreadable[] = "no key can be read in it";
static const char broken_off[] = "it breaks off";

static void settle(struct ruling *out, bool is_key, const char *type, size_t bits)
{
	char size[24];

	ruling_set(
		out, is_key ? CERTAINTY_RAISED : CERTAINTY_LOWERED, is_key ? readable : unreadable);
	if (!is_key)
		return;
	ruling_fact(out, "key type", text_of(type));
	snprintf(size, sizeof(size), "%zu", bits);
	if (bits)
		ruling_fact(out, "key bits", text_of(size));
}

/* ---- OpenSSH: PROTOCOL.key of OpenSSH ---- */

static bool next_u32(struct text *rest, uint32_t *out)
{
	const unsigned char *bytes = (const unsigned char *)rest->ptr;

	if (rest->len < 4)
		return false;
	*out = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
	*rest = text_slice(*rest, 4, rest->len);
	return true;
}

static bool next_string(struct text *rest, struct text *out)
{
	uint32_t len;

	if (!next_u32(rest, &len) || len > rest->len)
		return false;
	*out = text_slice(*rest, 0, len);
	*rest = text_slice(*rest, len, rest->len);
	return true;
}

struct openssh {
	struct text cipher, type, secret;
};

static bool read_openssh(struct openssh *out, struct text rest)
{
	struct text derivation, options, public_key;
	uint32_t count;

	rest = text_slice(rest, sizeof("openssh-key-v1"), rest.len);
	return next_string(&rest, &out->cipher) && next_string(&rest, &derivation) &&
	       next_string(&rest, &options) && next_u32(&rest, &count) && count >= 1 &&
	       next_string(&rest, &public_key) && next_string(&public_key, &out->type) &&
	       next_string(&rest, &out->secret);
}

/* Two equal numbers begin what would be encrypted, so that a wrong password shows. */
static bool is_open(struct text secret)
{
	uint32_t first, second;

	return next_u32(&secret, &first) && next_u32(&secret, &second) && first == second;
}

static void judge_openssh(struct ruling *out, struct text bytes)
{
	struct openssh key = {{0}, {0}, {0}};
	char type[40] = "";

	if (!read_openssh(&key, bytes)) {
		settle(out, false, NULL, 0);
	} else if (text_is(key.cipher, "none")) {
		snprintf(type, sizeof(type), "%.*s", (int)(key.type.len < 39 ? key.type.len : 39),
			key.type.ptr);
		settle(out, is_open(key.secret), type, 0);
	}
}

/* ---- OpenPGP: RFC 4880, sections 4.2 and 6.1 ---- */

enum { SECRET_KEY = 5, PACKET = 0x80, NEW_FORMAT = 0x40 };

static uint32_t crc24(struct text bytes)
{
	uint32_t crc = 0xB704CE;

	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= (uint32_t)(unsigned char)bytes.ptr[i] << 16;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc << 1 ^ (crc & 0x800000 ? 0x864CFB : 0)) & 0xFFFFFF;
	}
	return crc;
}

static bool check_fits(const struct armor *armor)
{
	static const char base64[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t crc = crc24(armor->bytes);

	for (size_t i = 0; i < armor->check.len; i++)
		if (armor->check.ptr[i] != base64[crc >> 6 * (3 - i) & 63])
			return false;
	return true;
}

static void judge_pgp(struct ruling *out, const struct armor *armor)
{
	unsigned first = armor->bytes.len ? (unsigned char)armor->bytes.ptr[0] : 0;
	unsigned tag = first & NEW_FORMAT ? first & 63 : first >> 2 & 15;

	settle(out, (first & PACKET) && tag == SECRET_KEY && check_fits(armor), "OpenPGP", 0);
}

/* ---- any of them ---- */

static void judge(struct ruling *out, const struct armor *armor)
{
	struct der_key key = {"", 0};
	bool is_key;

	if (armor->label.len == 0 || armor->encrypted)
		return;
	if (!armor->bytes.ptr) {
		ruling_set(out, CERTAINTY_LOWERED, unreadable);
	} else if (text_starts(armor->label, "PGP")) {
		judge_pgp(out, armor);
	} else if (text_starts(armor->bytes, "openssh-key-v1")) {
		judge_openssh(out, armor->bytes);
	} else {
		is_key = der_key_read(&key, armor->bytes);
		settle(out, is_key, key.type, key.bits);
	}
	if (out->certainty == CERTAINTY_LOWERED && !armor->ended)
		out->why = broken_off;
}

int verify_private_key(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct arena *arena = arena_new();
	struct armor armor;
	int done = arena ? armor_read(&armor, exhibit_secret(exhibit), arena, err) : err_nomem(err);

	if (done == 0)
		judge(out, &armor);
	arena_free(arena);
	return done;
}
