/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/ed25519.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "gate/base/digest.h"

enum { SIGNATURE_BYTES = 64, LONGEST_PEM = 16 * 1024 };

/* OpenSSL would ask on the terminal. */
static int no_password(char *out, int size, int writes, void *closure)
{
	(void)out, (void)size, (void)writes, (void)closure;
	return 0;
}

/* NULL, with an error, where the text is no such key. */
static EVP_PKEY *key_read(struct text pem, bool is_private, struct err *err)
{
	BIO *in = pem.len && pem.len <= LONGEST_PEM ? BIO_new_mem_buf(pem.ptr, (int)pem.len) : NULL;
	EVP_PKEY *key = NULL;

	if (in && is_private)
		key = PEM_read_bio_PrivateKey(in, NULL, no_password, NULL);
	else if (in)
		key = PEM_read_bio_PUBKEY(in, NULL, no_password, NULL);
	BIO_free(in);
	if (key && EVP_PKEY_base_id(key) == EVP_PKEY_ED25519)
		return key;
	EVP_PKEY_free(key);
	err_set(err, ERR_LOOK, "this is no %s Ed25519 key in PEM",
		is_private ? "private" : "public");
	err_remedy(err, "make one: openssl genpkey -algorithm ed25519 -out key.pem && "
			"openssl pkey -in key.pem -pubout -out key.pub.pem");
	return NULL;
}

static void hex(const unsigned char *bytes, size_t count, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * count] = '\0';
}

static int key_name(EVP_PKEY *key, char out[SHA256_HEX], struct err *err)
{
	unsigned char *der = NULL;
	int length = i2d_PUBKEY(key, &der), done;

	if (length <= 0)
		return err_nomem(err);
	done = hash_sha256_hex((struct text){(const char *)der, (size_t)length}, out, err);
	OPENSSL_free(der);
	return done;
}

static bool sign(EVP_PKEY *key, struct text message, unsigned char out[SIGNATURE_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = SIGNATURE_BYTES;
	bool done = context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestSign(context, out, &length, (const unsigned char *)message.ptr,
			    message.len) == 1 &&
		    length == SIGNATURE_BYTES;

	EVP_MD_CTX_free(context);
	return done;
}

int ed25519_sign(struct text message, struct text private_pem, char signature[ED25519_HEX],
	char key_id[SHA256_HEX], struct err *err)
{
	EVP_PKEY *key = key_read(private_pem, true, err);
	unsigned char raw[SIGNATURE_BYTES];
	int done;

	if (!key)
		return -1;
	done = sign(key, message, raw) ? 0 : err_set(err, ERR_INTERNAL, "OpenSSL could not sign");
	if (done == 0)
		hex(raw, sizeof(raw), signature);
	if (done == 0)
		done = key_name(key, key_id, err);
	EVP_PKEY_free(key);
	return done;
}

static bool hex_bytes(struct text text, unsigned char out[SIGNATURE_BYTES])
{
	uint32_t high, low;

	if (text.len != 2 * SIGNATURE_BYTES)
		return false;
	for (size_t i = 0; i < SIGNATURE_BYTES; i++) {
		if (!hex_digit(text.ptr[2 * i], &high) || !hex_digit(text.ptr[2 * i + 1], &low))
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

int ed25519_verify(bool *valid, struct text message, struct text signature_hex,
	struct text public_pem, struct err *err)
{
	EVP_PKEY *key = key_read(public_pem, false, err);
	EVP_MD_CTX *context = key ? EVP_MD_CTX_new() : NULL;
	unsigned char raw[SIGNATURE_BYTES];

	*valid = false;
	if (!key)
		return -1;
	if (!context) {
		EVP_PKEY_free(key);
		return err_nomem(err);
	}
	if (hex_bytes(signature_hex, raw))
		*valid = EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
			 EVP_DigestVerify(context, raw, sizeof(raw),
				 (const unsigned char *)message.ptr, message.len) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return 0;
}
