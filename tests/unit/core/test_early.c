/* SPDX-License-Identifier: Apache-2.0
 *
 * What is asked about commits while a history is read: whose check is prepared, what the check of secrets says is quiet, who may make use of it.
 */
#include "gate/early.h"

#include <unistd.h>

#include "gate/registry.h"
#include "gate/sizes.h"
#include "gate/template.h"
#include "unit.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

static const char own_rules[] =
	"rules:\n"
	"  - {id: secrets/own-word, severity: error, why: w, remedy: r, pattern: "
	"'\\bown_[a-z0-9]{20}\\b', keywords: [own_], hit: [x, z], miss: [y, v]}\n"
	"  - {id: secrets/own-bare, severity: note, why: w, remedy: r, pattern: "
	"'\\b[A-F]{6}[0-9]{14}\\b', hit: [x, z], miss: [y, v]}\n"
	"  - {id: secrets/own-gated, severity: error, why: w, remedy: r, pattern: "
	"'\\bN[0-9a-f]{32}\\b', keywords: [acme], hit: [x, z], miss: [y, v]}\n"
	"  - {id: secrets/own-far, severity: error, why: w, remedy: r, pattern: "
	"'(?s)BEGIN-[a-z]{8}\\n.*?END-[a-z]{8}\\n', keywords: [BEGIN-], hit: [x, z], miss: [y, "
	"v]}\n"
	"  - {id: secrets/own-slow, severity: error, why: w, remedy: r, pattern: "
	"'slow(?!x)(a+)+b', "
	"keywords: [slow], hit: [x, z], miss: [y, v]}\n";

struct all {
	struct arena *arena;
	char folder[64];
	struct policy policy;
	struct judge judge;
	struct early *early;
};

static void write_rules(const char *folder)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/own.yml", folder);
	file = fopen(path, "w");
	CU_ASSERT_FATAL(file != NULL && fputs(own_rules, file) >= 0 && fclose(file) == 0);
}

/* NULL for the built-in policy. */
static void open_all(struct all *all, const char *yaml)
{
	struct err err = {0};

	*all = (struct all){.arena = arena_new(), .folder = "/tmp/seamgate-test-XXXXXX"};
	CU_ASSERT_FATAL(all->arena && mkdtemp(all->folder));
	write_rules(all->folder);
	CU_ASSERT_EQUAL_FATAL(policy_read(&all->policy, yaml ? text_of(yaml) : (struct text){0},
				      "a test", all->arena, &err),
		0);
	all->judge = (struct judge){&all->policy, {.directory = all->folder}, true};
	all->early = early_start(&all->judge, NULL, 0, clock_now(), all->arena);
}

static void close_all(struct all *all)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/own.yml", all->folder);
	unlink(path);
	rmdir(all->folder);
	early_end(all->early);
	arena_free(all->arena);
}

#define HEAD "tree 0\nauthor A <a@example.org> 1 +0000\ncommitter C <c@example.org> 1 +0000\n\n"

struct row {
	const char *name, *source;
	bool quiet_built_in, quiet_own;
	bool in_hex;
};

/* The built-in rules, and those above alone. */
static const struct row rows[] = {
	{"words", HEAD "Fix the build\n\nIt was broken.\n", true, true, false},
	{"a word", HEAD "own_{{alnum_lower:20}}\n", true, false, false},
	{"no word", HEAD "made ABCDEF12345678901234\n", true, false, false},
	{"its keyword is elsewhere", HEAD "N{{hex:32}}\n", true, true, false},
	{"its keyword is here", "tree 0\nauthor acme <a> 1\n\nN{{hex:32}}\n", true, false, false},
	{"far", HEAD "BEGIN-aaaaaaaa\nmany\nlines\nEND-bbbbbbbb\n", true, false, false},
	{"a key", HEAD "use AKIA{{base32:16}}\n", false, true, false},
	{"a key for an author", "tree 0\nauthor AKIA{{base32:16}} <a> 1\n\nmade\n", false, true,
		false},
	{"encoded", "use AKIA{{base32:16}} here\n", false, true, true},
	{"a word, encoded", "use own_{{alnum_lower:20}} here\n", true, false, true},
	{"not to be told in time", HEAD "slow{{repeat:5000:a}}-b\n", true, false, false},
	{"words, encoded", "use nothing at all of them here\n", true, true, true},
	{"a mark is for who reports", HEAD "AKIA{{base32:16}} seamgate:allow\n", false, true,
		false},
};

static struct text in_hex(struct text plain, struct arena *arena)
{
	struct text out = {HEAD, sizeof(HEAD) - 1};

	for (size_t i = 0; i < plain.len; i++)
		out = text_of(arena_printf(
			arena, "%.*s%02x", (int)out.len, out.ptr, (unsigned char)plain.ptr[i]));
	return out;
}

static bool is_quiet(const struct all *all, const struct row *row)
{
	static const struct oid commit = {{1}};
	struct text made = {"", 0};
	struct err err = {0};

	CU_ASSERT_EQUAL_FATAL(
		template_expand(&made, text_of(row->source), text_of("early"), 0, all->arena, &err),
		0);
	return early_is_quiet(all->early, &commit, row->in_hex ? in_hex(made, all->arena) : made);
}

static void answers(void)
{
	struct all built_in, own;

	open_all(&built_in, NULL);
	open_all(&own, "version: 1\nchecks: {secrets: {rules: [own.yml]}}\n");
	CU_ASSERT_FATAL(built_in.early && own.early);
	for (size_t i = 0; i < OF(rows); i++) {
		CHECK_ROW(rows[i].name, is_quiet(&built_in, &rows[i]) == rows[i].quiet_built_in);
		CHECK_ROW(rows[i].name, is_quiet(&own, &rows[i]) == rows[i].quiet_own);
	}
	close_all(&own);
	close_all(&built_in);
}

/* What was prepared is one check's, and of one set of options. */
static void taken(void)
{
	const struct check *secrets = registry_find(text_of("secrets"));
	struct assignment other = {.check = registry_find(text_of("dependencies"))};
	struct assignment assignment = {.check = secrets}, second = {.check = secrets};
	const char *digest = NULL;
	struct all all;

	open_all(&all, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(all.early);
	for (size_t i = 0; i < all.policy.check_count; i++)
		if (all.policy.checks[i].check == secrets)
			digest = all.policy.checks[i].digest;
	CU_ASSERT(!early_take(all.early, &other, digest));
	CU_ASSERT(!early_take(all.early, &assignment, "of other options"));
	CU_ASSERT(!assignment.was_asked && !assignment.shared);
	CU_ASSERT(early_take(all.early, &assignment, digest));
	CU_ASSERT(assignment.was_asked && assignment.shared);
	CU_ASSERT(assignment.prepared.count > 0);
	CU_ASSERT(!early_take(all.early, &second, digest) && !second.was_asked);
	CU_ASSERT(!early_take(NULL, &second, digest));
	secrets->release(assignment.shared);
	close_all(&all);
}

static void nobody(void)
{
	static const char *const only[] = {"dependencies"};
	struct all all;

	open_all(&all, "version: 1\nchecks: {secrets: {enabled: false}}\n");
	CU_ASSERT_PTR_NULL(all.early);
	close_all(&all);
	open_all(&all, "version: 1\nchecks: {secrets: {rules: [none.yml]}}\n");
	CU_ASSERT_PTR_NULL(all.early);
	close_all(&all);
	open_all(&all, NULL);
	CU_ASSERT_PTR_NULL(early_start(&all.judge, only, 1, clock_now(), all.arena));
	close_all(&all);
	early_end(NULL);
}

/* Only of a commit, only to the check that was asked; it counts as one that is read. */
static void quiet_blobs(void)
{
	static const struct {
		const char *name;
		unsigned kind;
		uint16_t of_place;
		bool was_asked, is_quiet;
	} each[] = {
		{"quiet", BLOB_COMMIT, 300, true, true},
		{"not quiet", BLOB_COMMIT, 0, true, false},
		{"another check's", BLOB_COMMIT, 300, false, false},
		{"a file's mode", BLOB_FILE, MODE_FILE & UINT16_MAX, true, false},
		{"a link's mode", BLOB_SYMLINK, MODE_SYMLINK & UINT16_MAX, true, false},
		{"a tag", BLOB_TAG, 300, true, false},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < OF(each); i++) {
		const struct blob blob = {.kind = each[i].kind & BLOB_KIND,
			.is_single = 1,
			.place_count = 1,
			.place = {.path = &no_path, .quiet_bytes = each[i].of_place}};
		const struct change change = {
			.blobs = &blob, .blob_count = 1, .is_unmeasured = true};
		struct run_clock clock = {.sizes = sizes_new(&change, arena)};
		struct job_core core = {.clock = &clock, .was_asked = each[i].was_asked};
		struct check_job job = {.change = &change, .core = &core};
		struct reader *reader = NULL;
		struct err err = {0};
		size_t bytes;

		CU_ASSERT_FATAL(clock.sizes && reader_open(&reader, NULL, ".", NULL, &err) == 0);
		CHECK_ROW(each[i].name, job_is_quiet(&job, &blob, &bytes) == each[i].is_quiet);
		CHECK_ROW(each[i].name, !each[i].is_quiet || bytes == 300);
		CHECK_ROW(each[i].name, !each[i].is_quiet || sizes_sum(clock.sizes, reader) == 300);
		reader_close(reader);
	}
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{"answers", answers}, {"taken", taken}, {"nobody", nobody}, {"quiet blobs", quiet_blobs}};

UNIT_MAIN(tests)
