/* SPDX-License-Identifier: Apache-2.0
 *
 * Two hashes in one pass: the published examples (FIPS 180-4's, by NIST's "Examples with Intermediate Values"), and OpenSSL's answer for every
 * length about which padding could be wrong, at every offset of the second hash that git's header has.
 */
#include "unit.h"

#include "gate/base/hash.h"
#include "gate/base/sha_pair.h"

enum { LONGEST = 1000, MOST_SKIPPED = 70 };

static const struct {
	const char *bytes, *sha1, *sha256;
} rows[] = {
	{"abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"84983e441c3bd26ebaae4aa1f95129e5e54670f1",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static bool is_hex(const unsigned char *bytes, size_t len, const char *hex)
{
	char made[2 * SHA256_LENGTH + 1];

	for (size_t i = 0; i < len; i++)
		snprintf(made + 2 * i, 3, "%02x", bytes[i]);
	return strcmp(made, hex) == 0;
}

static void check_rows(const struct sha_pair *pair)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned char sha1[SHA1_LENGTH], sha256[SHA256_LENGTH];
		struct err err = {0};

		CHECK_ROW(rows[i].bytes,
			sha_pair_both(pair, text_of(rows[i].bytes), 0, sha1, sha256, &err) == 0);
		CHECK_ROW(rows[i].bytes, is_hex(sha1, SHA1_LENGTH, rows[i].sha1));
		CHECK_ROW(rows[i].bytes, is_hex(sha256, SHA256_LENGTH, rows[i].sha256));
	}
}

static void test_rows(void)
{
	struct sha_pair *pair;
	struct err err = {0};

	CU_ASSERT_FATAL(sha_pair_new(&pair, &err) == 0);
	check_rows(pair);
	sha_pair_plain(pair);
	check_rows(pair);
	sha_pair_free(pair);
}

static bool is_same(const struct sha_pair *pair, const struct sha_pair *plain, struct text whole,
	size_t skipped)
{
	unsigned char sha1[2][SHA1_LENGTH], sha256[3][SHA256_LENGTH];
	struct err err = {0};

	return sha_pair_both(pair, whole, skipped, sha1[0], sha256[0], &err) == 0 &&
	       sha_pair_both(plain, whole, skipped, sha1[1], sha256[1], &err) == 0 &&
	       sha_pair_256(pair, text_slice(whole, skipped, whole.len), sha256[2], &err) == 0 &&
	       memcmp(sha1[0], sha1[1], SHA1_LENGTH) == 0 &&
	       memcmp(sha256[0], sha256[1], SHA256_LENGTH) == 0 &&
	       memcmp(sha256[0], sha256[2], SHA256_LENGTH) == 0;
}

/* The bytes lie at the end of their memory, so that a sanitizer sees a read beyond it. */
static void test_lengths(void)
{
	struct sha_pair *pair, *plain;
	struct err err = {0};
	uint32_t seed = 1;
	size_t wrong = 0;

	CU_ASSERT_FATAL(sha_pair_new(&pair, &err) == 0 && sha_pair_new(&plain, &err) == 0);
	sha_pair_plain(plain);
	for (size_t len = 0; len < LONGEST; len += len < 260 ? 1 : 37) {
		char *bytes = malloc(len ? len : 1);

		CU_ASSERT_FATAL(bytes != NULL);
		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
		for (size_t skipped = 0; skipped <= len && skipped < MOST_SKIPPED; skipped++)
			wrong += !is_same(pair, plain, (struct text){bytes, len}, skipped);
		free(bytes);
	}
	CU_ASSERT_EQUAL(wrong, 0);
	sha_pair_free(pair);
	sha_pair_free(plain);
}

static const struct unit_test tests[] = {
	{"published examples", test_rows},
	{"every length", test_lengths},
};
UNIT_MAIN(tests)
