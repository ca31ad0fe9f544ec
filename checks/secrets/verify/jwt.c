/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON Web Tokens (RFC 7515, 7519): three parts of base64url, the first two JSON objects. Lengths of
 * signatures: RFC 7518, sections 3.2 to 3.5, and RFC 8037. When it runs out is told and decides nothing: the
 * same bytes get the same ruling. How long it was valid is in the bytes.
 */
#include "checks/secrets/verify/verifiers.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gate/base/digest.h"
#include "gate/base/json.h"

enum { RSA_LEAST = 128, ONE_DAY = 24 * 60 * 60 };
#define LATEST 253402300799.0 /* the end of the year 9999 */

static const struct {
	const char *name;
	size_t least, most; /* bytes of the signature */
} algorithms[] = {
	{"HS256", 32, 32},
	{"HS384", 48, 48},
	{"HS512", 64, 64},
	{"ES256", 64, 64},
	{"ES256K", 64, 64},
	{"ES384", 96, 96},
	{"ES512", 132, 132},
	{"EdDSA", 64, 114},
	{"RS256", RSA_LEAST, SIZE_MAX},
	{"RS384", RSA_LEAST, SIZE_MAX},
	{"RS512", RSA_LEAST, SIZE_MAX},
	{"PS256", RSA_LEAST, SIZE_MAX},
	{"PS384", RSA_LEAST, SIZE_MAX},
	{"PS512", RSA_LEAST, SIZE_MAX},
};

struct token {
	const struct json *header, *payload; /* NULL: no JSON object */
	struct text signature;               /* decoded; ptr NULL: no base64url */
};

/* A part that is no JSON is no error; memory that is out is. */
static int read_object(
	const struct json **out, struct text part, struct arena *arena, struct err *err)
{
	struct err fault = {0};
	struct text bytes;

	*out = NULL;
	if (base64url_decode(&bytes, part, arena, err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	if (json_read(out, bytes, "token", arena, &fault) < 0) {
		*out = NULL;
		return fault.kind == ERR_INTERNAL ? err_nomem(err) : 0;
	}
	if ((*out)->type != JSON_OBJECT)
		*out = NULL;
	return 0;
}

static int read_token(struct token *token, struct text text, struct arena *arena, struct err *err)
{
	struct text parts[2] = {{"", 0}, {"", 0}};

	for (size_t i = 0; i < 2; i++)
		if (!text_next_part(&text, '.', &parts[i]))
			return 0;
	if (read_object(&token->header, parts[0], arena, err) < 0 ||
		read_object(&token->payload, parts[1], arena, err) < 0)
		return -1;
	return base64url_decode(&token->signature, text, arena, err);
}

/* ---- the ruling ---- */

static bool signature_fits(struct text algorithm, size_t length)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (text_is(algorithm, algorithms[i].name))
			return length >= algorithms[i].least && length <= algorithms[i].most;
	return true; /* one that is not known here */
}

static bool number_of(const struct json *json, const char *key, double *out)
{
	const struct json *member = json_get(json, key);

	if (!member || member->type != JSON_NUMBER || member->number < 0 || member->number > LATEST)
		return false;
	*out = member->number;
	return true;
}

static bool was_short_lived(const struct json *payload)
{
	double from, to;

	return number_of(payload, "iat", &from) && number_of(payload, "exp", &to) &&
	       to - from <= ONE_DAY;
}

static void judge(struct ruling *out, const struct token *token)
{
	struct text algorithm = json_text_at(token->header, "alg");

	if (!token->header || algorithm.len == 0)
		ruling_set(out, CERTAINTY_LOWERED, "its header names no algorithm");
	else if (text_is(algorithm, "none"))
		ruling_set(out, CERTAINTY_LOWERED, "it is not signed");
	else if (!token->signature.ptr || !signature_fits(algorithm, token->signature.len))
		ruling_set(out, CERTAINTY_LOWERED,
			"its signature has not the length that its algorithm gives");
	else if (token->payload && was_short_lived(token->payload))
		ruling_set(out, CERTAINTY_LOWERED, "it was valid for a day at most");
	else if (token->payload)
		ruling_set(out, CERTAINTY_RAISED, "header, payload and signature fit together");
}

/* ---- what is in it ---- */

static void add_expiry(struct ruling *out, const struct json *payload)
{
	char when[32];
	struct tm parts;
	double seconds;
	time_t time;

	if (!number_of(payload, "exp", &seconds))
		return;
	time = (time_t)seconds;
	if (gmtime_r(&time, &parts) && strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &parts))
		ruling_fact(out, "expires", text_of(when));
}

static void add_facts(struct ruling *out, const struct token *token)
{
	ruling_fact(out, "algorithm", json_text_at(token->header, "alg"));
	if (!token->payload)
		return;
	ruling_fact(out, "issuer", json_text_at(token->payload, "iss"));
	add_expiry(out, token->payload);
}

int verify_jwt(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct arena *arena = arena_new();
	struct token token = {0};
	int done = arena ? read_token(&token, exhibit_secret(exhibit), arena, err) : err_nomem(err);

	if (done == 0) {
		judge(out, &token);
		add_facts(out, &token);
	}
	arena_free(arena);
	return done;
}
