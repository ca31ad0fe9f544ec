/* SPDX-License-Identifier: Apache-2.0
 *
 * The ids of all objects of a database, against those that git lists.
 */
#include <stdio.h>

#include "change/fixture.h"
#include "gate/change/listing.h"

#define STRAYS                                                                              \
	"put a one; commit 1; put a two; commit 2; git reset -q --hard HEAD~1; blob stray " \
	">/dev/null; "

static const struct row {
	const char *name, *script;
	const char *sub;     /* the repository that is read */
	const char *message; /* of the error that is due; NULL: none */
} rows[] = {
	{"loose", STRAYS, "r", NULL},
	{"no objects", "", "r", NULL},
	{"packed, unreached ones loose", STRAYS "git repack -q -a -d", "r", NULL},
	{"packed, unreached ones too", STRAYS "git repack -q -a -d -k", "r", NULL},
	{"twice", STRAYS "git repack -q -a -k", "r", NULL},
	{"several packs", STRAYS "git repack -q -d; put b b; commit 3; git repack -q -d", "r",
		NULL},
	{"a multi-pack-index",
		STRAYS
		"git repack -q -d; put b b; commit 3; git repack -q -d; git multi-pack-index write",
		"r", NULL},
	{"an alternate of an alternate",
		STRAYS "clone -s . ../s; cd ../s; git config user.name T; put own words; commit "
		       "own; clone -s . ../t; cd ../t; "
		       "git config user.name T; put more words; commit more",
		"t", NULL},
	{"a pack of another name, as git maintenance makes them",
		STRAYS "git maintenance run --task=loose-objects; git maintenance run "
		       "--task=loose-objects; ls .git/objects/pack/loose-*.pack >/dev/null",
		"r", NULL},
	{"a pack of any name",
		STRAYS "git repack -q -a -d -k; cd .git/objects/pack; mv pack-*.idx .x.idx; mv "
		       "pack-*.pack .x.pack",
		"r", NULL},
	{"a pack that is not in place yet", STRAYS ": >.git/objects/pack/.tmp-1-pack-x.pack", "r",
		NULL},
	{"a pipe in the place of an index",
		STRAYS "git repack -q -a -d; cd .git/objects/pack; rm -f pack-*.idx; mkfifo x.idx; "
		       "mv pack-*.pack x.pack",
		"r", "x.idx is no regular file"},
	{"a promisor's pack",
		STRAYS "git clone -q --bare --filter=blob:none \"file://$PWD\" ../p 2>/dev/null",
		"p", NULL},
	{"an unfinished file",
		STRAYS "mkdir -p .git/objects/ab; : >.git/objects/ab/tmp_obj_x; : "
		       ">.git/objects/pack/tmp_pack_x",
		"r", NULL},
	{"a pack of another name",
		STRAYS "git repack -q -a -d -k; cd .git/objects/pack; for f in pack-*; do mv "
		       "\"$f\" \"kept${f#pack}\"; done",
		"r", NULL},
	{"an unfinished pack", STRAYS ": >.git/objects/pack/.tmp-1-pack-0.pack", "r", NULL},
	{"a pack without an index", STRAYS "git repack -q -a -d; rm .git/objects/pack/*.idx", "r",
		"cannot be listed"},
	{"an index without a pack", STRAYS "git repack -q -a -d; rm -f .git/objects/pack/*.pack",
		"r", "cannot be listed"},
	{"an index of version 1", STRAYS "git -c pack.indexVersion=1 repack -q -a -d", "r",
		"cannot be listed"},
	{"a pack that is cut off",
		STRAYS
		"git repack -q -a -d; cd .git/objects/pack; chmod u+w *; truncate -s -1 *.pack",
		"r", "cannot be listed"},
	{"a folder in the place of packs", STRAYS "rmdir .git/objects/pack; : >.git/objects/pack",
		"r", "pack is no folder"},
};

/* What git lists, sorted: an id a line. */
static struct text git_lists(const struct fixture *fixture, const char *sub)
{
	FILE *file = NULL;
	char *out = arena_alloc(fixture->arena, 1 << 16);
	size_t len = 0;

	if (out &&
		fixture_sh(fixture, sub,
			"git cat-file --batch-all-objects --batch-check='%(objectname)' >../all"))
		file = fopen(fixture_path(fixture, "all"), "rb");
	if (!file)
		return (struct text){0};
	len = fread(out, 1, 1 << 16, file);
	fclose(file);
	return (struct text){out, len};
}

static void check_listed(
	const struct row *row, const struct fixture *fixture, const struct oids *oids)
{
	struct text rest = git_lists(fixture, row->sub), line;
	struct oid oid;
	size_t count = 0;

	CHECK_ROW(row->name, rest.ptr != NULL);
	for (; text_next_line(&rest, &line); count++)
		CHECK_ROW(row->name, oid_parse(line, &oid) && count < oids->count &&
					     oid_equal(&oid, &oids->items[count]));
	CHECK_ROW(row->name, count == oids->count);
}

static void try_row(const struct row *row, const struct fixture *fixture)
{
	struct repo *repo = NULL;
	struct oids oids;
	struct err err = {0};
	int code = repo_open(&repo, fixture_path(fixture, row->sub), &err);

	if (code == 0)
		code = objects_list(
			&oids, repo->object_dirs, repo->object_dir_count, fixture->arena, &err);
	CHECK_ROW(row->name, code == (row->message ? -1 : 0));
	if (code == 0)
		check_listed(row, fixture, &oids);
	else
		CHECK_ROW(row->name, row->message && strstr(err.message, row->message));
	repo_close(repo);
}

static void test_listing(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture fixture;

		if (fixture_start(&fixture, rows[i].name, rows[i].script))
			try_row(&rows[i], &fixture);
		fixture_end(&fixture);
	}
}

static const struct unit_test tests[] = {
	{"all objects of a database", test_listing},
};
UNIT_MAIN(tests)
