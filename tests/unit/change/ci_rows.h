/* SPDX-License-Identifier: Apache-2.0
 *
 * What a CI system's events and variables lead to, as rows against real repositories. History of the
 * origin:
 *
 *   m1 -- m2 -- m3 -- m4            main          v1: annotated tag of m4
 *          |     \-- merge12        refs/pull/12/merge of m3 and f2
 *          |     \-- merge13        refs/pull/13/merge of m3 and s1
 *          |-- f1 -- f2             feature, refs/pull/12/head
 *          |-- s1                   single, refs/pull/13/head
 *          |-- y1                   forced; before that push it was x1, which "all" still has
 */
#ifndef SEAMGATE_TESTS_CI_ROWS_H
#define SEAMGATE_TESTS_CI_ROWS_H

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
	"git clone -q --single-branch --no-tags --branch feature $url feature-only\n"
	/* init and fetch, as many systems do it */
	"git clone -q $url no-head; git -C no-head remote set-head origin -d\n"
	"git -C no-head checkout -q --detach origin/feature\n"
	"git clone -q $url names; cd names\n"
	"git tag $(git rev-parse --short=12 origin/feature~1) origin/feature; cd ..\n";

/* Names are given by commit subject, which the files' names are too. */
static const char list_ids[] = "cd origin\n"
			       "for name in m1 m2 m3 m4 f1 f2 s1 x1 y1 merge12 merge13\n"
			       "do echo $name $(git rev-list --all -1 --grep=^$name'$'); done\n"
			       "echo v1 $(git rev-parse v1)\n"
			       "echo f1-short $(git rev-parse --short=12 feature~1)\n"
			       "echo m3-short $(git rev-parse --short=12 main~1)\n";

struct row {
	const char *name, *clone;
	const char *json; /* of the event file; NULL: no such file */
	const char *env[12];
	/* expected */
	const char *source;      /* NULL: an error */
	const char *base, *head; /* names of ids */
	const char *label, *ref;
	const char *message, *remedy; /* of the error: both contain this */
	const char *tag;              /* or NULL */
	bool is_merge_event, net_only, nothing;
};

static struct scratch scratch;
static struct ids ids;

/* The row's variables, and GITHUB_EVENT_PATH where the row has none of its own. */
static inline const char **make_env(const struct row *row, char *event_path)
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

static inline void free_env(const char **env)
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

static inline void write_event(const struct row *row, const char *path)
{
	char *json = ids_expand(&ids, row->json);
	FILE *file = fopen(path, "w");

	if (!file || fputs(json, file) < 0 || fclose(file) != 0)
		exit(1);
	free(json);
}

static inline void check_error(const struct row *row, int result, const struct err *err)
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

static inline void check_range(const struct row *row, const struct range *range)
{
	if (row->nothing)
		return;
	CHECK_ROW(row->name, ids_match(&ids, row->base, &range->base));
	CHECK_ROW(row->name, ids_match(&ids, row->head, &range->head));
	CHECK_ROW(row->name, ids_match(&ids, row->tag ? row->tag : "zero", &range->tag));
	CHECK_ROW(row->name, range->net_only == row->net_only && !range->tree_only);
	CHECK_ROW(row->name, text_is(range->label, row->label));
	CHECK_ROW(row->name, row->ref ? range->ref_count == 1 && text_is(range->refs[0], row->ref)
				      : range->ref_count == 0);
}

static inline void check_row(const struct row *row)
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

#define CHECK_ROWS(rows)                                                 \
	for (size_t i_ = 0; i_ < sizeof(rows) / sizeof((rows)[0]); i_++) \
	check_row(&(rows)[i_])

static inline void begin(void)
{
	scratch = scratch_new(setup);
	ids.lines = scratch_run(&scratch, list_ids);
}

static inline void end(void)
{
	free(ids.lines);
	scratch_free(&scratch);
}

#endif
