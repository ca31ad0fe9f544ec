/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include "checks/secrets/verify.h"
#include "checks/secrets/verify/likeness.h"
#include "checks/secrets/verify/name.h"
#include "checks/secrets/verify/shape.h"
#include "checks/secrets/verify/verifiers.h"
#include "gate/template.h"

/* Sources are templates: {{literal:…}} keeps what looks like a token in pieces. */
struct row {
	const char *name, *verifier, *before, *secret, *behind;
	enum certainty certainty;
	const char *key, *fact; /* one of its facts, or NULL */
};

static struct text made(struct arena *arena, const char *source, struct err *err)
{
	struct text out = {"", 0}, seed = TEXT("verify");

	if (template_expand(&out, text_of(source ? source : ""), seed, 0, arena, err) < 0)
		fprintf(stderr, "%s: %s\n", source, err->message);
	return out;
}

static bool has_fact(const struct ruling *ruling, const char *key, const char *value)
{
	for (size_t i = 0; i < ruling->fact_count; i++)
		if (strcmp(ruling->facts[i].key, key) == 0 &&
			strcmp(ruling->facts[i].value, value) == 0)
			return true;
	return false;
}

static void check(const struct row *row)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct text before = made(arena, row->before, &err),
		    secret = made(arena, row->secret, &err);
	struct text behind = made(arena, row->behind, &err);
	struct text all = arena_textf(arena, "%.*s%.*s%.*s", (int)before.len, before.ptr,
		(int)secret.len, secret.ptr, (int)behind.len, behind.ptr);
	struct exhibit exhibit = {all, 0, before.len, before.len + secret.len};
	struct ruling ruling;

	CHECK_ROW(row->name, verify(&ruling, row->verifier, &exhibit, &err) == 0);
	CHECK_ROW(row->name, ruling.certainty == row->certainty);
	if (ruling.certainty != row->certainty)
		fprintf(stderr, "%s: %d, %s\n", row->name, (int)ruling.certainty,
			ruling.why ? ruling.why : "");
	CHECK_ROW(row->name, (ruling.why == NULL) == (row->certainty == CERTAINTY_AS_IS));
	CHECK_ROW(row->name, !row->key || has_fact(&ruling, row->key, row->fact));
	arena_free(arena);
}

/* ---- check digits: vectors from the reference, or of formulas of other programs ---- */

static const struct row checksums[] = {
	/* GitHub's own published example, and thirty times A. */
	{"github", "github-token", NULL, "ghp_{{literal:zQWBuTSOoRi4A9sp}}HcVY5ncnsDkxkJ0mLq17",
		NULL, CERTAINTY_RAISED, NULL, NULL},
	{"github, thirty A", "github-token", NULL, "ghp_{{repeat:30:A}}0uCPlr", NULL,
		CERTAINTY_RAISED, NULL, NULL},
	{"github, one digit off", "github-token", NULL, "ghp_{{repeat:30:A}}0uCPls", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"github, longer form", "github-token", NULL, "ghs_{{repeat:80:A}}", NULL, CERTAINTY_AS_IS,
		NULL, NULL},
	{"npm", "npm-token", NULL, "npm_{{repeat:30:A}}0uCPlr", NULL, CERTAINTY_RAISED, NULL, NULL},
	{"npm, others say nothing", "npm-token", NULL, "npm_{{base62:36}}", NULL, CERTAINTY_AS_IS,
		NULL, NULL},
	{"grafana, of its own tests", "grafana-token", NULL,
		"glsa_{{literal:yscW25imSKJIuav8}}zF37RZmnbiDvB05G_fcaaf58a", NULL,
		CERTAINTY_RAISED, NULL, NULL},
	{"grafana, highest byte first", "grafana-token", NULL,
		"glsa_{{literal:yscW25imSKJIuav8}}zF37RZmnbiDvB05G_8af5aafc", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"gitlab, routable", "gitlab-token", NULL,
		"glpat-{{literal:AAECAwQFBgcICQoL}}DA0OD2M6MQpvOjEKdTphCw.01.120jyarlk", NULL,
		CERTAINTY_RAISED, "organization", "1"},
	{"gitlab, its user", "gitlab-token", NULL,
		"glpat-{{literal:AAECAwQFBgcICQoL}}DA0OD2M6MQpvOjEKdTphCw.01.120jyarlk", NULL,
		CERTAINTY_RAISED, "user", "a"},
	{"gitlab, other length", "gitlab-token", NULL,
		"glpat-{{literal:AAECAwQFBgcICQoL}}DA0OD2M6MQpvOjEKdTphCw.01.130jyarlk", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"gitlab, old form", "gitlab-token", NULL, "glpat-{{base62:20}}", NULL, CERTAINTY_AS_IS,
		NULL, NULL},
	/* zlib.crc32 of 32 times "a" is 0xcab11777; of 54 times "A" 0x551b9415. */
	{"zuplo", "zuplo-key", NULL, "zpka_{{repeat:32:a}}_cab11777", NULL, CERTAINTY_RAISED, NULL,
		NULL},
	{"zuplo, wrong", "zuplo-key", NULL, "zpka_{{repeat:32:a}}_cab11778", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"confluent", "confluent-token", NULL, "cflt{{repeat:54:A}}FZQbVQ", NULL, CERTAINTY_RAISED,
		NULL, NULL},
	{"confluent, wrong", "confluent-token", NULL, "cflt{{repeat:54:A}}AAAAAA", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	/* Valid and invalid strings of BIP 173; the last one has a wrong check digit. */
	{"bech32", "age-key", NULL, "A12UEL5L", NULL, CERTAINTY_RAISED, NULL, NULL},
	{"bech32, long", "age-key", NULL, "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", NULL,
		CERTAINTY_RAISED, NULL, NULL},
	{"bech32, wrong", "age-key", NULL, "A12UEL5M", NULL, CERTAINTY_LOWERED, NULL, NULL},
};

static const struct row insides[] = {
	{"aws, published", "aws-key-id", NULL, "ASIA{{literal:Y34FZKBO}}KMUTVV7A", NULL,
		CERTAINTY_AS_IS, "account", "609629065308"},
	{"aws, with a zero", "aws-key-id", NULL, "ASIA{{literal:QNZGKIQY}}56JQ7WML", NULL,
		CERTAINTY_AS_IS, "account", "029608264753"},
	{"aws, older kind", "aws-key-id", NULL, "AKIAA{{repeat:15:B}}", NULL, CERTAINTY_AS_IS, NULL,
		NULL},
	{"aws, no such account", "aws-key-id", NULL, "AKIA{{repeat:16:7}}", NULL, CERTAINTY_LOWERED,
		NULL, NULL},
	/* base64 of 102102102102102102 */
	{"discord", "discord-token", NULL,
		"{{literal:MTAyMTAyMTAyMTAy}}MTAyMTAy.{{base62:6}}.{{base62:27}}", NULL,
		CERTAINTY_RAISED, "account", "102102102102102102"},
	{"discord, words inside", "discord-token", NULL,
		"{{literal:bm90IGEgbnVtYmVy}}IGF0IGFs.{{base62:6}}.{{base62:27}}", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"basic auth", "basic-auth", NULL, "{{literal:ZGVwbG95}}Olk5dzRxUjdLMm5YNmJGOHM=", NULL,
		CERTAINTY_RAISED, NULL, NULL}, /* deploy:Y9w4qR7K2nX6bF8s */
	{"basic auth, a placeholder", "basic-auth", NULL, "{{literal:dXNlcjpw}}YXNzd29yZA==", NULL,
		CERTAINTY_NO_SECRET, NULL, NULL}, /* user:password */
	{"basic auth, not even that", "basic-auth", NULL, "{{literal:bm90aGlu}}ZyBoZXJl", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"address, random", "url-password", "postgres://app:", "{{base62:20}}", "@db.shop.io/x",
		CERTAINTY_RAISED, NULL, NULL},
	{"address, a word", "url-password", "postgres://app:", "basement", "@db.shop.io/x",
		CERTAINTY_LOWERED, NULL, NULL},
	{"address, a reference", "url-password", "postgres://app:", "${DB_PASS}", "@db.shop.io/x",
		CERTAINTY_NO_SECRET, NULL, NULL},
};

/* {"alg":"HS256","typ":"JWT"}, {"iss":"shop","exp":1900000000}, 32 bytes */
#define HEADER  "{{literal:eyJhbGci}}OiJIUzI1NiIsInR5cCI6IkpXVCJ9"
#define PAYLOAD "{{literal:eyJpc3Mi}}OiJzaG9wIiwiZXhwIjoxOTAwMDAwMDAwfQ"

static const struct row tokens[] = {
	{"jwt", "jwt", NULL, HEADER "." PAYLOAD ".{{repeat:43:A}}", NULL, CERTAINTY_RAISED,
		"issuer", "shop"},
	{"jwt, when it ends", "jwt", NULL, HEADER "." PAYLOAD ".{{repeat:43:A}}", NULL,
		CERTAINTY_RAISED, "expires", "2030-03-17T17:46:40Z"},
	{"jwt, signature too short", "jwt", NULL, HEADER "." PAYLOAD ".{{repeat:22:A}}", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"jwt, unsigned", "jwt", NULL, /* {"alg":"none"} */
		"{{literal:eyJhbGci}}OiJub25lIn0." PAYLOAD ".{{repeat:43:A}}", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"jwt, no JSON", "jwt", NULL, "{{literal:eyJhbGci}}AAAA." PAYLOAD ".{{repeat:43:A}}", NULL,
		CERTAINTY_LOWERED, NULL, NULL},
	{"jwt, short-lived", "jwt", NULL, /* {"iat":1900000000,"exp":1900003600} */
		HEADER
		".{{literal:eyJpYXQi}}OjE5MDAwMDAwMDAsImV4cCI6MTkwMDAwMzYwMH0.{{repeat:43:A}}",
		NULL, CERTAINTY_LOWERED, NULL, NULL},
	{"two parts", "jwt", NULL, "{{base62:20}}.{{base62:20}}", NULL, CERTAINTY_LOWERED, NULL,
		NULL},
};

/* ---- values without a format ---- */

static const struct row values[] = {
	{"random under a password", "token-likeness", "db_password = \"", "{{base62:24}}", "\"",
		CERTAINTY_RAISED, NULL, NULL},
	{"short", "token-likeness", "db_password = \"", "{{base62:14}}", "\"", CERTAINTY_AS_IS,
		NULL, NULL},
	{"under a neighbour", "token-likeness", "secret_prod_7b = \"", "{{base62:24}}", "\"",
		CERTAINTY_AS_IS, NULL, NULL},
	{"attribute value", "token-likeness", "<add key=\"ServiceToken\" value=\"", "{{base62:24}}",
		"\"/>", CERTAINTY_RAISED, NULL, NULL},
	{"public by its name", "token-likeness", "csrf_token = \"", "{{base62:24}}", "\"",
		CERTAINTY_NO_SECRET, NULL, NULL},
	{"about a secret", "token-likeness", "tokenUrl = \"", "{{base62:24}}", "\"",
		CERTAINTY_NO_SECRET, NULL, NULL},
	{"a search key", "token-likeness", "apiKey: \"", "{{hex:32}}", "\",\n indexName: \"docs\"",
		CERTAINTY_NO_SECRET, NULL, NULL},
	{"an identifier", "token-likeness", "token = \"", "getUserAccountTypeFromHeader2", "\"",
		CERTAINTY_NO_SECRET, NULL, NULL},
	{"words", "token-likeness", "password = \"", "correct-horse-battery-9", "\"",
		CERTAINTY_NO_SECRET, NULL, NULL},
	{"base64 of words", "token-likeness", "password = \"",
		"{{literal:dGhlIHF1}}aWNrIGJyb3duIGZveCBqdW1wcw==", "\"", CERTAINTY_NO_SECRET, NULL,
		NULL},
	{"base64 of chance", "token-likeness", "password = \"", "{{base64:42}}==", "\"",
		CERTAINTY_RAISED, NULL, NULL},
};

static void check_all(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&rows[i]);
}

static void test_checksums(void)
{
	check_all(checksums, sizeof(checksums) / sizeof(checksums[0]));
	CHECK_ROW("check value", crc32_of(text_of("123456789")) == 0xCBF43926);
}

static void test_insides(void)
{
	check_all(insides, sizeof(insides) / sizeof(insides[0]));
}

static void test_tokens(void)
{
	check_all(tokens, sizeof(tokens) / sizeof(tokens[0]));
}

static void test_values(void)
{
	check_all(values, sizeof(values) / sizeof(values[0]));
}

/* ---- parts ---- */

static void test_shapes(void)
{
	static const struct {
		const char *value;
		enum shape shape;
	} rows[] = {
		{"9f86d081-884c-4d63-a1b2-c3d4e5f60718", SHAPE_UUID},
		{"#a1b2c3", SHAPE_COLOUR},
		{"sha256:9f86d081884c7d65", SHAPE_HASH},
		{"2024-05-01T10:00:00Z", SHAPE_NUMBER},
		{"1.22.333-4444", SHAPE_NUMBER},
		{"${DB_PASSWORD}", SHAPE_REFERENCE},
		{"!vault", SHAPE_REFERENCE},
		{"vault:kv/data/shop#key", SHAPE_REFERENCE},
		{"your-api-key-here", SHAPE_PLACEHOLDER},
		{"Passw0rd!", SHAPE_PLACEHOLDER},
		{"/run/keys/db", SHAPE_PATH},
		{"https://login.shop.io/a", SHAPE_PATH},
		{"keys/server.pem", SHAPE_PATH},
		{"getenv(KEY)", SHAPE_CODE},
		{"a==b7f4", SHAPE_CODE},
		{"aaaaaaaabbbbbbbb", SHAPE_SEQUENCE},
		{"ghijklmnopqr", SHAPE_SEQUENCE},
		{"A1B2C3D4E5F6G7H8I9J0", SHAPE_SEQUENCE},
		{"q7Rw2ZxL9vKc4TbN", SHAPE_NONE},
		{"q7Rw2ZxL9vKc4TbNaa==", SHAPE_NONE},
		{"!7Rw2ZxL9vKc4TbN", SHAPE_NONE},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum shape shape = shape_of(text_of(rows[i].value));

		CHECK_ROW(rows[i].value, shape == rows[i].shape);
		if (shape != rows[i].shape)
			fprintf(stderr, "%s: %s\n", rows[i].value, shape_name(shape));
	}
}

static void test_names(void)
{
	static const struct {
		const char *before, *name;
		enum name_kind kind;
	} rows[] = {
		{"db_password = \"", "db_password", NAME_SECRET},
		{"  clientSecret: '", "clientSecret", NAME_SECRET},
		{"export API_KEY=", "API_KEY", NAME_SECRET},
		{"\"AWS-Secret-Key-2\" => \"", "AWS-Secret-Key-2", NAME_SECRET},
		{"HTTPToken := `", "HTTPToken", NAME_SECRET},
		{"x.y.token=", "x.y.token", NAME_SECRET},
		{"tokenUrl = \"", "tokenUrl", NAME_OTHER},
		{"secretName: \"", "secretName", NAME_OTHER},
		{"publicKeyToken=", "publicKeyToken", NAME_OTHER},
		{"XSRF_TOKEN=", "XSRF_TOKEN", NAME_OTHER},
		{"secret_prod = '", "secret_prod", NAME_NEIGHBOUR},
		{"<add key=\"A.Pwd\" value=\"", "A.Pwd", NAME_SECRET},
		{"", "", NAME_NEIGHBOUR},
		{"no operator", "", NAME_NEIGHBOUR},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text name = name_before(text_of(rows[i].before));

		CHECK_ROW(rows[i].before, text_is(name, rows[i].name));
		CHECK_ROW(rows[i].before, name_kind(name) == rows[i].kind);
	}
}

static void test_likeness(void)
{
	static const struct {
		const char *value;
		double least, most; /* bits of a pair */
	} rows[] = {
		{"configuration_manager_service", -4, 0},
		{"getElementsByClassName", -4, 0},
		{"q7Rw2ZxL9vKc4TbNy8Hm", 2, 8},
		{"x", 0, 0},
		{"", 0, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double bits = likeness_of(text_of(rows[i].value)).pair_bits;

		CHECK_ROW(rows[i].value, bits >= rows[i].least && bits <= rows[i].most);
	}
	CHECK_ROW("in words", likeness_of(text_of("accountadmin")).in_words > 0.99);
	CHECK_ROW("the longest one", likeness_of(text_of("APPlicationSet")).in_words > 0.99);
	CHECK_ROW(
		"a shorter one", fabs(likeness_of(text_of("accountsx")).in_words - 8 / 9.0) < 0.01);
	CHECK_ROW("one that is cut off", likeness_of(text_of("accoun")).in_words == 0);
	CHECK_ROW("not in words", likeness_of(text_of("zqxjkvbwpf")).in_words == 0);
	CHECK_ROW("hex", likeness_of(text_of("0a1b2c")).is_hex);
	CHECK_ROW("both cases", !likeness_of(text_of("0a1B2c")).is_hex);
}

static const struct unit_test tests[] = {
	{"check digits", test_checksums},
	{"what is inside", test_insides},
	{"tokens", test_tokens},
	{"values", test_values},
	{"shapes", test_shapes},
	{"names", test_names},
	{"likeness", test_likeness},
};

UNIT_MAIN(tests)
