/* SPDX-License-Identifier: Apache-2.0
 *
 * The checked-out directory as a cache of blobs: what is a copy is taken, and whatever lies there the bytes are the blob's.
 */
#include "change/fixture.h"
#include "gate/change/checkout.h"
#include "gate/change/directory.h"

static const char make[] = "big() { i=0; while [ $i -lt 700 ]; do echo \"line $i of $1, and more "
			   "of it\"; i=$((i + 1)); done; }\n"
			   "for f in same d/same d/e/same edited longer shorter empty link folder "
			   "pipe gone sparse crlf linked/f mode; do\n"
			   "mkdir -p $(dirname $f); big $f >$f; done\n"
			   "git config core.autocrlf false\n"
			   "git add . && commit c && git repack -adq\n"
			   "sed -i 's/line 5 /line 6 /' edited; echo more >>longer; truncate -s "
			   "100 shorter; : >empty\n"
			   "big link >../elsewhere; rm link folder pipe gone; ln -s ../elsewhere "
			   "link; mkdir folder; mkfifo pipe\n"
			   "truncate -s 10G sparse; sed -i 's/$/\\r/' crlf; mv linked moved; ln -s "
			   "moved linked; chmod +x mode\n";

static const struct row {
	const char *path;
	bool is_copy;
} rows[] = {
	{"same", true}, {"d/same", true}, {"d/e/same", true}, {"mode", true}, {"edited", false},
	{"longer", false}, {"shorter", false}, {"empty", false}, {"link", false}, {"folder", false},
	{"pipe", false}, {"gone", false}, {"sparse", false}, {"crlf", false},
	{"linked/f", false}, /* below a link that leads to the same bytes */
};

struct opened {
	struct fixture fixture;
	struct repo *repo;
	struct reader *reader;
	struct oid head;
};

static void open_it(struct opened *opened)
{
	struct err err = {0};

	*opened = (struct opened){0};
	CU_ASSERT_FATAL(fixture_start(&opened->fixture, "checkout", make));
	CU_ASSERT_FATAL(repo_open(&opened->repo, fixture_path(&opened->fixture, "r"), &err) == 0);
	CU_ASSERT_FATAL(reader_open(&opened->reader, opened->repo, NULL, NULL, &err) == 0);
	CU_ASSERT_FATAL(
		repo_resolve(opened->repo, text_of("HEAD"), &opened->head, NULL, &err) == 0);
}

static void close_it(struct opened *opened)
{
	reader_close(opened->reader);
	repo_close(opened->repo);
	fixture_end(&opened->fixture);
}

static void read_both(struct opened *opened, struct checkout *checkout,
	struct checkout_files *files, const struct row *row)
{
	struct place place = {.path = text_of(row->path), .commit = NO_COMMIT, .mode = MODE_FILE};
	struct blob blob = {.kind = BLOB_FILE, .places = &place, .place_count = 1};
	struct blob_content got, copy;
	struct text want;
	struct err err = {0};
	uint32_t mode;

	CU_ASSERT_FATAL(reader_lookup(opened->reader, &opened->head, place.path, &blob.oid, &mode,
				&err) == 0);
	CU_ASSERT_FATAL(reader_blob(opened->reader, &blob, &want, &err) == 0);
	want = arena_text(opened->fixture.arena, want);
	CHECK_ROW(row->path, checkout_blob(checkout, &blob, &got, &err) == 0);
	CHECK_ROW(row->path, text_equal(got.bytes, want));
	CHECK_ROW(row->path,
		checkout_files_copy(&copy, files, &blob.oid, want.len, place.path) == row->is_copy);
	CHECK_ROW(row->path, !row->is_copy || text_equal(copy.bytes, want));
}

static void test_rows(void)
{
	struct opened opened;
	struct checkout *checkout;
	struct checkout_files files;
	struct err err = {0};
	const char *only;
	int root;

	open_it(&opened);
	root = directory_open(fixture_path(&opened.fixture, "r"), &only, &err);
	checkout_files_start(&files, root);
	CU_ASSERT_FATAL(checkout_open(&checkout, opened.reader, NULL, &err) == 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		read_both(&opened, checkout, &files, &rows[i]);
	checkout_close(checkout);
	checkout_files_end(&files);
	close(root);
	close_it(&opened);
}

/* It gives up on a directory that holds none, and where there is none it finds none. */
static void test_misses(void)
{
	struct opened opened;
	struct checkout_files files;
	struct blob_content got;
	struct oid other = {{1}};
	struct err err = {0};
	const char *only;
	int root;

	open_it(&opened);
	root = directory_open(fixture_path(&opened.fixture, "r"), &only, &err);
	checkout_files_start(&files, root);
	for (size_t i = 0; i < 1000; i++)
		CU_ASSERT(!checkout_files_copy(&got, &files, &other, 5, text_of("same")));
	CU_ASSERT(files.hits == 0 && files.misses < 100);
	checkout_files_end(&files);
	close(root);
	checkout_files_start(&files, -1);
	CU_ASSERT(!checkout_files_copy(&got, &files, &other, 5, text_of("same")));
	checkout_files_end(&files);
	close_it(&opened);
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
	{"misses", test_misses},
};
UNIT_MAIN(tests)
