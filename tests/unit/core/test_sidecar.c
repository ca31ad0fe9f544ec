/* SPDX-License-Identifier: Apache-2.0
 *
 * Sidecars: what is refused, and that a signature covers all that it says. The key pair is RFC 8032's test 1 (section 7.1), in
 * PKCS#8 and SubjectPublicKeyInfo (RFC 8410), put together here so that no key stands in the sources.
 */
#include <openssl/evp.h>

#include "gate/sidecar.h"
#include "unit.h"

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BEGIN                                                                                      \
	"{\"schema\": \"seamgate.evidence/1\", \"harness\": {\"name\": \"lm-eval\", \"version\": " \
	"\"0.4\"}, "
#define MODELS   "\"models\": [{\"path\": \"m.gguf\", \"sha256\": \"" SHA "\"}]"
#define EVIDENCE "\"evidence\": [{\"path\": \"e.json\", \"sha256\": \"" SHA "\"}]"

static const struct row {
	const char *name, *json, *error; /* NULL: it is read */
} rows[] = {
	{"whole", BEGIN MODELS ", " EVIDENCE "}", NULL},
	{"md5 of DVC",
		BEGIN "\"models\": [{\"path\": \"m\", \"md5\": "
		      "\"0123456789abcdef0123456789abcdef\"}], " EVIDENCE "}",
		NULL},
	{"md5 of a folder",
		BEGIN "\"models\": [{\"path\": \"m\", \"md5\": "
		      "\"0123456789abcdef0123456789abcdef.dir\"}], " EVIDENCE "}",
		NULL},
	{"two digests",
		BEGIN "\"models\": [{\"path\": \"m\", \"sha256\": \"" SHA "\", \"md5\": "
		      "\"0123456789abcdef0123456789abcdef\"}], " EVIDENCE "}",
		"only one is signed"},
	{"a path twice",
		BEGIN MODELS ", \"evidence\": [{\"path\": \"e\", \"sha256\": \"" SHA
			     "\"}, {\"path\": \"e\", \"sha256\": \"" SHA "\"}]}",
		"named twice"},
	{"more about a file",
		BEGIN "\"models\": [{\"path\": \"m\", \"sha256\": \"" SHA
		      "\", \"size\": 1}], " EVIDENCE "}",
		"no such member"},
	{"more about the harness",
		"{\"schema\": \"seamgate.evidence/1\", \"harness\": {\"seed\": 1}, " MODELS
		", " EVIDENCE "}",
		"no such member"},
	{"cut off", BEGIN MODELS, "e.json:1:"},
	{"no schema", "{" MODELS ", " EVIDENCE "}", "its \"schema\" is not"},
	{"no model", BEGIN EVIDENCE "}", "binds at least one model"},
	{"no evidence", BEGIN MODELS "}", "binds at least one model"},
	{"a short digest",
		BEGIN "\"models\": [{\"path\": \"m\", \"sha256\": \"aa\"}], " EVIDENCE "}",
		"needs its \"sha256\""},
	{"upper case",
		BEGIN "\"models\": [{\"path\": \"m\", \"md5\": "
		      "\"0123456789ABCDEF0123456789abcdef\"}], " EVIDENCE "}",
		"needs its \"sha256\""},
	{"out of the repository",
		BEGIN "\"models\": [{\"path\": \"../m\", \"sha256\": \"" SHA "\"}], " EVIDENCE "}",
		"needs a \"path\""},
	{"an absolute path",
		BEGIN "\"models\": [{\"path\": \"/m\", \"sha256\": \"" SHA "\"}], " EVIDENCE "}",
		"needs a \"path\""},
	{"a member nobody signs", BEGIN MODELS ", " EVIDENCE ", \"note\": 1}",
		"has no such member"},
	{"a signature of another kind",
		BEGIN MODELS ", " EVIDENCE ", \"signature\": {\"algorithm\": \"none\"}}",
		"no Ed25519 signature"},
	{"a list", "[]", "no sidecar"},
};

static void reading(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct sidecar sidecar;
		struct err err = {0};
		int done = sidecar_read(&sidecar, text_of(rows[i].json), "e.json", arena, &err);

		CHECK_ROW(rows[i].name, (done == 0) == !rows[i].error);
		CHECK_ROW(rows[i].name,
			!rows[i].error ||
				(err.kind == ERR_LOOK && strstr(err.message, rows[i].error)));
		arena_free(arena);
	}
}

static const unsigned char seed[32] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84,
	0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70,
	0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
static const unsigned char point[32] = {0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b,
	0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf,
	0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};

static void pem(char out[256], const char *label, const char *prefix, size_t prefix_length,
	const unsigned char key[32])
{
	unsigned char der[64];
	char base64[96];

	memcpy(der, prefix, prefix_length);
	memcpy(der + prefix_length, key, 32);
	EVP_EncodeBlock((unsigned char *)base64, der, (int)prefix_length + 32);
	snprintf(out, 256, "-----BEGIN %s KEY-----\n%s\n-----END %s KEY-----\n", label, base64,
		label);
}

static void signing(void)
{
	char secret[256], public_key[256], other[256];
	unsigned char wrong[32] = {1};
	struct arena *arena = arena_new();
	struct sidecar sidecar, again;
	struct buffer written = {0};
	struct err err = {0};
	bool valid = false;

	pem(secret, "PRIVATE", "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20",
		16, seed);
	pem(public_key, "PUBLIC", "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12, point);
	pem(other, "PUBLIC", "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12, wrong);
	CU_ASSERT(sidecar_read(&sidecar, text_of(rows[0].json), "e.json", arena, &err) == 0);
	CU_ASSERT(sidecar_verify(&valid, &sidecar, text_of(public_key), &err) == 0);
	CHECK_ROW("not signed", !valid);
	CHECK_ROW("signs", sidecar_sign(&sidecar, text_of(secret), arena, &err) == 0);
	sidecar_write(&sidecar, &written);
	CHECK_ROW("reads what it writes",
		sidecar_read(&again, buffer_text(&written), "e.json", arena, &err) == 0);
	CU_ASSERT(sidecar_verify(&valid, &again, text_of(public_key), &err) == 0);
	CHECK_ROW("its own key", valid);
	CU_ASSERT(sidecar_verify(&valid, &again, text_of(other), &err) == 0);
	CHECK_ROW("another key", !valid);
	again.models.items[0].path = text_of("n.gguf");
	CU_ASSERT(sidecar_verify(&valid, &again, text_of(public_key), &err) == 0);
	CHECK_ROW("another path", !valid);
	again = sidecar;
	again.harness_version = text_of("0.5");
	CU_ASSERT(sidecar_verify(&valid, &again, text_of(public_key), &err) == 0);
	CHECK_ROW("another harness", !valid);
	CHECK_ROW("no key",
		sidecar_verify(&valid, &again, text_of(secret), &err) < 0 && err.kind == ERR_LOOK);
	buffer_free(&written);
	arena_free(arena);
}

static const struct unit_test tests[] = {{"reading", reading}, {"signing", signing}};

UNIT_MAIN(tests)
