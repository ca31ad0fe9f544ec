/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of packs against git itself: every object of packs that git has made, and packs that no git makes.
 */
#include <pthread.h>
#include <zlib.h>

#include "change/fixture.h"
#include "gate/change/delta_ring.h"
#include "gate/change/git.h"
#include "gate/change/objects.h"

/* ---- what git says ---- */

struct truth {
	struct oid oid;
	enum pack_type type;
	struct text bytes;
};

struct truths {
	struct truth *items;
	size_t count, capacity;
	struct arena *arena;
};

static struct text slurp(const char *path, struct arena *arena)
{
	FILE *file = fopen(path, "rb");
	struct text out = {0};
	char *bytes;
	long len;

	if (!file)
		return out;
	fseek(file, 0, SEEK_END);
	len = ftell(file);
	rewind(file);
	bytes = len >= 0 ? arena_alloc(arena, (size_t)len) : NULL;
	if (bytes && fread(bytes, 1, (size_t)len, file) == (size_t)len)
		out = (struct text){bytes, (size_t)len};
	fclose(file);
	return out;
}

static enum pack_type type_of(struct text name)
{
	static const char *const names[] = {NULL, "commit", "tree", "blob", "tag"};

	for (int i = PACK_COMMIT; i <= PACK_TAG; i++)
		if (text_is(name, names[i]))
			return (enum pack_type)i;
	return 0;
}

/* "<id> <type> <size>LF<bytes>LF" */
static bool truth_next(struct text *rest, struct truth *out)
{
	struct text line, id, type;
	uint64_t size;

	if (!text_next_line(rest, &line) || !text_next_part(&line, ' ', &id) ||
		!oid_parse(id, &out->oid) || !text_next_part(&line, ' ', &type) ||
		!text_to_uint(line, rest->len, &size))
		return false;
	out->type = type_of(type);
	out->bytes = text_slice(*rest, 0, (size_t)size);
	*rest = text_slice(*rest, (size_t)size + 1, rest->len);
	return true;
}

static bool read_truths(struct truths *out, const struct fixture *fixture, const char *sub)
{
	struct text rest;

	*out = (struct truths){.arena = fixture->arena};
	if (!fixture_sh(fixture, sub, "git cat-file --batch-all-objects --batch >../truth"))
		return false;
	rest = slurp(fixture_path(fixture, "truth"), fixture->arena);
	while (rest.len) {
		if (arena_reserve(out->arena, (void **)&out->items, &out->capacity, out->count + 1,
			    sizeof(*out->items)) < 0 ||
			!truth_next(&rest, &out->items[out->count++]))
			return false;
	}
	return out->count > 0;
}

/* ---- packs that git makes ---- */

/* A file of some thousand lines in many versions, each a few lines away from the last. */
#define VERSIONS                                                                                 \
	"versions() { seq 1 400 >v; for n in $(seq 1 \"$1\"); do "                               \
	"sed -i \"$((n * 7 % 390 + 1))s/\\$/ $n $n/;$((n * 31 % 390 + 1))d\" v; "                \
	"seq 1000 $((1000 + n)) >>v; git hash-object -w v; done >ids; "                          \
	"n=0; while read -r id; do n=$((n + 1)); raw 100644 $id v$n; done <ids; commit all; }\n" \
	"chain() { { for n in $(seq 1 \"$1\"); do echo blob; echo mark :$n; echo 'data <<E'; "   \
	"seq \"$n\" $((n + 200)); echo E; done; echo 'commit refs/heads/main'; "                 \
	"echo 'committer C <c@example.org> 1700000000 +0000'; echo 'data 1'; echo c; "           \
	"for n in $(seq 1 \"$1\"); do echo \"M 100644 :$n v$n\"; done; } | "                     \
	"git -c fastimport.unpackLimit=0 fast-import --quiet --depth=\"$2\"; }\n"                \
	"tidy() { git prune-packed; git prune --expire=now; "                                    \
	"rm -f .git/objects/pack/multi-pack-index; }\n"

enum { DELTAS = 1, DELTAS_BY_ID = 2, DEEP = 4, WIDE = 8, PACKS = 16 };

static const struct made {
	const char *name, *script;
	const char *sub; /* the repository that is read */
	bool own_only;   /* the own reader gets all of it; else some is libgit2's */
	unsigned has;    /* what must be in its packs, lest the row tests nothing */
} mades[] = {
	{"no deltas", "versions 20; git repack -q -a -d -f --depth=0", "r", true, 0},
	{"depth 1", "versions 60; git repack -q -a -d -f --depth=1", "r", true, DELTAS},
	{"depth 50", "chain 60 50", "r", true, DELTAS | DEEP},
	{"depth 250", "chain 260 250", "r", true, DELTAS | DEEP},
	{"a large window", "versions 60; git repack -q -a -d -f --depth=250 --window=250", "r",
		true, DELTAS},
	{"deltas by id, deep",
		"chain 60 50; git -c repack.useDeltaBaseOffset=false repack -q -a -d --depth=50",
		"r", true, DELTAS_BY_ID | DEEP},
	{"deltas by id", "versions 60; git -c repack.useDeltaBaseOffset=false repack -q -a -d -f",
		"r", true, DELTAS_BY_ID},
	{"all types",
		"put d/e/f 1; commit one; go -b b; put g 2; commit two; go main; merge m b; "
		"dated tag -a -m tagged t; git repack -q -a -d -f; tidy",
		"r", true, 0},
	{"an empty blob and an empty tree",
		": >empty; git add empty; commit e; git mktree </dev/null >id; "
		"git update-ref refs/tags/tree $(cat id); git repack -q -a -d; tidy",
		"r", true, 0},
	{"copies of 65536 bytes and more",
		"seq 1 60000 >large; git add large; commit 1; { cat large; echo more; } >m; "
		"mv m large; git add large; commit 2; { echo less; cat large; } >m; mv m large; "
		"git add large; commit 3; git repack -q -a -d -f --depth=5; tidy",
		"r", true, DELTAS},
	{"offsets of 64 bits",
		"versions 20; git repack -q -a -d -f; cd .git/objects/pack; "
		"for p in *.pack; do chmod u+w *; "
		"git index-pack --index-version=2,0x40 -o $PWD/${p%.pack}.idx $p; done",
		"r", true, DELTAS | WIDE},
	{"several packs",
		"versions 30; git repack -q -d; put a b; versions 45; git repack -q -d; "
		"put a c; commit 3; git repack -q -d; tidy",
		"r", true, DELTAS | PACKS},
	{"a thin pack that was completed",
		"versions 30; git repack -q -a -d -f; git init -q --bare ../o; "
		"git push -q ../o main; old=$(git rev-parse main); "
		"seq 1 420 >v; git add v; commit new; "
		"printf 'main\\n^%s\\n' $old | git pack-objects -q --revs --thin --stdout | "
		"git -C ../o index-pack --stdin --fix-thin; git -C ../o update-ref "
		"refs/heads/main $(git rev-parse main); git -C ../o repack -q -d; git -C ../o "
		"prune-packed",
		"o", true, PACKS},
	{"alternates",
		"versions 30; git repack -q -a -d -f; git clone -q -s . ../s; cd ../s; "
		"git config user.name T; put own words; commit own; git repack -q -d -l; "
		"git prune-packed",
		"s", true, DELTAS | PACKS},
	{"a multi-pack index",
		"versions 10; git repack -q -d; put a c; commit 3; git repack -q -d; "
		"git multi-pack-index write",
		"r", true, PACKS},
	{"loose objects beside a pack", "versions 10; git repack -q -d; put a c; commit 3", "r",
		false, 0},
	{"an index of version 1", "versions 10; git -c pack.indexVersion=1 repack -q -a -d -f", "r",
		false, 0},
	{"an index that is not there",
		"versions 10; git repack -q -a -d; cp -r . ../lost; cd ../lost; "
		"git unpack-objects -q <$(ls ../r/.git/objects/pack/*.pack); "
		"mv .git/objects/pack ../packs; mkdir .git/objects/pack; "
		"git unpack-objects -q <$(ls ../packs/*.pack); "
		"cp ../packs/*.pack .git/objects/pack",
		"lost", false, 0},
};

static unsigned what_it_has(const struct pack *pack)
{
	unsigned has = pack->index.wide_count ? WIDE : 0;

	for (uint32_t i = 0; i < pack->index.count; i++) {
		struct pack_entry entry;
		uint64_t offset = 0;
		unsigned depth = 0;

		if (!pack_index_offset(&pack->index, i, &offset))
			continue;
		while (depth < 20 && pack_entry_read(&entry, pack->objects, offset) &&
			(entry.type == PACK_OFS_DELTA || entry.type == PACK_REF_DELTA)) {
			uint32_t base = 0;

			has |= entry.type == PACK_OFS_DELTA ? DELTAS : DELTAS_BY_ID;
			offset = entry.base;
			if (entry.type == PACK_REF_DELTA &&
				(!pack_index_find(&pack->index, &entry.base_id, &base) ||
					!pack_index_offset(&pack->index, base, &offset)))
				break;
			depth++;
		}
		has |= depth == 20 ? DEEP : 0;
	}
	return has;
}

static void check_contents(const struct made *row, const struct packs *packs)
{
	unsigned has = packs->count > 1 ? PACKS : 0;

	for (size_t i = 0; i < packs->count; i++)
		has |= what_it_has(&packs->items[i]);
	if ((has & row->has) != row->has)
		fprintf(stderr, "%s: has %u of %u\n", row->name, has, row->has);
	CHECK_ROW(row->name, (has & row->has) == row->has);
}

static bool same(const struct truth *truth, git_object_t type, struct text bytes)
{
	return (int)truth->type == (int)type && text_equal(truth->bytes, bytes) &&
	       bytes.ptr[bytes.len] == '\0';
}

/* How many objects are right; those that are left to libgit2 are counted apart. */
struct score {
	size_t right, elsewhere, wrong, sizes;
	size_t told; /* bytes that an object has of the one before, as the deltas say */
};

/* The objects of one unpacker, each with the one before it. */
struct trying {
	struct score score;
	struct unpacker *unpacker;
	struct unpacked *before; /* or NULL */
};

static void try_copies(struct trying *trying, const struct unpacked *now)
{
	const struct unpacked *before = trying->before;
	struct copied_list list;

	if (!before || !unpacker_copies(trying->unpacker, before, now, &list))
		return;
	trying->score.wrong += !copied_is_true(copied_copies(&list), before->bytes, now->bytes);
	for (size_t i = 0; i < list.count; i++)
		trying->score.told += list.items[i].len;
}

static void try_one(struct trying *trying, const struct truth *truth)
{
	struct score *score = &trying->score;
	struct unpacker *unpacker = trying->unpacker;
	struct unpacked *object = NULL;
	uint64_t size;

	switch (unpack(unpacker, &truth->oid, UINT64_MAX, &object)) {
	case UNPACK_DONE:
		if (same(truth, (git_object_t)object->type, object->bytes))
			score->right++;
		else
			score->wrong++;
		break;
	case UNPACK_ELSEWHERE:
		score->elsewhere++;
		break;
	default:
		score->wrong++;
	}
	if (unpack_size(unpacker, &truth->oid, &size) == UNPACK_DONE)
		score->sizes += size == truth->bytes.len;
	if (!object)
		return;
	try_copies(trying, object);
	unpacked_release(trying->before);
	trying->before = object;
}

static struct unpacker *unpacker_start(
	const struct packs *packs, size_t cached_bytes, bool is_asked_again)
{
	struct unpacker *unpacker = unpacker_new(packs, cached_bytes);

	CU_ASSERT_FATAL(unpacker != NULL);
	if (is_asked_again)
		CU_ASSERT_FATAL(unpacker_expect_again(unpacker, cached_bytes));
	return unpacker;
}

/* Forwards, backwards, and across, with the cache as the earlier ones have left it. */
static struct score try_all(const struct packs *packs, const struct truths *truths,
	size_t cached_bytes, bool is_asked_again)
{
	struct trying trying = {.unpacker = unpacker_start(packs, cached_bytes, is_asked_again)};
	size_t count = truths->count, step = count % 7 ? 7 : 11;

	if (!unpacker_note_copies(trying.unpacker))
		count = 0;
	for (size_t i = 0; i < count; i++)
		try_one(&trying, &truths->items[i]);
	for (size_t i = count; i-- > 0;)
		try_one(&trying, &truths->items[i]);
	for (size_t i = 0; i < count; i++)
		try_one(&trying, &truths->items[i * step % count]);
	unpacked_release(trying.before);
	unpacker_free(trying.unpacker);
	return trying.score;
}

static void check_own(const struct made *row, const struct repo *repo, const struct truths *truths)
{
	static const struct {
		size_t bytes;
		bool is_asked_again;
	} caches[] = {{0, false}, {1000, false}, {20000, false}, {2 << 20, false}, {8192, true},
		{0, true}, {24000, true}, {32768, true}, {2 << 20, true}};

	for (size_t i = 0; i < sizeof(caches) / sizeof(caches[0]); i++) {
		struct score score =
			try_all(&repo->packs, truths, caches[i].bytes, caches[i].is_asked_again);

		if (score.wrong || score.sizes != score.right)
			fprintf(stderr, "%s: %zu right, %zu elsewhere, %zu wrong, %zu sizes\n",
				row->name, score.right, score.elsewhere, score.wrong, score.sizes);
		CHECK_ROW(row->name, score.wrong == 0 && score.sizes == score.right);
		CHECK_ROW(row->name, score.right + score.elsewhere == truths->count * 3);
		CHECK_ROW(row->name, (score.elsewhere == 0) == row->own_only);
		CHECK_ROW(row->name, score.told > 0 || !(row->has & (DELTAS | DELTAS_BY_ID)));
	}
}

/* Whatever the own reader leaves out, all of it can be read. */
static void check_whole(const char *name, const struct repo *repo, const struct truths *truths)
{
	size_t right = 0, sizes = 0, there = 0;

	for (size_t i = 0; i < truths->count; i++) {
		const struct truth *truth = &truths->items[i];
		struct object object;
		struct err err = {0};
		uint64_t size = 0;

		there += objects_has(repo->objects, &truth->oid);
		sizes += objects_size(repo->objects, &truth->oid, true, &size) &&
			 size == truth->bytes.len;
		if (object_open(&object, repo_store(repo), &truth->oid, GIT_OBJECT_ANY, &err) < 0) {
			fprintf(stderr, "%s: %s\n", name, err.message);
			continue;
		}
		right += same(truth, object.type, object.raw);
		object_close(&object);
	}
	CHECK_ROW(name, right == truths->count);
	CHECK_ROW(name, sizes == truths->count);
	CHECK_ROW(name, there == truths->count);
}

static void test_made(void)
{
	for (size_t i = 0; i < sizeof(mades) / sizeof(mades[0]); i++) {
		const struct made *row = &mades[i];
		struct fixture fixture;
		struct truths truths;
		struct repo *repo = NULL;
		struct err err = {0};

		if (fixture_start(&fixture, row->name, "")) {
			CHECK_ROW(row->name, fixture_sh(&fixture, "r",
						     arena_printf(fixture.arena, "%s%s", VERSIONS,
							     row->script)));
			CHECK_ROW(row->name, read_truths(&truths, &fixture, row->sub));
			CHECK_ROW(row->name,
				repo_open(&repo, fixture_path(&fixture, row->sub), &err) == 0);
			if (repo) {
				check_contents(row, &repo->packs);
				check_own(row, repo, &truths);
				check_whole(row->name, repo, &truths);
			}
			repo_close(repo);
		}
		fixture_end(&fixture);
	}
}

/* ---- what happens to packs while the gate runs ---- */

static const struct during {
	const char *name, *script;
} durings[] = {
	{"nothing", ":"},
	{"repacked", "git repack -q -a -d -f"},
	{"repacked and pruned", "put x y; commit x; git repack -q -a -d -f; git prune-packed"},
	{"a pack appears", "put x y; commit x; git repack -q -d; git prune-packed"},
	{"a loose object appears", "put x y; commit x"},
};

static void test_during(void)
{
	for (size_t i = 0; i < sizeof(durings) / sizeof(durings[0]); i++) {
		const struct during *row = &durings[i];
		struct fixture fixture;
		struct truths truths;
		struct repo *repo = NULL;
		struct err err = {0};

		if (fixture_start(&fixture, row->name,
			    VERSIONS "versions 20; git repack -q -d; put a b; commit a; "
				     "git repack -q -d; git prune-packed")) {
			CHECK_ROW(row->name,
				repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0);
			CHECK_ROW(row->name, fixture_sh(&fixture, "r", row->script));
			CHECK_ROW(row->name, read_truths(&truths, &fixture, "r"));
			if (repo)
				check_whole(row->name, repo, &truths);
			repo_close(repo);
		}
		fixture_end(&fixture);
	}
}

/* ---- threads ---- */

struct worker {
	pthread_t thread;
	const struct packs *packs;
	const struct truths *truths;
	struct score score;
};

static void *work(void *argument)
{
	struct worker *worker = argument;

	worker->score = try_all(worker->packs, worker->truths, 16384, true);
	return NULL;
}

static void test_threads(void)
{
	enum { THREADS = 4 };
	struct worker workers[THREADS];
	struct fixture fixture;
	struct truths truths;
	struct repo *repo = NULL;
	struct err err = {0};

	if (fixture_start(&fixture, "threads",
		    VERSIONS "versions 60; git repack -q -a -d -f --depth=50") &&
		read_truths(&truths, &fixture, "r") &&
		repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0) {
		for (int i = 0; i < THREADS; i++) {
			workers[i] = (struct worker){.packs = &repo->packs, .truths = &truths};
			CU_ASSERT_FATAL(
				pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
		}
		for (int i = 0; i < THREADS; i++) {
			pthread_join(workers[i].thread, NULL);
			CU_ASSERT_EQUAL(workers[i].score.right, truths.count * 3);
		}
	}
	CU_ASSERT_PTR_NOT_NULL(repo);
	repo_close(repo);
	fixture_end(&fixture);
}

/* ---- damage ---- */

/* A pack in memory, copied so that it can be damaged. */
struct damaged {
	struct pack pack;
	struct packs packs;
	char *bytes;
};

static void damage_start(struct damaged *damaged, const struct pack *pack)
{
	damaged->bytes = malloc(pack->objects.len);
	CU_ASSERT_FATAL(damaged->bytes != NULL);
	memcpy(damaged->bytes, pack->objects.ptr, pack->objects.len);
	damaged->pack = *pack;
	damaged->pack.objects.ptr = damaged->bytes;
	damaged->packs = (struct packs){&damaged->pack, 1, 1};
}

/* Objects that came out wrong without a word. One of another type is refused by whoever asked for it. */
static size_t count_silent(const struct damaged *damaged, const struct truths *truths,
	bool is_asked_again, size_t *seen)
{
	/* What is asked for again comes from deltas that were kept, the cache being too small for anything. */
	size_t cached_bytes = is_asked_again ? 8192 : 1 << 20, silent = 0;
	struct unpacker *unpacker = unpacker_start(&damaged->packs, cached_bytes, is_asked_again);

	for (size_t i = 0; i < truths->count << is_asked_again; i++) {
		const struct truth *truth = &truths->items[i % truths->count];
		struct unpacked *object = NULL;

		if (unpack(unpacker, &truth->oid, 1 << 20, &object) == UNPACK_DONE)
			silent += object->type == truth->type &&
				  !text_equal(object->bytes, truth->bytes);
		else
			++*seen;
		unpacked_release(object);
	}
	unpacker_free(unpacker);
	return silent;
}

/* Each bit of a pack turned over, one by one: headers, distances, ids, deltas, zlib streams, checksums. */
static void test_flipped(void)
{
	static const char *const scripts[] = {"git repack -q -a -d -f",
		"git -c repack.useDeltaBaseOffset=false repack -q -a -d -f"};

	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		struct fixture fixture;
		struct truths truths;
		struct repo *repo = NULL;
		struct err err = {0};
		size_t silent = 0, unseen = 0;

		if (fixture_start(&fixture, scripts[i],
			    "seq 1 90 >v; git add v; commit 1; seq 2 99 >v; git add v; commit 2; "
			    "seq 3 80 >v; git add v; commit 3") &&
			fixture_sh(&fixture, "r", scripts[i]) &&
			read_truths(&truths, &fixture, "r") &&
			repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0 &&
			repo->packs.count == 1) {
			struct damaged damaged;

			damage_start(&damaged, &repo->packs.items[0]);
			for (size_t bit = 12 * 8; bit < damaged.pack.objects.len * 8; bit++) {
				char *byte = &damaged.bytes[bit / 8];
				size_t seen = 0;

				*byte = (char)(*byte ^ 1 << bit % 8);
				silent += count_silent(&damaged, &truths, false, &seen);
				unseen += seen == 0;
				seen = 0;
				silent += count_silent(&damaged, &truths, true, &seen);
				unseen += seen == 0;
				*byte = (char)(*byte ^ 1 << bit % 8);
			}
			free(damaged.bytes);
		}
		CHECK_ROW(scripts[i], repo && repo->packs.count == 1);
		CHECK_ROW(scripts[i], silent == 0);
		CHECK_ROW(scripts[i], unseen == 0);
		repo_close(repo);
		fixture_end(&fixture);
	}
}

static const struct files {
	const char *name, *script;
} files[] = {
	{"the pack cut off", "truncate -s -30 *.pack"},
	{"the pack without its hash", "truncate -s -20 *.pack"},
	{"the pack's beginning only", "truncate -s 20 *.pack"},
	{"an empty pack", "truncate -s 0 *.pack"},
	{"no pack", "rm -f *.pack"},
	{"a pack that is none", "seq 1 1000 >x; mv -f x *.pack"},
	{"another pack under the name", "printf '\\0' | dd of=$(ls *.pack) bs=1 conv=notrunc "
					"seek=$(($(wc -c <$(ls *.pack)) - 1)) 2>/dev/null"},
	{"a pack of another number of objects",
		"printf '\\7' | dd of=$(ls *.pack) bs=1 conv=notrunc seek=11 2>/dev/null"},
	{"the index cut off", "truncate -s -1 *.idx"},
	{"an empty index", "truncate -s 0 *.idx"},
	{"a folder for an index", "rm -f *.idx; mkdir $(ls *.pack | sed s/pack$/idx/)"},
};

/* Files that do not fit together are not for this reader. */
static void test_files(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct fixture fixture;
		struct packs packs = {0};
		const char *dir;

		if (fixture_start(&fixture, files[i].name,
			    "put a b; commit c; git repack -q -a -d; chmod u+w "
			    ".git/objects/pack/*")) {
			dir = fixture_path(&fixture, "r/.git/objects");
			CHECK_ROW(files[i].name, packs_open(&packs, &dir, 1) && packs.count == 1);
			packs_close(&packs);
			CHECK_ROW(files[i].name,
				fixture_sh(&fixture, "r/.git/objects/pack", files[i].script));
			CHECK_ROW(files[i].name, packs_open(&packs, &dir, 1) && packs.count == 0);
			packs_close(&packs);
		}
		fixture_end(&fixture);
	}
}

/* ---- packs that no git makes ---- */

enum { MOST_MADE = 8192 };

/* A pack whose objects have the ids 1, 2, …: in memory, with an index that fits. */
struct forged {
	struct pack pack;
	struct packs packs;
	char bytes[MOST_MADE];
	unsigned char index[8 + 1024 + 16 * 28 + 40];
	size_t len, offsets[16], count;
};

static void forge_deflated(struct forged *forged, struct text content)
{
	uLongf room = MOST_MADE - forged->len;

	CU_ASSERT_FATAL(compress((Bytef *)forged->bytes + forged->len, &room,
				(const Bytef *)content.ptr, content.len) == Z_OK);
	forged->len += room;
}

static void forge_bytes(struct forged *forged, const void *bytes, size_t len)
{
	CU_ASSERT_FATAL(len <= MOST_MADE - forged->len);
	memcpy(forged->bytes + forged->len, bytes, len);
	forged->len += len;
}

static void put_number(unsigned char *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(number >> (24 - 8 * i));
}

static void forge_index(struct forged *forged)
{
	unsigned char *ids = forged->index + 8 + 1024;
	unsigned char *checksums = ids + forged->count * 20;
	unsigned char *offsets = checksums + forged->count * 4;

	memcpy(forged->index, "\377tOc\0\0\0\2", 8);
	for (size_t i = 0; i < 256; i++)
		put_number(forged->index + 8 + i * 4, (uint32_t)forged->count);
	for (size_t i = 0; i < forged->count; i++) {
		size_t from = forged->offsets[i];
		size_t to = i + 1 < forged->count ? forged->offsets[i + 1] : forged->len;

		ids[i * 20 + 19] = (unsigned char)(i + 1);
		put_number(checksums + i * 4,
			(uint32_t)crc32(0, (const Bytef *)forged->bytes + from, (uInt)(to - from)));
		put_number(offsets + i * 4, (uint32_t)from);
	}
	CU_ASSERT_FATAL(pack_index_read(&forged->pack.index,
		(struct text){(char *)forged->index, 8 + 1024 + forged->count * 28 + 40}));
	forged->pack.objects = (struct text){forged->bytes, forged->len};
	forged->packs = (struct packs){&forged->pack, 1, 1};
}

/* One object: its header as bytes, the id that it is a delta of, what is deflated behind. */
struct forgery {
	struct text header;
	int base_id; /* 0: none */
	struct text content;
	size_t cut; /* bytes of the stream that are missing */
};

#define TEXT_OF(literal)                     \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

static const struct hostile {
	const char *name;
	struct forgery objects[4];
	int asked;
	enum unpack_result result;
} hostiles[] = {
	{"a good blob", {{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0}}, 1, UNPACK_DONE},
	{"a good delta by id",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x74"), 1, TEXT_OF("\x03\x02\x90\x02"), 0}},
		2, UNPACK_DONE},
	{"a base that comes later",
		{{TEXT_OF("\x74"), 2, TEXT_OF("\x03\x02\x90\x02"), 0},
			{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0}},
		1, UNPACK_DONE},
	{"larger than its header says", {{TEXT_OF("\x32"), 0, TEXT_OF("abc"), 0}}, 1,
		UNPACK_DAMAGED},
	{"smaller than its header says", {{TEXT_OF("\x34"), 0, TEXT_OF("abc"), 0}}, 1,
		UNPACK_DAMAGED},
	{"a stream without its checksum", {{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 4}}, 1,
		UNPACK_DAMAGED},
	{"a stream cut off", {{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 7}}, 1, UNPACK_DAMAGED},
	{"type 5", {{TEXT_OF("\x53"), 0, TEXT_OF("abc"), 0}}, 1, UNPACK_DAMAGED},
	{"a size that nothing can inflate to",
		{{TEXT_OF("\xbf\xff\xff\xff\xff\x01"), 0, TEXT_OF("abc"), 0}}, 1, UNPACK_DAMAGED},
	{"a base of another size",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x74"), 1, TEXT_OF("\x04\x02\x90\x02"), 0}},
		2, UNPACK_DAMAGED},
	{"a copy outside the base",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x74"), 1, TEXT_OF("\x03\x04\x90\x04"), 0}},
		2, UNPACK_DAMAGED},
	{"a result of another size",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x74"), 1, TEXT_OF("\x03\x01\x90\x02"), 0}},
		2, UNPACK_DAMAGED},
	{"opcode 0",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x75"), 1, TEXT_OF("\x03\x02\x00\x90\x02"), 0}},
		2, UNPACK_DAMAGED},
	{"an empty delta",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0}, {TEXT_OF("\x70"), 1, TEXT_OF(""), 0}}, 2,
		UNPACK_DAMAGED},
	{"a result over the limit",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x78"), 1, TEXT_OF("\x03\xff\xff\xff\x0f\x90\x02\x01"), 0}},
		2, UNPACK_ELSEWHERE},
	{"its own base", {{TEXT_OF("\x74"), 1, TEXT_OF("\x03\x02\x90\x02"), 0}}, 1, UNPACK_DAMAGED},
	{"a cycle of three",
		{{TEXT_OF("\x74"), 2, TEXT_OF("\x03\x02\x90\x02"), 0},
			{TEXT_OF("\x74"), 3, TEXT_OF("\x03\x02\x90\x02"), 0},
			{TEXT_OF("\x74"), 1, TEXT_OF("\x03\x02\x90\x02"), 0}},
		2, UNPACK_DAMAGED},
	{"to a cycle of two",
		{{TEXT_OF("\x74"), 2, TEXT_OF("\x03\x02\x90\x02"), 0},
			{TEXT_OF("\x74"), 3, TEXT_OF("\x03\x02\x90\x02"), 0},
			{TEXT_OF("\x74"), 2, TEXT_OF("\x03\x02\x90\x02"), 0}},
		1, UNPACK_DAMAGED},
	{"a base that is not there", {{TEXT_OF("\x74"), 9, TEXT_OF("\x03\x02\x90\x02"), 0}}, 1,
		UNPACK_ELSEWHERE},
	{"not there", {{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0}}, 7, UNPACK_ELSEWHERE},
};

static void forge(struct forged *forged, const struct hostile *row)
{
	*forged = (struct forged){.len = 12};
	for (size_t i = 0; i < 4 && row->objects[i].header.len; i++) {
		const struct forgery *object = &row->objects[i];
		struct oid base = {{0}};

		base.bytes[19] = (unsigned char)object->base_id;
		forged->offsets[forged->count++] = forged->len;
		forge_bytes(forged, object->header.ptr, object->header.len);
		if (object->base_id)
			forge_bytes(forged, base.bytes, sizeof(base.bytes));
		forge_deflated(forged, object->content);
		forged->len -= object->cut;
	}
	forge_index(forged);
}

static void test_hostile(void)
{
	static struct forged forged;

	for (size_t i = 0; i < sizeof(hostiles) / sizeof(hostiles[0]); i++) {
		const struct hostile *row = &hostiles[i];
		struct oid oid = {{0}};
		struct unpacked *object;
		struct unpacker *unpacker;

		forge(&forged, row);
		oid.bytes[19] = (unsigned char)row->asked;
		unpacker = unpacker_new(&forged.packs, 1000);
		CU_ASSERT_FATAL(unpacker != NULL);
		for (int again = 0; again < 2; again++) {
			CHECK_ROW(
				row->name, unpack(unpacker, &oid, 1 << 20, &object) == row->result);
			CHECK_ROW(row->name, (object != NULL) == (row->result == UNPACK_DONE));
			unpacked_release(object);
		}
		unpacker_free(unpacker);
	}
}

/* A base is an object of the same pack, also where another pack has one of that id: which of several that would be depends on what was asked for before. */
static void test_base_elsewhere(void)
{
	static const struct hostile here = {"here",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x74"), 3, TEXT_OF("\x03\x02\x90\x02"), 0}},
		2, UNPACK_ELSEWHERE};
	static const struct hostile there = {"there",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0}, {TEXT_OF("\x33"), 0, TEXT_OF("def"), 0},
			{TEXT_OF("\x33"), 0, TEXT_OF("ghi"), 0}},
		3, UNPACK_DONE};
	static struct forged first, second;
	const struct hostile *const rows[] = {&there, &here};
	struct pack items[2];
	struct packs packs = {items, 2, 2};

	forge(&first, &here);
	forge(&second, &there);
	items[0] = first.pack;
	items[1] = second.pack;
	for (size_t i = 0; i < 2; i++) {
		struct oid oid = {.bytes = {[19] = (unsigned char)rows[i]->asked}};
		struct unpacker *unpacker = unpacker_new(&packs, 1000);
		struct unpacked *object;

		CU_ASSERT_FATAL(unpacker != NULL);
		CHECK_ROW(
			rows[i]->name, unpack(unpacker, &oid, 1 << 20, &object) == rows[i]->result);
		unpacked_release(object);
		unpacker_free(unpacker);
	}
}

/* The object that a delta makes is held to its checksum too where its delta was read before, as another's base: from the cache, and, where that
 * has let go of it, from the deltas that are kept. */
static void test_checked_late(void)
{
	static const struct hostile row = {"a checksum of a base",
		{{TEXT_OF("\x33"), 0, TEXT_OF("abc"), 0},
			{TEXT_OF("\x74"), 1, TEXT_OF("\x03\x02\x90\x02"), 0},
			{TEXT_OF("\x74"), 2, TEXT_OF("\x02\x01\x90\x01"), 0}},
		0, UNPACK_DONE};
	static struct forged forged;
	static const struct {
		const char *name;
		size_t cached_bytes;
		bool is_asked_again;
	} rows[] = {{"cached", 1 << 20, false}, {"kept", 1 << 20, true}};

	forge(&forged, &row);
	forged.index[8 + 1024 + 3 * 20 + 1 * 4] ^= 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct unpacker *unpacker =
			unpacker_start(&forged.packs, rows[i].cached_bytes, rows[i].is_asked_again);
		struct oid above = {.bytes = {[19] = 3}}, oid = {.bytes = {[19] = 2}};
		struct unpacked *object;

		CHECK_ROW(rows[i].name, unpack(unpacker, &above, 1 << 20, &object) == UNPACK_DONE);
		unpacked_release(object);
		if (rows[i].is_asked_again)
			unpacker_forget(unpacker);
		for (int again = 0; again < 2; again++) {
			CHECK_ROW(rows[i].name,
				unpack(unpacker, &oid, 1 << 20, &object) == UNPACK_DAMAGED);
			CHECK_ROW(rows[i].name, !object);
		}
		unpacker_free(unpacker);
	}
}

/* ---- the guide to an index ---- */

enum { GUIDED = 10000, GUIDED_BYTES = 8 + 1024 + GUIDED * 28 + 40 };

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, 20);
}

/* An index of ids whose first `alike` bytes are all the same, and the others drawn. */
static void draw_index(unsigned char *bytes, size_t alike)
{
	unsigned char *ids = bytes + 8 + 1024;
	uint32_t state = 1, count = 0;

	memset(bytes, 0, GUIDED_BYTES);
	memcpy(bytes, "\377tOc\0\0\0\2", 8);
	for (size_t i = 0; i < (size_t)GUIDED * 20; i++) {
		state = state * 1103515245 + 12345;
		ids[i] = i % 20 < alike ? 0xab : (unsigned char)(state >> 16);
	}
	qsort(ids, GUIDED, 20, compare_ids);
	for (unsigned first = 0; first < 256; first++) {
		while (count < GUIDED && ids[(size_t)count * 20] == first)
			count++;
		put_number(bytes + 8 + (size_t)first * 4, count);
	}
}

/* Each id at its number, and ids that differ from it in the last bit or in the third byte nowhere. */
static size_t count_found(const struct pack_index *index)
{
	size_t found = 0;

	for (uint32_t i = 0; i < GUIDED; i++) {
		struct oid oid, last, third;
		uint32_t number;

		memcpy(oid.bytes, index->ids + (size_t)i * 20, 20);
		last = third = oid;
		last.bytes[19] ^= 1;
		third.bytes[2] ^= 0x80;
		pack_index_expect(index, &oid);
		pack_index_expect(index, &third);
		found += pack_index_find(index, &oid, &number) && number == i &&
			 !pack_index_find(index, &last, &number) &&
			 !pack_index_find(index, &third, &number);
	}
	return found;
}

static void test_guide(void)
{
	static unsigned char bytes[GUIDED_BYTES];

	for (size_t alike = 0; alike < 12; alike++) {
		struct pack pack = {0};
		struct packs packs = {&pack, 1, 1};

		draw_index(bytes, alike);
		CU_ASSERT_FATAL(
			pack_index_read(&pack.index, (struct text){(char *)bytes, sizeof(bytes)}));
		CU_ASSERT_EQUAL(count_found(&pack.index), GUIDED);
		packs_guide(&packs);
		packs_guide(&packs);
		CU_ASSERT_PTR_NOT_NULL(pack.index.guide);
		CU_ASSERT_EQUAL(count_found(&pack.index), GUIDED);
		pack_close(&pack);
	}
}

/* Ids that are out of order have no guide, and are looked for as ever. */
static void test_no_guide(void)
{
	static unsigned char bytes[GUIDED_BYTES];
	struct pack pack = {0};
	struct packs packs = {&pack, 1, 1};

	draw_index(bytes, 0);
	memset(bytes + 8 + 1024 + (size_t)(GUIDED - 1) * 20, 0, 20);
	CU_ASSERT_FATAL(pack_index_read(&pack.index, (struct text){(char *)bytes, sizeof(bytes)}));
	packs_guide(&packs);
	CU_ASSERT_PTR_NULL(pack.index.guide);
	pack_close(&pack);
}

/* ---- deltas that are kept ---- */

/* Each delta that is found is the one that was kept, also where one that was not finished went over others, and the last are found. */
static void test_delta_ring(void)
{
	enum { CAPACITY = 4096, COUNT = 2000, LAST = 4 };
	static const struct pack packs[2];
	struct delta_ring ring = {0};
	size_t found = 0, last = 0;

	CU_ASSERT(!delta_ring_find(&ring, &packs[0], 0) && !delta_ring_room(&ring, 0));
	CU_ASSERT_FATAL(delta_ring_start(&ring, CAPACITY));
	CU_ASSERT(!delta_ring_room(&ring, CAPACITY));
	for (size_t i = 0; i < COUNT; i++) {
		size_t size = i * 7 % 200;
		char *room = delta_ring_room(&ring, size);

		CU_ASSERT_FATAL(room && room + size <= ring.bytes + CAPACITY);
		memset(room, (int)i, size + BEHIND_DELTA);
		if (i % 5)
			delta_ring_add(&ring,
				(struct ring_delta){
					.pack = &packs[i % 2], .offset = i, .end = i + 1},
				size);
		for (size_t k = i < 40 ? 0 : i - 40; k <= i; k++) {
			const struct ring_delta *delta = delta_ring_find(&ring, &packs[k % 2], k);
			struct text text = delta ? delta_ring_text(&ring, delta) : (struct text){0};

			CU_ASSERT(!delta_ring_find(&ring, &packs[1 - k % 2], k));
			if (!delta)
				continue;
			found++;
			last += k + LAST > i;
			CU_ASSERT(k % 5 && text.len == k * 7 % 200 && delta->end == k + 1);
			for (size_t at = 0; at < text.len; at++)
				CU_ASSERT_FATAL(text.ptr[at] == (char)k);
		}
	}
	CU_ASSERT(found > COUNT * LAST && last > COUNT * LAST / 2);
	delta_ring_end(&ring);
}

/* ---- the cache ---- */

/* Let go of in the order of use, within the bound, and what is held stays. */
static void test_cache(void)
{
	enum { COUNT = 100, SIZE = 1000, ROOM = 20 * (SIZE + 200) };
	static const struct pack pack;
	struct unpacked *held = NULL, *found;
	struct cache cache;
	size_t kept = 0;

	CU_ASSERT_FATAL(cache_start(&cache, ROOM));
	for (size_t i = 0; i < COUNT; i++) {
		struct unpacked *object = unpacked_new(SIZE);

		CU_ASSERT_FATAL(object != NULL);
		object->pack = &pack;
		object->offset = i;
		memset(object->content, (int)i, SIZE);
		cache_add(&cache, object);
		if (i == 3)
			held = object;
		else
			unpacked_release(object);
		/* This one is used all the time. */
		found = cache_find(&cache, &pack, 0);
		CU_ASSERT_PTR_NOT_NULL(found);
		unpacked_release(found);
		CU_ASSERT(cache.bytes <= ROOM);
	}
	for (size_t i = 0; i < COUNT; i++) {
		found = cache_find(&cache, &pack, i);
		kept += found != NULL;
		CU_ASSERT(!found || found->content[SIZE - 1] == (char)i);
		unpacked_release(found);
	}
	CU_ASSERT(kept >= 15 && kept == cache.count);
	CU_ASSERT_PTR_NULL(cache_find(&cache, &pack, 3));
	CU_ASSERT(held->content[0] == 3 && held->content[SIZE - 1] == 3);
	unpacked_release(held);
	cache_end(&cache);
}

/* While others come and go an object stays for longer the more has to be inflated for it again, and not for ever; a large one as long as any other of its
 * size. */
static void test_dear(void)
{
	enum {
		SIZE = 1000,
		FIT = 20,
		ROOM = FIT * (SIZE + 200),
		LARGE = ROOM / 2 + 1,
		MOST = 1000
	};
	static const struct {
		const char *name;
		size_t len, inflated, least, most;
	} rows[] = {
		{"plain", SIZE, SIZE, FIT * 28, FIT * 36},
		{"half", SIZE, SIZE / 2, FIT * 14, FIT * 18},
		{"short", SIZE, SIZE / 16, FIT * 2, FIT * 4},
		{"as the others", SIZE, 1, FIT - 5, FIT + 5},
		{"more than it has", 1, SIZE, FIT * 28, FIT * 36},
		{"large", LARGE, 1, FIT * 14, FIT * 34},
		{"nothing", 0, 0, FIT * 28, FIT * 36},
	};
	static const struct pack pack;

	for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
		struct cache cache;
		size_t stays = 0;

		CU_ASSERT_FATAL(cache_start(&cache, ROOM));
		for (size_t i = 0; i < MOST; i++) {
			struct unpacked *object = unpacked_new(i == 0 ? rows[row].len : SIZE);

			CU_ASSERT_FATAL(object != NULL);
			object->pack = &pack;
			object->offset = i;
			object->inflated = i == 0 ? rows[row].inflated : 1;
			cache_add(&cache, object);
			unpacked_release(object);
			CU_ASSERT(cache.bytes <= ROOM);
			stays += cache_peek(&cache, &pack, 0) != NULL;
		}
		CHECK_ROW(rows[row].name, stays >= rows[row].least && stays <= rows[row].most);
		cache_end(&cache);
	}
}

/* A chain of large deltas is followed from the last one on, however many dear objects were there before. */
static void test_large_and_dear(void)
{
	enum { BOUND = 1024 * 1024, SMALL = 1000, LARGE = BOUND * 3 / 4, COUNT = 12 };
	static const struct pack pack;
	struct cache cache;

	CU_ASSERT_FATAL(cache_start(&cache, BOUND));
	for (size_t i = 0; i < BOUND / SMALL + COUNT; i++) {
		bool is_large = i >= BOUND / SMALL;
		struct unpacked *object = unpacked_new(is_large ? LARGE : SMALL);

		CU_ASSERT_FATAL(object != NULL);
		object->pack = &pack;
		object->offset = i;
		object->inflated = is_large ? 1 : SMALL;
		cache_add(&cache, object);
		unpacked_release(object);
		CU_ASSERT(!is_large || i == BOUND / SMALL ||
			  cache_peek(&cache, &pack, i - 1) != NULL);
	}
	cache_end(&cache);
}

/* Of all that is kept nothing is found any more, and what is held stays. */
static void test_clear_cache(void)
{
	static const struct pack pack;
	struct unpacked *held = unpacked_new(1), *other = unpacked_new(1);
	struct cache cache;

	CU_ASSERT_FATAL(held && other && cache_start(&cache, 1024));
	held->pack = other->pack = &pack;
	held->content[0] = 'h';
	other->offset = 1;
	cache_add(&cache, held);
	cache_add(&cache, other);
	unpacked_release(other);
	cache_clear(&cache);
	CU_ASSERT(cache.count == 0 && cache.bytes == 0);
	CU_ASSERT(!cache_find(&cache, &pack, 0) && !cache_find(&cache, &pack, 1));
	CU_ASSERT_EQUAL(held->content[0], 'h');
	cache_add(&cache, held);
	CU_ASSERT_EQUAL(cache.count, 1);
	unpacked_release(held);
	cache_end(&cache);
}

/* Objects that are large for the bound: the last few stay up to a multiple of it, which is less where there are many threads. */
static void test_large_in_cache(void)
{
	enum { BOUND = 1024 * 1024, LARGE = 640 * 1024, COUNT = 12 };
	static const struct {
		const char *name;
		bool is_one_of_many;
		size_t least, most;
	} rows[] = {{"alone", false, 7, 8}, {"one of many", true, 2, 3}};
	static const struct pack pack;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cache cache;

		CU_ASSERT_FATAL(cache_start(&cache, BOUND));
		if (rows[i].is_one_of_many)
			cache_resize(&cache, BOUND);
		for (size_t offset = 0; offset < COUNT; offset++) {
			struct unpacked *object = unpacked_new(LARGE);

			CU_ASSERT_FATAL(object != NULL);
			object->pack = &pack;
			object->offset = offset;
			cache_add(&cache, object);
			unpacked_release(object);
		}
		CHECK_ROW(
			rows[i].name, cache.count >= rows[i].least && cache.count <= rows[i].most);
		cache_end(&cache);
	}
}

static const struct unit_test tests[] = {
	{"made by git", test_made},
	{"changed during the run", test_during},
	{"threads", test_threads},
	{"each bit turned over", test_flipped},
	{"files", test_files},
	{"hostile", test_hostile},
	{"a base in another pack", test_base_elsewhere},
	{"checked late", test_checked_late},
	{"a guide", test_guide},
	{"no guide", test_no_guide},
	{"deltas that are kept", test_delta_ring},
	{"cache", test_cache},
	{"dear in the cache", test_dear},
	{"large and dear in the cache", test_large_and_dear},
	{"large objects in the cache", test_large_in_cache},
	{"clear the cache", test_clear_cache},
};
UNIT_MAIN(tests)
