/* SPDX-License-Identifier: Apache-2.0
 *
 * Every row of the pre-push table. The clone "work" of "origin", whose history is
 *
 *   m1 -- m2 -- m3              main        (origin/main, origin/HEAD)
 *          |-- o1               other       (origin/other)
 *          |-- f1 -- f2         feature     here only; v1: annotated tag of f2, l1: a plain one
 *          |-- x1 -- x2         forced      x1 is origin/forced; y1, a rewrite of it, is here only
 *   r1                          orphan      here only, without a common ancestor
 */
#include "gate/change/request.h"
#include "ids.h"

static const char setup[] =
	"git init -q --bare origin; git clone -q file://$PWD/origin work 2>/dev/null; cd work\n"
	"git checkout -qb main; commit m1; commit m2; commit m3; git push -q origin main\n"
	"git checkout -qb other main~1; commit o1; git push -q origin other\n"
	"git checkout -qb forced main~1; commit x1; git push -q origin forced\n"
	"git reset -q --hard main~1; commit y1\n"
	"git checkout -qb feature main~1; commit f1; commit f2\n"
	"git tag -a v1 -m first; git tag -a v2 -m second; git tag l1\n"
	"git tag -a deep -m deep v1 2>/dev/null; git tag content main:m1\n"
	"git remote set-head origin main\n"
	"git checkout -q --orphan orphan; git rm -qrf .; commit r1; git checkout -q feature\n"
	"git clone -q . ../lonely; git -C ../lonely remote rm origin\n";

static const char list_ids[] =
	"cd work\n"
	"for name in m1 m2 m3 o1 x1 y1 f1 f2 r1\n"
	"do echo $name $(git rev-list --all --reflog -1 --grep=^$name'$'); done\n"
	"for name in v1 v2 deep content; do echo $name $(git rev-parse refs/tags/$name); done\n";

struct expected {
	const char *base, *head, *tag, *label, *refs; /* refs joined by spaces */
};

struct row {
	const char *name, *input, *remote, *clone; /* clone NULL: work; remote NULL: origin */
	struct expected ranges[4];                 /* base NULL ends */
	const char *message;                       /* of an error, or NULL */
};

static struct scratch scratch;
static struct ids ids;

static void check_range(
	const struct row *row, const struct expected *expected, const struct range *range)
{
	struct buffer refs = {0};

	for (size_t i = 0; i < range->ref_count; i++) {
		buffer_string(&refs, i ? " " : "");
		buffer_add(&refs, range->refs[i]);
	}
	CHECK_ROW(row->name, ids_match(&ids, expected->base, &range->base));
	CHECK_ROW(row->name, ids_match(&ids, expected->head, &range->head));
	CHECK_ROW(row->name, ids_match(&ids, expected->tag ? expected->tag : "zero", &range->tag));
	CHECK_ROW(row->name, text_is(buffer_text(&refs), expected->refs));
	CHECK_ROW(row->name, !expected->label || text_is(range->label, expected->label));
	CHECK_ROW(row->name, !range->tree_only && !range->net_only);
	buffer_free(&refs);
}

static void check_result(
	const struct row *row, int result, const struct ranges *ranges, const struct err *err)
{
	size_t count = 0;

	if (row->message) {
		CHECK_ROW(row->name, result == -1 && err->kind == ERR_LOOK);
		CHECK_ROW(row->name, strstr(err->message, row->message) != NULL);
		if (!strstr(err->message, row->message))
			fprintf(stderr, "got \"%s\"\n", err->message);
		return;
	}
	CHECK_ROW(row->name, result == 0);
	if (result < 0) {
		fprintf(stderr, "got \"%s\"\n", err->message);
		return;
	}
	while (count < 4 && row->ranges[count].base)
		count++;
	CHECK_ROW(row->name, ranges->count == count);
	for (size_t i = 0; i < count && i < ranges->count; i++)
		check_range(row, &row->ranges[i], &ranges->items[i]);
}

struct opened {
	struct repo *repo;
	struct arena *arena;
};

static struct opened open_clone(const char *name)
{
	char *path = scratch_path(&scratch, name ? name : "work");
	struct opened opened = {NULL, arena_new()};
	struct err err = {0};

	if (!opened.arena || repo_open(&opened.repo, path, &err) < 0)
		scratch_fail(err.message);
	free(path);
	return opened;
}

static void close_clone(struct opened *opened)
{
	repo_close(opened->repo);
	arena_free(opened->arena);
}

static void check_row(const struct row *row)
{
	struct opened opened = open_clone(row->clone);
	char *input = ids_expand(&ids, row->input);
	struct ranges ranges = {0};
	struct err err = {0};
	int result = request_pre_push(&ranges, text_of(input),
		text_of(row->remote ? row->remote : "origin"), opened.repo, opened.arena, &err);

	free(input);
	check_result(row, result, &ranges, &err);
	close_clone(&opened);
}

static void lines(void)
{
	static const struct row rows[] = {
		{.name = "nothing to push", .input = ""},
		{.name = "an update",
			.input = "refs/heads/main {{m3}} refs/heads/main {{m1}}\n",
			.ranges = {{"m1", "m3", NULL, "refs/heads/main to origin",
				"refs/heads/main"}}},
		{.name = "an update, the last line feed is missing",
			.input = "refs/heads/main {{m3}} refs/heads/main {{m1}}",
			.ranges = {{"m1", "m3", NULL, NULL, "refs/heads/main"}}},
		{.name = "a new branch, the local ref as it was typed",
			.input = "HEAD {{f2}} refs/heads/feature {{zero}}\n",
			.ranges = {{"m3", "f2", NULL, NULL, "refs/heads/feature"}}},
		{.name = "a local ref without refs/ and with spaces",
			.input = ":/add the basket now {{f2}} refs/heads/feature {{zero}}\n",
			.ranges = {{"m3", "f2", NULL, NULL, "refs/heads/feature"}}},
		{.name = "a deletion", .input = "(delete) {{zero}} refs/heads/other {{o1}}\n"},
		{.name = "a deletion among others",
			.input = "(delete) {{zero}} refs/heads/other {{o1}}\n"
				 "refs/heads/main {{m3}} refs/heads/main {{m2}}\n",
			.ranges = {{"m2", "m3", NULL, NULL, "refs/heads/main"}}},
		{.name = "forced, the old tip is here",
			.input = "refs/heads/forced {{y1}} refs/heads/forced {{x1}}\n",
			.ranges = {{"x1", "y1", NULL, NULL, "refs/heads/forced"}}},
		{.name = "forced, the old tip is not here: as a new branch",
			.input = "refs/heads/forced {{y1}} refs/heads/forced {{gone}}\n",
			.ranges = {{"m3", "y1", NULL, NULL, "refs/heads/forced"}}},
		{.name = "a plain tag: as a branch",
			.input = "refs/tags/l1 {{f2}} refs/tags/l1 {{zero}}\n",
			.ranges = {{"m3", "f2", NULL, "refs/tags/l1 to origin", "refs/tags/l1"}}},
		{.name = "an annotated tag",
			.input = "refs/tags/v1 {{v1}} refs/tags/v1 {{zero}}\n",
			.ranges = {{"m3", "f2", "v1", NULL, "refs/tags/v1"}}},
		{.name = "a tag of a tag",
			.input = "refs/tags/deep {{deep}} refs/tags/deep {{zero}}\n",
			.ranges = {{"m3", "f2", "deep", NULL, "refs/tags/deep"}}},
		{.name = "a tag that is moved",
			.input = "refs/tags/v1 {{v1}} refs/tags/v1 {{v2}}\n",
			.ranges = {{"f2", "f2", "v1", NULL, "refs/tags/v1"}}},
		{.name = "several refs, in any order",
			.input = "refs/heads/forced {{y1}} refs/heads/forced {{x1}}\n"
				 "refs/heads/feature {{f2}} refs/heads/feature {{zero}}\n"
				 "refs/heads/main {{m3}} refs/heads/main {{m1}}\n",
			.ranges = {{"x1", "y1", NULL, NULL, "refs/heads/forced"},
				{"m3", "f2", NULL, NULL, "refs/heads/feature"},
				{"m1", "m3", NULL, NULL, "refs/heads/main"}}},
		{.name = "two names of one range",
			.input = "HEAD {{f2}} refs/heads/a {{zero}}\nHEAD {{f2}} refs/heads/b "
				 "{{zero}}\n",
			.ranges = {{"m3", "f2", NULL, NULL, "refs/heads/a refs/heads/b"}}},
		{.name = "a branch and an annotated tag of one range",
			.input = "HEAD {{f2}} refs/heads/a {{zero}}\nv1 {{v1}} refs/tags/v1 "
				 "{{zero}}\n",
			.ranges = {{"m3", "f2", "v1", NULL, "refs/heads/a refs/tags/v1"}}},
		{.name = "two annotated tags of one commit",
			.input =
				"v1 {{v1}} refs/tags/v1 {{zero}}\nv2 {{v2}} refs/tags/v2 {{zero}}\n"
				"f {{f2}} refs/heads/f {{zero}}\n",
			.ranges = {{"m3", "f2", "v1", NULL, "refs/tags/v1 refs/heads/f"},
				{"m3", "f2", "v2", NULL, "refs/tags/v2"}}},
		{.name = "no common ancestor with anything the remote has: all is new",
			.input = "orphan {{r1}} refs/heads/orphan {{zero}}\n",
			.ranges = {{"zero", "r1", NULL, NULL, "refs/heads/orphan"}}},
		{.name = "a clone that knows nothing of the remote: all is new",
			.input = "HEAD {{f2}} refs/heads/feature {{zero}}\n",
			.clone = "lonely",
			.ranges = {{"zero", "f2", NULL, NULL, "refs/heads/feature"}}},
		{.name = "a bare URL: all is new, and its password is not shown",
			.input = "HEAD {{f2}} refs/heads/feature {{zero}}\n",
			.remote = "https://ann:pass@word@example.com/acme/shop.git",
			.ranges = {{"zero", "f2", NULL,
				"refs/heads/feature to https://example.com/acme/shop.git",
				"refs/heads/feature"}}},
		{.name = "no remote",
			.input = "HEAD {{f2}} refs/heads/feature {{zero}}\n",
			.remote = "",
			.ranges = {{"zero", "f2", NULL, NULL, "refs/heads/feature"}}},
		{.name = "a remote with a pattern in its name",
			.input = "HEAD {{f2}} refs/heads/feature {{zero}}\n",
			.remote = "*",
			.ranges = {{"zero", "f2", NULL, NULL, "refs/heads/feature"}}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(&rows[i]);
}

static void refused_lines(void)
{
	static const struct row rows[] = {
		{.name = "garbage", .input = "hello\n", .message = "a missing field"},
		{.name = "three fields",
			.input = "refs/heads/main {{m3}} refs/heads/main\n",
			.message = "a missing field"},
		{.name = "no local ref",
			.input = "{{m3}} refs/heads/main {{m1}}\n",
			.message = "a missing field"},
		{.name = "an empty local ref",
			.input = " {{m3}} refs/heads/main {{m1}}\n",
			.message = "a missing field"},
		{.name = "two spaces", .input = "a {{m3}}  {{m1}}\n", .message = "a missing field"},
		{.name = "a space at the end",
			.input = "a {{m3}} refs/heads/main {{m1}} \n",
			.message = "a missing field"},
		{.name = "an empty line",
			.input = "a {{m3}} refs/heads/main {{m1}}\n\n",
			.message = "a missing field"},
		{.name = "carriage returns",
			.input = "a {{m3}} refs/heads/main {{m1}}\r\n",
			.message = "a control character"},
		{.name = "a tab",
			.input = "a\t{{m3}} refs/heads/main {{m1}}\n",
			.message = "a control character"},
		{.name = "a short id",
			.input = "a abcdef refs/heads/main {{m1}}\n",
			.message = "no object id"},
		{.name = "a cut off id",
			.input = "a {{m3}} refs/heads/main 0000000000000000000000000000000000000\n",
			.message = "no object id"},
		{.name = "a revision in place of an id",
			.input = "a HEAD refs/heads/main {{m1}}\n",
			.message = "no object id"},
		{.name = "letters that are no digits",
			.input = "a zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz refs/heads/main "
				 "{{m1}}\n",
			.message = "no object id"},
		{.name = "bad among good",
			.input = "a {{m3}} refs/heads/main {{m1}}\nb\n",
			.message = "a missing field"},
		{.name = "a commit that is not here",
			.input = "a {{gone}} refs/heads/main {{m1}}\n",
			.message = GONE},
		{.name = "a tag of a file",
			.input = "a {{content}} refs/tags/content {{zero}}\n",
			.message = "not a commit"},
		{.name = "a commit of 64 digits",
			.input = "a {{f2}}{{zero}} refs/heads/main {{zero}}\n",
			.message = "no object id"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(&rows[i]);
}

#define ZERO64 ZERO "000000000000000000000000"

static void one_line(void)
{
	static const struct {
		const char *name, *line;
		struct push_line fields;
		int result;
	} rows[] = {
		{"64 zeros", "(delete) " ZERO64 " refs/heads/x " ZERO64,
			{TEXT("(delete)"), TEXT(ZERO64), TEXT("refs/heads/x"), TEXT(ZERO64)}, 0},
		{"spaces", ":/fix the bug " GONE " refs/heads/x " ZERO,
			{TEXT(":/fix the bug"), TEXT(GONE), TEXT("refs/heads/x"), TEXT(ZERO)}, 0},
		{"upper case", "a " GONE " refs/heads/x DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD",
			{TEXT(""), TEXT(""), TEXT(""), TEXT("")}, -1},
		{"empty", "", {TEXT(""), TEXT(""), TEXT(""), TEXT("")}, -1},
		{"spaces alone", "       ", {TEXT(""), TEXT(""), TEXT(""), TEXT("")}, -1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct push_line line;
		struct err err = {0};
		int result = push_line_read(&line, text_of(rows[i].line), &err);

		CHECK_ROW(rows[i].name, result == rows[i].result);
		if (result < 0)
			continue;
		CHECK_ROW(rows[i].name, text_equal(line.local_ref, rows[i].fields.local_ref));
		CHECK_ROW(rows[i].name, text_equal(line.local_hex, rows[i].fields.local_hex));
		CHECK_ROW(rows[i].name, text_equal(line.remote_ref, rows[i].fields.remote_ref));
		CHECK_ROW(rows[i].name, text_equal(line.remote_hex, rows[i].fields.remote_hex));
	}
}

/* `count` lines whose local ref is `width` bytes; 64 zeros where the push is a deletion. */
static int push_many(size_t count, size_t width, struct ranges *ranges, struct err *err)
{
	struct opened opened = open_clone(NULL);
	struct buffer input = {0};
	int result;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < width; j++)
			buffer_byte(&input, 'a');
		buffer_string(&input, " " ZERO64 " refs/heads/x " GONE "\n");
	}
	result = request_pre_push(
		ranges, buffer_text(&input), text_of("origin"), opened.repo, opened.arena, err);
	buffer_free(&input);
	close_clone(&opened);
	return result;
}

static void limits(void)
{
	enum { OTHERS = 1 + 64 + 1 + 12 + 1 + 40 };
	static const struct {
		const char *name;
		size_t count, width;
		int result;
		const char *message;
	} rows[] = {
		{"10000 lines", 10000, 1, 0, NULL},
		{"10001 lines", 10001, 1, -1, "over 10000 refs"},
		{"a line of 4096 bytes", 1, 4096 - OTHERS, 0, NULL},
		{"a line of 4097 bytes", 1, 4097 - OTHERS, -1, "over 4096 bytes"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ranges ranges = {0};
		struct err err = {0};

		CHECK_ROW(rows[i].name,
			push_many(rows[i].count, rows[i].width, &ranges, &err) == rows[i].result);
		CHECK_ROW(rows[i].name, ranges.count == 0);
		if (rows[i].message)
			CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
	}
}

static bool is_hidden(const struct range *range, const char *name)
{
	for (size_t i = 0; i < range->hidden_count; i++)
		if (ids_match(&ids, name, &range->hidden[i]))
			return true;
	return false;
}

/* What the remote has already is not new, whichever of its branches has it. */
static void hidden(void)
{
	struct opened opened = open_clone(NULL);
	char *input = ids_expand(&ids, "HEAD {{f2}} refs/heads/feature {{zero}}\n"
				       "main {{m3}} refs/heads/main {{m1}}\n");
	struct ranges ranges = {0};
	struct err err = {0};
	int result = request_pre_push(
		&ranges, text_of(input), text_of("origin"), opened.repo, opened.arena, &err);

	CU_ASSERT(result == 0 && ranges.count == 2);
	for (size_t i = 0; i < ranges.count; i++) {
		CU_ASSERT(is_hidden(&ranges.items[i], "m3"));
		CU_ASSERT(is_hidden(&ranges.items[i], "o1"));
		CU_ASSERT(is_hidden(&ranges.items[i], "x1"));
		CU_ASSERT(!is_hidden(&ranges.items[i], "f2"));
		CU_ASSERT(!is_hidden(&ranges.items[i], "y1"));
	}
	free(input);
	close_clone(&opened);
}

/* What git itself hands to a hook, taken down by one and read here. */
static void real_hook(void)
{
	static const char push[] =
		"cd work; mkdir -p .git/hooks\n"
		"printf '#!/bin/sh\\ncat >>../lines\\n' >.git/hooks/pre-push\n"
		"chmod +x .git/hooks/pre-push; rm -f ../lines\n"
		"git push -q --dry-run origin HEAD:refs/heads/new v1 l1 HEAD~1:refs/heads/old "
		":refs/heads/other +forced\n"
		"rm .git/hooks/pre-push; cat ../lines\n";
	struct opened opened = open_clone(NULL);
	char *input = scratch_run(&scratch, push);
	struct ranges ranges = {0};
	struct err err = {0};
	bool found[3] = {false};
	int result = request_pre_push(
		&ranges, text_of(input), text_of("origin"), opened.repo, opened.arena, &err);

	CU_ASSERT(result == 0);
	CU_ASSERT(ranges.count == 3);
	for (size_t i = 0; i < ranges.count; i++) {
		const struct range *range = &ranges.items[i];

		found[0] |= ids_match(&ids, "f2", &range->head) &&
			    ids_match(&ids, "v1", &range->tag) && range->ref_count == 3;
		found[1] |=
			ids_match(&ids, "f1", &range->head) && ids_match(&ids, "m3", &range->base);
		found[2] |=
			ids_match(&ids, "y1", &range->head) && ids_match(&ids, "x1", &range->base);
	}
	CU_ASSERT(found[0] && found[1] && found[2]);
	free(input);
	close_clone(&opened);
}

#define PRE_COMMIT                                       \
	"PRE_COMMIT=1", "PRE_COMMIT_REMOTE_NAME=origin", \
		"PRE_COMMIT_REMOTE_URL=https://example.com/acme/shop.git"

static void framework(void)
{
	static const struct {
		struct row row;
		const char *env[8];
	} rows[] = {
		{{.name = "an update",
			 .ranges = {{"x1", "y1", NULL, "refs/heads/forced to origin",
				 "refs/heads/forced"}}},
			{PRE_COMMIT, "PRE_COMMIT_FROM_REF={{x1}}", "PRE_COMMIT_TO_REF={{y1}}",
				"PRE_COMMIT_REMOTE_BRANCH=refs/heads/forced",
				"PRE_COMMIT_LOCAL_BRANCH=refs/heads/forced"}},
		{{.name = "a push with a root commit: all is new",
			 .ranges = {{"zero", "r1", NULL, NULL, "refs/heads/orphan"}}},
			{PRE_COMMIT, "PRE_COMMIT_REMOTE_BRANCH=refs/heads/orphan",
				"PRE_COMMIT_LOCAL_BRANCH=refs/heads/orphan"}},
		{{.name = "the base is not here",
			 .ranges = {{"m3", "f2", NULL, NULL, "refs/heads/feature"}}},
			{PRE_COMMIT, "PRE_COMMIT_FROM_REF={{gone}}", "PRE_COMMIT_TO_REF={{f2}}",
				"PRE_COMMIT_REMOTE_BRANCH=refs/heads/feature"}},
		{{.name = "nothing that says what is pushed",
			 .message = "neither PRE_COMMIT_TO_REF nor PRE_COMMIT_LOCAL_BRANCH"},
			{PRE_COMMIT}},
		{{.name = "the head is not here", .message = GONE},
			{PRE_COMMIT, "PRE_COMMIT_FROM_REF={{x1}}", "PRE_COMMIT_TO_REF={{gone}}"}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct opened opened = open_clone(NULL);
		char *entries[9] = {NULL};
		const char *shown[9] = {NULL};
		struct environment env = {shown};
		struct ranges ranges = {0};
		struct err err = {0};
		int result;

		for (size_t j = 0; j < 8 && rows[i].env[j]; j++)
			shown[j] = entries[j] = ids_expand(&ids, rows[i].env[j]);
		result = request_pre_push_framework(&ranges, &env, opened.repo, opened.arena, &err);
		check_result(&rows[i].row, result, &ranges, &err);
		for (size_t j = 0; j < 8; j++)
			free(entries[j]);
		close_clone(&opened);
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
	{"lines", lines},
	{"refused lines", refused_lines},
	{"one line", one_line},
	{"limits", limits},
	{"hidden", hidden},
	{"a real hook", real_hook},
	{"the pre-commit framework", framework},
	{"(clean up)", end},
};

UNIT_MAIN(tests)
