/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"
#include "scratch.h"

#include "checks/secrets/scanners.h"
#include "gate/job.h"
#include "gate/registry.h"

/* The check's options as the core lays them out. */
struct chosen {
	struct text_list rules;
	int64_t decode_depth, archive_depth;
	struct text_list marks;
	bool added_marks;
};

struct prepared {
	struct arena *arena;
	struct findings findings;
	struct examined examined;
	void *shared;
	struct err err;
	int done;
};

static const struct check *secrets;
static struct scratch scratch;

static void save(const char *name, const char *content)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", scratch.folder, name);
	file = fopen(path, "wb");
	CU_ASSERT_FATAL(file != NULL);
	fputs(content, file);
	fclose(file);
}

static struct prepared prepare_for(const char *const *names, const struct change *change)
{
	struct prepared out = {.arena = arena_new()};
	struct policy_source source = {.directory = scratch.folder};
	struct job_core core = {.policy = &source};
	struct text items[4];
	struct chosen chosen = {.rules = {items, 0}};
	struct check_job job = {.options = &chosen,
		.arena = out.arena,
		.findings = &out.findings,
		.examined = &out.examined,
		.change = change,
		.core = &core};

	while (names[chosen.rules.count]) {
		items[chosen.rules.count] = text_of(names[chosen.rules.count]);
		chosen.rules.count++;
	}
	out.done = secrets->prepare(&job, &out.shared, &out.err);
	return out;
}

static struct prepared prepare(const char *const *names)
{
	return prepare_for(names, NULL);
}

static void finish(struct prepared *prepared)
{
	if (prepared->shared)
		secrets->release(prepared->shared);
	arena_free(prepared->arena);
}

#define RULE(id, pattern)                                                                        \
	"  - id: " id "\n    severity: error\n    why: w\n    remedy: r\n    pattern: '" pattern \
	"'\n    hit: [a, b]\n    miss: [a, b]\n"

/* Own rules are not compiled at once; which of them are is another matter where the change is not known to be small. */
static void test_small(void)
{
	static const struct {
		const char *name;
		struct change change;
		enum manner manner;
	} rows[] = {
		{"small", {.bytes = 1000}, MANNER_LIGHT},
		{"large", {.bytes = 100 << 20}, MANNER_ANCHORED},
		{"a history", {.is_unmeasured = true}, MANNER_ANCHORED},
	};
	static const char *const names[] = {"small.yml", NULL};

	save("small.yml",
		"rules:\n" RULE("secrets/small", "abc_[0-9]{5}") "    keywords: [abc_]\n");
	for (size_t i = 0; i < OF(rows); i++) {
		struct prepared prepared = prepare_for(names, &rows[i].change);

		CHECK_ROW(rows[i].name, prepared.done == 0);
		CHECK_ROW(rows[i].name, prepared.shared && scanners_try_light(prepared.shared));
		CHECK_ROW(rows[i].name,
			prepared.shared &&
				scanners_rules(prepared.shared)->manner == rows[i].manner);
		finish(&prepared);
	}
}

static void test_prepare(void)
{
	static const struct {
		const char *name;
		const char *names[4];
		int kind; /* of the error; 0: none */
		const char *message;
		bool builtin;
		size_t own;
	} rows[] = {
		{"built-in", {"builtin"}, 0, NULL, true, 0},
		{"own", {"own.yml"}, 0, NULL, false, 2},
		{"both", {"builtin", "own.yml"}, 0, NULL, true, 2},
		{"two files", {"own.yml", "more.yml"}, 0, NULL, false, 3},
		{"missing", {"builtin", "gone.yml"}, ERR_LOOK, "gone.yml is not there", false, 0},
		{"twice", {"own.yml", "own.yml"}, ERR_USAGE, "in two rules files", false, 0},
		{"taken", {"taken.yml"}, ERR_USAGE, "built-in rule's id", false, 0},
		{"no YAML", {"broken.yml"}, ERR_USAGE, "broken.yml:", false, 0},
		{"no pattern", {"pattern.yml"}, ERR_USAGE, "refused at byte", false, 0},
		{"other check", {"other.yml"}, ERR_USAGE, "other.yml:", false, 0},
	};
	char taken[512];

	CU_ASSERT_FATAL(builtin_plans.count > 0);
	save("own.yml", "rules:\n" RULE("secrets/own-one", "one_[0-9]{5}")
				RULE("secrets/own-two", "two_[0-9]{5}"));
	save("more.yml", "rules:\n" RULE("secrets/own-three", "three_[0-9]{5}"));
	save("broken.yml", "rules: [");
	save("pattern.yml", "rules:\n" RULE("secrets/own-four", "four_[0-9"));
	save("other.yml", "rules:\n" RULE("dependencies/own-five", "five_[0-9]{5}"));
	snprintf(taken, sizeof(taken), "rules:\n" RULE("%s", "x_[0-9]{5}"),
		builtin_plans.rules[0].id);
	save("taken.yml", taken);
	for (size_t i = 0; i < OF(rows); i++) {
		struct prepared prepared = prepare(rows[i].names);
		size_t expected = rows[i].own + (rows[i].builtin ? builtin_plans.count : 0);

		CHECK_ROW(rows[i].name, (int)prepared.err.kind == rows[i].kind);
		CHECK_ROW(rows[i].name, (prepared.done == 0) == (rows[i].kind == 0));
		if (rows[i].message)
			CHECK_ROW(rows[i].name,
				strstr(prepared.err.message, rows[i].message) != NULL);
		else
			CHECK_ROW(
				rows[i].name, prepared.examined.count == 1 &&
						      prepared.examined.items[0].count == expected);
		finish(&prepared);
	}
}

/* Many blobs in one job: what is in force for one is in force for the next. */
static void test_run(void)
{
	static const char *const names[] = {"own.yml", NULL};
	static const struct place place = {.path = &no_path};
	static const struct {
		const char *content;
		size_t findings;
	} rows[] = {
		{"refs/heads/one_12345", 1},
		{"refs/heads/none", 0},
		{"refs/heads/two_12345-one_54321", 2},
		{"", 0},
	};
	struct prepared prepared = prepare(names);
	struct run_clock clock = {0};
	struct job_core core = {.clock = &clock};
	struct blob blobs[OF(rows)];
	struct text texts[OF(rows)];
	const struct blob *items[OF(rows)];
	struct change change = {.is_scan = true};
	struct check_job job = {.arena = prepared.arena,
		.change = &change,
		.findings = &prepared.findings,
		.examined = &prepared.examined,
		.shared = prepared.shared,
		.core = &core,
		.blobs = {items, OF(rows)}};
	size_t expected = 0, bytes = 0;

	CU_ASSERT_FATAL(prepared.done == 0);
	CU_ASSERT_FATAL(reader_open(&core.reader, NULL, scratch.folder,
				&(struct limits){.max_blob_bytes = 1 << 20}, &prepared.err) == 0);
	for (size_t i = 0; i < OF(rows); i++) {
		texts[i] = text_of(rows[i].content);
		blobs[i] = (struct blob){.kind = BLOB_REF,
			.has_text = 1,
			.text = &texts[i],
			.places = &place,
			.place_count = 1};
		items[i] = &blobs[i];
		expected += rows[i].findings;
		bytes += texts[i].len;
	}
	CU_ASSERT(secrets->run(&job, &prepared.err) == 0);
	CU_ASSERT(prepared.findings.count == expected);
	for (size_t i = 0; i < prepared.examined.count; i++)
		if (strcmp(prepared.examined.items[i].name, "bytes") == 0)
			CU_ASSERT(prepared.examined.items[i].count == bytes);
	atomic_store(&clock.stopped, true);
	CU_ASSERT(secrets->run(&job, &prepared.err) == 0);
	CU_ASSERT(prepared.findings.count == expected);
	reader_close(core.reader);
	finish(&prepared);
}

static const struct unit_test tests[] = {
	{"prepare", test_prepare},
	{"small", test_small},
	{"run", test_run},
};

int main(void)
{
	int failed;

	secrets = registry_find(text_of("secrets"));
	if (!secrets)
		return 1;
	scratch = scratch_new("");
	failed = unit_run(tests, OF(tests), __FILE__);
	scratch_free(&scratch);
	return failed;
}
