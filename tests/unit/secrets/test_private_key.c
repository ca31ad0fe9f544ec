/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys are made by OpenSSL while the test runs: none is written down.
 */
#include "unit.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "checks/secrets/verify.h"
#include "gate/base/arena.h"
#include "gate/base/buffer.h"

enum form { PKCS8, TRADITIONAL };

static struct text pem_of(struct arena *arena, EVP_PKEY *key, enum form form)
{
	BIO *bio = BIO_new(BIO_s_mem());
	struct text out = {"", 0};
	char *bytes;
	long len;

	if (!bio)
		return out;
	if (form == PKCS8 ? PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL)
			  : PEM_write_bio_PrivateKey_traditional(
				    bio, key, NULL, NULL, 0, NULL, NULL)) {
		len = BIO_get_mem_data(bio, &bytes);
		out = arena_text(arena, (struct text){bytes, (size_t)len});
	}
	BIO_free(bio);
	return out;
}

/* Every line end becomes `between`. */
static struct text joined(struct arena *arena, struct text pem, const char *between)
{
	struct buffer buffer = {0};
	struct text out;

	for (size_t i = 0; i < pem.len; i++)
		if (pem.ptr[i] == '\n')
			buffer_string(&buffer, between);
		else
			buffer_byte(&buffer, pem.ptr[i]);
	out = arena_text(arena, buffer_text(&buffer));
	buffer_free(&buffer);
	return out;
}

static struct ruling ruling_of(struct text secret)
{
	struct exhibit exhibit = {secret, 0, 0, secret.len};
	struct ruling ruling = {0};
	struct err err = {0};

	CU_ASSERT(verify(&ruling, "private-key", &exhibit, &err) == 0);
	return ruling;
}

static bool says(const struct ruling *ruling, const char *type)
{
	return ruling->certainty == CERTAINTY_RAISED && ruling->fact_count > 0 &&
	       strcmp(ruling->facts[0].value, type) == 0;
}

static void check_spellings(
	const char *name, struct arena *arena, struct text pem, const char *type)
{
	static const char *const between[] = {
		"\n", "\r\n", "\\n", "\\\\n", "\\n\" +\n    \"", "\\n\"\n  '", "\",\n\""};

	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
		struct ruling ruling = ruling_of(joined(arena, pem, between[i]));

		CHECK_ROW(name, says(&ruling, type));
		if (!says(&ruling, type))
			fprintf(stderr, "%s %zu: %d %s\n", name, i, (int)ruling.certainty,
				ruling.fact_count ? ruling.facts[0].value : "");
	}
}

static void test_kinds(void)
{
	const struct {
		const char *name, *type;
		enum form form;
		EVP_PKEY *key;
	} rows[] = {
		{"RSA", "RSA", PKCS8, EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024)},
		{"RSA, PKCS #1", "RSA", TRADITIONAL,
			EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024)},
		{"EC", "EC", PKCS8, EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")},
		{"EC, SEC 1", "EC", TRADITIONAL, EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-384")},
		{"Ed25519", "Ed25519", PKCS8, EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")},
		{"X448", "X448", PKCS8, EVP_PKEY_Q_keygen(NULL, NULL, "X448")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct text pem = pem_of(arena, rows[i].key, rows[i].form);

		CHECK_ROW(rows[i].name, pem.len > 0);
		check_spellings(rows[i].name, arena, pem, rows[i].type);
		EVP_PKEY_free(rows[i].key);
		arena_free(arena);
	}
}

static void test_broken(void)
{
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024);
	struct arena *arena = arena_new();
	struct text pem = pem_of(arena, key, TRADITIONAL);
	char *other = arena_copy(arena, pem);
	size_t end = text_find(pem, text_of("-----END"));

	/* Cut anywhere, it is no key; altered at the end of its modulus, it is another product. */
	for (size_t len = 40; len < end; len += 7) {
		struct ruling ruling = ruling_of(text_slice(pem, 0, len));

		CHECK_ROW("cut off", ruling.certainty == CERTAINTY_LOWERED);
	}
	other[text_find(pem, text_of("\n")) + 182] ^= 3;
	CHECK_ROW(
		"altered", ruling_of((struct text){other, pem.len}).certainty == CERTAINTY_LOWERED);
	EVP_PKEY_free(key);
	arena_free(arena);
}

static void test_others(void)
{
	static const struct {
		const char *name, *text;
		enum certainty certainty;
	} rows[] = {
		{"encrypted", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END",
			CERTAINTY_AS_IS},
		{"encrypted by its header",
			"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
			"AES-128-CBC,00\n\nAAAA\n-----END",
			CERTAINTY_AS_IS},
		{"no base64", "-----BEGIN RSA PRIVATE KEY-----\nA\n-----END", CERTAINTY_LOWERED},
		{"empty", "-----BEGIN RSA PRIVATE KEY-----\n-----END", CERTAINTY_LOWERED},
		{"no label", "-----BEGIN ", CERTAINTY_AS_IS},
		/* openssh-key-v1, cipher "none", kdf "none", no options, one key of type "x", two
		 * equal numbers; then other ones. */
		{"OpenSSH",
			"-----BEGIN OPENSSH PRIVATE "
			"KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB"
			"AAAABQAAAAF4AAAACAAAAAEAAAAB\n-----END",
			CERTAINTY_RAISED},
		{"OpenSSH, the numbers differ",
			"-----BEGIN OPENSSH PRIVATE "
			"KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB"
			"AAAABQAAAAF4AAAACAAAAAEAAAAC\n-----END",
			CERTAINTY_LOWERED},
		{"OpenSSH, encrypted",
			"-----BEGIN OPENSSH PRIVATE "
			"KEY-----\nb3BlbnNzaC1rZXktdjEAAAAAA2FlcwAAAARub25lAAAAAAAAAAEA"
			"AAAFAAAAAXgAAAAIAAAAAQAAAAI=\n-----END",
			CERTAINTY_AS_IS},
		{"OpenPGP, a secret key",
			"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x\n\nlQAA\n-----END",
			CERTAINTY_RAISED},
		{"OpenPGP, a public key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nmQAA\n-----END",
			CERTAINTY_LOWERED},
		{"OpenPGP, wrong checksum",
			"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQAA\n=AAAA\n-----END",
			CERTAINTY_LOWERED},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].name,
			ruling_of(text_of(rows[i].text)).certainty == rows[i].certainty);
}

static const struct unit_test tests[] = {
	{"kinds and spellings", test_kinds},
	{"broken", test_broken},
	{"others", test_others},
};

UNIT_MAIN(tests)
