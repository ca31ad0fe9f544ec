/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of many at once is that of each. Linked with OpenSSL's archive, as the program is: a shared one has no lanes.
 */
#include <openssl/evp.h>

#include "gate/base/hash.h"
#include "gate/base/sha_lanes.h"
#include "unit.h"

enum { LONGEST = 300 * 64, COUNT = 400 };

static char bytes[LONGEST];

static void fill(void)
{
	uint32_t word = 1;

	for (size_t i = 0; i < sizeof(bytes); i++) {
		word = word * 1664525u + 1013904223u;
		bytes[i] = (char)(word >> 24);
	}
}

static void check_all(const struct sha *sha, const struct text *texts, size_t count)
{
	unsigned char(*made)[LONGEST_HASH] = calloc(count + 1, sizeof(*made));
	unsigned char want[EVP_MAX_MD_SIZE];
	char row[64];
	struct err err = {0};

	CU_ASSERT_EQUAL_FATAL(sha_bytes_each(sha, texts, count, made, &err), 0);
	for (size_t i = 0; i < count; i++) {
		EVP_Digest(texts[i].ptr, texts[i].len, want, NULL, EVP_sha256(), NULL);
		snprintf(row, sizeof(row), "%zu of %zu, %zu bytes", i, count, texts[i].len);
		CHECK_ROW(row, memcmp(made[i], want, 32) == 0);
	}
	free(made);
}

/* Each length up to three blocks and a bit, beside neighbours of every other length. */
static void lengths(void)
{
	struct text texts[COUNT];
	struct sha *sha;
	struct err err = {0};

	fill();
	CU_ASSERT_EQUAL_FATAL(sha_new(&sha, 32, &err), 0);
	for (size_t i = 0; i < COUNT; i++)
		texts[i] = (struct text){bytes + i, i % 200};
	check_all(sha, texts, COUNT);
	for (size_t i = 0; i < COUNT; i++)
		texts[i] = (struct text){bytes, i * 7919 % LONGEST};
	check_all(sha, texts, COUNT);
	for (size_t count = 0; count < 6; count++)
		check_all(sha, texts, count);
	sha_free(sha);
}

/* FIPS 180-4's own examples, as NIST publishes them. */
static void examples(void)
{
	static const struct {
		const char *text;
		unsigned char first[4];
	} rows[] = {
		{"abc", {0xba, 0x78, 0x16, 0xbf}},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			{0x24, 0x8d, 0x6a, 0x61}},
		{"", {0xe3, 0xb0, 0xc4, 0x42}},
	};
	unsigned char made[3][32];
	struct text texts[3];

	for (size_t i = 0; i < 3; i++)
		texts[i] = text_of(rows[i].text);
	if (!sha_lanes_exist())
		return;
	sha_lanes(texts, 3, made);
	for (size_t i = 0; i < 3; i++)
		CHECK_ROW(rows[i].text, memcmp(made[i], rows[i].first, 4) == 0);
}

/* What hashes something else is hashed one by one. */
static void other_lengths(void)
{
	const struct text texts[] = {{"abc", 3}, {"abcd", 4}};
	unsigned char made[2][LONGEST_HASH], want[EVP_MAX_MD_SIZE];
	struct sha *sha;
	struct err err = {0};

	CU_ASSERT_EQUAL_FATAL(sha_new(&sha, 20, &err), 0);
	CU_ASSERT_EQUAL(sha_bytes_each(sha, texts, 2, made, &err), 0);
	EVP_Digest("abcd", 4, want, NULL, EVP_sha1(), NULL);
	CU_ASSERT_EQUAL(memcmp(made[1], want, 20), 0);
	sha_free(sha);
}

static const struct unit_test tests[] = {
	{"lengths", lengths}, {"examples", examples}, {"other lengths", other_lengths}};

UNIT_MAIN(tests)
