/* SPDX-License-Identifier: Apache-2.0 */
#include "change/dump.h"

static const struct lines {
	const char *name;
	const char *before, *after; /* what printf makes of them; NULL: no such file */
	const char *spans;
} lines[] = {
	{"new file", NULL, "a\\nb\\nc\\n", "1-3"},
	{"new file without an LF at the end", NULL, "a\\nb", "1-2"},
	{"new empty file", NULL, "", ""},
	{"deleted", "a\\n", NULL, ""},
	{"one line edited", "a\\nb\\nc\\n", "a\\nB\\nc\\n", "2-2"},
	{"added at both ends", "b\\n", "a\\nb\\nc\\n", "1-1 3-3"},
	{"removed only", "a\\nb\\nc\\n", "a\\nc\\n", ""},
	{"LF at the end added", "a\\nb", "a\\nb\\n", "2-2"},
	{"CRLF", "a\\nb\\n", "a\\r\\nb\\n", "1-1"},
	{"NUL bytes do not make it binary", "a\\000\\nb\\nc\\n", "a\\000\\nX\\nc\\n", "2-2"},
	{"not UTF-8", "\\377a\\nb\\n", "\\377a\\nc\\n", "2-2"},
	{"UTF-16: all lines", "\\377\\376a\\000\\n\\000", "\\377\\376a\\000\\n\\000b\\000\\n\\000",
		"1-2"},
	{"UTF-16, the other way round: half a letter is no LF", "x",
		"\\376\\377\\000a\\012\\001\\000\\n\\000b", "1-2"},
	{"everything", "a\\nb\\n", "c\\nd\\n", "1-2"},
};

static void dump_spans(struct buffer *out, const struct spans *spans)
{
	for (size_t i = 0; i < spans->count; i++)
		buffer_printf(
			out, "%s%u-%u", i ? " " : "", spans->items[i].first, spans->items[i].last);
}

static bool read_range(struct change *change, struct repo **repo, struct reader **reader,
	const struct fixture *fixture, struct err *err)
{
	struct range range = {0};

	return repo_open(repo, fixture_path(fixture, "r"), err) == 0 &&
	       repo_resolve(*repo, text_of("base"), &range.base, NULL, err) == 0 &&
	       repo_resolve(*repo, text_of("head"), &range.head, NULL, err) == 0 &&
	       change_read(change, *repo, &range, fixture->arena, err) == 0 &&
	       reader_open(reader, *repo, NULL, NULL, err) == 0;
}

static void check_lines(const struct lines *row, const struct fixture *fixture)
{
	struct repo *repo = NULL;
	struct reader *reader = NULL;
	struct change change;
	struct buffer got = {0};
	struct err err = {0};
	struct spans spans = {0};
	const struct file *file;

	CHECK_ROW(row->name, read_range(&change, &repo, &reader, fixture, &err));
	file = reader ? change_file(&change, text_of("f")) : NULL;
	CHECK_ROW(row->name,
		file && reader_added_lines(reader, file, &spans, fixture->arena, &err) == 0);
	dump_spans(&got, &spans);
	if (!text_is(buffer_text(&got), row->spans))
		fprintf(stderr, "%s: got %s\n", row->name, got.ptr ? got.ptr : "");
	CHECK_ROW(row->name, text_is(buffer_text(&got), row->spans));
	buffer_free(&got);
	reader_close(reader);
	repo_close(repo);
}

static const char *make_side(const struct fixture *fixture, const char *content)
{
	if (!content)
		return "rm -f f; git add -A";
	return arena_printf(fixture->arena, "printf '%s' >f; git add f", content);
}

/* Each one twice: with attributes that declare every file binary, and without. */
static void test_lines(void)
{
	static const char *const attributes[] = {":", "put .gitattributes '* -diff binary'"};

	for (size_t i = 0; i < 2 * sizeof(lines) / sizeof(lines[0]); i++) {
		const struct lines *row = &lines[i / 2];
		struct fixture fixture;
		const char *script;

		if (fixture_start(&fixture, row->name, "put a 1; commit start")) {
			script = arena_printf(fixture.arena,
				"%s; %s; commit one; git branch base; %s; commit two;"
				"git branch head",
				attributes[i % 2], make_side(&fixture, row->before),
				make_side(&fixture, row->after));
			CHECK_ROW(row->name, fixture_sh(&fixture, "r", script));
			check_lines(row, &fixture);
		}
		fixture_end(&fixture);
	}
}

/* How a single blob "f" of a change fails to be read. */
static const struct unreadable {
	const char *name, *script, *sub;
	uint64_t limit;
	const char *message, *remedy;
} unreadables[] = {
	{"missing",
		"put f secret; commit new; git branch head; id=$(git rev-parse HEAD:f);"
		"rm -f .git/objects/${id%${id#??}}/${id#??}",
		"r", 1000, "of f is missing", "git fsck"},
	{"cut off",
		"put f secret; commit new; git branch head; id=$(git rev-parse HEAD:f);"
		"p=.git/objects/${id%${id#??}}/${id#??}; chmod u+w $p; head -c 10 $p >x; cat x >$p",
		"r", 1000, "of f cannot be read", "git fsck"},
	{"emptied",
		"put f secret; commit new; git branch head; id=$(git rev-parse HEAD:f);"
		"p=.git/objects/${id%${id#??}}/${id#??}; chmod u+w $p; : >$p",
		"r", 1000, "of f ", "git fsck"},
	{"over the limit", "put f 123456789; commit new; git branch head", "r", 9,
		"has 10 bytes, over the limit of 9", "limits: blob"},
	{"left out of a partial clone",
		"put f secret; commit new; git branch head;"
		"clone --no-checkout --filter=blob:none file://$PWD ../p; cd ../p;"
		"git branch base origin/base; git branch head origin/head",
		"p", 1000, "of f is missing", "git fetch --refetch --no-filter origin"},
	{"a commit's id under a file's mode",
		"c=$(git rev-parse HEAD | sed 's/../\\\\x&/g');"
		"t=$(bash -c \"printf '100644 f\\\\0$c'\" | git hash-object -t tree -w --stdin "
		"--literally); git branch head $(git commit-tree -p HEAD -m m $t)",
		"r", 1000, "is no blob", ""},
};

static const struct blob *find_blob(const struct change *change, const char *path)
{
	for (size_t i = 0; i < change->blob_count; i++)
		if (change->blobs[i].kind <= BLOB_SYMLINK &&
			text_is(blob_places(&change->blobs[i])[0].path->text, path))
			return &change->blobs[i];
	return NULL;
}

static void check_unreadable(const struct unreadable *row, const struct fixture *fixture)
{
	struct limits limits = {.max_blob_bytes = row->limit};
	struct repo *repo = NULL;
	struct reader *reader = NULL;
	struct range range = {0};
	struct change change = {0};
	struct err err = {0};
	struct text content;
	const struct blob *blob;
	bool done = repo_open(&repo, fixture_path(fixture, row->sub), &err) == 0 &&
		    repo_resolve(repo, text_of("base"), &range.base, NULL, &err) == 0 &&
		    repo_resolve(repo, text_of("head"), &range.head, NULL, &err) == 0 &&
		    change_read(&change, repo, &range, fixture->arena, &err) == 0 &&
		    reader_open(&reader, repo, NULL, &limits, &err) == 0;

	blob = find_blob(&change, "f");
	CHECK_ROW(row->name, done && blob);
	if (done && blob) {
		CHECK_ROW(row->name, reader_blob(reader, blob, &content, &err) < 0);
		CHECK_ROW(row->name, err.kind == ERR_LOOK);
		CHECK_ROW(row->name, strstr(err.message, row->message) != NULL);
		CHECK_ROW(row->name, strstr(err.remedy, row->remedy) != NULL);
	}
	if (!strstr(err.message, row->message) || !strstr(err.remedy, row->remedy))
		fprintf(stderr, "%s: got %s | %s\n", row->name, err.message, err.remedy);
	reader_close(reader);
	repo_close(repo);
}

static void test_unreadable(void)
{
	for (size_t i = 0; i < sizeof(unreadables) / sizeof(unreadables[0]); i++) {
		const struct unreadable *row = &unreadables[i];
		struct fixture fixture;

		if (fixture_start(&fixture, row->name, "put a 1; commit start; git branch base") &&
			fixture_sh(&fixture, "r",
				arena_printf(fixture.arena, "at 1800000000;%s", row->script)))
			check_unreadable(row, &fixture);
		else
			CHECK_ROW(row->name, false);
		fixture_end(&fixture);
	}
}

/* Files of a commit's tree, or of a folder on disk: the same answers. */
static const struct lookup {
	const char *name, *path;
	uint32_t mode;
	const char *content;
} lookups[] = {
	{"file", "a", MODE_FILE, "1\n"},
	{"file below", "d/e/f", MODE_FILE, "2\n"},
	{"executable", "x", MODE_EXECUTABLE, "3\n"},
	{"link", "l", MODE_SYMLINK, "d/e"},
	{"below a link", "l/f", MODE_NONE, NULL},
	{"folder", "d", MODE_NONE, NULL},
	{"folder with a slash", "d/", MODE_NONE, NULL},
	{"file with a slash", "a/", MODE_NONE, NULL},
	{"below a file", "a/b", MODE_NONE, NULL},
	{"nothing", "nope", MODE_NONE, NULL},
	{"no path", "", MODE_NONE, NULL},
	{"absolute", "/a", MODE_NONE, NULL},
	{"two slashes", "d//e/f", MODE_NONE, NULL},
	{"upwards", "d/../a", MODE_NONE, NULL},
	{"here", "./a", MODE_NONE, NULL},
};

static const struct match {
	const char *glob, *paths;
} matches[] = {
	{"*", "a d/e/f g[1] l x"},
	{"d/**", "d/e/f"},
	{"d/e/f", "d/e/f"},
	{"d/e", ""},
	{"d//e/f", ""},
	{"d/./e/f", ""},
	{"d/e/f/g", ""},
	{"l/f", ""},
	{"sub/a", ""},
	{"d/e/", "d/e/f"},
	{"d/e//*", ""},
	{"**/f", "d/e/f"},
	{"{a,d/e/*}", "a d/e/f"},
	{"g\\[1\\]", "g[1]"},
	{"nothing/**", ""},
	{"?/e/f", "d/e/f"},
	{"d/*/f", "d/e/f"},
	{"*/e/", "d/e/f"},
	{"\\d/*/f", "d/e/f"},
	{"[d]/e/f", "d/e/f"},
	{"d**/f", "d/e/f"},
	{"*/*", ""},
	{"d/e/{f,g}", "d/e/f"},
	{"d/{e/f,x}", "d/e/f"},
	{"d/e/[a-f]", "d/e/f"},
	{"d/{e,f}", ""},
	{"{d,x}/**/f", "d/e/f"},
	{"**/e/[f]", "d/e/f"},
	{"d/**/**/f", "d/e/f"},
	{"d", ""},
};

static void check_lookups(struct reader *reader, const struct oid *commit, struct arena *arena)
{
	for (size_t i = 0; i < sizeof(lookups) / sizeof(lookups[0]); i++) {
		const struct lookup *row = &lookups[i];
		struct text content;
		struct err err = {0};
		struct oid oid;
		uint32_t mode;
		bool found;

		CHECK_ROW(row->name,
			reader_lookup(reader, commit, text_of(row->path), &oid, &mode, &err) == 0);
		CHECK_ROW(row->name, mode == row->mode);
		CHECK_ROW(row->name, reader_file(reader, commit, text_of(row->path), &content,
					     &found, arena, &err) == 0);
		CHECK_ROW(row->name, found == (row->content != NULL));
		if (row->content)
			CHECK_ROW(row->name, text_is(content, row->content));
	}
}

static const struct match lists[] = {
	{"", "a g[1] l x"},
	{"d/", ""},
	{"d/e/", "d/e/f"},
	{"d/e//*", ""},
	{"d/e/f/", ""},
	{"nothing/", ""},
};

static void check_lists(struct reader *reader, const struct oid *commit, struct arena *arena)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct buffer got = {0};
		struct paths paths;
		struct err err = {0};

		CHECK_ROW(lists[i].glob, reader_list(reader, commit, text_of(lists[i].glob), &paths,
						 arena, &err) == 0);
		for (size_t n = 0; n < paths.count; n++) {
			if (n)
				buffer_byte(&got, ' ');
			buffer_add(&got, paths.items[n]);
		}
		CHECK_ROW(lists[i].glob, text_is(buffer_text(&got), lists[i].paths));
		buffer_free(&got);
	}
}

static void check_matches(struct reader *reader, const struct oid *commit, struct arena *arena)
{
	for (size_t i = 0; i < sizeof(matches) / sizeof(matches[0]); i++) {
		const struct match *row = &matches[i];
		struct buffer got = {0};
		struct paths paths = {0};
		struct err err = {0};

		CHECK_ROW(row->glob,
			reader_match(reader, commit, row->glob, &paths, arena, &err) == 0);
		for (size_t j = 0; j < paths.count; j++) {
			buffer_string(&got, j ? " " : "");
			buffer_add(&got, paths.items[j]);
		}
		if (!text_is(buffer_text(&got), row->paths))
			fprintf(stderr, "%s: got %s\n", row->glob, got.ptr ? got.ptr : "");
		CHECK_ROW(row->glob, text_is(buffer_text(&got), row->paths));
		buffer_free(&got);
	}
}

static void test_lookup(void)
{
	static const char script[] =
		"put a 1; put d/e/f 2; put x 3; put 'g[1]' 4; chmod +x x; ln -s d/e l; git add x l;"
		"commit files; raw 160000 1111111111111111111111111111111111111111 sub; commit sub";
	static const struct oid on_disk = {{0}};
	struct fixture fixture;
	struct repo *repo = NULL;
	struct reader *reader = NULL, *disk = NULL;
	struct err err = {0};
	struct oid head, oid;
	uint32_t mode = MODE_NONE;

	CHECK_ROW("start",
		fixture_start(&fixture, "lookup", script) &&
			repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("HEAD"), &head, NULL, &err) == 0 &&
			reader_open(&reader, repo, NULL, NULL, &err) == 0 &&
			reader_open(&disk, NULL, fixture_path(&fixture, "r"), NULL, &err) == 0);
	check_lookups(reader, &head, fixture.arena);
	check_lookups(disk, &on_disk, fixture.arena);
	check_matches(reader, &head, fixture.arena);
	check_lists(reader, &head, fixture.arena);
	check_matches(disk, &on_disk, fixture.arena);
	check_lists(disk, &on_disk, fixture.arena);
	CHECK_ROW(
		"submodule", reader_lookup(reader, &head, text_of("sub"), &oid, &mode, &err) == 0);
	CHECK_ROW("submodule", mode == MODE_SUBMODULE);
	reader_close(disk);
	reader_close(reader);
	repo_close(repo);
	fixture_end(&fixture);
}

/* A folder on disk as a change. "?" is what cannot be read. */
static const struct folder {
	const char *name, *script, *path, *blobs, *files;
} folders[] = {
	{"files", "echo 1 >a; mkdir d; echo 2 >d/b", "r", ":a=1+ :d/b=2+", "A:a A:d/b"},
	{"repositories are passed over",
		"echo 1 >a; mkdir -p d/.git; echo 2 >d/.git/config; echo 3 >d/c", "r",
		":a=1+ :d/c=3+", "A:a A:d/c"},
	{"links are not followed",
		"mkdir d; echo 1 >d/a; ln -s d l; ln -s /etc/passwd p; ln -s . loop", "r",
		":l>d+ :loop>.+ :p>/etc/passwd+ :d/a=1+", "A:d/a A:l A:loop A:p"},
	{"pipes are not opened", "mkfifo p; echo 1 >a", "r", ":a=1+ :p=?+", "A:a"},
	{"one file", "echo 1 >a; echo 2 >b", "r/a", ":a=1+", "A:a"},
	{"an empty folder", ":", "r", "", ""},
	{"hostile names", "echo 1 >\"$(printf 'a\\nb')\"; echo 2 >\"$(printf '\\377')\"", "r",
		":a\nb=1+ :\377=2+", "A:a\nb A:\377"},
	{"executable", "echo 1 >a; chmod +x a", "r", ":a=1*+", "A:a"},
	{"deep",
		"p=d; i=0; while [ $i -lt 300 ]; do p=$p/d; i=$((i+1)); done; mkdir -p $p; echo 1 "
		">a",
		"r", ":a=1+", "A:a"},
};

static void check_folder(const struct folder *row, const struct fixture *fixture)
{
	struct reader *reader = NULL;
	struct change change = {0};
	struct buffer got = {0};
	struct err err = {0};
	const char *path = fixture_path(fixture, row->path);

	CHECK_ROW(row->name, change_read_directory(&change, path, NULL, fixture->arena, &err) == 0);
	CHECK_ROW(row->name, change.is_directory && !change.has_base);
	CHECK_ROW(row->name, reader_open(&reader, NULL, path, NULL, &err) == 0);
	dump_blobs(&got, &change, reader);
	if (!text_is(buffer_text(&got), row->blobs))
		fprintf(stderr, "%s: got %s\n", row->name, got.ptr ? got.ptr : "");
	CHECK_ROW(row->name, text_is(buffer_text(&got), row->blobs));
	buffer_clear(&got);
	dump_files(&got, &change);
	CHECK_ROW(row->name, text_is(buffer_text(&got), row->files));
	buffer_free(&got);
	reader_close(reader);
}

static void test_folders(void)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct fixture fixture;

		if (fixture_start(&fixture, folders[i].name, folders[i].script))
			check_folder(&folders[i], &fixture);
		fixture_end(&fixture);
	}
}

/* Between the listing and the reading the disk may change. */
static const struct swap {
	const char *name, *script, *message;
} swaps[] = {
	{"gone", "rm f", "cannot be opened"},
	{"now a link", "rm f; ln -s /etc/passwd f", "cannot be opened"},
	{"now below a link", "mv d e; ln -s e d", "cannot be opened"},
	{"now a pipe", "rm f; mkfifo f", "no regular file"},
	{"now a folder", "rm f; mkdir f", "no regular file"},
	{"grown over the limit", "echo 0123456789012345678901234567890 >f", "over the limit of 20"},
	{"grown", "echo 12 >f; echo 34 >d/g", ""},
};

static void check_swap(const struct swap *row, const struct fixture *fixture)
{
	struct limits limits = {.max_blob_bytes = 20};
	struct reader *reader = NULL;
	struct change change = {0};
	struct err err = {0};
	const char *path = fixture_path(fixture, "r");
	bool failed = false;

	CHECK_ROW(row->name, change_read_directory(&change, path, NULL, fixture->arena, &err) == 0);
	CHECK_ROW(row->name, fixture_sh(fixture, "r", row->script));
	CHECK_ROW(row->name, reader_open(&reader, NULL, path, &limits, &err) == 0);
	for (size_t i = 0; reader && i < change.blob_count; i++) {
		struct err own = {0};
		struct text text;

		if (reader_blob(reader, &change.blobs[i], &text, &own) == 0)
			continue;
		failed = true;
		CHECK_ROW(row->name, own.kind == ERR_LOOK && strstr(own.message, row->message));
	}
	CHECK_ROW(row->name, failed == (*row->message != '\0'));
	reader_close(reader);
}

static void test_swaps(void)
{
	for (size_t i = 0; i < sizeof(swaps) / sizeof(swaps[0]); i++) {
		struct fixture fixture;

		if (fixture_start(&fixture, swaps[i].name, "echo 1 >f; mkdir d; echo 2 >d/g"))
			check_swap(&swaps[i], &fixture);
		fixture_end(&fixture);
	}
}

/* What a change brings along beside files. */
static void test_pseudo_blobs(void)
{
	static const char script[] =
		"put a 1; commit start; git branch base; put b 2; commit message; git branch head;"
		"git tag -a -m inner t1; git tag -a -m outer t2 t1 2>/dev/null";
	static const struct text refs[] = {TEXT("refs/heads/x"), TEXT("refs/tags/t2")};
	struct range range = {.refs = refs, .ref_count = 2};
	struct fixture fixture;
	struct repo *repo = NULL;
	struct change change = {0};
	struct buffer got = {0};
	struct err err = {0};

	CHECK_ROW("start",
		fixture_start(&fixture, "pseudo", script) &&
			repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("base"), &range.base, NULL, &err) == 0 &&
			repo_resolve(repo, text_of("t2"), &range.head, &range.tag, &err) == 0 &&
			change_read(&change, repo, &range, fixture.arena, &err) == 0);
	dump_kind(&got, &change, BLOB_REF);
	CHECK_ROW("refs", text_is(buffer_text(&got), "refs/heads/x refs/tags/t2"));
	buffer_clear(&got);
	dump_kind(&got, &change, BLOB_TAG);
	CHECK_ROW("tags", got.ptr && strstr(got.ptr, "\nouter\n") && strstr(got.ptr, "\ninner\n"));
	buffer_clear(&got);
	dump_kind(&got, &change, BLOB_COMMIT);
	CHECK_ROW("commit", got.ptr && strstr(got.ptr, "tree ") == got.ptr);
	CHECK_ROW("commit", got.ptr && strstr(got.ptr, "\nauthor A <a@example.org> "));
	CHECK_ROW("commit", got.ptr && strstr(got.ptr, "\n\nmessage\n"));
	buffer_free(&got);
	repo_close(repo);
	fixture_end(&fixture);
}

/* A message that is not kept is read when its turn comes. */
static void test_left_messages(void)
{
	const struct limits limits = {
		.max_blob_bytes = UINT64_MAX, .cached_bytes = 4 << 20, .settles = true};
	struct range range = {.leaves_contents = true};
	struct fixture fixture;
	struct repo *repo = NULL;
	struct reader *reader = NULL;
	struct change change = {0};
	struct text message = {0};
	struct err err = {0};
	size_t commits = 0, files = 0;
	uint64_t size;

	CHECK_ROW("start",
		fixture_start(&fixture, "left", "put a 1; commit one; put a 2; commit two") &&
			repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("HEAD"), &range.head, NULL, &err) == 0 &&
			change_read(&change, repo, &range, fixture.arena, &err) == 0 &&
			reader_open(&reader, repo, NULL, &limits, &err) == 0);
	for (size_t i = 0; i < change.blob_count; i++) {
		if (change.blobs[i].kind != BLOB_COMMIT)
			continue;
		commits++;
		CHECK_ROW("left", !change.blobs[i].has_text && blob_size(&change.blobs[i]) == 0);
		CHECK_ROW("read", reader_blob(reader, &change.blobs[i], &message, &err) == 0 &&
					  reader_size(reader, &change.blobs[i], &size) &&
					  message.len == size);
		CHECK_ROW("message", strstr(message.ptr, commits == 1 ? "\n\none\n" : "\n\ntwo\n"));
	}
	CHECK_ROW("commits", commits == 2);
	CHECK_ROW("not measured", change.is_unmeasured);
	for (size_t i = 0; i < change.blob_count; i++) {
		if (change.blobs[i].kind != BLOB_FILE)
			continue;
		files++;
		CHECK_ROW("not measured", blob_size(&change.blobs[i]) == 0);
		CHECK_ROW("size", reader_size(reader, &change.blobs[i], &size) && size == 2);
	}
	CHECK_ROW("files", files == 2);
	/* What the reader gave last stays where all else goes. */
	CHECK_ROW("last", reader_blob(reader, &change.blobs[0], &message, &err) == 0);
	reader_spare(reader, (size_t)1 << 30);
	CHECK_ROW("last", strstr(message.ptr, "\n\none\n") != NULL);
	CHECK_ROW("again", reader_blob(reader, &change.blobs[1], &message, &err) == 0 &&
				   strstr(message.ptr, "\n\ntwo\n"));
	CHECK_ROW("no size",
		!reader_size(reader, &(struct blob){.kind = BLOB_FILE, .oid = {{1}}}, &size));
	CHECK_ROW("missing", reader_blob(reader, &(struct blob){.kind = BLOB_COMMIT, .oid = {{1}}},
				     &message, &err) < 0 &&
				     err.kind == ERR_LOOK);
	reader_close(reader);
	repo_close(repo);
	fixture_end(&fixture);
}

static bool same_place(const struct place *a, const struct place *b)
{
	return a->commit == b->commit && a->mode == b->mode && a->at_head == b->at_head &&
	       text_equal(a->path->text, b->path->text);
}

static bool same_blob(const struct blob *a, const struct blob *b)
{
	if (a->kind != b->kind || !oid_equal(&a->oid, &b->oid) || a->place_count != b->place_count)
		return false;
	for (uint32_t i = 0; i < a->place_count; i++)
		if (!same_place(&blob_places(a)[i], &blob_places(b)[i]))
			return false;
	return a->kind == BLOB_COMMIT || text_equal(blob_text(a), blob_text(b));
}

static bool same_blobs(const struct change *a, const struct change *b)
{
	size_t same = 0;

	for (size_t i = 0; i < a->blob_count; i++)
		for (size_t j = 0; j < b->blob_count; j++)
			same += same_blob(&a->blobs[i], &b->blobs[j]);
	return a->blob_count == b->blob_count && same == a->blob_count;
}

/* A history's blobs stand in the order of their paths, those of one path as the commits have them; they are the same as without that, and
 * the commits' ids are those of the first ones. */
static void test_order_of_history(void)
{
	struct range range = {0};
	struct fixture fixture;
	struct repo *repo = NULL;
	struct change plain = {0}, sorted = {0};
	struct err err = {0};

	CHECK_ROW("start",
		fixture_start(&fixture, "order",
			"put b 1; put a/x 2; commit one; put a/x 3; put c 4; commit two; put b 5; "
			"put d 1; commit three; git tag -m t t") &&
			repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo_resolve(repo, text_of("HEAD"), &range.head, NULL, &err) == 0 &&
			change_read(&plain, repo, &range, fixture.arena, &err) == 0);
	range.leaves_contents = true;
	CHECK_ROW("read", change_read(&sorted, repo, &range, fixture.arena, &err) == 0);
	CHECK_ROW("the same", same_blobs(&plain, &sorted));
	for (size_t i = 1; i < sorted.blob_count; i++) {
		const struct place *before = blob_places(&sorted.blobs[i - 1]),
				   *own = blob_places(&sorted.blobs[i]);

		CHECK_ROW("order",
			before->path->rank < own->path->rank ||
				(before->path == own->path && before->commit <= own->commit));
	}
	CHECK_ROW("commits", sorted.commit_count == 3 && !sorted.commits && plain.commits);
	for (size_t i = 0; i < sorted.commit_count; i++)
		CHECK_ROW("commit",
			oid_equal(change_commit(&sorted, i), &plain.commits[i].oid) &&
				oid_equal(change_commit(&plain, i), &plain.commits[i].oid));
	repo_close(repo);
	fixture_end(&fixture);
}

static const struct unit_test tests[] = {
	{"added lines", test_lines},
	{"messages that are not kept", test_left_messages},
	{"the order of a history", test_order_of_history},
	{"unreadable blobs", test_unreadable},
	{"lookup and match", test_lookup},
	{"folders", test_folders},
	{"the disk changes", test_swaps},
	{"commits, tags and refs", test_pseudo_blobs},
};

UNIT_MAIN(tests)
