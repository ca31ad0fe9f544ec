/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/provider.h>
#include <stdlib.h>

#include "gate/base/buffer.h"
#include "gate/base/sha_lanes.h"

static void hex(const unsigned char *bytes, unsigned count, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < count; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * count] = '\0';
}

int hash_sha256_hex(struct text data, char out[SHA256_HEX], struct err *err)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	if (EVP_Digest(data.len ? data.ptr : "", data.len, digest, &length, EVP_sha256(), NULL) !=
			1 ||
		length != 32)
		return err_set(err, ERR_INTERNAL, "OpenSSL could not compute a SHA-256");
	hex(digest, length, out);
	return 0;
}

static const EVP_MD *sha_of_length(size_t length)
{
	switch (length) {
	case 20:
		return EVP_sha1();
	case 28:
		return EVP_sha224();
	case 32:
		return EVP_sha256();
	case 48:
		return EVP_sha384();
	case 64:
		return EVP_sha512();
	default:
		return NULL;
	}
}

int hash_sha_bytes(struct text data, size_t length, char out[LONGEST_HASH], struct err *err)
{
	const EVP_MD *sha = sha_of_length(length);
	unsigned done = 0;

	if (!sha ||
		EVP_Digest(data.len ? data.ptr : "", data.len, (unsigned char *)out, &done, sha,
			NULL) != 1 ||
		done != length)
		return err_set(
			err, ERR_INTERNAL, "OpenSSL could not compute a SHA of %zu bytes", length);
	return 0;
}

enum { SHA256_LENGTH = 32, LANE_TEXTS = 64 };

struct sha {
	EVP_MD *kind;
	size_t length;
	bool has_lanes;
};

static bool is_default(const EVP_MD *kind)
{
	const char *name = OSSL_PROVIDER_get0_name(EVP_MD_get0_provider(kind));

	return name && strcmp(name, "default") == 0;
}

/* Lanes that say anything else than OpenSSL's own way does are not used. Texts of one block, of a padding block more, and of several. */
static bool lanes_hold(const struct sha *sha)
{
	static const char sample[] = "What a lane is given has to come to what SHA-256 makes of "
				     "it, whatever stands in the other "
				     "lane and however long that is: a text of one block, one "
				     "whose length needs a block of its own.";
	static const struct text texts[] = {
		{sample, sizeof(sample) - 1}, {sample, 0}, {sample, 3}, {sample, 60}, {sample, 64}};
	enum { COUNT = sizeof(texts) / sizeof(texts[0]) };
	unsigned char made[COUNT][SHA256_LENGTH], want[EVP_MAX_MD_SIZE];
	bool hold = true;

	sha_lanes(texts, COUNT, made);
	for (size_t i = 0; hold && i < COUNT; i++)
		hold = EVP_Digest(texts[i].ptr, texts[i].len, want, NULL, sha->kind, NULL) == 1 &&
		       memcmp(made[i], want, SHA256_LENGTH) == 0;
	return hold;
}

/* Another provider than the default, as that of FIPS, wants to be asked itself. */
static bool may_use_lanes(const struct sha *sha)
{
	return sha->length == SHA256_LENGTH && sha_lanes_exist() && is_default(sha->kind) &&
	       lanes_hold(sha);
}

int sha_new(struct sha **out, size_t length, struct err *err)
{
	const EVP_MD *named = sha_of_length(length);

	*out = calloc(1, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	(*out)->length = length;
	(*out)->kind = named ? EVP_MD_fetch(NULL, EVP_MD_get0_name(named), NULL) : NULL;
	if ((*out)->kind) {
		(*out)->has_lanes = may_use_lanes(*out);
		return 0;
	}
	sha_free(*out);
	*out = NULL;
	return err_set(err, ERR_INTERNAL, "OpenSSL has no SHA of %zu bytes", length);
}

int sha_bytes(const struct sha *sha, struct text data, char out[LONGEST_HASH], struct err *err)
{
	unsigned done = 0;

	if (EVP_Digest(data.len ? data.ptr : "", data.len, (unsigned char *)out, &done, sha->kind,
		    NULL) != 1 ||
		done != sha->length)
		return err_set(err, ERR_INTERNAL, "OpenSSL could not compute a SHA of %zu bytes",
			sha->length);
	return 0;
}

static void hash_in_lanes(
	const struct text *texts, size_t count, unsigned char (*out)[LONGEST_HASH])
{
	unsigned char made[LANE_TEXTS][SHA256_LENGTH];

	for (size_t from = 0; from < count; from += LANE_TEXTS) {
		size_t some = count - from < LANE_TEXTS ? count - from : LANE_TEXTS;

		sha_lanes(texts + from, some, made);
		for (size_t i = 0; i < some; i++)
			memcpy(out[from + i], made[i], SHA256_LENGTH);
	}
}

int sha_bytes_each(const struct sha *sha, const struct text *texts, size_t count,
	unsigned char (*out)[LONGEST_HASH], struct err *err)
{
	if (sha->has_lanes) {
		hash_in_lanes(texts, count, out);
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		if (sha_bytes(sha, texts[i], (char *)out[i], err) < 0)
			return -1;
	return 0;
}

void sha_free(struct sha *sha)
{
	if (sha)
		EVP_MD_free(sha->kind);
	free(sha);
}

int hash_md5_bytes(struct text data, char out[16], bool *can, struct err *err)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	(void)err;
	*can = EVP_Digest(data.len ? data.ptr : "", data.len, digest, &length, EVP_md5(), NULL) ==
		       1 &&
	       length == 16;
	if (*can)
		memcpy(out, digest, 16);
	return 0;
}

int hash_hmac_hex(struct text key, const struct text *parts, size_t count, char out[SHA256_HEX],
	struct err *err)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	struct buffer input = {0};
	const unsigned char *done = NULL;

	for (size_t i = 0; i < count; i++) {
		buffer_add(&input, parts[i]);
		buffer_byte(&input, '\0');
	}
	if (!input.failed && key.len <= INT32_MAX)
		done = HMAC(EVP_sha256(), key.len ? key.ptr : "", (int)key.len,
			(const unsigned char *)buffer_text(&input).ptr, input.len, digest, &length);
	if (input.failed) {
		buffer_free(&input);
		return err_nomem(err);
	}
	buffer_free(&input);
	if (!done || length != 32)
		return err_set(err, ERR_INTERNAL, "OpenSSL could not compute an HMAC");
	hex(digest, length, out);
	return 0;
}
