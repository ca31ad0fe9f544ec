/* SPDX-License-Identifier: Apache-2.0
 *
 * Where base and head come from without a CI system: flags, environment, upstream branch, usual
 * branches. Clones of one origin that differ in what they know:
 *
 *   tracking   on feature, which tracks origin/feature; origin/HEAD is main
 *   usual      on feature, no upstream, origin/main but no origin/HEAD
 *   local      on feature, no remote, but a branch main
 *   detached   as local, HEAD detached
 *   alone      on topic, which is the only branch
 *   tip        on main, no remote, nothing else
 */
#include "gate/change/request.h"
#include "ids.h"

static const char setup[] =
	"git init -q origin; cd origin; commit m1; commit m2\n"
	"git checkout -qb feature; commit f1; git checkout -q main; commit m3; cd ..\n"
	"git clone -q origin tracking; cd tracking; git checkout -q feature; commit f2; cd ..\n"
	"git clone -q origin usual; cd usual; git checkout -q --no-track -b feature "
	"origin/feature\n"
	"commit f2; git branch -qD main; git remote set-head origin -d; cd ..\n"
	"git clone -q usual local; cd local; git fetch -q ../origin main:main\n"
	"git remote rm origin; cd ..\n"
	"git clone -q local detached; cd detached; git fetch -q ../origin main:main\n"
	"git remote rm origin; git checkout -q --detach; cd ..\n"
	"git init -q alone; cd alone; git checkout -qb topic; commit a1; cd ..\n"
	"git init -q tip; cd tip; commit t1; commit t2; cd ..\n"
	"git init -q unborn\n";

static const char list_ids[] =
	"for name in m1 m2 m3 f1; do echo $name $(git -C origin rev-list --all -1 "
	"--grep=^$name'$'); done\n"
	"echo f2 $(git -C usual rev-parse HEAD)\n"
	"echo t2 $(git -C tip rev-parse HEAD)\necho t1 $(git -C tip rev-parse HEAD~1)\n"
	"echo a1 $(git -C alone rev-parse HEAD)\n";

struct row {
	const char *name, *clone, *base_flag, *head_flag;
	const char *env[4];
	/* expected */
	const char *base, *head, *source, *ref;
	const char *message, *remedy;
	enum err_kind kind;
};

static struct scratch scratch;
static struct ids ids;

static void check_range(
	const struct row *row, const struct range *range, const struct origin *origin)
{
	CHECK_ROW(row->name, ids_match(&ids, row->base, &range->base));
	CHECK_ROW(row->name, ids_match(&ids, row->head, &range->head));
	CHECK_ROW(row->name, strcmp(origin->source, row->source) == 0);
	CHECK_ROW(row->name, !origin->is_merge_event && !origin->nothing);
	CHECK_ROW(row->name, range->ref_count == (row->ref ? 1 : 0));
	if (range->ref_count && row->ref)
		CHECK_ROW(row->name, text_is(range->refs[0], row->ref));
}

static void check_row(const struct row *row)
{
	char *clone = scratch_path(&scratch, row->clone);
	char *base = row->base_flag ? ids_expand(&ids, row->base_flag) : NULL;
	char *entries[5] = {NULL};
	const char *shown[5] = {NULL};
	struct environment env = {shown};
	struct request request = {base, row->head_flag, &env};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct repo *repo = NULL;
	struct origin origin;
	struct range range;
	int result;

	for (size_t i = 0; i < 4 && row->env[i]; i++)
		shown[i] = entries[i] = ids_expand(&ids, row->env[i]);
	if (repo_open(&repo, clone, &err) < 0)
		scratch_fail(err.message);
	result = request_range(&range, &origin, &request, repo, arena, &err);
	CHECK_ROW(row->name, result == (row->kind == ERR_NONE ? 0 : -1) && err.kind == row->kind);
	CHECK_ROW(row->name, !row->message || strstr(err.message, row->message));
	CHECK_ROW(row->name, !row->remedy || strstr(err.remedy, row->remedy));
	if (err.kind != row->kind || (row->message && !strstr(err.message, row->message)))
		fprintf(stderr, "got \"%s\" \"%s\"\n", err.message, err.remedy);
	if (result == 0 && row->kind == ERR_NONE)
		check_range(row, &range, &origin);
	for (size_t i = 0; i < 4; i++)
		free(entries[i]);
	repo_close(repo);
	arena_free(arena);
	free(base);
	free(clone);
}

#define CHECK_ROWS(rows)                                                 \
	for (size_t i_ = 0; i_ < sizeof(rows) / sizeof((rows)[0]); i_++) \
	check_row(&(rows)[i_])

#define FEATURE "refs/heads/feature"

static void named(void)
{
	static const struct row rows[] = {
		{.name = "flags",
			.clone = "tracking",
			.base_flag = "main~1",
			.head_flag = "main",
			.base = "m2",
			.head = "m3",
			.source = "flags",
			.ref = "refs/heads/main"},
		{.name = "the head is HEAD",
			.clone = "tracking",
			.base_flag = "main",
			.base = "m3",
			.head = "f2",
			.source = "flags",
			.ref = FEATURE},
		{.name = "a head that is no branch",
			.clone = "tracking",
			.base_flag = "main~2",
			.head_flag = "main~1",
			.base = "m1",
			.head = "m2",
			.source = "flags"},
		{.name = "an id",
			.clone = "tracking",
			.base_flag = "{{m1}}",
			.base = "m1",
			.head = "f2",
			.source = "flags",
			.ref = FEATURE},
		{.name = "zeros: everything is new",
			.clone = "tracking",
			.base_flag = "{{zero}}",
			.base = "zero",
			.head = "f2",
			.source = "flags",
			.ref = FEATURE},
		{.name = "the environment",
			.clone = "tracking",
			.env = {"SEAMGATE_BASE={{m1}}", "SEAMGATE_HEAD=main"},
			.base = "m1",
			.head = "m3",
			.source = "environment",
			.ref = "refs/heads/main"},
		{.name = "flags come first",
			.clone = "tracking",
			.base_flag = "{{m2}}",
			.head_flag = "HEAD",
			.env = {"SEAMGATE_BASE={{m1}}", "SEAMGATE_HEAD=main"},
			.base = "m2",
			.head = "f2",
			.source = "flags",
			.ref = FEATURE},
		{.name = "flags come before a CI system",
			.clone = "tracking",
			.base_flag = "{{m2}}",
			.env = {"GITHUB_ACTIONS=true"},
			.base = "m2",
			.head = "f2",
			.source = "flags",
			.ref = FEATURE},
		{.name = "the environment comes before a CI system",
			.clone = "tracking",
			.env = {"SEAMGATE_BASE={{m2}}", "GITHUB_ACTIONS=true"},
			.base = "m2",
			.head = "f2",
			.source = "environment",
			.ref = FEATURE},
		{.name = "an empty variable is not set",
			.clone = "tracking",
			.env = {"SEAMGATE_BASE="},
			.base = "f1",
			.head = "f2",
			.source = "upstream branch",
			.ref = FEATURE},
		{.name = "equal ends are a range",
			.clone = "tracking",
			.base_flag = "HEAD",
			.base = "f2",
			.head = "f2",
			.source = "flags",
			.ref = FEATURE},
	};

	CHECK_ROWS(rows);
}

static void refused(void)
{
	static const struct row rows[] = {
		{.name = "two dots",
			.clone = "tracking",
			.base_flag = "main..HEAD",
			.kind = ERR_USAGE,
			.message = "--base takes one revision",
			.remedy = "seamgate --base main --head HEAD"},
		{.name = "three dots",
			.clone = "tracking",
			.base_flag = "main...topic",
			.kind = ERR_USAGE,
			.remedy = "seamgate --base main --head topic"},
		{.name = "dots without an end",
			.clone = "tracking",
			.base_flag = "main..",
			.kind = ERR_USAGE,
			.remedy = "seamgate --base main --head HEAD"},
		{.name = "dots in a head",
			.clone = "tracking",
			.base_flag = "main",
			.head_flag = "a..b",
			.kind = ERR_USAGE,
			.message = "--head takes one revision"},
		{.name = "dots in the environment",
			.clone = "tracking",
			.env = {"SEAMGATE_BASE=a..b"},
			.kind = ERR_USAGE,
			.message = "SEAMGATE_BASE takes one revision"},
		{.name = "an empty base",
			.clone = "tracking",
			.base_flag = "",
			.kind = ERR_USAGE,
			.message = "--base is empty"},
		{.name = "an empty head",
			.clone = "tracking",
			.head_flag = "",
			.kind = ERR_USAGE,
			.message = "--head is empty"},
		{.name = "no such base",
			.clone = "tracking",
			.base_flag = "nowhere",
			.kind = ERR_LOOK,
			.message = "nowhere"},
		{.name = "no such head",
			.clone = "tracking",
			.base_flag = "main",
			.head_flag = "nowhere",
			.kind = ERR_LOOK,
			.message = "nowhere"},
		{.name = "a base that is gone",
			.clone = "tracking",
			.base_flag = "{{gone}}",
			.kind = ERR_LOOK,
			.message = GONE},
		{.name = "a CI system without an event is no reason to guess",
			.clone = "tracking",
			.env = {"GITHUB_ACTIONS=true"},
			.kind = ERR_LOOK,
			.message = "GITHUB_EVENT_PATH is not set"},
	};

	CHECK_ROWS(rows);
}

static void upstream(void)
{
	static const struct row rows[] = {
		{.name = "the upstream branch",
			.clone = "tracking",
			.base = "f1",
			.head = "f2",
			.source = "upstream branch",
			.ref = FEATURE},
		{.name = "another head has another upstream: origin/HEAD",
			.clone = "tracking",
			.head_flag = "feature",
			.base = "m3",
			.head = "f2",
			.source = "usual branch",
			.ref = FEATURE},
		{.name = "origin/main",
			.clone = "usual",
			.base = "m3",
			.head = "f2",
			.source = "usual branch",
			.ref = FEATURE},
		{.name = "main",
			.clone = "local",
			.base = "m3",
			.head = "f2",
			.source = "usual branch",
			.ref = FEATURE},
		{.name = "main, HEAD detached",
			.clone = "detached",
			.base = "m3",
			.head = "f2",
			.source = "usual branch"},
		{.name = "nothing to compare with",
			.clone = "alone",
			.kind = ERR_LOOK,
			.message = "no base",
			.remedy = "seamgate --base REV"},
		{.name = "main is not compared with itself",
			.clone = "tip",
			.kind = ERR_LOOK,
			.message = "no base",
			.remedy = "seamgate --base REV"},
		{.name = "main is not compared with itself, as a head",
			.clone = "tip",
			.head_flag = "main",
			.kind = ERR_LOOK,
			.message = "no base"},
		{.name = "no commit at all",
			.clone = "unborn",
			.kind = ERR_LOOK,
			.message = "has no commits yet"},
		{.name = "an unknown CI system on a branch",
			.clone = "usual",
			.env = {"CI=true"},
			.base = "m3",
			.head = "f2",
			.source = "usual branch",
			.ref = FEATURE},
		{.name = "an unknown CI system on the tip it would be compared with",
			.clone = "tracking",
			.head_flag = "origin/main",
			.env = {"CI=true"},
			.kind = ERR_LOOK,
			.message = "the CI system is not known",
			.remedy = "seamgate --base REV"},
		{.name = "no CI system on the tip it would be compared with",
			.clone = "tracking",
			.head_flag = "origin/main",
			.env = {"CI=false"},
			.base = "m3",
			.head = "m3",
			.source = "usual branch"},
	};

	CHECK_ROWS(rows);
}

static void variables(void)
{
	static const char *const entries[] = {"A=1", "AB=2", "EMPTY=", "TWICE==x", "NOVALUE", NULL};
	static const struct {
		const char *name, *value;
	} rows[] = {
		{"A", "1"},
		{"AB", "2"},
		{"B", NULL},
		{"EMPTY", NULL},
		{"TWICE", "=x"},
		{"NOVALUE", NULL},
		{"ABC", NULL},
	};
	struct environment env = {entries};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *value = environment_get(&env, rows[i].name);

		CHECK_ROW(rows[i].name, (value != NULL) == (rows[i].value != NULL));
		if (value && rows[i].value)
			CHECK_ROW(rows[i].name, strcmp(value, rows[i].value) == 0);
	}
}

static void begin(void)
{
	scratch = scratch_new(setup);
	ids.lines = scratch_run(&scratch, list_ids);
}

static void end(void)
{
	free(ids.lines);
	scratch_free(&scratch);
}

static const struct unit_test tests[] = {
	{"(the repositories)", begin},
	{"variables", variables},
	{"named", named},
	{"refused", refused},
	{"upstream", upstream},
	{"(clean up)", end},
};

UNIT_MAIN(tests)
