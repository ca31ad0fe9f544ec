/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "change/dump.h"

/* Repositories that open, and whether a change can be read from each. */
static const struct opens {
	const char *name, *script, *sub, *work_dir; /* "": a bare one */
	bool is_shallow;
} opens[] = {
	{"work tree", "put a 1; commit one; put a 2; commit two", "r", "r", false},
	{"below the top", "mkdir -p x/y; put a 1; commit one; put a 2; commit two", "r/x/y", "r",
		false},
	{"bare", "put a 1; commit one; put a 2; commit two; clone --bare . ../b", "b", "", false},
	{"detached", "put a 1; commit one; put a 2; commit two; go --detach", "r", "r", false},
	{"linked work tree",
		"put a 1; commit one; put a 2; commit two; git worktree add -q ../w >/dev/null "
		"2>&1",
		"w", "w", false},
	{"linked work tree of a shallow clone",
		"put a 1; commit one; put a 2; commit two; put a 3; commit three;"
		"clone --depth 2 file://$PWD ../s; git -C ../s worktree add -q ../w >/dev/null "
		"2>&1",
		"w", "w", true},
	{"shallow but deep enough",
		"put a 1; commit one; put a 2; commit two; put a 3; commit three;"
		"clone --depth 2 file://$PWD ../s",
		"s", "s", true},
	{"partial and sparse",
		"put d/a 1; commit one; put e/b 2; commit two;"
		"clone --filter=blob:none --no-checkout file://$PWD ../p; cd ../p;"
		"git sparse-checkout set d",
		"p", "p", false},
	{"sparse index",
		"put d/a 1; commit one; put e/b 2; commit two;"
		"git sparse-checkout set --cone --sparse-index d",
		"r", "r", false},
	{"split index", "put a 1; commit one; put a 2; commit two; git update-index --split-index",
		"r", "r", false},
	{"index of version 4",
		"put a 1; commit one; put a 2; commit two; git update-index --index-version 4", "r",
		"r", false},
	{"no index at all", "put a 1; commit one; put a 2; commit two; rm .git/index", "r", "r",
		false},
	{"object format named",
		"put a 1; commit one; put a 2; commit two;"
		"git config core.repositoryformatversion 1; git config extensions.objectFormat "
		"sha1",
		"r", "r", false},
	{"ref format named",
		"put a 1; commit one; put a 2; commit two;"
		"git config core.repositoryformatversion 1; git config extensions.refStorage files",
		"r", "r", false},
	{"precious objects",
		"put a 1; commit one; put a 2; commit two;"
		"git config core.repositoryformatversion 1; git config extensions.preciousObjects "
		"true",
		"r", "r", false},
	{"packed", "put a 1; commit one; put a 2; commit two; git gc -q; git pack-refs --all", "r",
		"r", false},
	{"multi-pack index",
		"put a 1; commit one; git repack -q; put a 2; commit two;"
		"git repack -q; git multi-pack-index write >/dev/null 2>&1",
		"r", "r", false},
	{"objects of another repository",
		"put a 1; commit one; put a 2; commit two; clone --shared . ../c", "c", "c", false},
};

static bool reads_last_commit(struct repo *repo, struct arena *arena, struct err *err)
{
	struct range range = {0};
	struct change change;

	return repo_resolve(repo, text_of("HEAD~1"), &range.base, NULL, err) == 0 &&
	       repo_resolve(repo, text_of("HEAD"), &range.head, NULL, err) == 0 &&
	       change_read(&change, repo, &range, arena, err) == 0 && change.commit_count == 1 &&
	       change.file_count == 1;
}

static void test_opens(void)
{
	for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
		const struct opens *row = &opens[i];
		struct fixture fixture;
		struct repo *repo = NULL;
		struct err err = {0};
		bool made = fixture_start(&fixture, row->name, row->script);
		bool opened = made && repo_open(&repo, fixture_path(&fixture, row->sub), &err) == 0;

		CHECK_ROW(row->name, opened);
		if (opened) {
			const char *work_dir =
				*row->work_dir ? fixture_path(&fixture, row->work_dir) : "";

			CHECK_ROW(row->name, strcmp(repo_work_dir(repo), work_dir) == 0);
			CHECK_ROW(row->name, repo_git_dir(repo)[0] == '/');
			CHECK_ROW(row->name, repo_common_dir(repo)[0] == '/');
			CHECK_ROW(row->name, repo_is_shallow(repo) == row->is_shallow);
			CHECK_ROW(row->name, reads_last_commit(repo, fixture.arena, &err));
		}
		if (err.kind != ERR_NONE)
			fprintf(stderr, "%s: %s\n", row->name, err.message);
		repo_close(repo);
		fixture_end(&fixture);
	}
}

/* What cannot be looked at, where it fails, and what the error says to do. base "" is none. */
static const struct refusal {
	const char *name, *script, *sub, *base, *head, *message, *remedy;
} refusals[] = {
	{"no repository", "mkdir ../empty", "empty", "", "HEAD", "no git repository",
		"seamgate scan"},
	{"sha256", "git init -q --object-format=sha256 ../x", "x", "", "HEAD",
		"extensions.objectformat = sha256", "SHA-1"},
	{"reftable",
		"git config core.repositoryformatversion 1;"
		"git config extensions.refStorage reftable",
		"r", "", "HEAD", "extensions.refstorage = reftable", "git refs migrate"},
	{"unknown extension",
		"git config core.repositoryformatversion 1;"
		"git config extensions.someDay true",
		"r", "", "HEAD", "extension \"someday\"", "clone"},
	{"unknown revision", "put a 1; commit one", "r", "nowhere", "HEAD", "\"nowhere\" is not in",
		"git fetch origin nowhere"},
	{"base beyond a shallow clone",
		"put a 1; commit one; put a 2; commit two; clone --depth 1 file://$PWD ../s", "s",
		"HEAD~1", "HEAD", "\"HEAD~1\" is not in", "fetch-depth: 0"},
	{"range that leaves a shallow clone",
		"put a 1; commit one; put a 2; commit two; clone --depth 1 file://$PWD ../s", "s",
		"", "HEAD", "shallow clone", "GIT_DEPTH: 0"},
	{"merge base beyond a shallow clone",
		"put a 1; commit one; go -b x; put b 1; commit bx; go main; put c 1; commit cm;"
		"clone --depth 1 --no-single-branch file://$PWD ../s",
		"s", "origin/main", "origin/x", "shallow clone", "git fetch --unshallow"},
	{"unrelated histories", "put a 1; commit one; go --orphan x; put b 1; commit two", "r",
		"main", "x", "no common ancestor", "--base"},
	{"missing parent",
		"put a 1; commit one; put a 2; commit two; id=$(git rev-parse HEAD~1);"
		"rm -f .git/objects/${id%${id#??}}/${id#??}",
		"r", "", "HEAD", "commit ", "git fsck"},
	{"missing tree",
		"put a 1; commit one; put d/a 2; commit two; id=$(git rev-parse HEAD:d);"
		"rm -f .git/objects/${id%${id#??}}/${id#??}",
		"r", "HEAD~1", "HEAD", "tree ", "git fsck"},
	{"missing tree of a partial clone",
		"put a 1; commit one; put a 2; commit two;"
		"clone --no-checkout --filter=tree:0 file://$PWD ../p",
		"p", "HEAD~1", "HEAD", "tree ", "git fetch --refetch --no-filter origin"},
	{"cut-off tree",
		"put a 1; commit one; put d/a 2; commit two; id=$(git rev-parse HEAD:d);"
		"f=.git/objects/${id%${id#??}}/${id#??}; chmod u+w $f; printf 'x' >$f",
		"r", "HEAD~1", "HEAD", "tree ", "git fsck"},
	{"a tree that is a blob",
		"put a 1; commit one; b=$(git rev-parse HEAD:a);"
		"git update-ref refs/heads/x $(printf 'tree %s\\nauthor A <a> 1 +0000\\n"
		"committer A <a> 1 +0000\\n\\nm\\n' $b | git hash-object -t commit -w --stdin "
		"--literally)",
		"r", "", "x", "is no tree", ""},
	{"a commit without a tree",
		"put a 1; commit one; printf 'parent %s\\n\\nm\\n' $(git rev-parse HEAD) | "
		"git hash-object -t commit -w --stdin --literally >.git/refs/heads/x",
		"r", "main", "refs/heads/x", "bad commit object", ""},
	{"a commit with half a parent",
		"put a 1; commit one; printf 'tree %s\\nparent 12\\nauthor A <a> 1 +0000\\n"
		"committer A <a> 1 +0000\\n\\nm\\n' $(git rev-parse HEAD^{tree}) | "
		"git hash-object -t commit -w --stdin --literally >.git/refs/heads/x",
		"r", "main", "x", "cannot be resolved", ""},
	{"a malformed parent",
		"put a 1; commit one; p=$(printf 'parent %s\\n\\nm\\n' $(git rev-parse HEAD) | "
		"git hash-object -t commit -w --stdin --literally);"
		"git commit-tree -p $p -m m HEAD^{tree} >.git/refs/heads/x",
		"r", "main", "x", "is malformed", "git fsck"},
	{"a parent with half a parent",
		"put a 1; commit one; p=$(printf 'tree %s\\nparent 12\\nauthor A <a> 1 +0000\\n"
		"committer A <a> 1 +0000\\n\\nm\\n' $(git rev-parse HEAD^{tree}) | "
		"git hash-object -t commit -w --stdin --literally);"
		"git commit-tree -p $p -m m HEAD^{tree} >.git/refs/heads/x",
		"r", "main", "x", "is malformed", "git fsck"},
	{"a tree out of order",
		"put a 1; commit one; b=$(git rev-parse HEAD:a | sed 's/../\\\\x&/g');"
		"t=$(bash -c \"printf '100644 b\\\\0$b''100644 a\\\\0$b'\" | git hash-object -t "
		"tree -w "
		"--stdin --literally); git branch x $(git commit-tree -p HEAD -m m $t)",
		"r", "main", "x", "is malformed", "git fsck"},
	{"a tree with a slash in a name",
		"put a 1; commit one; b=$(git rev-parse HEAD:a | sed 's/../\\\\x&/g');"
		"t=$(bash -c \"printf '100644 a/b\\\\0$b'\" | git hash-object -t tree -w "
		"--stdin --literally); git branch x $(git commit-tree -p HEAD -m m $t)",
		"r", "main", "x", "is malformed", "git fsck"},
	{"a tree with a strange mode",
		"put a 1; commit one; b=$(git rev-parse HEAD:a | sed 's/../\\\\x&/g');"
		"t=$(bash -c \"printf '130000 a\\\\0$b'\" | git hash-object -t tree -w "
		"--stdin --literally); git branch x $(git commit-tree -p HEAD -m m $t)",
		"r", "main", "x", "is malformed", "git fsck"},
	{"a tree that ends in the middle",
		"put a 1; commit one;"
		"t=$(printf '100644 a\\0short' | git hash-object -t tree -w "
		"--stdin --literally); git branch x $(git commit-tree -p HEAD -m m $t)",
		"r", "main", "x", "is malformed", "git fsck"},
	{"folders without end",
		"put a 1; commit one; t=$(git rev-parse HEAD^{tree}); i=0; while [ $i -lt 600 ]; "
		"do "
		"t=$(printf '040000 tree %s\\td\\n' $t | git mktree); i=$((i+1)); done;"
		"git branch x $(git commit-tree -p HEAD -m m $t)",
		"r", "main", "x", "nested deeper", ""},
	{"tags in a circle cannot be made, but long chains can",
		"put a 1; commit one; git tag -a -m m t0; i=0; while [ $i -lt 70 ]; do "
		"git tag -a -m m t$((i+1)) t$i 2>/dev/null; i=$((i+1)); done",
		"r", "", "t70", "chain of more than", ""},
};

static bool try_range(const struct refusal *row, const struct fixture *fixture, struct err *err)
{
	struct repo *repo = NULL;
	struct range range = {0};
	struct change change;
	bool done = repo_open(&repo, fixture_path(fixture, row->sub), err) == 0 &&
		    (!*row->base ||
			    repo_resolve(repo, text_of(row->base), &range.base, NULL, err) == 0) &&
		    repo_resolve(repo, text_of(row->head), &range.head, &range.tag, err) == 0 &&
		    change_read(&change, repo, &range, fixture->arena, err) == 0;

	repo_close(repo);
	return done;
}

static void test_refusals(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *row = &refusals[i];
		struct fixture fixture;
		struct err err = {0};

		if (fixture_start(&fixture, row->name, row->script)) {
			CHECK_ROW(row->name, !try_range(row, &fixture, &err));
			CHECK_ROW(row->name, err.kind == ERR_LOOK);
			CHECK_ROW(row->name, strstr(err.message, row->message) != NULL);
			CHECK_ROW(row->name, strstr(err.remedy, row->remedy) != NULL);
			CHECK_ROW(row->name, !strchr(err.message, '\n'));
			if (!strstr(err.message, row->message) || !strstr(err.remedy, row->remedy))
				fprintf(stderr, "got: %s | %s\n", err.message, err.remedy);
		}
		fixture_end(&fixture);
	}
}

static const struct resolve {
	const char *name, *revision;
	const char *same_as; /* for git rev-parse; NULL: refused */
	bool is_tag;
} resolves[] = {
	{"HEAD", "HEAD", "HEAD", false},
	{"ancestor", "HEAD~1", "HEAD~1", false},
	{"branch", "main", "main", false},
	{"full ref", "refs/heads/main", "main", false},
	{"light tag", "light", "HEAD", false},
	{"annotated tag", "v1", "HEAD", true},
	{"tag of a tag", "v2", "HEAD", true},
	{"peeled by the user", "v2^{commit}", "HEAD", false},
	{"a tree", "HEAD^{tree}", NULL, false},
	{"a blob", "HEAD:a", NULL, false},
	{"a tag of a blob", "vb", NULL, false},
	{"nothing", "", NULL, false},
	{"an option", "--all", NULL, false},
	{"unknown", "nope", NULL, false},
	{"syntax error", "HEAD^{nope", NULL, false},
	{"zeros", "0000000000000000000000000000000000000000", NULL, false},
};

static void check_same(
	const struct resolve *row, const struct fixture *fixture, const struct oid *oid)
{
	char hex[OID_HEX];
	const char *script;

	oid_hex(oid, hex);
	script = arena_printf(
		fixture->arena, "test \"$(git rev-parse '%s')\" = %s", row->same_as, hex);
	CHECK_ROW(row->name, fixture_sh(fixture, "r", script));
}

static void resolve_rows(const struct fixture *fixture, struct repo *repo)
{
	for (size_t i = 0; i < sizeof(resolves) / sizeof(resolves[0]); i++) {
		const struct resolve *row = &resolves[i];
		struct err err = {0};
		struct oid oid, tag;
		bool done = repo_resolve(repo, text_of(row->revision), &oid, &tag, &err) == 0;

		CHECK_ROW(row->name, done == (row->same_as != NULL));
		CHECK_ROW(row->name, done == (err.kind == ERR_NONE));
		if (!done || !row->same_as)
			continue;
		CHECK_ROW(row->name, oid_is_zero(&tag) == !row->is_tag);
		check_same(row, fixture, &oid);
	}
}

static void resolve_bytes(struct repo *repo)
{
	char longest[2000];
	const struct text rows[] = {{longest, sizeof(longest)}, {"HEAD\0x", 6}};

	memset(longest, 'a', sizeof(longest));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct oid oid;

		CHECK_ROW("too long, or with NUL",
			repo_resolve(repo, rows[i], &oid, NULL, &err) < 0 && err.kind == ERR_LOOK);
	}
}

static void resolve_hex(struct repo *repo)
{
	char hex[OID_HEX];
	struct oid head, again;
	struct err err = {0};

	CHECK_ROW("HEAD", repo_resolve(repo, text_of("HEAD"), &head, NULL, &err) == 0);
	oid_hex(&head, hex);
	CHECK_ROW("full hex", repo_resolve(repo, text_of(hex), &again, NULL, &err) == 0);
	CHECK_ROW("full hex", oid_equal(&head, &again));
	hex[10] = '\0';
	CHECK_ROW("short hex", repo_resolve(repo, text_of(hex), &again, NULL, &err) == 0);
	CHECK_ROW("short hex", oid_equal(&head, &again));
}

static void check_tips_and_config(struct repo *repo, struct arena *arena)
{
	struct err err = {0};
	struct text value;
	struct tips tips;

	CHECK_ROW("tips", repo_tips(repo, &tips, arena, &err) == 0);
	CHECK_ROW(
		"main and all tags name two commits, a ref names a third", tips.commit_count == 2);
	CHECK_ROW("v1, v2 and vb are annotated", tips.tag_count == 3);
	CHECK_ROW("main, light, v1, v2, vb, other/x", tips.name_count == 6);
	CHECK_ROW("vb names a blob", tips.other_count == 1 && !tips.others[0].is_tree &&
					     text_is(tips.others[0].name, "refs/tags/vb"));
	CHECK_ROW("names are sorted", text_is(tips.names[0], "refs/heads/main"));
	CHECK_ROW("set", repo_config(repo, "user.name", &value, arena, &err) == 0);
	CHECK_ROW("set", text_is(value, "T"));
	CHECK_ROW("not set", repo_config(repo, "user.nothing", &value, arena, &err) == 0);
	CHECK_ROW("not set", value.ptr && value.len == 0);
}

static void test_resolve(void)
{
	static const char script[] =
		"put a 1; commit one; put a 2; commit two; git tag light; git tag -a -m m v1;"
		"git tag -a -m m v2 v1 2>/dev/null; git tag -a -m m vb HEAD:a;"
		"git update-ref refs/other/x HEAD~1";
	struct fixture fixture;
	struct repo *repo = NULL;
	struct err err = {0};

	if (fixture_start(&fixture, "resolve", script) &&
		repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0) {
		resolve_rows(&fixture, repo);
		resolve_bytes(repo);
		resolve_hex(repo);
		check_tips_and_config(repo, fixture.arena);
	}
	CHECK_ROW("opened", repo != NULL);
	repo_close(repo);
	fixture_end(&fixture);
}

/* A full id names that object, even where a branch has the id as its name. */
static void test_branch_like_an_id(void)
{
	struct fixture fixture;
	struct repo *repo = NULL;
	struct err err = {0};
	struct oid head, named;
	char hex[OID_HEX];

	if (fixture_start(&fixture, "id",
		    "put a 1; commit one; put a 2; commit two;"
		    "git update-ref refs/heads/$(git rev-parse HEAD) HEAD~1") &&
		repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
		repo_resolve(repo, text_of("main"), &head, NULL, &err) == 0) {
		oid_hex(&head, hex);
		CHECK_ROW("id", repo_resolve(repo, text_of(hex), &named, NULL, &err) == 0);
		CHECK_ROW("id", oid_equal(&head, &named));
	}
	CHECK_ROW("id", err.kind == ERR_NONE);
	repo_close(repo);
	fixture_end(&fixture);
}

/* Git's hooks name the repository by variables. In a pre-receive hook the new objects are in a
 * directory of their own that the repository does not know. */
static void test_environment(void)
{
	static const char script[] =
		"put a 1; commit one; mkdir ../q; export GIT_OBJECT_DIRECTORY=$PWD/../q "
		"GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects; put a 2; commit two";
	static const char *const names[] = {"GIT_DIR", "GIT_OBJECT_DIRECTORY",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_WORK_TREE"};
	struct fixture fixture;
	struct repo *repo = NULL;
	struct reader *reader = NULL;
	struct err err = {0};
	struct text content;
	struct oid head;
	bool found = false;

	fixture_start(&fixture, "quarantine", script);
	CHECK_ROW("outside", repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0);
	CHECK_ROW("outside", repo && repo_resolve(repo, text_of("HEAD"), &head, NULL, &err) < 0);
	repo_close(repo);
	repo = NULL;
	err = (struct err){0};
	setenv("GIT_DIR", fixture_path(&fixture, "r/.git"), 1);
	setenv("GIT_OBJECT_DIRECTORY", fixture_path(&fixture, "q"), 1);
	setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", fixture_path(&fixture, "r/.git/objects"), 1);
	setenv("GIT_WORK_TREE", fixture_path(&fixture, "r"), 1);
	CHECK_ROW("inside", repo_open(&repo, NULL, &err) == 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	CHECK_ROW("inside", repo && repo_resolve(repo, text_of("HEAD"), &head, NULL, &err) == 0);
	CHECK_ROW("reader", repo && reader_open(&reader, repo, NULL, NULL, &err) == 0);
	CHECK_ROW("reader", reader && reader_file(reader, &head, text_of("a"), &content, &found,
					      fixture.arena, &err) == 0);
	CHECK_ROW("reader", found && text_is(content, "2\n"));
	if (err.kind != ERR_NONE)
		fprintf(stderr, "%s\n", err.message);
	reader_close(reader);
	repo_close(repo);
	fixture_end(&fixture);
}

static void test_owner(void)
{
	struct fixture fixture;
	struct repo *repo = NULL;
	struct err err = {0};
	const char *path;

	if (geteuid() != 0)
		return; /* only root can give a repository away */
	fixture_start(&fixture, "owner", "put a 1; commit one; chown -R 12345 .");
	path = fixture_path(&fixture, "r");
	CHECK_ROW("owner", repo_open(&repo, path, &err) < 0 && err.kind == ERR_LOOK);
	CHECK_ROW("owner", strstr(err.message, "another user") != NULL);
	CHECK_ROW("owner", strstr(err.remedy, "safe.directory") && strstr(err.remedy, path));
	CHECK_ROW("remedy", fixture_sh(&fixture, ".",
				    arena_printf(fixture.arena,
					    "git config --global --add safe.directory %s", path)));
	err = (struct err){0};
	CHECK_ROW("remedy", repo_open(&repo, path, &err) == 0);
	repo_close(repo);
	fixture_end(&fixture);
}

static const struct unit_test tests[] = {
	{"opens", test_opens},
	{"refusals", test_refusals},
	{"resolve", test_resolve},
	{"a branch named like an id", test_branch_like_an_id},
	{"environment", test_environment},
	{"owner", test_owner},
};

UNIT_MAIN(tests)
