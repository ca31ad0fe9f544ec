/* SPDX-License-Identifier: Apache-2.0
 *
 * Every row of the CI table against real repositories. History of the origin:
 *
 *   m1 -- m2 -- m3 -- m4            main          v1: annotated tag of m4
 *          |     \-- merge12        refs/pull/12/merge of m3 and f2
 *          |     \-- merge13        refs/pull/13/merge of m3 and s1
 *          |-- f1 -- f2             feature, refs/pull/12/head
 *          |-- s1                   single, refs/pull/13/head
 *          |-- y1                   forced; before that push it was x1, which "all" still has
 */
#include "gate/change/ci.h"
#include "ids.h"

static const char setup[] =
	"git init -q origin; cd origin\n"
	"commit m1; commit m2; git checkout -qb feature; commit f1; commit f2\n"
	"git checkout -qb single main; commit s1\n"
	"git checkout -qb forced main; commit x1; git tag x1; git reset -q --hard main; commit y1\n"
	"git checkout -q main; commit m3\n"
	"git checkout -q --detach; git merge -q --no-ff feature -m merge12; git tag merge12\n"
	"git update-ref refs/pull/12/merge HEAD; git update-ref refs/pull/12/head feature\n"
	"git checkout -q --detach main; git merge -q --no-ff single -m merge13; git tag merge13\n"
	"git update-ref refs/pull/13/merge HEAD; git update-ref refs/pull/13/head single\n"
	"git checkout -q main; commit m4\n"
	"git tag -a v1 -m 'what is new'\n"
	"cd ..; url=file://$PWD/origin\n"
	/* actions/checkout with fetch-depth 0 of refs/pull/12/merge */
	"git clone -q $url full; git -C full fetch -q origin refs/pull/12/merge\n"
	"git -C full checkout -q FETCH_HEAD\n"
	/* fetch-depth 2 and 1 */
	"for n in '2 12' '2 13' '1 13'; do set -- $n; git init -q depth$1-$2\n"
	"git -C depth$1-$2 fetch -q --depth $1 $url refs/pull/$2/merge\n"
	"git -C depth$1-$2 checkout -q FETCH_HEAD; done\n"
	/* ref: the head's sha */
	"git clone -q $url head; git -C head checkout -q origin/feature\n"
	/* a push on top of the head that looks like its merge */
	"git clone -q $url lure; cd lure; git checkout -q --detach origin/main; commit evil\n"
	"git merge -q --no-ff -m lure origin/feature; cd ..\n"
	"git clone -q --branch main $url all\n"
	"git clone -q --single-branch --no-tags --branch main $url main-only\n"
	"git clone -q --single-branch --no-tags --branch feature $url feature-only\n";

/* Names are given by commit subject, which the files' names are too. */
static const char list_ids[] =
	"cd origin\n"
	"for name in m1 m2 m3 m4 f1 f2 s1 x1 y1 merge12 merge13\n"
	"do echo $name $(git rev-list --all -1 --grep=^$name'$'); done\n"
	"echo v1 $(git rev-parse v1)\n";

struct row {
	const char *name, *clone;
	const char *json;          /* of the event file; NULL: no such file */
	const char *env[10];
	/* expected */
	const char *source;        /* NULL: an error */
	const char *base, *head;   /* names of ids */
	const char *label, *ref;
	const char *message, *remedy; /* of the error: both contain this */
	const char *tag;           /* or NULL */
	bool is_merge_event, net_only, nothing;
};

static struct scratch scratch;
static struct ids ids;

/* The row's variables, and GITHUB_EVENT_PATH where the row has none of its own. */
static const char **make_env(const struct row *row, char *event_path)
{
	const char **env = calloc(sizeof(row->env) / sizeof(row->env[0]) + 2, sizeof(*env));
	size_t count = 0;

	if (!env)
		exit(1);
	for (; count < sizeof(row->env) / sizeof(row->env[0]) && row->env[count]; count++)
		env[count] = ids_expand(&ids, row->env[count]);
	if (row->json) {
		struct buffer entry = {0};

		buffer_printf(&entry, "GITHUB_EVENT_PATH=%s", event_path);
		env[count++] = entry.ptr;
	}
	env[count] = NULL;
	return env;
}

static void free_env(const char **env)
{
	union {
		const char *given;
		char *mine;
	} entry;

	for (const char **at = env; *at; at++) {
		entry.given = *at;
		free(entry.mine);
	}
	free(env);
}

static void write_event(const struct row *row, const char *path)
{
	char *json = ids_expand(&ids, row->json);
	FILE *file = fopen(path, "w");

	if (!file || fputs(json, file) < 0 || fclose(file) != 0)
		exit(1);
	free(json);
}

static void check_error(const struct row *row, int result, const struct err *err)
{
	CHECK_ROW(row->name, result == -1);
	CHECK_ROW(row->name, err->kind == ERR_LOOK);
	CHECK_ROW(row->name, strstr(err->message, row->message) != NULL);
	CHECK_ROW(row->name, strchr(err->message, '\n') == NULL);
	if (!strstr(err->message, row->message))
		fprintf(stderr, "got \"%s\"\n", err->message);
	CHECK_ROW(row->name, !row->remedy || strstr(err->remedy, row->remedy) != NULL);
	if (row->remedy && !strstr(err->remedy, row->remedy))
		fprintf(stderr, "got remedy \"%s\"\n", err->remedy);
}

static void check_range(const struct row *row, const struct range *range)
{
	if (row->nothing)
		return;
	CHECK_ROW(row->name, ids_match(&ids, row->base, &range->base));
	CHECK_ROW(row->name, ids_match(&ids, row->head, &range->head));
	CHECK_ROW(row->name, ids_match(&ids, row->tag ? row->tag : "zero", &range->tag));
	CHECK_ROW(row->name, range->net_only == row->net_only && !range->tree_only);
	CHECK_ROW(row->name, text_is(range->label, row->label));
	CHECK_ROW(row->name, range->ref_count == 1 && text_is(range->refs[0], row->ref));
}

static void check_row(const struct row *row)
{
	char *event_path = scratch_path(&scratch, "event.json");
	char *clone = scratch_path(&scratch, row->clone);
	const char **entries = make_env(row, event_path);
	struct environment env = {entries};
	struct request request = {NULL, NULL, &env};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct repo *repo = NULL;
	struct range range;
	struct origin origin;
	int result;

	if (row->json)
		write_event(row, event_path);
	if (repo_open(&repo, clone, &err) < 0)
		scratch_fail(err.message);
	result = request_range(&range, &origin, &request, repo, arena, &err);
	if (!row->source) {
		check_error(row, result, &err);
	} else {
		CHECK_ROW(row->name, result == 0);
		if (result < 0)
			fprintf(stderr, "got \"%s\"\n", err.message);
	}
	if (row->source && result == 0) {
		CHECK_ROW(row->name, origin.source && strcmp(origin.source, row->source) == 0);
		CHECK_ROW(row->name, origin.is_merge_event == row->is_merge_event);
		CHECK_ROW(row->name, origin.nothing == row->nothing);
		CHECK_ROW(row->name, !row->nothing || origin.nothing_reason);
		check_range(row, &range);
	}
	repo_close(repo);
	arena_free(arena);
	free_env(entries);
	free(event_path);
	free(clone);
}

#define CHECK_ROWS(rows)                                                                           \
	for (size_t i_ = 0; i_ < sizeof(rows) / sizeof((rows)[0]); i_++)                           \
	check_row(&(rows)[i_])

#define GITHUB(event) "GITHUB_ACTIONS=true", "CI=true", "GITHUB_EVENT_NAME=" event
#define REPOSITORY "\"repository\":{\"full_name\":\"acme/shop\",\"default_branch\":\"main\"}"

/* A pull request's event as GitHub sends it, cut down to some of its fields. */
#define PULL(number, head, ref, base, commits)                                                     \
	"{\"action\":\"synchronize\",\"number\":" number ",\"pull_request\":{\"number\":" number   \
	",\"state\":\"open\",\"title\":\"Add a basket\",\"user\":{\"login\":\"ann\"},"             \
	"\"head\":{\"label\":\"ann:" ref "\",\"ref\":\"" ref "\",\"sha\":\"" head                  \
	"\",\"repo\":{\"full_name\":\"ann/shop\",\"fork\":true}},"                                 \
	"\"base\":{\"label\":\"acme:main\",\"ref\":\"main\",\"sha\":\"" base                       \
	"\",\"repo\":{\"full_name\":\"acme/shop\"}},\"merge_commit_sha\":null,\"draft\":false,"    \
	"\"commits\":" commits ",\"changed_files\":2}," REPOSITORY "}"

static void github_pull_request(void)
{
	static const struct row rows[] = {
		{.name = "the synthetic merge is checked out",
			.clone = "full",
			.json = PULL("12", "{{f2}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge12}}"},
			.source = "GitHub pull_request",
			.base = "m3",
			.head = "f2",
			.label = "pull request 12 (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "fetch-depth 2 and one commit",
			.clone = "depth2-13",
			.json = PULL("13", "{{s1}}", "single", "{{m3}}", "1"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge13}}"},
			.source = "GitHub pull_request",
			.base = "m3",
			.head = "merge13",
			.label = "pull request 13 (GitHub)",
			.ref = "refs/heads/single",
			.is_merge_event = true,
			.net_only = true},
		{.name = "fetch-depth 2 and two commits: left to change_read, which cannot",
			.clone = "depth2-12",
			.json = PULL("12", "{{f2}}", "feature", "{{m3}}", "2"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge12}}"},
			.source = "GitHub pull_request",
			.base = "m3",
			.head = "f2",
			.label = "pull request 12 (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "fetch-depth 1",
			.clone = "depth1-13",
			.json = PULL("13", "{{s1}}", "single", "{{m3}}", "1"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge13}}"},
			.message = "(.pull_request.head.sha) is not in this clone",
			.remedy = "\"fetch-depth: 0\""},
		{.name = "the head is checked out",
			.clone = "head",
			.json = PULL("12", "{{f2}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge12}}"},
			.source = "GitHub pull_request",
			.base = "m2",
			.head = "f2",
			.label = "pull request 12 (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "a commit that only looks like the merge is checked out",
			.clone = "lure",
			.json = PULL("12", "{{f2}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge12}}"},
			.source = "GitHub pull_request",
			.base = "m2",
			.head = "f2",
			.label = "pull request 12 (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "the base is not here, its branch is",
			.clone = "head",
			.json = PULL("12", "{{f2}}", "feature", "{{gone}}", "2"),
			.env = {GITHUB("pull_request")},
			.source = "GitHub pull_request",
			.base = "m4",
			.head = "f2",
			.label = "pull request 12 (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "neither the base nor its branch is here",
			.clone = "feature-only",
			.json = PULL("12", "{{f2}}", "feature", "{{gone}}", "2"),
			.env = {GITHUB("pull_request")},
			.message = "commit " GONE " (.pull_request.base.sha) is not in this clone",
			.remedy = "git fetch origin " GONE},
		{.name = "the head is not here",
			.clone = "full",
			.json = PULL("12", "{{gone}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request"), "GITHUB_SHA={{merge12}}"},
			.message = "commit " GONE " (.pull_request.head.sha) is not in this clone",
			.remedy = "git fetch origin " GONE},
		{.name = "target: the base is checked out",
			.clone = "all",
			.json = PULL("12", "{{f2}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request_target"), "GITHUB_SHA={{m4}}"},
			.source = "GitHub pull_request_target",
			.base = "m2",
			.head = "f2",
			.label = "pull request 12 (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "target: the head was not fetched",
			.clone = "main-only",
			.json = PULL("12", "{{f2}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request_target"), "GITHUB_SHA={{m4}}"},
			.message = "(.pull_request.head.sha) is not in this clone",
			.remedy = "git fetch origin"},
		{.name = "no number",
			.clone = "head",
			.json = "{\"pull_request\":{\"head\":{\"sha\":\"{{f2}}\",\"ref\":\"feature\"},"
				"\"base\":{\"sha\":\"{{m2}}\"}}}",
			.env = {GITHUB("pull_request")},
			.source = "GitHub pull_request",
			.base = "m2",
			.head = "f2",
			.label = "pull request (GitHub)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "no head",
			.clone = "head",
			.json = "{\"pull_request\":{\"base\":{\"sha\":\"{{m2}}\"}}}",
			.env = {GITHUB("pull_request")},
			.message = ".pull_request.head.sha of the pull_request event is missing",
			.remedy = "--base REV --head REV"},
		{.name = "no base",
			.clone = "head",
			.json = "{\"pull_request\":{\"head\":{\"sha\":\"{{f2}}\",\"ref\":\"x\"}}}",
			.env = {GITHUB("pull_request")},
			.message = ".pull_request.base.sha of the pull_request event is missing"},
		{.name = "a revision in place of an id",
			.clone = "head",
			.json = PULL("12", "HEAD", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request")},
			.message = ".pull_request.head.sha is \"HEAD\", which is no object id"},
		{.name = "a head of zeros",
			.clone = "head",
			.json = PULL("12", "{{zero}}", "feature", "{{m2}}", "2"),
			.env = {GITHUB("pull_request")},
			.message = ".pull_request.head.sha"},
		{.name = "a base of zeros is no free pass",
			.clone = "feature-only",
			.json = PULL("12", "{{f2}}", "feature", "{{zero}}", "2"),
			.env = {GITHUB("pull_request")},
			.message = "(.pull_request.base.sha) is not in this clone"},
	};

	CHECK_ROWS(rows);
}

#define GROUP(head, base)                                                                          \
	"{\"action\":\"checks_requested\",\"merge_group\":{\"head_sha\":\"" head                   \
	"\",\"head_ref\":\"refs/heads/gh-readonly-queue/main/pr-12\",\"base_sha\":\"" base         \
	"\",\"base_ref\":\"refs/heads/main\",\"head_commit\":{\"message\":\"merge\"}}," REPOSITORY \
	"}"

static void github_merge_group(void)
{
	static const struct row rows[] = {
		{.name = "base and head",
			.clone = "full",
			.json = GROUP("{{merge12}}", "{{m3}}"),
			.env = {GITHUB("merge_group"), "GITHUB_SHA={{merge12}}", "GITHUB_BASE_REF="},
			.source = "GitHub merge_group",
			.base = "m3",
			.head = "merge12",
			.label = "merge group for main (GitHub)",
			.ref = "refs/heads/gh-readonly-queue/main/pr-12",
			.is_merge_event = true},
		{.name = "the base is not here, its branch is",
			.clone = "full",
			.json = GROUP("{{merge12}}", "{{gone}}"),
			.env = {GITHUB("merge_group"), "GITHUB_SHA={{merge12}}"},
			.source = "GitHub merge_group",
			.base = "m4",
			.head = "merge12",
			.label = "merge group for main (GitHub)",
			.ref = "refs/heads/gh-readonly-queue/main/pr-12",
			.is_merge_event = true},
		{.name = "fetch-depth 1",
			.clone = "depth1-13",
			.json = GROUP("{{merge13}}", "{{m3}}"),
			.env = {GITHUB("merge_group")},
			.message = "(.merge_group.base_sha) is not in this clone",
			.remedy = "\"fetch-depth: 0\""},
		{.name = "no merge group",
			.clone = "full",
			.json = "{}",
			.env = {GITHUB("merge_group")},
			.message = ".merge_group.head_sha of the merge_group event is missing"},
	};

	CHECK_ROWS(rows);
}

#define PUSH(ref, before, after, flags)                                                            \
	"{\"ref\":\"" ref "\",\"before\":\"" before "\",\"after\":\"" after "\"," flags            \
	",\"compare\":\"https://example.com/acme/shop\",\"commits\":[],"                           \
	"\"pusher\":{\"name\":\"ann\"}," REPOSITORY "}"
#define PLAIN   "\"created\":false,\"deleted\":false,\"forced\":false"
#define CREATED "\"created\":true,\"deleted\":false,\"forced\":false"
#define DELETED "\"created\":false,\"deleted\":true,\"forced\":false"
#define FORCED  "\"created\":false,\"deleted\":false,\"forced\":true"

static void github_push(void)
{
	static const struct row rows[] = {
		{.name = "a plain push",
			.clone = "all",
			.json = PUSH("refs/heads/main", "{{m3}}", "{{m4}}", PLAIN),
			.env = {GITHUB("push"), "GITHUB_SHA={{m4}}"},
			.source = "GitHub push",
			.base = "m3",
			.head = "m4",
			.label = "push to refs/heads/main (GitHub)",
			.ref = "refs/heads/main"},
		{.name = "a new branch",
			.clone = "all",
			.json = PUSH("refs/heads/feature", "{{zero}}", "{{f2}}", CREATED),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.base = "m4",
			.head = "f2",
			.label = "push to refs/heads/feature (GitHub)",
			.ref = "refs/heads/feature"},
		{.name = "a new branch, without the flag",
			.clone = "all",
			.json = PUSH("refs/heads/feature", "{{zero}}", "{{f2}}", PLAIN),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.base = "m4",
			.head = "f2",
			.label = "push to refs/heads/feature (GitHub)",
			.ref = "refs/heads/feature"},
		{.name = "a new branch under an old name: what it was before does not count",
			.clone = "all",
			.json = PUSH("refs/heads/feature", "{{f1}}", "{{f2}}", CREATED),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.base = "m4",
			.head = "f2",
			.label = "push to refs/heads/feature (GitHub)",
			.ref = "refs/heads/feature"},
		{.name = "the first push of the default branch: all is new",
			.clone = "all",
			.json = PUSH("refs/heads/main", "{{zero}}", "{{m4}}", CREATED),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.base = "zero",
			.head = "m4",
			.label = "push to refs/heads/main (GitHub)",
			.ref = "refs/heads/main"},
		{.name = "a deletion",
			.clone = "all",
			.json = PUSH("refs/heads/old", "{{m3}}", "{{zero}}", DELETED),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.nothing = true},
		{.name = "a deletion that has a head",
			.clone = "all",
			.json = PUSH("refs/heads/old", "{{m3}}", "{{m4}}", DELETED),
			.env = {GITHUB("push")},
			.message = ".deleted contradicts .after"},
		{.name = "forced, the old tip is here",
			.clone = "all",
			.json = PUSH("refs/heads/forced", "{{x1}}", "{{y1}}", FORCED),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.base = "x1",
			.head = "y1",
			.label = "push to refs/heads/forced (GitHub)",
			.ref = "refs/heads/forced"},
		{.name = "forced, the old tip is gone",
			.clone = "all",
			.json = PUSH("refs/heads/forced", "{{gone}}", "{{y1}}", FORCED),
			.env = {GITHUB("push")},
			.source = "GitHub push",
			.base = "m4",
			.head = "y1",
			.label = "push to refs/heads/forced (GitHub)",
			.ref = "refs/heads/forced"},
		{.name = "forced on the default branch, the old tip is gone",
			.clone = "all",
			.json = PUSH("refs/heads/main", "{{gone}}", "{{m4}}", FORCED),
			.env = {GITHUB("push")},
			.message = "(.before) is not in this clone",
			.remedy = "git fetch origin " GONE},
		{.name = "the old tip is not here",
			.clone = "all",
			.json = PUSH("refs/heads/main", "{{gone}}", "{{m4}}", PLAIN),
			.env = {GITHUB("push")},
			.message = "(.before) is not in this clone",
			.remedy = "\"fetch-depth: 0\""},
		{.name = "the new tip is not here",
			.clone = "all",
			.json = PUSH("refs/heads/main", "{{m3}}", "{{gone}}", PLAIN),
			.env = {GITHUB("push")},
			.message = "(.after) is not in this clone"},
		{.name = "an annotated tag",
			.clone = "all",
			.json = PUSH("refs/tags/v1", "{{zero}}", "{{v1}}", CREATED),
			.env = {GITHUB("push"), "GITHUB_SHA={{m4}}"},
			.source = "GitHub push",
			.base = "m4",
			.head = "m4",
			.tag = "v1",
			.label = "push to refs/tags/v1 (GitHub)",
			.ref = "refs/tags/v1"},
		{.name = "a new branch, the default branch is not here",
			.clone = "feature-only",
			.json = PUSH("refs/heads/feature", "{{zero}}", "{{f2}}", CREATED),
			.env = {GITHUB("push")},
			.message = "the default branch main is not in this clone",
			.remedy = "\"fetch-depth: 0\""},
		{.name = "a new branch, the default branch is not said",
			.clone = "all",
			.json = "{\"ref\":\"refs/heads/feature\",\"before\":\"{{zero}}\","
				"\"after\":\"{{f2}}\"}",
			.env = {GITHUB("push")},
			.message = ".repository.default_branch",
			.remedy = "seamgate --base REV"},
		{.name = "a default branch with revision syntax in its name",
			.clone = "all",
			.json = "{\"ref\":\"refs/heads/feature\",\"before\":\"{{zero}}\","
				"\"after\":\"{{f2}}\",\"repository\":{\"default_branch\":\"main~1\"}}",
			.env = {GITHUB("push")},
			.message = "the default branch main~1 is not in this clone"},
		{.name = "no before",
			.clone = "all",
			.json = "{\"ref\":\"refs/heads/main\",\"after\":\"{{m4}}\"}",
			.env = {GITHUB("push")},
			.message = ".before of the push event is missing"},
		{.name = "no ref",
			.clone = "all",
			.json = "{\"before\":\"{{m3}}\",\"after\":\"{{m4}}\"}",
			.env = {GITHUB("push")},
			.message = ".ref of the push event is missing"},
	};

	CHECK_ROWS(rows);
}

static void github_other(void)
{
	static const struct row rows[] = {
		{.name = "a schedule on a branch",
			.clone = "all",
			.json = "{\"schedule\":\"0 4 * * *\"," REPOSITORY "}",
			.env = {GITHUB("schedule"), "GITHUB_SHA={{f2}}",
				"GITHUB_REF=refs/heads/feature"},
			.source = "GitHub event",
			.base = "m4",
			.head = "f2",
			.label = "schedule (GitHub)",
			.ref = "refs/heads/feature"},
		{.name = "a run by hand on the default branch's tip",
			.clone = "all",
			.json = "{\"inputs\":null,\"ref\":\"refs/heads/main\"," REPOSITORY "}",
			.env = {GITHUB("workflow_dispatch"), "GITHUB_SHA={{m4}}",
				"GITHUB_REF=refs/heads/main"},
			.message = "the run is on the default branch's tip itself",
			.remedy = "seamgate --base REV"},
		{.name = "the default branch is not said",
			.clone = "all",
			.json = "{}",
			.env = {GITHUB("release"), "GITHUB_SHA={{f2}}"},
			.message = ".repository.default_branch",
			.remedy = "seamgate --base REV"},
		{.name = "no GITHUB_SHA",
			.clone = "all",
			.json = "{" REPOSITORY "}",
			.env = {GITHUB("schedule")},
			.message = "GITHUB_SHA is not set"},
		{.name = "a head of zeros",
			.clone = "all",
			.json = "{" REPOSITORY "}",
			.env = {GITHUB("schedule"), "GITHUB_SHA={{zero}}"},
			.message = "(GITHUB_SHA) is not in this clone"},
	};

	CHECK_ROWS(rows);
}

static void github_file(void)
{
	char *missing = scratch_path(&scratch, "no-such-event.json");
	char *folder = scratch_path(&scratch, "origin");
	char *huge = scratch_path(&scratch, "huge.json");
	char *pipe = scratch_path(&scratch, "pipe.json");
	char entries[4][160];
	const struct row rows[] = {
		{.name = "no path",
			.clone = "all",
			.env = {GITHUB("push")},
			.message = "GITHUB_EVENT_PATH is not set"},
		{.name = "no such file",
			.clone = "all",
			.env = {GITHUB("push"), entries[0]},
			.message = "cannot read the event that GITHUB_EVENT_PATH names"},
		{.name = "a folder",
			.clone = "all",
			.env = {GITHUB("push"), entries[1]},
			.message = "it is no file"},
		{.name = "a huge file",
			.clone = "all",
			.env = {GITHUB("push"), entries[2]},
			.message = "it is over 25 MiB"},
		{.name = "a pipe that nobody writes to",
			.clone = "all",
			.env = {GITHUB("push"), entries[3]},
			.message = "it is no file"},
		{.name = "an empty file",
			.clone = "all",
			.json = "",
			.env = {GITHUB("push")},
			.message = "event.json:1:1: empty"},
		{.name = "broken JSON",
			.clone = "all",
			.json = "{\"before\": \"{{m3}}\",\n\"after\"",
			.env = {GITHUB("push")},
			.message = "event.json:2:8: expected ':'"},
		{.name = "a key twice",
			.clone = "all",
			.json = "{\"before\": \"{{m3}}\",\n \"before\": \"{{m4}}\"}",
			.env = {GITHUB("push")},
			.message = "event.json:2:2: duplicate key \"before\""},
		{.name = "no object",
			.clone = "all",
			.json = "[1, 2]",
			.env = {GITHUB("push")},
			.message = ".before of the push event is missing"},
		{.name = "no event name",
			.clone = "all",
			.json = "{}",
			.env = {"GITHUB_ACTIONS=true"},
			.message = "GITHUB_EVENT_NAME is not set"},
	};

	scratch_do(&scratch, "truncate -s 27000000 huge.json; mkfifo pipe.json");
	snprintf(entries[0], sizeof(entries[0]), "GITHUB_EVENT_PATH=%s", missing);
	snprintf(entries[1], sizeof(entries[1]), "GITHUB_EVENT_PATH=%s", folder);
	snprintf(entries[2], sizeof(entries[2]), "GITHUB_EVENT_PATH=%s", huge);
	snprintf(entries[3], sizeof(entries[3]), "GITHUB_EVENT_PATH=%s", pipe);
	CHECK_ROWS(rows);
	free(missing);
	free(folder);
	free(huge);
	free(pipe);
}

#define GITLAB       "GITLAB_CI=true", "CI=true", "CI_DEFAULT_BRANCH=main"
#define GITLAB_MERGE GITLAB, "CI_PIPELINE_SOURCE=merge_request_event", "CI_MERGE_REQUEST_IID=7",      \
	"CI_COMMIT_BEFORE_SHA=" ZERO, "CI_COMMIT_REF_NAME=feature"

static void gitlab_merge_request(void)
{
	static const struct row rows[] = {
		{.name = "a merge request",
			.clone = "head",
			.env = {GITLAB_MERGE, "CI_COMMIT_SHA={{f2}}",
				"CI_MERGE_REQUEST_DIFF_BASE_SHA={{m2}}"},
			.source = "GitLab merge request",
			.base = "m2",
			.head = "f2",
			.label = "merge request 7 (GitLab)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "merged results and merge trains",
			.clone = "full",
			.env = {GITLAB_MERGE, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA={{m3}}",
				"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA={{f2}}"},
			.source = "GitLab merged results",
			.base = "m3",
			.head = "f2",
			.label = "merge request 7 (GitLab)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "the target's commit is not here, its branch is",
			.clone = "full",
			.env = {GITLAB_MERGE, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA={{gone}}",
				"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA={{f2}}",
				"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main"},
			.source = "GitLab merged results",
			.base = "m4",
			.head = "f2",
			.label = "merge request 7 (GitLab)",
			.ref = "refs/heads/feature",
			.is_merge_event = true},
		{.name = "neither the target's commit nor its branch is here",
			.clone = "feature-only",
			.env = {GITLAB_MERGE, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA={{gone}}",
				"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA={{f2}}",
				"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main"},
			.message = "(CI_MERGE_REQUEST_TARGET_BRANCH_SHA) is not in this clone",
			.remedy = "GIT_DEPTH: \"0\""},
		{.name = "no source commit",
			.clone = "full",
			.env = {GITLAB_MERGE, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA={{m3}}"},
			.message = "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA is not set"},
		{.name = "no base",
			.clone = "head",
			.env = {GITLAB_MERGE, "CI_COMMIT_SHA={{f2}}"},
			.message = "CI_MERGE_REQUEST_DIFF_BASE_SHA is not set",
			.remedy = "--base REV"},
		{.name = "a base of zeros",
			.clone = "head",
			.env = {GITLAB_MERGE, "CI_COMMIT_SHA={{f2}}",
				"CI_MERGE_REQUEST_DIFF_BASE_SHA={{zero}}"},
			.message = "CI_MERGE_REQUEST_DIFF_BASE_SHA is all zeros"},
		{.name = "the base is not here",
			.clone = "feature-only",
			.env = {GITLAB_MERGE, "CI_COMMIT_SHA={{f2}}",
				"CI_MERGE_REQUEST_DIFF_BASE_SHA={{gone}}"},
			.message = "(CI_MERGE_REQUEST_DIFF_BASE_SHA) is not in this clone",
			.remedy = "GIT_DEPTH: \"0\""},
		{.name = "a variable that is no id",
			.clone = "head",
			.env = {GITLAB_MERGE, "CI_COMMIT_SHA=HEAD",
				"CI_MERGE_REQUEST_DIFF_BASE_SHA={{m2}}"},
			.message = "CI_COMMIT_SHA is \"HEAD\", which is no object id"},
	};

	CHECK_ROWS(rows);
}

static void gitlab_push(void)
{
	static const struct row rows[] = {
		{.name = "a push",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=push", "CI_COMMIT_REF_NAME=main",
				"CI_COMMIT_BEFORE_SHA={{m3}}", "CI_COMMIT_SHA={{m4}}"},
			.source = "GitLab push",
			.base = "m3",
			.head = "m4",
			.label = "push to refs/heads/main (GitLab)",
			.ref = "refs/heads/main"},
		{.name = "the first push of a branch",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=push", "CI_COMMIT_REF_NAME=feature",
				"CI_COMMIT_BEFORE_SHA={{zero}}", "CI_COMMIT_SHA={{f2}}"},
			.source = "GitLab push",
			.base = "m4",
			.head = "f2",
			.label = "push to refs/heads/feature (GitLab)",
			.ref = "refs/heads/feature"},
		{.name = "the first push of the default branch",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=push", "CI_COMMIT_REF_NAME=main",
				"CI_COMMIT_BEFORE_SHA={{zero}}", "CI_COMMIT_SHA={{m4}}"},
			.source = "GitLab push",
			.base = "zero",
			.head = "m4",
			.label = "push to refs/heads/main (GitLab)",
			.ref = "refs/heads/main"},
		{.name = "the old tip is gone",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=push", "CI_COMMIT_REF_NAME=forced",
				"CI_COMMIT_BEFORE_SHA={{gone}}", "CI_COMMIT_SHA={{y1}}"},
			.message = "(CI_COMMIT_BEFORE_SHA) is not in this clone",
			.remedy = "git fetch origin " GONE},
		{.name = "a run by hand on a branch",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=web", "CI_COMMIT_REF_NAME=feature",
				"CI_COMMIT_BEFORE_SHA={{zero}}", "CI_COMMIT_SHA={{f2}}"},
			.source = "GitLab pipeline",
			.base = "m4",
			.head = "f2",
			.label = "web to refs/heads/feature (GitLab)",
			.ref = "refs/heads/feature"},
		{.name = "a triggered pipeline that says what was before",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=trigger", "CI_COMMIT_REF_NAME=main",
				"CI_COMMIT_BEFORE_SHA={{m3}}", "CI_COMMIT_SHA={{m4}}"},
			.source = "GitLab push",
			.base = "m3",
			.head = "m4",
			.label = "trigger to refs/heads/main (GitLab)",
			.ref = "refs/heads/main"},
		{.name = "a run by hand on the default branch's tip",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=web", "CI_COMMIT_REF_NAME=main",
				"CI_COMMIT_BEFORE_SHA={{zero}}", "CI_COMMIT_SHA={{m4}}"},
			.message = "the run is on the default branch's tip itself",
			.remedy = "seamgate --base REV"},
		{.name = "a tag",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=push", "CI_COMMIT_REF_NAME=v1",
				"CI_COMMIT_TAG=v1", "CI_COMMIT_BEFORE_SHA={{zero}}",
				"CI_COMMIT_SHA={{f2}}"},
			.source = "GitLab push",
			.base = "m4",
			.head = "f2",
			.label = "push to refs/tags/v1 (GitLab)",
			.ref = "refs/tags/v1"},
		{.name = "no default branch",
			.clone = "all",
			.env = {"GITLAB_CI=true", "CI_PIPELINE_SOURCE=push",
				"CI_COMMIT_REF_NAME=feature", "CI_COMMIT_BEFORE_SHA={{zero}}",
				"CI_COMMIT_SHA={{f2}}"},
			.message = "CI_DEFAULT_BRANCH does not name the default branch",
			.remedy = "seamgate --base REV"},
		{.name = "no pipeline source",
			.clone = "all",
			.env = {GITLAB, "CI_COMMIT_REF_NAME=feature",
				"CI_COMMIT_BEFORE_SHA={{zero}}", "CI_COMMIT_SHA={{f2}}"},
			.message = "CI_PIPELINE_SOURCE is not set"},
		{.name = "no ref",
			.clone = "all",
			.env = {GITLAB, "CI_PIPELINE_SOURCE=push"},
			.message = "CI_COMMIT_REF_NAME is not set"},
	};

	CHECK_ROWS(rows);
}

static void detection(void)
{
	static const struct {
		const char *name, *entries[4], *system;
	} rows[] = {
		{"nothing", {NULL}, NULL},
		{"GitHub", {"GITHUB_ACTIONS=true", NULL}, "GitHub"},
		{"GitLab", {"CI=true", "GITLAB_CI=true", NULL}, "GitLab"},
		{"another value", {"GITHUB_ACTIONS=false", NULL}, NULL},
		{"no value", {"GITHUB_ACTIONS=", NULL}, NULL},
		{"the end of a name", {"MY_GITHUB_ACTIONS=true", NULL}, NULL},
		{"the beginning of a name", {"GITHUB_ACTIONS_X=true", NULL}, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct environment env = {rows[i].entries};
		const struct ci_system *system = ci_detect(&env);

		CHECK_ROW(rows[i].name, (system != NULL) == (rows[i].system != NULL));
		if (system && rows[i].system)
			CHECK_ROW(rows[i].name, strcmp(system->name, rows[i].system) == 0);
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
	{"detection", detection},
	{"GitHub pull request", github_pull_request},
	{"GitHub merge group", github_merge_group},
	{"GitHub push", github_push},
	{"GitHub other events", github_other},
	{"GitHub event file", github_file},
	{"GitLab merge request", gitlab_merge_request},
	{"GitLab push", gitlab_push},
	{"(clean up)", end},
};

UNIT_MAIN(tests)
