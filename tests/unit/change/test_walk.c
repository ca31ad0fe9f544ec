/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <unistd.h>

#include "change/dump.h"
#include "gate/change/paint.h"

enum { TREE_ONLY = 1, NET_ONLY = 2, ALL = 4, HIDDEN = 8, SECOND_HEAD = 16 };

struct row {
	const char *name, *script;
	unsigned how;
	const char *commits, *blobs, *files, *paths;
};

/* In each row: base is the branch "base", head is "head"; HIDDEN hides "hidden", SECOND_HEAD adds
 * "second". */
static const struct row rows[] = {
	{"one commit",
		"put a one; commit start; git branch base; put a two; put d/b new; commit change;"
		"git branch head",
		0, "change", "change:a=two+ change:d/b=new+", "M:a A:d/b", "d/b"},
	{"base equal to head", "put a one; commit start; git branch base; git branch head", 0, "",
		"", "", ""},
	{"head behind base",
		"put a one; commit start; git branch head; put a two; commit change; git branch "
		"base",
		0, "", "", "", ""},
	{"added, then removed",
		"put a one; commit start; git branch base; put s secret; commit add; git rm -q s;"
		"commit remove; git branch head",
		0, "add remove", "add:s=secret", "", "s"},
	{"changed and changed back",
		"put a one; commit start; git branch base; put a two; commit there; put a one;"
		"commit back; git branch head",
		0, "there back", "there:a=two back:a=one+", "", ""},
	{"rename",
		"put a one; commit start; git branch base; git mv a b; commit move; git branch "
		"head",
		0, "move", "move:b=one+", "D:a A:b", "b"},
	{"the same content at two paths is one blob with two places",
		"put a one; commit start; git branch base; put b two; put c two; commit add;"
		"git branch head",
		0, "add", "add:b=two+ add:c=two+", "A:b A:c", "b c"},
	{"mode alone",
		"put a one; commit start; git branch base; chmod +x a; git add a; commit mode;"
		"git branch head",
		0, "mode", "mode:a=one*+", "M:a", ""},
	{"second parent",
		"put a one; commit start; git branch base; go -b side; put s side; commit aside;"
		"go main; put m main; commit along; merge join side; git branch head",
		0, "aside along join", "aside:s=side+ along:m=main+", "A:m A:s", "s m"},
	{"main merged into a branch is no noise",
		"put a one; commit start; go -b topic; put t mine; commit mine; go main;"
		"put o other; put a two; commit other; git branch base; go topic;"
		"merge join main; git branch head",
		0, "mine join", "mine:t=mine+", "A:t", "t"},
	{"evil merge",
		"put a one; commit start; git branch base; go -b side; put s side; commit aside;"
		"go main; put m main; commit along; git merge -q --no-ff --no-commit side;"
		"put evil evil; put s changed; commit join; git branch head",
		0, "aside along join", "aside:s=side along:m=main+ join:evil=evil+ join:s=changed+",
		"A:evil A:m A:s", "s m evil"},
	{"a merge that takes one side has nothing of its own",
		"put a one; commit start; git branch base; go -b side; put a side; commit aside;"
		"go main; put a main; commit along; merge join -s ours side; git branch head",
		0, "aside along join", "aside:a=side along:a=main+", "M:a", ""},
	{"octopus",
		"put a one; commit start; git branch base; go -b x; put x x; commit cx; go -b y "
		"base;"
		"put y y; commit cy; go -b z base; put z z; commit cz; go main; merge join x y z;"
		"git branch head",
		0, "cx cy cz join", "cx:x=x+ cy:y=y+ cz:z=z+", "A:x A:y A:z", "x y z"},
	{"file to link and back",
		"put f one; put g two; ln -s there l; git add l; commit start; git branch base;"
		"rm f l; ln -s target f; put l file; git add f; commit swap; git branch head",
		0, "swap", "swap:f>target+ swap:l=file+", "T:f T:l", ""},
	{"link and file of one content are two blobs",
		"put a one; commit start; git branch base; printf x >f; git add f; ln -s x l; git "
		"add l;"
		"commit both; git branch head",
		0, "both", "both:f=x+ both:l>x+", "A:f A:l", "f l"},
	{"file to folder and back",
		"put f one; put d/x two; commit start; git branch base; git rm -q f d/x; put f/y "
		"three;"
		"put d four; commit swap; git branch head",
		0, "swap", "swap:d=four+ swap:f/y=three+", "A:d D:d/x D:f A:f/y", "d f/y"},
	{"submodule to file and back",
		"put f one; raw 160000 1111111111111111111111111111111111111111 s; commit start;"
		"git branch base; git rm -q --cached s f; rm f; put s two;"
		"raw 160000 2222222222222222222222222222222222222222 f; commit swap; git branch "
		"head",
		0, "swap", "swap:s=two+", "T:f T:s", ""},
	{"submodule moves",
		"raw 160000 1111111111111111111111111111111111111111 s; commit start; git branch "
		"base;"
		"raw 160000 2222222222222222222222222222222222222222 s; commit bump; git branch "
		"head",
		0, "bump", "", "M:s", ""},
	{"names around a slash sort as git sorts them",
		"put a/x 1; put a.c 2; put a0 3; commit start; git branch base; put a/x 4; put a.c "
		"5;"
		"put a0 6; commit edit; git branch head",
		0, "edit", "edit:a.c=5+ edit:a/x=4+ edit:a0=6+", "M:a.c M:a/x M:a0", ""},
	{"hostile names",
		"put a one; commit start; git branch base; b=$(blob x);"
		"raw 100644 $b \"$(printf 'new\\nline')\"; raw 100644 $b '::error::x';"
		"raw 100644 $b \"$(printf 'esc\\033[31m')\"; raw 100644 $b \"$(printf "
		"'bad\\377')\";"
		"commit names; git branch head",
		0, "names",
		"names:::error::x=x+ names:bad\377=x+ names:esc\033[31m=x+ names:new\nline=x+",
		"A:::error::x A:bad\377 A:esc\033[31m A:new\nline",
		"::error::x bad\377 esc\033[31m new\nline"},
	{"an empty folder's name is a new path too",
		"put a one; commit start; git branch base; e=$(git mktree </dev/null);"
		"t=$( (git ls-tree HEAD; printf '040000 tree %s\\thidden\\n' $e) | git mktree);"
		"git branch head $(git commit-tree -p HEAD -m empty $t)",
		0, "empty", "", "", "hidden"},
	{"criss-cross",
		"put a one; commit start; go -b x; put x x; commit cx; go -b y main; put y y; "
		"commit cy;"
		"git branch oldx x; merge mx x; go x; merge my cy 2>/dev/null || merge my y~1;"
		"put n new; commit new; git branch head; git branch base y",
		0, "my new", "new:n=new+", "A:n A:x", "n"},
	{"clock skew: the base looks older than all",
		"put a one; commit start; put b two; commit next; git branch fork; put c three;"
		"commit third; at 1000; put d four; commit ancient; git branch base;"
		"go fork; at 1800000000; put n new; commit new; git branch head",
		0, "new", "new:n=new+", "A:n", "n"},
	{"clock skew: a long way from the base looks older than all",
		"put a one; commit start; put b two; commit next; git branch fork; at 1000; i=0;"
		"while [ $i -lt 12 ]; do put c $i; commit c$i; i=$((i+1)); done; git branch base;"
		"go fork; at 1800000000; put n new; commit new; git branch head",
		0, "new", "new:n=new+", "A:n", "n"},
	{"clock skew: the fork looks newer than all",
		"put a one; commit start; at 1900000000; put b two; commit future; git branch fork;"
		"at 1700000500; put c three; commit third; git branch base; go fork; at 1700000600;"
		"put n new; commit new; put o newer; commit newer; git branch head",
		0, "new newer", "new:n=new+ newer:o=newer+", "A:n A:o", "n o"},
	{"clock skew: the change looks older than what it comes from",
		"put a one; commit start; put b two; commit next; git branch base; at 5000;"
		"put n new; commit old; put n newer; commit older; git branch head",
		0, "old older", "old:n=new older:n=newer+", "A:n", "n"},
	{"clock skew: the merge base looks older than what it comes from",
		"at 940; put a one; commit start; put b two; commit next; git branch x; at 100;"
		"put c three; commit odd; git branch m; at 2000; put d four; commit base;"
		"git branch base; git branch head $(dated_id 3000 commit-tree -m new -p m -p x "
		"m^{tree})",
		0, "new", "", "", ""},
	{"everything is new without a base",
		"put a one; commit start; put a two; commit next; git branch head", ALL,
		"start next", "start:a=one next:a=two+", "A:a", "a"},
	{"what is hidden is not new, and stands in for the base",
		"put a one; commit start; git branch hidden; put a two; commit next; git branch "
		"head",
		ALL | HIDDEN, "next", "next:a=two+", "M:a", ""},
	{"hidden beside a base",
		"put a one; commit start; git branch base; put h known; commit known; git branch "
		"hidden;"
		"put n new; commit new; git branch head",
		HIDDEN, "new", "new:n=new+", "A:h A:n", "n"},
	{"two heads",
		"put a one; commit start; git branch base; go -b second; put s s; commit cs; go "
		"main;"
		"put h h; commit ch; git branch head",
		ALL | SECOND_HEAD, "start cs ch", "start:a=one+ cs:s=s ch:h=h+", "A:a A:h",
		"a s h"},
	{"a tree alone",
		"put a one; commit start; put a two; put b two; commit next; git branch head",
		TREE_ONLY, "", ":a=two+ :b=two+", "A:a A:b", "a b"},
	{"net difference alone",
		"put a one; commit start; git branch base; put a two; commit two; put a three;"
		"commit three; git branch head",
		NET_ONLY, "two three", "three:a=three+", "M:a", ""},
	{"replace refs are ignored",
		"put a one; commit start; git branch base; put s secret; commit change; git branch "
		"head;"
		"git replace head base",
		0, "change", "change:s=secret+", "A:s", "s"},
	{"grafts are ignored",
		"put a one; commit start; git branch base; put s secret; commit change; put t x;"
		"commit last; git branch head; mkdir -p .git/info;"
		"echo $(git rev-parse head) $(git rev-parse base) >.git/info/grafts 2>/dev/null",
		0, "change last", "change:s=secret+ last:t=x+", "A:s A:t", "s t"},
	{"attributes and ignore files hide nothing",
		"put a one; commit start; git branch base; put .gitattributes '* -diff binary';"
		"put .gitignore s; echo secret >s; git add -f s; commit change; git branch head",
		0, "change",
		"change:.gitattributes=* -diff binary+ change:.gitignore=s+ change:s=secret+",
		"A:.gitattributes A:.gitignore A:s", ".gitattributes .gitignore s"},
};

static bool fill_range(
	struct range *range, struct repo *repo, unsigned how, struct oid extra[2], struct err *err)
{
	range->tree_only = how & TREE_ONLY;
	range->net_only = how & NET_ONLY;
	if (repo_resolve(repo, text_of("head"), &range->head, NULL, err) < 0)
		return false;
	if (!(how & (ALL | TREE_ONLY)) &&
		repo_resolve(repo, text_of("base"), &range->base, NULL, err) < 0)
		return false;
	if ((how & HIDDEN) && repo_resolve(repo, text_of("hidden"), &extra[0], NULL, err) < 0)
		return false;
	if ((how & SECOND_HEAD) && repo_resolve(repo, text_of("second"), &extra[1], NULL, err) < 0)
		return false;
	range->hidden = &extra[0];
	range->hidden_count = how & HIDDEN ? 1 : 0;
	range->more_heads = &extra[1];
	range->more_head_count = how & SECOND_HEAD ? 1 : 0;
	return true;
}

static void compare(const char *name, const char *what, struct buffer *got, const char *expected)
{
	bool same = text_is(buffer_text(got), expected);

	if (!same)
		fprintf(stderr, "%s: %s\n  got      \"%s\"\n  expected \"%s\"\n", name, what,
			got->ptr ? got->ptr : "", expected);
	CHECK_ROW(name, same);
	buffer_clear(got);
}

static void compare_row(const struct row *row, const struct change *change, struct reader *reader)
{
	struct buffer got = {0};

	dump_commits(&got, change);
	compare(row->name, "commits", &got, row->commits);
	dump_blobs(&got, change, reader);
	compare(row->name, "blobs", &got, row->blobs);
	dump_files(&got, change);
	compare(row->name, "files", &got, row->files);
	dump_kind(&got, change, BLOB_PATH);
	compare(row->name, "paths", &got, row->paths);
	buffer_free(&got);
}

static void run_row(const struct row *row)
{
	struct fixture fixture;
	struct repo *repo = NULL;
	struct reader *reader = NULL;
	struct range range = {0};
	struct oid extra[2] = {{{0}}};
	struct change change;
	struct err err = {0};
	bool done;

	if (fixture_start(&fixture, row->name, row->script)) {
		done = repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
		       fill_range(&range, repo, row->how, extra, &err) &&
		       change_read(&change, repo, &range, fixture.arena, &err) == 0 &&
		       reader_open(&reader, repo, NULL, NULL, &err) == 0;
		if (!done)
			fprintf(stderr, "%s: %s\n", row->name, err.message);
		CHECK_ROW(row->name, done);
		if (done)
			compare_row(row, &change, reader);
	}
	reader_close(reader);
	repo_close(repo);
	fixture_end(&fixture);
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i]);
}

/* A history of 300 commits: files from a small pool of names and contents, every third commit a
 * merge, some with three parents, clocks that go wrong by minutes. Made from a fixed seed. */
static const char random_history[] =
	"awk 'function r(n) { s = (s * 1103515245 + 12345) % 2147483648; return int(s / 65536) % n "
	"}\n"
	"BEGIN { s = 7; for (i = 1; i <= 300; i++) {\n"
	"  w = \"commit \" i \"\\n\";\n"
	"  print \"commit refs/heads/c\" i; print \"mark :\" i;\n"
	"  print \"committer C <c@example.org> \" 1700000000 + i * 60 + r(900) \" +0000\";\n"
	"  print \"data \" length(w); printf \"%s\", w;\n"
	"  if (i > 1) { f = i - 1 - r(i > 9 ? 8 : i - 1); print \"from :\" f }\n"
	"  for (m = 0; i > 20 && i % 3 == 0 && m <= (i % 15 == 0); m++)\n"
	"    print \"merge :\" i - 9 - m - r(9);\n"
	"  for (k = 0; k < 1 + r(3); k++) {\n"
	"    p = \"d\" r(4) \"/e\" r(3) \"/f\" r(4);\n"
	"    if (r(6) == 0) print \"D \" p;\n"
	"    else { w = \"word \" r(40) \"\\n\"; print \"M \" (r(5) ? 100644 : 100755) \" inline "
	"\" p;\n"
	"      print \"data \" length(w); printf \"%s\", w } }\n"
	"  print \"\" } }' | git fast-import --quiet --date-format=raw";

/* What git makes of the same range: commits, and what each has that none of its parents has. */
static const char reference[] =
	"git rev-list $H ^$B | sort >../commits.git\n"
	"git rev-list $H ^$B | git diff-tree --stdin -c -r --root --raw --no-abbrev --no-renames "
	"--no-commit-id | awk '{ n = match($0, /[^:]/) - 1; if ($(n + 1) != \"000000\") "
	"{ id = $(2 * n + 2); sub(/^[^\\t]*\\t/, \"\"); print id, $0 } }' | sort -u >../blobs.git\n"
	"git diff-tree -r --no-renames --name-only $(git merge-base $B $H) $H >../files.git\n"
	"test -s ../commits.git && test -s ../blobs.git && "
	"sort ../commits.gate | cmp - ../commits.git && sort -u ../blobs.gate | cmp - "
	"../blobs.git\n"
	"test $(git merge-base --all $B $H | wc -l) != 1 || cmp ../files.gate ../files.git\n";

static bool write_lines(const struct fixture *fixture, const char *name, const struct buffer *lines)
{
	FILE *file = fopen(fixture_path(fixture, name), "w");
	bool written =
		file && fwrite(lines->ptr ? lines->ptr : "", 1, lines->len, file) == lines->len;

	return file && fclose(file) == 0 && written;
}

static bool write_change(const struct fixture *fixture, const struct change *change)
{
	struct buffer commits = {0}, blobs = {0}, files = {0};
	char hex[OID_HEX];
	bool written;

	for (size_t i = 0; i < change->commit_count; i++) {
		oid_hex(&change->commits[i].oid, hex);
		buffer_printf(&commits, "%s\n", hex);
	}
	for (size_t i = 0; i < change->blob_count; i++) {
		const struct blob *blob = &change->blobs[i];

		oid_hex(&blob->oid, hex);
		for (uint32_t j = 0; blob->kind == BLOB_FILE && j < blob->place_count; j++)
			buffer_printf(&blobs, "%s %s\n", hex, blob_places(blob)[j].path->text.ptr);
	}
	for (size_t i = 0; i < change->file_count; i++)
		buffer_printf(&files, "%s\n", change->files[i].path.ptr);
	written = write_lines(fixture, "commits.gate", &commits) &&
		  write_lines(fixture, "blobs.gate", &blobs) &&
		  write_lines(fixture, "files.gate", &files);
	buffer_free(&commits);
	buffer_free(&blobs);
	buffer_free(&files);
	return written;
}

static bool places_in_order(const struct change *change)
{
	for (size_t i = 0; i < change->blob_count; i++)
		for (uint32_t j = 1; j < change->blobs[i].place_count; j++)
			if (blob_places(&change->blobs[i])[j].commit <
				blob_places(&change->blobs[i])[j - 1].commit)
				return false;
	return true;
}

static void compare_with_git(
	const struct fixture *fixture, struct repo *repo, const char *base, const char *head)
{
	struct range range = {0};
	struct change change = {0};
	struct err err = {0};
	const char *script = arena_printf(fixture->arena, "B=%s; H=%s\n%s", base, head, reference);

	CHECK_ROW(base, repo_resolve(repo, text_of(base), &range.base, NULL, &err) == 0 &&
				repo_resolve(repo, text_of(head), &range.head, NULL, &err) == 0 &&
				change_read(&change, repo, &range, fixture->arena, &err) == 0);
	CHECK_ROW(base, places_in_order(&change));
	CHECK_ROW(base, write_change(fixture, &change));
	CHECK_ROW(base, fixture_sh(fixture, "r", script));
}

static void test_against_git(void)
{
	static const struct {
		const char *base, *head;
	} pairs[] = {{"c1", "c300"}, {"c100", "c300"}, {"c250", "c300"}, {"c290", "c300"},
		{"c300", "c299"}, {"c297", "c298"}, {"c120", "c180"}, {"c299", "c300"}};
	struct fixture fixture;
	struct repo *repo = NULL;
	struct err err = {0};

	if (fixture_start(&fixture, "history", random_history) &&
		repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0)
		for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
			compare_with_git(&fixture, repo, pairs[i].base, pairs[i].head);
	CHECK_ROW("history", repo != NULL);
	repo_close(repo);
	fixture_end(&fixture);
}

/* ---- on several threads ---- */

static struct range whole(const struct oid *head, unsigned threads)
{
	return (struct range){.head = *head, .leaves_contents = true, .threads = threads};
}

/* How many commits are read by those threads alone. */
static size_t count_read(
	const struct repo *repo, const struct oid *head, unsigned threads, struct arena *arena)
{
	const struct range range = whole(head, threads);
	struct paint paint = {.repo = repo, .range = &range, .arena = arena};
	struct err err = {0};

	if (number_table_start(&paint.numbers, arena, &err) < 0 ||
		paint_add(&paint, head, FROM_HEAD, &err) < 0)
		return 0;
	paint_read_all(&paint, threads);
	return paint.count;
}

static void check_same_walk(
	const struct repo *repo, const struct oid *head, unsigned threads, struct arena *arena)
{
	const struct range one = whole(head, 1), many = whole(head, threads);
	struct walk wanted, walk;
	struct err err = {0};

	CU_ASSERT_FATAL(walk_range(&wanted, repo, &one, arena, &err) == 0);
	CU_ASSERT_FATAL(walk_range(&walk, repo, &many, arena, &err) == 0);
	CU_ASSERT_FATAL(walk.count == wanted.count && walk.count > 150);
	for (size_t i = 0; i < walk.count; i++)
		CU_ASSERT(oid_equal(&walk.commits[i].oid, &wanted.commits[i].oid) &&
			  walk.commits[i].parent_count == wanted.commits[i].parent_count);
	CU_ASSERT(count_read(repo, head, threads, arena) == walk.count);
}

/* One commit is not there: what was read of the others plays no part in what is said. */
static void check_same_error(
	const struct repo *repo, const struct oid *head, unsigned threads, struct arena *arena)
{
	const struct range one = whole(head, 1), many = whole(head, threads);
	struct walk walk;
	struct err wanted = {0}, err = {0};

	CU_ASSERT_FATAL(walk_range(&walk, repo, &one, arena, &wanted) < 0);
	CU_ASSERT_FATAL(walk_range(&walk, repo, &many, arena, &err) < 0);
	CU_ASSERT_STRING_EQUAL(err.message, wanted.message);
	CU_ASSERT(strstr(err.message, "missing") != NULL);
	CU_ASSERT(count_read(repo, head, threads, arena) > 150);
}

static void each_threads(const struct fixture *fixture,
	void (*check)(const struct repo *repo, const struct oid *head, unsigned threads,
		struct arena *arena))
{
	struct repo *repo = NULL;
	struct oid head;
	struct err err = {0};

	CU_ASSERT_FATAL(repo_open(&repo, fixture_path(fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("c300"), &head, NULL, &err) == 0);
	for (unsigned threads = 2; threads <= 8; threads *= 2)
		check(repo, &head, threads, fixture->arena);
	repo_close(repo);
}

static void test_threads(void)
{
	static const char lose[] =
		"mv .git/objects/pack ../pack; mkdir .git/objects/pack;"
		"for pack in ../pack/*.pack; do git unpack-objects -q <$pack; done;"
		"rm -f .git/objects/$(git rev-parse c2 | sed 's,^..,&/,')";
	struct fixture fixture;

	CU_ASSERT_FATAL(fixture_start(&fixture, "threads", random_history));
	each_threads(&fixture, check_same_walk);
	CU_ASSERT_FATAL(fixture_sh(&fixture, "r", lose));
	each_threads(&fixture, check_same_error);
	fixture_end(&fixture);
}

/* ---- asked about ---- */

/* Commits of 64 KiB more or less, one that is reached by two merges and a tag, one that no ref reaches. */
static const char loud_history[] =
	"put a one; commit first; go -b x; commit 'loud x'; git tag t; go main; commit along; "
	"merge 'loud join' x;"
	"go -b y x; commit y; go main; merge again y;"
	"small=$(git cat-file -s HEAD); head -c $((65535 - small - 20)) /dev/zero | tr '\\0' m "
	">../m;"
	"commit \"$(cat ../m)\"; commit \"$(cat ../m)$(head -c 100 ../m)\";"
	"git tag -a -m loud tagged; commit gone; git reset -q --hard HEAD^";

struct asked {
	atomic_size_t count, loud, large;
};

static bool is_loud(struct text raw)
{
	return text_find(raw, text_of("\n\nloud")) < raw.len;
}

static bool ask(const void *self, const struct oid *commit, struct text raw)
{
	struct asked *asked = *(struct asked *const *)self;

	atomic_fetch_add(&asked->count, !oid_is_zero(commit));
	atomic_fetch_add(&asked->loud, is_loud(raw));
	atomic_fetch_add(&asked->large, raw.len > UINT16_MAX);
	return !is_loud(raw);
}

/* Of those that were asked about and are not loud, as many bytes as a reader has of them; else none. */
static void check_quiet(const struct repo *repo, const struct change *change)
{
	struct reader *reader = NULL;
	struct err err = {0};
	size_t quiet = 0;

	CU_ASSERT_FATAL(reader_open(&reader, repo, NULL, NULL, &err) == 0);
	for (size_t i = 0; i < change->commit_count; i++) {
		const struct blob *blob = &change->blobs[i];
		struct text raw;
		size_t want;

		CU_ASSERT_FATAL(
			blob->kind == BLOB_COMMIT && reader_blob(reader, blob, &raw, &err) == 0);
		want = is_loud(raw) || raw.len > UINT16_MAX ? 0 : raw.len;
		CU_ASSERT(blob_places(blob)[0].quiet_bytes == want);
		quiet += want > 0;
	}
	CU_ASSERT(quiet == 5);
	for (size_t i = change->commit_count; i < change->blob_count; i++)
		CU_ASSERT(change->blobs[i].kind != BLOB_COMMIT ||
			  blob_places(&change->blobs[i])[0].quiet_bytes == 0);
	reader_close(reader);
}

static void check_asked(struct repo *repo, const struct oid *head, unsigned threads, bool leaves,
	struct arena *arena)
{
	struct asked asked = {0};
	const struct asked *self = &asked;
	struct range range = {.head = *head,
		.threads = threads,
		.leaves_contents = leaves,
		.with_strays = true,
		.is_quiet = ask,
		.self = &self};
	struct change change;
	struct err err = {0};

	CU_ASSERT_FATAL(change_read(&change, repo, &range, arena, &err) == 0);
	CU_ASSERT(change.commit_count == 8);
	/* Two threads may have read the same one. */
	CU_ASSERT(asked.count >= 7 && (threads > 1 || asked.count == 7));
	CU_ASSERT(asked.loud >= 2 && asked.large == 0);
	if (leaves)
		check_quiet(repo, &change);
	for (size_t i = 0; !leaves && i < change.blob_count; i++)
		CU_ASSERT(change.blobs[i].kind != BLOB_COMMIT ||
			  blob_places(&change.blobs[i])[0].quiet_bytes == 0);
}

static void test_asked(void)
{
	struct fixture fixture;
	struct repo *repo = NULL;
	struct err err = {0};
	struct oid head;

	CU_ASSERT_FATAL(fixture_start(&fixture, "asked", loud_history));
	CU_ASSERT_FATAL(repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("main"), &head, NULL, &err) == 0);
	for (unsigned threads = 1; threads <= 8; threads *= 2)
		check_asked(repo, &head, threads, true, fixture.arena);
	check_asked(repo, &head, 1, false, fixture.arena);
	repo_close(repo);
	fixture_end(&fixture);
}

/* The answer takes longer than there is time: whoever is asked when it is up is the last that a thread asks about. */
static const double late_s = 0.2;

static bool ask_late(const void *self, const struct oid *commit, struct text raw)
{
	atomic_size_t *count = *(atomic_size_t *const *)self;

	(void)commit, (void)raw;
	if (atomic_fetch_add(count, 1) > 0)
		usleep((useconds_t)(2 * late_s * 1e6));
	return true;
}

static void test_asked_late(void)
{
	enum { THREADS = 2 };
	struct fixture fixture;
	struct repo *repo = NULL;
	atomic_size_t count = 0;
	atomic_size_t *const self = &count;
	struct range range = {
		.threads = THREADS, .leaves_contents = true, .is_quiet = ask_late, .self = &self};
	struct change change;
	struct err err = {0};

	CU_ASSERT_FATAL(fixture_start(&fixture, "late", random_history));
	CU_ASSERT_FATAL(repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("c300"), &range.head, NULL, &err) == 0);
	repo_limit_time(repo, clock_now(), late_s);
	CU_ASSERT(change_read(&change, repo, &range, fixture.arena, &err) < 0);
	CU_ASSERT(strstr(err.message, "the time limit of 0.2 s was reached") != NULL);
	CU_ASSERT(count <= 1 + THREADS);
	repo_close(repo);
	fixture_end(&fixture);
}

static const struct unit_test tests[] = {
	{"commits that are asked about", test_asked},
	{"commits that are asked about late", test_asked_late},
	{"ranges", test_rows},
	{"a random history, against git", test_against_git},
	{"a whole history on several threads", test_threads},
};

UNIT_MAIN(tests)
