/* SPDX-License-Identifier: Apache-2.0
 *
 * A text that hides secrets in encodings of all kinds, edited anywhere, at what is encoded and around it: under the built-in rules a scanner that saw the
 * version before finds what one finds that has seen nothing, at the same places.
 */
#include <stdlib.h>

#include "scanning.h"

#include "checks/secrets/decoded.h"
#include "checks/secrets/scan_parts.h"
#include "gate/base/buffer.h"

enum {
	ROUNDS = 200,
	EDITED = 6,
	LINES = 600,
	MOST_EXAMPLES = 2048,
	LONGEST_HIDDEN = 600,
	MOST_CUT = 160,
	MOST_HITS = 4096
};

/* Where a tilde stands something is broken; most edits take one away. */
#define BREAK '~'

/* One that only a decoded line feed makes. */
static const struct rule rules[] = {
	{.id = "secrets/below", .pattern = "open_=\\n([a-z]{20})", .secret_group = 1}};

static uint32_t state;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* ---- encodings ---- */

static void add_base64(struct buffer *out, struct text text, size_t line, const char *below)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		bits = bits << 8 | (unsigned char)text.ptr[i];
		for (int left = i % 3 == 2 ? 2 : 1; left > 0; left--, count++) {
			int shift = i % 3 == 0 ? 2 : i % 3 == 1 ? 4 : left == 2 ? 6 : 0;

			if (line && count && count % line == 0)
				buffer_string(out, below);
			buffer_byte(out, digits[bits >> shift & 63]);
		}
	}
}

static void add_each(struct buffer *out, struct text text, const char *form, uint32_t share)
{
	for (size_t i = 0; i < text.len; i++)
		if (draw(share) == 0)
			buffer_printf(out, form, (unsigned char)text.ptr[i]);
		else
			buffer_byte(out, text.ptr[i]);
}

/* In literals that a program puts together. */
static void add_joined(struct buffer *out, struct text text, const char *joint)
{
	size_t at = 0, len;

	buffer_byte(out, '"');
	for (; at < text.len; at += len) {
		len = 4 + draw(12);
		buffer_add(out, text_slice(text, at, at + len));
		if (at + len < text.len)
			buffer_string(out, joint);
	}
	buffer_byte(out, '"');
}

/* Soft line ends as an encoder puts them. */
static void add_quoted(struct buffer *out, struct text text)
{
	size_t start = out->len;

	for (uint32_t i = draw(90); i > 0; i--)
		buffer_byte(out, out->len - start == 75 ? '\n' : 'w');
	for (size_t i = 0, column = out->len - start; i < text.len; i++, column++) {
		if (column % 76 == 75)
			buffer_string(out, "=\n");
		buffer_printf(out, text.ptr[i] == '=' ? "=%02X" : "%c", (unsigned char)text.ptr[i]);
	}
}

static void add_form(struct buffer *out, struct text text, uint32_t form)
{
	static const char *const escapes[] = {
		"\\x%02x", "\\u%04x", "\\%03o", "%%%02X", "&#%d;", "&#x%x;"};
	static const char *const joints[] = {"\" + \"", "\" . \"", "\"\n  \"", "\\\n",
		"\" + // why\n\t\"", "' 'x", "\\\" + \\\"", "\" &\n(\""};
	static const char *const lines[] = {"\n", "\r\n", "\\n", "\n    ", "\n# ", "\n// "};

	if (form < OF(escapes))
		add_each(out, text, escapes[form], draw(2) ? 1 : 4);
	else if (form < OF(escapes) + OF(joints))
		add_joined(out, text, joints[form - OF(escapes)]);
	else if (form < OF(escapes) + OF(joints) + OF(lines))
		add_base64(
			out, text, 40 + draw(37) / 4 * 4, lines[form - OF(escapes) - OF(joints)]);
	else if (form == 20)
		add_quoted(out, text);
	else if (form == 21)
		add_each(out, text, "%02x", 1);
	else
		add_base64(out, text, 0, "");
}

enum { FORMS = 24 };

/* ---- texts ---- */

/* What the built-in rules find, by their own word. */
static struct text examples[MOST_EXAMPLES];
static size_t example_count;

static void add_words(struct buffer *out, uint32_t count)
{
	static const char *const words[] = {"value", "==", "command", "of", "the", "static",
		"return", "a = b;", "%d", "key", "&amp", "\\t", "curl -u", "token"};

	for (; count > 0; count--)
		buffer_printf(out, "%s ", words[draw(OF(words))]);
}

/* As a string has its lines: none of these escapes hides anything. */
static void add_row(struct buffer *out)
{
	static const char *const ends[] = {
		"\\n", "\\n", "\\n", "\\\"", "%0a", "=\n", "&lt;", "=0A"};
	const char *end = ends[draw(OF(ends))];

	for (uint32_t i = 1 + draw(draw(4) ? 60 : 140); i > 0; i--) {
		add_words(out, draw(draw(20) ? 9 : 20));
		if (draw(12) == 0)
			buffer_printf(out, "open_=%sabcdefghijklmnopqrst", end);
		buffer_string(out, end);
	}
}

static struct text draw_example(void)
{
	return examples[draw((uint32_t)example_count)];
}

/* As it stands, broken somewhere, with some of its white space wider. */
static void add_plain(struct buffer *out)
{
	struct text text = draw_example();
	size_t broken = draw((uint32_t)text.len + 1);

	for (size_t i = 0; i < text.len; i++) {
		bool wide = (text.ptr[i] == ' ' || text.ptr[i] == '\n') && draw(6) == 0;

		if (i == broken)
			buffer_byte(out, BREAK);

		for (uint32_t count = wide ? draw(draw(3) ? 20 : 600) : 1; count > 0; count--)
			buffer_byte(out, text.ptr[i]);
	}
}

static void add_hidden(struct buffer *out)
{
	static const char *const before[] = {"", "key = ", "the value that it has: ", "{\"a\": \""};
	struct buffer plain = {0}, made = {0};

	for (uint32_t i = draw(3); i > 0; i--)
		add_words(&plain, 1 + draw(8));
	buffer_string(&plain, before[draw(OF(before))]);
	buffer_add(&plain, text_slice(draw_example(), 0, LONGEST_HIDDEN));
	if (draw(2))
		add_words(&plain, 1 + draw(30));
	if (draw(4) == 0) {
		add_form(&made, buffer_text(&plain), draw(FORMS));
		buffer_clear(&plain);
		buffer_add(&plain, buffer_text(&made));
		buffer_clear(&made);
	}
	add_form(&made, buffer_text(&plain), draw(FORMS));
	if (made.len > 0) {
		size_t at = made.len / 4 + draw((uint32_t)made.len / 2 + 1);

		buffer_add(out, text_slice(buffer_text(&made), 0, at));
		buffer_byte(out, BREAK);
		buffer_add(out, text_slice(buffer_text(&made), at, made.len));
	}
	buffer_free(&plain);
	buffer_free(&made);
}

static void add_telling(struct buffer *out)
{
	static const char *const telling[] = {"\\x41", "%41", "&#65;", "=3D", "\\u0041", "&quot;"};

	buffer_string(out, telling[draw(OF(telling))]);
}

static void add_element(struct buffer *out)
{
	switch (draw(7)) {
	case 0:
		add_row(out);
		break;
	case 1:
	case 2:
		add_hidden(out);
		break;
	case 3:
		add_telling(out);
		break;
	case 4:
		add_plain(out);
		break;
	default:
		add_words(out, draw(6));
	}
}

static void write_text(struct buffer *out, uint32_t share)
{
	buffer_clear(out);
	for (int i = 0; i < LINES; i++) {
		if (draw(share) == 0)
			add_element(out);
		else
			add_words(out, draw(12));
		if (draw(8))
			buffer_printf(out, "%u\n", state >> 12);
	}
}

/* ---- edits ---- */

/* A break that is left, or any place. */
static size_t draw_break(struct text text)
{
	size_t at = draw((uint32_t)text.len), i = at;

	while (i < text.len && text.ptr[i] != BREAK)
		i++;
	return i < text.len ? i : at;
}

static void edit(struct buffer *out, struct text text)
{
	size_t at = draw(2) ? draw((uint32_t)text.len) : draw_break(text), from, to = at;

	if (draw(3) == 0)
		to += draw(MOST_CUT);
	else if (at < text.len && text.ptr[at] == BREAK)
		to++;
	buffer_add(out, text_slice(text, 0, at));
	if (draw(4) == 0)
		add_element(out);
	if (draw(4) == 0)
		add_telling(out);
	if (draw(8) == 0) {
		from = draw((uint32_t)text.len);
		buffer_add(out, text_slice(text, from, from + draw(9000)));
	}
	buffer_add(out, text_slice(text, to, text.len));
}

static void edit_some(struct buffer *out, struct buffer *room, struct text text)
{
	buffer_clear(out);
	edit(out, text);
	for (uint32_t i = draw(3); i > 0; i--) {
		buffer_clear(room);
		buffer_add(room, buffer_text(out));
		buffer_clear(out);
		edit(out, buffer_text(room));
	}
}

/* ---- what is found ---- */

struct spot {
	const struct rule *rule;
	size_t from, to;
};

static int compare_spots(const void *left, const void *right)
{
	const struct spot *a = left, *b = right;

	if (a->rule != b->rule)
		return strcmp(a->rule->id, b->rule->id);
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to < b->to ? -1 : a->to > b->to;
}

/* Each once, in the bytes. */
static size_t spots_of(
	struct spot spots[MOST_HITS], const struct scanner *scanner, const struct scan *scan)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < scan->hit_count && count < MOST_HITS; i++) {
		const struct hit *hit = &scan->hits[i];
		struct extent part = decoded_origin(scanner_views(scanner),
			(struct extent){hit->view, hit->secret_from, hit->secret_to});

		spots[count++] = (struct spot){hit->rule, part.from, part.to};
	}
	qsort(spots, count, sizeof(*spots), compare_spots);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare_spots(&spots[kept - 1], &spots[i]) != 0)
			spots[kept++] = spots[i];
	return kept;
}

struct both {
	struct scanning scanning;
	struct scanner *alone;
	size_t hidden, in_part;
};

static bool in_part(const struct scanner *scanner, struct text text)
{
	const struct part_list *parts = &scanner->parts;

	return parts->count > 1 ||
	       (parts->count == 1 && parts->items[0].to - parts->items[0].from < text.len);
}

static bool compare(struct both *both, struct text text)
{
	static struct spot spots[MOST_HITS], others[MOST_HITS];
	struct scanner *scanner = both->scanning.scanner;
	const struct scan *scan, *other;
	struct err err = {0};
	size_t count;

	scanner->parts.count = 0;
	seen_forget(&both->alone->seen);
	CU_ASSERT_FATAL(scan_text(scanner, text, &scan, &err) == 0);
	CU_ASSERT_FATAL(scan_text(both->alone, text, &other, &err) == 0);
	count = spots_of(spots, scanner, scan);
	if (in_part(scanner, text)) {
		both->in_part++;
		for (size_t i = 0; i < scan->hit_count; i++)
			both->hidden += scan->hits[i].view > 0;
	}
	return count == spots_of(others, both->alone, other) &&
	       memcmp(spots, others, count * sizeof(*spots)) == 0;
}

/* Nothing is found in what is encoded in it: else the next version is decoded as a whole. */
static void write_clean(struct both *both, struct buffer *out)
{
	uint32_t share = 20 + draw(60);

	do {
		write_text(out, share);
		CU_ASSERT(compare(both, buffer_text(out)));
	} while (!both->scanning.scanner->seen.kept.clean);
}

static void make_examples(struct scanning *scanning)
{
	example_count = 0;
	for (size_t i = 0; i < builtin_rules.count; i++) {
		const struct rule *rule = &builtin_rules.items[i];

		if (!rule->pattern)
			continue;
		for (size_t k = 0; rule->hit && rule->hit[k] && example_count < MOST_EXAMPLES; k++)
			examples[example_count++] = made(scanning, rule->hit[k]);
	}
}

static void test_edits(void)
{
	struct both both = {.hidden = 0};
	struct buffer before = {0}, after = {0}, room = {0};
	struct rules own = {rules, OF(rules)};
	struct scanning *scanning = &both.scanning;

	scanning->arena = arena_new();
	CU_ASSERT_FATAL(ruleset_open(&scanning->rules, true, &own, NULL, scanning->arena,
				&scanning->err) == 0);
	CU_ASSERT_FATAL(scanner_open(&scanning->scanner, scanning->rules, &scanning->err) == 0 &&
			scanner_open(&both.alone, scanning->rules, &scanning->err) == 0);
	make_examples(scanning);
	for (uint32_t round = 0; round < ROUNDS; round++) {
		char name[32];

		state = round + 1;
		scanning->rules->decode_depth = 1 + round % 4;
		snprintf(name, sizeof(name), "round %u", round);
		write_clean(&both, &before);
		for (int i = 0; i < EDITED; i++) {
			CHECK_ROW(name, compare(&both, buffer_text(&before)));
			edit_some(&after, &room, buffer_text(&before));
			CHECK_ROW(name, compare(&both, buffer_text(&after)));
		}
	}
	CHECK_ROW("decoded in parts", both.in_part > ROUNDS);
	CHECK_ROW("and hidden there", both.hidden > ROUNDS / 4);
	buffer_free(&before);
	buffer_free(&after);
	buffer_free(&room);
	scanner_close(both.alone);
	scanning_close(scanning);
}

/* Of two regions of a decoded view: a backslash that HTML hides begins a row of escapes in the first, which goes over all of both. */
static void test_regions(void)
{
	struct scanning scanning;
	struct buffer text = {0};

	CU_ASSERT_FATAL(scanning_open(&scanning, rules, OF(rules)));
	scanning.rules->decode_depth = 3;
	buffer_string(&text, "&#92;x41");
	for (int i = 0; i < 20; i++)
		buffer_string(&text, "\\n a row of words of no use");
	buffer_string(&text, "open_=\\nabcdefghijklmnopqrst");
	CHECK_ROW(
		"of one", count_rule(scanned(&scanning, buffer_text(&text)), "secrets/below") == 0);
	buffer_string(&text, " and words &#92;x41");
	CHECK_ROW("of the next",
		count_rule(scanned(&scanning, buffer_text(&text)), "secrets/below") == 0);
	buffer_string(&text, "open_=\\nabcdefghijklmnopqrst");
	CHECK_ROW("of its own",
		count_rule(scanned(&scanning, buffer_text(&text)), "secrets/below") == 1);
	buffer_free(&text);
	scanning_close(&scanning);
}

static void write_row(struct buffer *out, const char *begin, const char *end)
{
	for (int line = 0; line < 600; line++)
		buffer_printf(out, "return value == %d;\n", line);
	buffer_string(out, begin);
	for (int part = 0; part < 100; part++)
		buffer_string(out, "\\n a row of words of no use");
	buffer_printf(out, "%s\n", end);
	for (int line = 0; line < 600; line++)
		buffer_printf(out, "return value == 1%d;\n", line);
}

/* A row of escapes that is longer than any margin, between what begins it and what it makes: one of both is new. */
static void test_rows(void)
{
	static const char *const begins[] = {"", "\\x41", "\\x41"},
				 *const ends[] = {"open_=\\nabcdefghijklmnopqrst", "",
					 "open_=\\nabcdefghijklmnopqrst"};
	struct scanning scanning;

	CU_ASSERT_FATAL(scanning_open(&scanning, rules, OF(rules)));
	scanning.rules->decode_depth = 3;
	for (int first = 0; first < 2; first++)
		for (int i = first; i < 3; i += 2 - first) {
			struct buffer text = {0};

			write_row(&text, begins[i], ends[i]);
			CHECK_ROW(first ? "its end is new" : "its beginning is new",
				count_rule(scanned(&scanning, buffer_text(&text)),
					"secrets/below") == (i == 2));
			buffer_free(&text);
		}
	scanning_close(&scanning);
}

static const struct unit_test tests[] = {
	{"edits", test_edits},
	{"regions", test_regions},
	{"rows", test_rows},
};

UNIT_MAIN(tests)
