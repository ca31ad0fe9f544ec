/* SPDX-License-Identifier: Apache-2.0
 *
 * Versions of a file out of packs of several shapes: a scanner that is told by the deltas what a version has of the one before, and holds that where it lies, finds
 * what one finds that has seen nothing before.
 */
#include "scanning.h"

#include "change/fixture.h"
#include "checks/secrets/scan_parts.h"
#include "gate/job.h"

enum { LINES = 1500, VERSIONS = 60, LONGEST = 200, KINDS = 9 };

static const char *const near_keywords[] = {"acme", NULL};

static const struct rule rules[] = {
	{.id = "secrets/bounded", .pattern = "\\bbnd_[a-z0-9]{20,40}"},
	{.id = "secrets/near", .pattern = "\\bN[0-9a-f]{32}\\b", .keywords = near_keywords},
};

static uint32_t state;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* ---- versions ---- */

static void add_wide(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		buffer_byte(out, *text);
		buffer_byte(out, '\0');
	}
}

/* What a line may hide, or how it may mislead about the bytes beside it. */
static void add_kind(struct buffer *out, uint32_t kind)
{
	static const char *const kinds[KINDS] = {"bnd_0123456789abcdefghij", "acme",
		"N0123456789abcdef0123456789abcdef", "%62nd_0123456789abcdefghij",
		"\x1b[32mbnd_0123456789abcdefghij\x1b[0m", "\x1b", "\x1b["};

	if (kind == KINDS - 2)
		buffer_byte(out, '\0');
	else if (kind == KINDS - 1)
		add_wide(out, "bnd_0123456789abcdefghij ");
	else
		buffer_string(out, kinds[kind]);
}

/* Kinds are 1 and more; 0 is a plain line. */
struct line {
	uint32_t number, kind;
};

static void put_lines(struct buffer *out, const struct line lines[LINES])
{
	buffer_clear(out);
	for (size_t i = 0; i < LINES; i++) {
		buffer_printf(out, "%u: return value == %u;", lines[i].number, lines[i].number % 7);
		if (lines[i].kind)
			add_kind(out, lines[i].kind - 1);
		buffer_byte(out, '\n');
	}
}

/* Most of what is odd goes again; now and then a stretch is repeated, or changes places with itself turned round. */
static void change(struct line lines[LINES], uint32_t version)
{
	for (size_t i = 0; i < LINES; i++)
		if (lines[i].kind && draw(3) == 0)
			lines[i].kind = 0;
	for (uint32_t i = draw(4); i > 0; i--)
		lines[draw(LINES)].number = 10000 * version + i;
	if (draw(2))
		lines[draw(LINES)].kind = 1 + draw(KINDS);
	if (draw(4) == 0)
		memmove(lines + draw(LINES / 2), lines + draw(LINES / 2),
			LINES / 3 * sizeof(*lines));
}

static bool save(const struct fixture *fixture, int version, struct text text)
{
	char name[LONGEST];
	FILE *file;
	bool done;

	snprintf(name, sizeof(name), "%s/r/v%02d", fixture->folder, version);
	file = fopen(name, "wb");
	done = file && fwrite(text.ptr, 1, text.len, file) == text.len;
	return file && fclose(file) == 0 && done;
}

static bool save_versions(const struct fixture *fixture)
{
	static struct line lines[LINES];
	struct buffer text = {0};
	bool done = true;

	state = 7;
	for (uint32_t i = 0; i < LINES; i++)
		lines[i] = (struct line){i, 0};
	for (int version = 0; version < VERSIONS; version++) {
		put_lines(&text, lines);
		done = done && save(fixture, version, buffer_text(&text));
		change(lines, (uint32_t)version + 1);
	}
	buffer_free(&text);
	return done;
}

static bool read_ids(struct oid ids[VERSIONS], const struct fixture *fixture)
{
	FILE *file = fopen(fixture_path(fixture, "r/ids"), "r");
	char line[LONGEST];
	size_t count = 0;

	while (file && count < VERSIONS && fgets(line, sizeof(line), file))
		count += oid_parse(text_slice(text_of(line), 0, 40), &ids[count]);
	if (file)
		fclose(file);
	return count == VERSIONS;
}

/* ---- scans ---- */

struct trying {
	const char *name;
	struct scanning scanning;
	struct check_job job;
	struct job_core core;
	size_t held, told, hits;
};

static bool same(const struct scan *a, const struct scan *b)
{
	if (a->hit_count != b->hit_count || a->gap_count != b->gap_count)
		return false;
	for (size_t i = 0; i < a->hit_count; i++) {
		const struct hit *x = &a->hits[i], *y = &b->hits[i];

		if (x->rule != y->rule || (x->view == 0) != (y->view == 0) ||
			(x->view == 0 && x->match_from != y->match_from))
			return false;
	}
	return true;
}

static void try_one(struct trying *trying, const struct oid *oid)
{
	const struct path path = {.text = text_of("v")};
	const struct place place = {.path = &path, .commit = NO_COMMIT, .mode = MODE_FILE};
	const struct blob blob = {
		.kind = BLOB_FILE, .oid = *oid, .places = &place, .place_count = 1};
	struct scanning *scanning = &trying->scanning;
	struct seen *seen = &scanning->scanner->seen;
	const struct scan *scan, *alone_scan;
	struct scanner *alone;
	struct text text;

	seen->told.count = 0;
	job_blob(&trying->job, &blob, &text);
	CU_ASSERT_FATAL(text.ptr != NULL);
	CU_ASSERT_FATAL(scanner_open(&alone, scanning->rules, &scanning->err) == 0);
	CU_ASSERT_FATAL(
		scan_content(scanning->scanner, &trying->job, text, &scan, &scanning->err) == 0);
	CU_ASSERT_FATAL(scan_text(alone, text, &alone_scan, &scanning->err) == 0);
	CHECK_ROW(trying->name, same(scan, alone_scan));
	trying->hits += scan->hit_count;
	trying->told += seen->told.count > 0;
	trying->held += seen->held != NULL;
	scanner_close(alone);
}

/* By turns forwards, backwards and across. Another thread may have the scanner after each. */
static void try_all(struct trying *trying, const struct oid ids[VERSIONS])
{
	for (size_t i = 0; i < VERSIONS; i++)
		try_one(trying, &ids[i]);
	scanner_settle(trying->scanning.scanner);
	CU_ASSERT_PTR_NULL(trying->scanning.scanner->seen.held);
	for (size_t i = VERSIONS; i-- > 0;)
		try_one(trying, &ids[i]);
	scanner_settle(trying->scanning.scanner);
	for (size_t i = 0; i < VERSIONS; i++)
		try_one(trying, &ids[i * 7 % VERSIONS]);
}

static const struct shape {
	const char *name, *repack;
	bool has_deltas;
} shapes[] = {
	{"whole", "--depth=0", false},
	{"siblings", "--depth=1 --window=100", true},
	{"short chains", "--depth=5 --window=10", true},
	{"one chain", "--depth=250 --window=2", true},
	{"as git does it", "", true},
};

static void try_shape(const struct shape *shape, const struct fixture *fixture, size_t cached_bytes)
{
	const struct limits limits = {
		.max_blob_bytes = UINT64_MAX, .cached_bytes = cached_bytes, .settles = false};
	struct trying trying = {.name = shape->name};
	struct oid ids[VERSIONS];
	struct change change = {.is_scan = true};
	struct repo *repo = NULL;
	struct err err = {0};

	CU_ASSERT_FATAL(repo_open(&repo, fixture_path(fixture, "r"), &err) == 0);
	CU_ASSERT_FATAL(reader_open(&trying.core.reader, repo, NULL, &limits, &err) == 0);
	CU_ASSERT_FATAL(scanning_open(&trying.scanning, rules, OF(rules)));
	CU_ASSERT_FATAL(read_ids(ids, fixture));
	trying.scanning.rules->decode_depth = 3;
	trying.job = (struct check_job){.core = &trying.core, .change = &change};
	try_all(&trying, ids);
	CHECK_ROW(shape->name, trying.hits > VERSIONS && trying.held > VERSIONS);
	CHECK_ROW(shape->name, shape->has_deltas == (trying.told >= 10));
	scanning_close(&trying.scanning);
	reader_close(trying.core.reader);
	repo_close(repo);
}

static void shapes_of_packs(void)
{
	static const size_t caches[] = {1, 200000, 8 << 20};

	for (size_t i = 0; i < OF(shapes); i++) {
		struct fixture fixture;

		if (fixture_start(&fixture, shapes[i].name, ":") && save_versions(&fixture)) {
			CHECK_ROW(shapes[i].name,
				fixture_sh(&fixture, "r",
					arena_printf(fixture.arena,
						"git hash-object -w v* >ids; git add v*; commit "
						"all; "
						"git repack -q -a -d -f %s; git prune-packed",
						shapes[i].repack)));
			for (size_t k = 0; k < OF(caches); k++)
				try_shape(&shapes[i], &fixture, caches[k]);
		}
		fixture_end(&fixture);
	}
}

static const struct unit_test tests[] = {
	{"shapes of packs", shapes_of_packs},
};

UNIT_MAIN(tests)
