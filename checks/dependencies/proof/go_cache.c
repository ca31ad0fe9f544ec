/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/proof/go.h"
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
int go_zip_read(struct go_zip *out, bool *found, struct proving *proving, struct text module,
	struct text version, struct arena *arena, struct err *err)
{
	struct text bytes;

	*out = (struct go_zip){.arena = arena};
	if (read_cached(&bytes, &out->artifact, proving, module, version, ".zip", err) < 0)
		return -1;
	*found = bytes.ptr != NULL;
	if (!bytes.ptr)
		return 0;
	if (proving_unpack(proving, out->artifact, bytes, take_member, out, err) < 0)
		return -1;
	return proof_dirhash(&out->h1, out->items, out->count, arena, err);
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

static int prove_zip(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct err own = {0};
	struct go_zip zip;
	bool found = false;

	if (go_zip_read(&zip, &found, proving, pin->name, pin->version, proving->arena, &own) < 0)
		return proving_broken(out, proving, zip.artifact, true, &own, err);
	if (!found)
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
const struct prover prover_go_cache = {.name = "go-cache", .formats = formats_taken, .pin = prove};
