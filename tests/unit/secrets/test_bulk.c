/* SPDX-License-Identifier: Apache-2.0
 *
 * Bulk is passed over, and the findings are the same: every rule's own examples, at the edges of bulk, in it and around it.
 */
#include "scanning.h"

#include "checks/secrets/bulk.h"

enum { BULK = 24 * 1024, PLACES = 9 };

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Two scanners over the same rules, one of which knows no bulk. */
struct pair {
	struct scanning skips, looks;
};

static bool open_builtin(struct scanning *scanning)
{
	struct rules none = {NULL, 0};

	*scanning = (struct scanning){.arena = arena_new()};
	if (ruleset_open(&scanning->rules, true, &none, NULL, scanning->arena, &scanning->err) < 0)
		return false;
	scanning->rules->decode_depth = 2;
	return true;
}

static bool open_pair(struct pair *pair)
{
	if (!open_builtin(&pair->skips) || !open_builtin(&pair->looks))
		return false;
	pair->looks.rules->packs[0].bulk = NULL;
	return scanner_open(&pair->skips.scanner, pair->skips.rules, &pair->skips.err) == 0 &&
	       scanner_open(&pair->looks.scanner, pair->looks.rules, &pair->looks.err) == 0;
}

static void close_pair(struct pair *pair)
{
	scanning_close(&pair->skips);
	scanning_close(&pair->looks);
}

static bool same_hit(const struct hit *a, const struct hit *b)
{
	return strcmp(a->rule->id, b->rule->id) == 0 && a->view == b->view &&
	       a->match_from == b->match_from && a->match_to == b->match_to &&
	       a->secret_from == b->secret_from && a->secret_to == b->secret_to;
}

/* The hits in the text; SIZE_MAX: not the same ones. */
static size_t hits_in(struct pair *pair, struct text text)
{
	const struct scan *a = scanned(&pair->skips, text), *b = scanned(&pair->looks, text);

	if (!a || !b || a->hit_count != b->hit_count || a->gap_count != b->gap_count)
		return SIZE_MAX;
	for (size_t i = 0; i < a->hit_count; i++)
		if (!same_hit(&a->hits[i], &b->hits[i]))
			return SIZE_MAX;
	return a->hit_count;
}

/* Bulk with lines of `line` digits; 0: one line. */
static void put_bulk(char *out, size_t len, size_t line, uint64_t *state)
{
	for (size_t i = 0; i < len; i++) {
		*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		out[i] = line && i % (line + 1) == line ? '\n' : digits[*state >> 58];
	}
}

/* Where in bulk an example is put in: at its beginning, in the middle, at its end, and over the places where it is looked for. */
static size_t place_of(size_t number, size_t len)
{
	const size_t places[PLACES] = {0, 1, 1516, BULK / 2, BULK - len, BULK - len - 1,
		BULK - len - 1516, 2048 - len * (number % 8) / 8, 4096 - len * (number % 5) / 5};

	return places[number % PLACES];
}

/* The example over bulk: what is around it goes on as if it were not there. */
static struct text with_example(struct scanning *scanning, struct text example, size_t number)
{
	static const size_t lines[] = {76, 0, 64, 1000};
	static uint64_t state = 7;
	char *text = arena_alloc(scanning->arena, BULK + 1);
	size_t len = example.len < 2000 ? example.len : 2000;

	put_bulk(text, BULK, lines[number % 4], &state);
	memcpy(text + place_of(number, len), example.ptr, len);
	return (struct text){text, BULK};
}

static void test_examples(void)
{
	struct pair pair;
	size_t number = 0, found = 0;

	CU_ASSERT_FATAL(open_pair(&pair));
	for (size_t r = 0; r < builtin_plans.count; r++) {
		const struct rule *rule = &builtin_plans.rules[r];

		for (size_t i = 0; rule->hit && rule->hit[i]; i++, number++) {
			struct text example = made(&pair.skips, rule->hit[i]);
			size_t hits = hits_in(&pair, with_example(&pair.skips, example, number));

			CHECK_ROW(rule->id, hits != SIZE_MAX);
			found += hits > 0;
		}
	}
	CU_ASSERT(number > builtin_plans.count / 2 && found > number / 4);
	close_pair(&pair);
}

/* What stands in bulk and nowhere else lets a rule run, and a match may begin before bulk and end behind it. */
static void test_rows(void)
{
	static const struct {
		const char *name, *before, *inside, *behind;
		size_t line, hits;
	} rows[] = {
		{"nothing", "", "", "", 64, 0},
		{"a key in it", "", "+AKIA{{base32:16}}/", "", 64, 1},
		{"a key over the line", "", "\nAKIA{{base32:16}}\n", "", 64, 1},
		{"a key behind it", "", "", " AKIA{{base32:16}} ", 64, 1},
		{"a key before it", " AKIA{{base32:16}} ", "", "", 64, 1},
		{"a key that goes over into it", "x = sk_live_", "", "", 64, 1},
		{"a private key around it", "-----BEGIN RSA PRIVATE KEY-----\n", "",
			"\n-----END RSA PRIVATE KEY-----\n", 64, 1},
		{"a match from before it to behind it",
			"\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n", "",
			"\\n-----END PRIVATE KEY-----\\n\"", 0, 2},
		{"a keyword in it", "", "/twilio/", " SK{{hex:32}} ", 64, 1},
		{"no keyword", "", "", " SK{{hex:32}} ", 64, 0},
	};
	struct pair pair;

	CU_ASSERT_FATAL(open_pair(&pair));
	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer text = {0};
		char bulk[BULK];
		uint64_t state = i;
		struct text inside = made(&pair.skips, rows[i].inside);

		put_bulk(bulk, BULK, rows[i].line, &state);
		memcpy(bulk + BULK / 2, inside.ptr, inside.len);
		buffer_add(&text, made(&pair.skips, rows[i].before));
		buffer_add(&text, (struct text){bulk, BULK});
		buffer_add(&text, made(&pair.skips, rows[i].behind));
		CHECK_ROW(rows[i].name, hits_in(&pair, buffer_text(&text)) == rows[i].hits);
		buffer_free(&text);
	}
	close_pair(&pair);
}

/* ---- where it is ---- */

static size_t found_in(struct text text, size_t *from)
{
	struct bulk bulk = {0, 0};

	if (!bulk_next(&bulk, text, 0))
		return 0;
	for (size_t i = bulk.from; i < bulk.to; i++)
		if (!bulk_has((unsigned char)text.ptr[i]))
			return 0;
	*from = bulk.from;
	return bulk.to - bulk.from;
}

static void test_extent(void)
{
	static const struct {
		const char *name;
		size_t before, line, behind;
		char other;
		bool found;
	} rows[] = {
		{"lines", 0, 76, 0, ' ', true},
		{"one line", 0, 0, 0, ' ', true},
		{"behind text", 3000, 76, 0, ' ', true},
		{"before text", 0, 76, 3000, ' ', true},
		{"too short", BULK / 2, 76, BULK / 2 - 6000, ' ', false},
		{"unbroken", 0, 1, 0, 'x', false},
	};
	char text[BULK];
	uint64_t state = 3;

	for (size_t i = 0; i < OF(rows); i++) {
		size_t len = 0, from = 0;

		put_bulk(text, BULK, rows[i].line, &state);
		memset(text, rows[i].other, rows[i].before);
		memset(text + BULK - rows[i].behind, rows[i].other, rows[i].behind);
		for (size_t b = 0; rows[i].other == 'x' && b < BULK; b++)
			text[b] = bulk_breaks((unsigned char)text[b]) ? 'x' : text[b];
		len = found_in((struct text){text, BULK}, &from);
		CHECK_ROW(rows[i].name, (len > 0) == rows[i].found);
		CHECK_ROW(rows[i].name,
			!len || (from >= rows[i].before && from < rows[i].before + 2100 &&
					from + len + 32 > BULK - rows[i].behind));
	}
}

static const struct unit_test tests[] = {
	{"examples", test_examples},
	{"rows", test_rows},
	{"extent", test_extent},
};

UNIT_MAIN(tests)
