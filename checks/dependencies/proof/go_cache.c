/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/proof/go.h"
#include "checks/dependencies/proof/parts.h"
#include "gate/base/buffer.h"
#include "gate/base/digest.h"

static const struct cache_place places[] = {
	{"GOMODCACHE", "cache/download", "GOPATH", "pkg/mod/cache/download"},
	{NULL, "", "HOME", "go/pkg/mod/cache/download"},
};

static int find_cache(const char **out, struct proving *proving, struct err *err)
{
	*out = NULL;
	for (size_t i = 0; !*out && i < sizeof(places) / sizeof(places[0]); i++)
		if (proving_cache(out, proving, &places[i], err) < 0)
			return -1;
	return 0;
}

/* golang.org/x/mod/module, EscapePath. */
static void escape(struct buffer *out, struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool is_upper = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';

		if (is_upper)
			buffer_byte(out, '!');
		buffer_byte(out, is_upper ? (char)(text.ptr[i] - 'A' + 'a') : text.ptr[i]);
	}
}

/* A file of the cache; ptr NULL where there is none. */
static int read_cached(struct text *out, struct text *artifact, struct proving *proving,
	struct text module, struct text version, const char *suffix, struct err *err)
{
	struct buffer path = {0};
	const char *cache;

	*out = (struct text){0};
	if (find_cache(&cache, proving, err) < 0)
		return -1;
	if (!cache)
		return 0;
	escape(&path, module);
	buffer_string(&path, "/@v/");
	escape(&path, version);
	buffer_string(&path, suffix);
	*artifact = path.failed ? (struct text){0} : arena_text(proving->arena, buffer_text(&path));
	buffer_free(&path);
	if (!artifact->ptr)
		return err_nomem(err);
	return proving_cache_read(out, proving, cache, *artifact, err);
}

static int take_member(void *context, const struct archived *member, struct err *err)
{
	struct go_zip *zip = context;
	unsigned char made[LONGEST_DIGEST];
	struct dirhash_item *item;
	size_t len;

	if (arena_reserve(zip->arena, (void **)&zip->items, &zip->capacity, zip->count + 1,
		    sizeof(*zip->items)) < 0)
		return err_nomem(err);
	item = &zip->items[zip->count];
	item->name = arena_text(zip->arena, member->path);
	if (!item->name.ptr)
		return err_nomem(err);
	if (proof_digest(made, &len, DIGEST_SHA256, member->content, err) < 0)
		return -1;
	memcpy(item->sha256, made, sizeof(item->sha256));
	zip->count++;
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): a module and its version, and where to */
int go_zip_open(struct go_zip *out, struct proving *proving, struct text module,
	struct text version, struct arena *arena, struct err *err)
{
	struct proving own = *proving;

	*out = (struct go_zip){.module = module, .version = version, .arena = arena};
	own.arena = arena;
	return read_cached(&out->bytes, &out->artifact, &own, module, version, ".zip", err);
}

/* On any thread. What was hashed of it before and did not come to an end counts no more. */
static int hash_zip(
	struct go_zip *zip, const struct proving *proving, uint64_t most, struct err *err)
{
	struct proving own = *proving;

	own.arena = zip->arena;
	own.most_unpacked = most;
	zip->count = 0;
	if (proving_unpack(&own, zip->artifact, zip->bytes, take_member, zip, err) < 0 ||
		proof_dirhash(&zip->h1, zip->items, zip->count, zip->arena, err) < 0)
		return -1;
	zip->is_hashed = true;
	return 0;
}

struct company {
	const struct proving *proving;
	struct go_zip *const *zips;
};

static void hash_one(void *context, size_t task)
{
	const struct company *company = context;
	struct err ignored = {0};

	if (company->zips[task]->bytes.ptr && hash_zip(company->zips[task], company->proving,
						      PROOF_MOST_IN_COMPANY, &ignored) < 0)
		return;
}

void go_zips_hash(struct proving *proving, struct go_zip *const *zips, size_t count)
{
	struct company company = {proving, zips};
	struct err later = {0};
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any = any || zips[i]->bytes.ptr;
	/* Where there is no library, hashing one alone says so. */
	if (any && proving_library(proving, &later) == 0)
		job_each(proving->job, hash_one, &company, count);
}

/* What went wrong in company does so again alone, or was only too large for it. */
int go_zip_hash(struct go_zip *zip, struct proving *proving, struct err *err)
{
	return zip->is_hashed ? 0 : hash_zip(zip, proving, PROOF_MOST_BYTES, err);
}

static int compare_names(const void *left, const void *right)
{
	return text_compare(((const struct dirhash_item *)left)->name,
		((const struct dirhash_item *)right)->name);
}

const struct dirhash_item *go_zip_find(const struct go_zip *zip, struct text name)
{
	const struct dirhash_item key = {.name = name};

	return zip->count
		       ? bsearch(&key, zip->items, zip->count, sizeof(*zip->items), compare_names)
		       : NULL;
}

int go_hold(struct proof *out, const struct pin *pin, struct text h1, struct arena *arena,
	struct err *err)
{
	struct text bytes;
	bool known = false;

	if (base64_decode(&bytes, text_slice(h1, strlen("h1:"), h1.len), arena, err) < 0)
		return -1;
	out->reason = PROOF_OTHER_BYTES;
	for (uint32_t i = 0; i < pin->digest_count; i++) {
		const struct digest *digest = &pin->digests[i];

		if (digest->algorithm != DIGEST_H1 || !digest->bytes.len)
			continue;
		known = true;
		out->expected = digest->written;
		if (text_equal(digest->bytes, bytes)) {
			out->state = PROOF_PROVED;
			out->algorithm = DIGEST_H1;
			return 0;
		}
	}
	out->computed = h1;
	if (known)
		out->state = PROOF_REFUTED;
	return 0;
}

/* ---- lines of go.sum ---- */

static int prove_mod(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct dirhash_item item = {.name = text_of("go.mod")};
	unsigned char made[LONGEST_DIGEST];
	struct text bytes, h1;
	size_t len;

	if (read_cached(&bytes, &out->artifact, proving, pin->name, pin->version, ".mod", err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	if (proof_digest(made, &len, DIGEST_SHA256, bytes, err) < 0)
		return -1;
	memcpy(item.sha256, made, sizeof(item.sha256));
	out->what = "the go.mod in the module cache is not the one that go.sum pins";
	if (proof_dirhash(&h1, &item, 1, proving->arena, err) < 0)
		return -1;
	return go_hold(out, pin, h1, proving->arena, err);
}

/* Zips of the pins that are asked about next. */
struct go_zips {
	struct arena *arena;
	struct go_zip items[PINS_AT_ONCE];
	size_t count;
};

static void end(struct proving *proving)
{
	if (proving->parts->go_zips)
		arena_free(proving->parts->go_zips->arena);
	proving->parts->go_zips = NULL;
}

static int start(struct go_zips **out, struct proving *proving, struct err *err)
{
	struct arena *arena = arena_new();

	*out = arena ? arena_alloc(arena, sizeof(**out)) : NULL;
	if (!*out) {
		arena_free(arena);
		return err_nomem(err);
	}
	(*out)->arena = arena;
	proving->parts->go_zips = *out;
	return 0;
}

static void free_arena(void *arena)
{
	arena_free(arena);
}

/* Each has an arena of its own while it is hashed. */
static int open_zip(struct go_zips *zips, struct proving *proving, const struct pin *pin,
	uint64_t *bytes, struct err *err)
{
	struct arena *arena = arena_new();
	struct go_zip *zip = &zips->items[zips->count];
	struct err own = {0};

	if (!arena || arena_own(zips->arena, arena, free_arena) < 0) {
		arena_free(arena);
		return err_nomem(err);
	}
	/* Asking about the pin says what is wrong with it. */
	if (go_zip_open(zip, proving, pin->name, pin->version, arena, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	*bytes += zip->bytes.len;
	zips->count += zip->bytes.ptr != NULL;
	return 0;
}

static int hash_zips(
	struct proving *proving, const struct pin *const *pins, size_t count, struct err *err)
{
	struct go_zip *opened[PINS_AT_ONCE];
	struct go_zips *zips;
	uint64_t bytes = 0;

	/* Those of pins that were asked about before are of a lock that may be gone. One alone has no company. */
	end(proving);
	if (count < 2)
		return 0;
	if (start(&zips, proving, err) < 0)
		return -1;
	for (size_t i = 0; i < count && bytes < PROOF_MOST_IN_COMPANY; i++)
		if (!pins[i]->artifact.len && open_zip(zips, proving, pins[i], &bytes, err) < 0)
			return -1;
	for (size_t i = 0; i < zips->count; i++)
		opened[i] = &zips->items[i];
	go_zips_hash(proving, opened, zips->count);
	return 0;
}

static int find_zip(
	struct go_zip *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	const struct go_zips *zips = proving->parts->go_zips;

	for (size_t i = 0; zips && i < zips->count; i++)
		if (text_equal(zips->items[i].module, pin->name) &&
			text_equal(zips->items[i].version, pin->version)) {
			*out = zips->items[i];
			return 0;
		}
	return go_zip_open(out, proving, pin->name, pin->version, proving->arena, err);
}

static int prove_zip(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct err own = {0};
	struct go_zip zip = {.count = 0};

	if (find_zip(&zip, proving, pin, &own) < 0 ||
		(zip.bytes.ptr && go_zip_hash(&zip, proving, &own) < 0))
		return proving_broken(out, proving, zip.artifact, true, &own, err);
	if (!zip.bytes.ptr)
		return 0;
	out->artifact = zip.artifact;
	out->what = "the zip in the module cache is not the one that go.sum pins";
	return go_hold(out, pin, zip.h1, proving->arena, err);
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	return pin->artifact.len ? prove_mod(out, proving, pin, err)
				 : prove_zip(out, proving, pin, err);
}

static const char *const formats_taken[] = {"go-sum", "go-work-sum", NULL};

extern const struct prover prover_go_cache;
const struct prover prover_go_cache = {
	.name = "go-cache", .formats = formats_taken, .pin = prove, .pins = hash_zips, .end = end};
