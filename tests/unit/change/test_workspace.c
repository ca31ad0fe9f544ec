/* SPDX-License-Identifier: Apache-2.0 */
#include "change/fixture.h"

enum { LARGE = WORKSPACE_MAPPED + 5 };

static const char make[] =
	"put a/committed one\ncommit c\n"
	"mkdir -p a/b out && echo made >a/b/made && echo two >'out/x.json' && echo three "
	">out/y.json\n"
	"ln -s ../a/committed out/link.json && ln -s a linked && mkfifo out/pipe.json\n"
	"mkdir .git/inside && echo no >.git/inside/f && : >out/empty\n"
	"truncate -s 4096 big\n";

/* What reading a path gives; NULL: there is no such file. An error begins with "!". */
static const struct {
	const char *path, *want;
} reads[] = {
	{"a/committed", "one\n"},
	{"a/b/made", "made\n"},
	{"out/empty", ""},
	{"nowhere", NULL},
	{"a/nowhere/f", NULL},
	{"a", NULL},
	{"", NULL},
	{"/etc/passwd", NULL},
	{"../r/a/committed", NULL},
	{"a/../a/committed", NULL},
	{"a//committed", NULL},
	{"out/pipe.json", NULL},
	{"out/link.json", "!out/link.json is a symbolic link, and none is followed"},
	{"linked/committed", "!linked is a symbolic link, and none is followed"},
	{".git/config", "!.git/config is git's own"},
	{"a/.GIT/config", "!a/.GIT/config is git's own"},
	{"big", "!big has 4096 bytes, over the limit of 1000"},
};

static const struct {
	const char *glob, *want;
} globs[] = {
	{"out/*.json", "out/x.json out/y.json "},
	{"a/**", "a/b/made a/committed "},
	{"linked/*", ""},
	{".git/**", ""},
	{"made", "a/b/made "},
	{"out/x.json", "out/x.json "},
	{"nowhere/*", ""},
};

struct opened {
	struct fixture fixture;
	struct repo *repo;
	struct reader *reader;
	struct mappings mappings;
};

static void open_it(struct opened *opened, const char *script, uint64_t most)
{
	struct limits limits = {.max_blob_bytes = most};
	struct err err = {0};

	*opened = (struct opened){0};
	CU_ASSERT_FATAL(fixture_start(&opened->fixture, "workspace", script));
	CU_ASSERT_FATAL(repo_open(&opened->repo, fixture_path(&opened->fixture, "r"), &err) == 0);
	CU_ASSERT_FATAL(reader_open(&opened->reader, opened->repo, NULL, &limits, &err) == 0);
}

static void close_it(struct opened *opened)
{
	mappings_close(&opened->mappings);
	reader_close(opened->reader);
	repo_close(opened->repo);
	fixture_end(&opened->fixture);
}

static void test_reading(void)
{
	struct opened opened;

	open_it(&opened, make, 1000);
	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		struct text got;
		struct err err = {0};
		int code = workspace_read(opened.reader, text_of(reads[i].path), &got,
			&opened.mappings, opened.fixture.arena, &err);

		if (reads[i].want && reads[i].want[0] == '!')
			CHECK_ROW(reads[i].path,
				code < 0 && strcmp(err.message, reads[i].want + 1) == 0);
		else if (reads[i].want)
			CHECK_ROW(
				reads[i].path, code == 0 && got.ptr && text_is(got, reads[i].want));
		else
			CHECK_ROW(reads[i].path, code == 0 && !got.ptr);
	}
	close_it(&opened);
}

static void test_matching(void)
{
	struct opened opened;

	open_it(&opened, make, 1000);
	for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++) {
		struct paths paths;
		struct buffer got = {0};
		struct err err = {0};

		CHECK_ROW(globs[i].glob, workspace_match(opened.reader, globs[i].glob, &paths,
						 opened.fixture.arena, &err) == 0);
		for (size_t n = 0; n < paths.count; n++)
			buffer_printf(&got, "%s ", paths.items[n].ptr);
		CHECK_ROW(globs[i].glob, text_is(buffer_text(&got), globs[i].want));
		buffer_free(&got);
	}
	close_it(&opened);
}

static void test_mapping(void)
{
	struct opened opened;
	struct arena *scratch;
	struct text got;
	struct err err = {0};
	uint32_t mode;

	open_it(&opened,
		"put f x\ncommit c\ntruncate -s 16777221 large && printf end | dd of=large bs=1 "
		"seek=16777218 conv=notrunc 2>/dev/null\n",
		UINT64_MAX);
	CU_ASSERT(workspace_mode(opened.reader, text_of("large"), &mode, &err) == 0 &&
		  mode == MODE_FILE);
	/* What was mapped outlives the arena that it was read with. */
	scratch = arena_new();
	CU_ASSERT_PTR_NOT_NULL_FATAL(scratch);
	CU_ASSERT_FATAL(workspace_read(opened.reader, text_of("large"), &got, &opened.mappings,
				scratch, &err) == 0);
	arena_free(scratch);
	CU_ASSERT(got.len == LARGE && text_ends(got, "end"));
	CU_ASSERT_EQUAL_FATAL(opened.mappings.count, 1);
	CU_ASSERT(text_is(opened.mappings.items[0].path, "large"));
	CU_ASSERT(!mapping_changed(&opened.mappings.items[0]));
	CU_ASSERT(fixture_sh(&opened.fixture, "r", "printf more >>large"));
	CU_ASSERT(mapping_changed(&opened.mappings.items[0]));
	close_it(&opened);
}

static void test_bare(void)
{
	struct opened opened;
	struct repo *bare = NULL;
	struct reader *reader = NULL;
	struct text got;
	struct err err = {0};

	open_it(&opened, "put f x\ncommit c\nclone --bare . ../bare\n", 1000);
	CU_ASSERT_FATAL(repo_open(&bare, fixture_path(&opened.fixture, "bare"), &err) == 0);
	CU_ASSERT_FATAL(reader_open(&reader, bare, NULL, NULL, &err) == 0);
	CU_ASSERT(workspace_read(reader, text_of("f"), &got, NULL, opened.fixture.arena, &err) < 0);
	CU_ASSERT(err.kind == ERR_LOOK && strstr(err.message, "bare") &&
		  strstr(err.remedy, "checked-out directory"));
	reader_close(reader);
	repo_close(bare);
	close_it(&opened);
}

static const struct unit_test tests[] = {
	{"reading", test_reading},
	{"matching", test_matching},
	{"a mapping", test_mapping},
	{"a bare repository", test_bare},
};
UNIT_MAIN(tests)
