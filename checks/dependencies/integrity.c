/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests out of text. Nothing is refused here: what is wrong with one is its flaw, which a rule reports.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/pin.h"
#include "gate/base/digest.h"

struct algorithm {
	const char *name;
	enum digest_algorithm algorithm;
	size_t bytes;
};

static const struct algorithm algorithms[] = {
	{"md5", DIGEST_MD5, 16},
	{"sha1", DIGEST_SHA1, 20},
	{"sha224", DIGEST_SHA224, 28},
	{"sha256", DIGEST_SHA256, 32},
	{"sha384", DIGEST_SHA384, 48},
	{"sha512", DIGEST_SHA512, 64},
	{"h1", DIGEST_H1, 32},
	{"git", DIGEST_GIT, 0},
	{"blake2b", DIGEST_BLAKE2B, 0},
};

enum { ALGORITHM_COUNT = sizeof(algorithms) / sizeof(algorithms[0]), LONGEST_NAME = 16 };

const char *algorithm_name(enum digest_algorithm algorithm)
{
	for (size_t i = 0; i < ALGORITHM_COUNT; i++)
		if (algorithms[i].algorithm == algorithm)
			return algorithms[i].name;
	return "unknown";
}

size_t algorithm_bytes(enum digest_algorithm algorithm)
{
	for (size_t i = 0; i < ALGORITHM_COUNT; i++)
		if (algorithms[i].algorithm == algorithm)
			return algorithms[i].bytes;
	return 0;
}

/* "SHA-256" and "sha256" are the same. Nearly all of a large lock are spelled as the first is here. */
enum digest_algorithm algorithm_named(struct text name)
{
	char plain[LONGEST_NAME];
	size_t len = 0;

	if (name.len == 6 && memcmp(name.ptr, "sha512", 6) == 0)
		return DIGEST_SHA512;
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '-')
			continue;
		if (len == sizeof(plain))
			return DIGEST_UNKNOWN;
		plain[len++] = (char)tolower((unsigned char)name.ptr[i]);
	}
	for (size_t i = 0; i < ALGORITHM_COUNT; i++)
		if (text_is((struct text){plain, len}, algorithms[i].name))
			return algorithms[i].algorithm;
	return DIGEST_UNKNOWN;
}

bool is_commit_id(struct text text)
{
	if (text.len != 40 && text.len != 64)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!isdigit((unsigned char)text.ptr[i]) &&
			(text.ptr[i] < 'a' || text.ptr[i] > 'f'))
			return false;
	return true;
}

static const char *commit_flaw(size_t len)
{
	return len == 20 || len == 32 ? NULL : "is no whole commit id";
}

/* What a decoder has left to say about a digest: its length. */
static const char *length_flaw(const struct digest *digest)
{
	size_t wanted;

	if (digest->algorithm == DIGEST_SHA512 && digest->bytes.len == 64)
		return NULL;
	wanted = algorithm_bytes(digest->algorithm);
	if (digest->algorithm == DIGEST_GIT)
		return commit_flaw(digest->bytes.len);
	if (digest->algorithm == DIGEST_UNKNOWN)
		return "has an algorithm that is not known";
	if (digest->bytes.len == 0)
		return "is empty";
	if (wanted && digest->bytes.len < wanted)
		return "is cut off";
	return wanted && digest->bytes.len > wanted ? "is too long for its algorithm" : NULL;
}

typedef int decoder(struct text *out, struct text text, struct arena *arena, struct err *err);

/* NOLINTNEXTLINE(readability-function-size): what all five have in common */
static int add(struct lock *lock, struct pin *pin, enum digest_algorithm algorithm,
	struct text encoded, struct text written, decoder *decode, const char *flaw,
	struct err *err)
{
	struct digest digest = {.algorithm = algorithm, .written = written};

	if (decode(&digest.bytes, encoded, lock->arena, err) < 0)
		return -1;
	digest.flaw = digest.bytes.ptr ? length_flaw(&digest) : flaw;
	if (digest.flaw)
		digest.bytes = (struct text){"", 0};
	return pin_digest(lock, pin, &digest, err);
}

int pin_hex(struct lock *lock, struct pin *pin, enum digest_algorithm algorithm, struct text hex,
	struct err *err)
{
	return add(lock, pin, algorithm, hex, hex, hex_decode, "is no hexadecimal number", err);
}

int pin_base64(struct lock *lock, struct pin *pin, enum digest_algorithm algorithm,
	struct text base64, struct err *err)
{
	return add(lock, pin, algorithm, base64, base64, base64_decode, "is no base64", err);
}

int pin_git(struct lock *lock, struct pin *pin, struct text hex, struct err *err)
{
	return pin_hex(lock, pin, DIGEST_GIT, hex, err);
}

/* One "sha512-<base64>?options". */
static int add_sri_item(struct lock *lock, struct pin *pin, struct text item, struct err *err)
{
	size_t dash = text_find(item, text_of("-"));
	size_t options = text_find(item, text_of("?"));
	enum digest_algorithm algorithm = algorithm_named(text_slice(item, 0, dash));

	return add(lock, pin, algorithm, text_slice(item, dash + 1, options), item, base64_decode,
		"is no base64", err);
}

static bool is_blank(char byte)
{
	return byte <= ' ' && (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r');
}

/* Where the item at a place ends. Eight bytes at once as long as none of them is a blank or another control, which sets the
 * highest bit of its byte; so does a byte that is no ASCII, which is then looked at by itself. */
static size_t item_end(struct text sri, size_t at)
{
	uint64_t bytes;

	for (; at + sizeof(bytes) <= sri.len; at += sizeof(bytes)) {
		memcpy(&bytes, sri.ptr + at, sizeof(bytes));
		if ((bytes | (bytes - 0x2121212121212121u)) & 0x8080808080808080u)
			break;
	}
	while (at < sri.len && !is_blank(sri.ptr[at]))
		at++;
	return at;
}

int pin_sri(struct lock *lock, struct pin *pin, struct text sri, struct err *err)
{
	size_t at = 0, before = pin->digest_count;

	while (at < sri.len) {
		size_t end = item_end(sri, at);

		if (end > at && add_sri_item(lock, pin, text_slice(sri, at, end), err) < 0)
			return -1;
		at = end + 1;
	}
	if (pin->digest_count > before)
		return 0;
	return pin_digest(lock, pin,
		&(struct digest){.written = sri, .bytes = {"", 0}, .flaw = "is empty"}, err);
}

int pin_tagged(struct lock *lock, struct pin *pin, struct text tagged, struct err *err)
{
	size_t colon = text_find(tagged, text_of(":")), equals = text_find(tagged, text_of("="));
	size_t mark = colon < equals ? colon : equals;
	struct text name = text_slice(tagged, 0, mark),
		    rest = text_slice(tagged, mark + 1, tagged.len);
	enum digest_algorithm algorithm =
		text_is(name, "zh") ? DIGEST_SHA256 : algorithm_named(name);

	if (algorithm == DIGEST_H1)
		return add(lock, pin, algorithm, rest, tagged, base64_decode, "is no base64", err);
	return add(lock, pin, algorithm, rest, tagged, hex_decode, "is no hexadecimal number", err);
}
