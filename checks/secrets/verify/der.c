/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify/der.h"

#include <stdint.h>
#include <string.h>

enum {
	INTEGER = 0x02,
	OCTETS = 0x04,
	OBJECT = 0x06,
	SEQUENCE = 0x30,
	MOST_LENGTH_BYTES = 4,
	RSA_NUMBERS = 8, /* n e d p q and three more, behind the version */
	DSA_NUMBERS = 5, /* p q g y x */
};

struct item {
	unsigned tag;
	struct text value;
};

/* Definite lengths only. Takes one item off *rest. */
static bool next(struct text *rest, struct item *item)
{
	size_t at = 2, length, count;

	if (rest->len < 2)
		return false;
	item->tag = (unsigned char)rest->ptr[0];
	length = (unsigned char)rest->ptr[1];
	if (length & 0x80) {
		count = length & 0x7f;
		if (count == 0 || count > MOST_LENGTH_BYTES || rest->len < 2 + count)
			return false;
		for (length = 0; at < 2 + count; at++)
			length = length << 8 | (unsigned char)rest->ptr[at];
	}
	if (length > rest->len - at)
		return false;
	item->value = text_slice(*rest, at, at + length);
	*rest = text_slice(*rest, at + length, rest->len);
	return true;
}

static bool next_of(struct text *rest, unsigned tag, struct text *value)
{
	struct item item;

	if (!next(rest, &item) || item.tag != tag)
		return false;
	*value = item.value;
	return true;
}

/* A positive number without its leading zero. */
static bool next_number(struct text *rest, struct text *value)
{
	if (!next_of(rest, INTEGER, value) || value->len == 0)
		return false;
	if (value->ptr[0] == 0 && value->len > 1)
		*value = text_slice(*value, 1, value->len);
	return true;
}

static uint64_t lowest_bits(struct text number)
{
	uint64_t bits = 0;

	for (size_t i = number.len > 8 ? number.len - 8 : 0; i < number.len; i++)
		bits = bits << 8 | (unsigned char)number.ptr[i];
	return bits;
}

static bool read_version(struct text *rest, unsigned most)
{
	struct text version;

	return next_of(rest, INTEGER, &version) && version.len == 1 &&
	       (unsigned char)version.ptr[0] <= most;
}

static bool read_numbers(struct text *rest, struct text *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!next_number(rest, &numbers[i]))
			return false;
	return true;
}

static bool read_rsa(struct der_key *out, struct text rest)
{
	struct text numbers[RSA_NUMBERS];

	if (!read_version(&rest, 1) || !read_numbers(&rest, numbers, RSA_NUMBERS))
		return false;
	*out = (struct der_key){"RSA", numbers[0].len * 8};
	return lowest_bits(numbers[0]) == lowest_bits(numbers[3]) * lowest_bits(numbers[4]);
}

static bool read_dsa(struct der_key *out, struct text rest)
{
	struct text numbers[DSA_NUMBERS];

	if (!read_version(&rest, 0) || !read_numbers(&rest, numbers, DSA_NUMBERS) || rest.len)
		return false;
	*out = (struct der_key){"DSA", numbers[0].len * 8};
	return true;
}

static bool read_ec(struct der_key *out, struct text rest)
{
	struct text secret;

	if (!read_version(&rest, 1) || !next_of(&rest, OCTETS, &secret) || secret.len < 16)
		return false;
	*out = (struct der_key){"EC", secret.len * 8};
	return true;
}

/* ---- PKCS #8: version, algorithm, the key in octets ---- */

#define OID(bytes)                         \
	{                                  \
		(bytes), sizeof(bytes) - 1 \
	}

static const struct algorithm {
	struct text object;
	const char *type;
	bool (*read)(struct der_key *out,
		struct text rest); /* NULL: octets that are the secret itself */
} algorithms[] = {
	{OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), "RSA", read_rsa},
	{OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"), "RSA-PSS", read_rsa},
	{OID("\x2a\x86\x48\xce\x3d\x02\x01"), "EC", read_ec},
	{OID("\x2b\x65\x6e"), "X25519", NULL},
	{OID("\x2b\x65\x6f"), "X448", NULL},
	{OID("\x2b\x65\x70"), "Ed25519", NULL},
	{OID("\x2b\x65\x71"), "Ed448", NULL},
};

static bool read_inner(struct der_key *out, const struct algorithm *algorithm, struct text octets)
{
	struct text body, rest = octets;

	if (algorithm->read)
		return next_of(&rest, SEQUENCE, &body) && rest.len == 0 &&
		       algorithm->read(out, body);
	*out = (struct der_key){algorithm->type, 0};
	return next_of(&rest, OCTETS, &body) && rest.len == 0 && body.len >= 32;
}

static bool read_wrapped(struct der_key *out, struct text rest)
{
	struct text algorithm, object, octets;

	if (!read_version(&rest, 1) || !next_of(&rest, SEQUENCE, &algorithm) ||
		!next_of(&algorithm, OBJECT, &object) || !next_of(&rest, OCTETS, &octets))
		return false;
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (text_equal(object, algorithms[i].object))
			return read_inner(out, &algorithms[i], octets);
	*out = (struct der_key){"of another kind", 0};
	return true;
}

bool der_key_read(struct der_key *out, struct text bytes)
{
	static bool (*const readers[])(struct der_key * out, struct text rest) = {
		read_wrapped, read_rsa, read_dsa, read_ec};
	struct text body;

	if (!next_of(&bytes, SEQUENCE, &body) || bytes.len)
		return false;
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i](out, body))
			return true;
	return false;
}
