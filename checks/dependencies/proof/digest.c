/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests of artifacts, and holding them to pins.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/proof/hashed_ahead.h"
#include "checks/dependencies/proof/proof.h"
#include "gate/base/buffer.h"
#include "gate/base/hash.h"

struct text proof_hex(struct arena *arena, const unsigned char *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(arena, 2 * len + 1);

	for (size_t i = 0; out && i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	return (struct text){out, 2 * len};
}

struct text proof_base64(struct arena *arena, const unsigned char *bytes, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t made = (len + 2) / 3 * 4;
	char *out = arena_alloc(arena, made + 1);

	for (size_t i = 0; out && i < made; i++) {
		size_t bit = i * 6, at = bit / 8;
		unsigned pair = at < len ? (unsigned)bytes[at] << 8 : 0;

		pair |= at + 1 < len ? bytes[at + 1] : 0;
		out[i] = at < len && bit < len * 8 ? digits[pair >> (10 - bit % 8) & 63] : '=';
	}
	return (struct text){out, made};
}

/* ---- one digest ---- */

static int md5(unsigned char out[LONGEST_DIGEST], size_t *len, struct text bytes, struct err *err)
{
	char made[16];
	bool can;

	if (hash_md5_bytes(bytes, made, &can, err) < 0)
		return -1;
	if (can) {
		memcpy(out, made, sizeof(made));
		*len = sizeof(made);
	}
	return 0;
}

int proof_digest(unsigned char out[LONGEST_DIGEST], size_t *len, enum digest_algorithm algorithm,
	struct text bytes, struct err *err)
{
	char made[LONGEST_HASH];
	size_t wanted = algorithm_bytes(algorithm);

	*len = 0;
	switch (algorithm) {
	case DIGEST_MD5:
		return md5(out, len, bytes, err);
	case DIGEST_SHA1:
	case DIGEST_SHA224:
	case DIGEST_SHA256:
	case DIGEST_SHA384:
	case DIGEST_SHA512:
		if (hash_sha_bytes(bytes, wanted, made, err) < 0)
			return -1;
		memcpy(out, made, wanted);
		*len = wanted;
		return 0;
	default:
		return 0;
	}
}

/* ---- against a pin ---- */

static bool is_computable(const struct digest *digest)
{
	switch (digest->algorithm) {
	case DIGEST_MD5:
	case DIGEST_SHA1:
	case DIGEST_SHA224:
	case DIGEST_SHA256:
	case DIGEST_SHA384:
	case DIGEST_SHA512:
		return digest->bytes.len > 0 &&
		       digest->bytes.len == algorithm_bytes(digest->algorithm);
	default:
		return false;
	}
}

static const struct digest *strongest(const struct pin *pin)
{
	const struct digest *best = NULL;

	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (is_computable(&pin->digests[i]) &&
			(!best || pin->digests[i].algorithm > best->algorithm))
			best = &pin->digests[i];
	return best;
}

static bool is_any(const struct pin *pin, enum digest_algorithm algorithm, struct text bytes)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (pin->digests[i].algorithm == algorithm &&
			text_equal(pin->digests[i].bytes, bytes))
			return true;
	return false;
}

/* As the pin spells it: Subresource Integrity or hex. */
static struct text spell(
	struct arena *arena, const struct digest *like, const unsigned char *bytes, size_t len)
{
	const char *name = algorithm_name(like->algorithm);
	struct text hex = proof_hex(arena, bytes, len), base64 = proof_base64(arena, bytes, len);

	if (!hex.ptr || !base64.ptr)
		return (struct text){0};
	if (memchr(like->written.ptr, '-', like->written.len) &&
		!memchr(like->written.ptr, ':', like->written.len))
		return arena_textf(arena, "%s-%s", name, base64.ptr);
	return arena_textf(arena, "%s:%s", name, hex.ptr);
}

static int refute(struct proof *out, struct arena *arena, const struct digest *wanted,
	const unsigned char *made, size_t len, struct err *err)
{
	out->state = PROOF_REFUTED;
	out->expected =
		spell(arena, wanted, (const unsigned char *)wanted->bytes.ptr, wanted->bytes.len);
	out->computed = spell(arena, wanted, made, len);
	return out->expected.ptr && out->computed.ptr ? 0 : err_nomem(err);
}

int proof_hold(struct proof *out, struct proving *proving, const struct pin *pin, struct text bytes,
	struct err *err)
{
	const struct digest *wanted = strongest(pin);
	unsigned char made[LONGEST_DIGEST];
	size_t len;

	out->state = PROOF_OPEN;
	out->reason = pin->digest_count ? PROOF_OTHER_BYTES : PROOF_NO_DIGEST;
	if (!wanted)
		return 0;
	if (proof_digest(made, &len, wanted->algorithm, bytes, err) < 0)
		return -1;
	if (!len)
		return 0;
	if (!is_any(pin, wanted->algorithm, (struct text){(const char *)made, len}))
		return refute(out, proving->arena, wanted, made, len, err);
	out->state = PROOF_PROVED;
	out->algorithm = wanted->algorithm;
	return 0;
}

/* ---- many files ---- */

/* Items that are read, by their numbers: those passed over leave gaps. */
struct proof_hashing {
	struct proving *proving;
	struct hashed *items;
	struct sha *sha256;
	size_t *numbers;
	struct wanted_content *wanted;
	struct err **problems; /* of those that failed, else NULL */
	size_t count, told;    /* that are read; that are done and told */
	size_t item_count;
	struct job_reading *reading;
};

static struct err *copy_problem(const struct err *problem)
{
	struct err *copy = malloc(sizeof(*copy));

	if (copy)
		*copy = *problem;
	return copy;
}

static void note_one(struct proof_hashing *hashing, const struct wanted_result *result,
	const unsigned char *sha256, const struct err *problem)
{
	struct hashed *hashed = &hashing->items[hashing->numbers[result->item]];

	hashed->size = result->content.len;
	hashed->failed = problem != NULL;
	if (problem)
		hashing->problems[result->item] = copy_problem(problem);
	else
		memcpy(hashed->sha256, sha256, SHA256_BYTES);
}

static void hash_some(void *context, const struct wanted_result *results, size_t count)
{
	struct proof_hashing *hashing = context;
	unsigned char made[MOST_WANTED][LONGEST_HASH];
	struct text texts[MOST_WANTED] = {{"", 0}};
	const struct err *problem = NULL;
	struct err own;

	own.kind = ERR_NONE;
	own.message[0] = own.remedy[0] = '\0';
	for (size_t i = 0; i < count; i++)
		texts[i] = results[i].content;
	if (sha_bytes_each(hashing->sha256, texts, count, made, &own) < 0)
		problem = &own;
	for (size_t i = 0; i < count; i++)
		note_one(hashing, &results[i], made[i],
			results[i].problem ? results[i].problem : problem);
}

static int tell(struct proof_hashing *hashing, size_t item, struct err *err)
{
	const struct hashed *hashed = &hashing->items[hashing->numbers[item]];
	const struct err *problem = hashing->problems[item];

	check_examined(hashing->proving->job, "hashed bytes", hashed->size);
	if (!hashed->failed)
		return 0;
	if (!problem)
		return err_nomem(err);
	if (problem->kind == ERR_INTERNAL)
		return err_set(err, problem->kind, "%s", problem->message);
	check_incomplete(hashing->proving->job, hashing->wanted[item].path, problem->message,
		problem->remedy);
	return 0;
}

static void choose(struct proof_hashing *hashing)
{
	const struct check_job *job = hashing->proving->job;
	const struct hashed_ahead *ahead = job_ahead(job);

	for (size_t i = 0; i < hashing->item_count; i++) {
		struct hashed *item = &hashing->items[i];

		if (item->passed_over)
			continue;
		if (hashed_ahead_find(ahead, &item->oid, item->sha256, &item->size)) {
			check_examined(job, "hashed bytes", item->size);
			continue;
		}
		item->failed = true; /* until it is done */
		hashing->numbers[hashing->count] = i;
		hashing->wanted[hashing->count++] = (struct wanted_content){item->oid, item->path};
	}
}

static int begin(struct proof_hashing *hashing, struct err *err)
{
	size_t most = hashing->item_count + 1;

	hashing->numbers = calloc(most, sizeof(size_t));
	hashing->wanted = calloc(most, sizeof(struct wanted_content));
	hashing->problems = calloc(most, sizeof(struct err *));
	if (!hashing->numbers || !hashing->wanted || !hashing->problems)
		return err_nomem(err);
	choose(hashing);
	if (sha_new(&hashing->sha256, SHA256_BYTES, err) < 0)
		return -1;
	return job_reading_start(&hashing->reading, hashing->proving->job, hashing->wanted,
		hashing->count, hash_some, hashing, err);
}

/* NOLINTNEXTLINE(readability-function-size): what to hash, and for whom */
int proof_hashing_start(struct proof_hashing **out, struct proving *proving, struct hashed *items,
	size_t count, struct err *err)
{
	struct proof_hashing *hashing = calloc(1, sizeof(*hashing));

	*out = NULL;
	if (!hashing)
		return err_nomem(err);
	*hashing = (struct proof_hashing){.proving = proving, .items = items, .item_count = count};
	if (begin(hashing, err) < 0) {
		proof_hashing_end(hashing);
		return -1;
	}
	*out = hashing;
	return 0;
}

int proof_hashing_reach(struct proof_hashing *hashing, size_t count, struct err *err)
{
	size_t to = hashing->told;

	while (to < hashing->count && hashing->numbers[to] < count)
		to++;
	job_reading_reach(hashing->reading, to);
	for (; hashing->told < to && !job_stopped(hashing->proving->job); hashing->told++)
		if (tell(hashing, hashing->told, err) < 0)
			return -1;
	return 0;
}

void proof_hashing_end(struct proof_hashing *hashing)
{
	if (!hashing)
		return;
	job_reading_end(hashing->reading);
	for (size_t i = 0; hashing->problems && i < hashing->count; i++)
		free(hashing->problems[i]);
	sha_free(hashing->sha256);
	free(hashing->numbers);
	free(hashing->wanted);
	free(hashing->problems);
	free(hashing);
}

int proof_hash_files(struct proving *proving, struct hashed *items, size_t count, struct err *err)
{
	struct proof_hashing *hashing;
	int done = proof_hashing_start(&hashing, proving, items, count, err);

	if (done == 0)
		done = proof_hashing_reach(hashing, count, err);
	proof_hashing_end(hashing);
	return done;
}

/* ---- Go's dirhash ---- */

static int compare_names(const void *left, const void *right)
{
	return text_compare(((const struct dirhash_item *)left)->name,
		((const struct dirhash_item *)right)->name);
}

static int add_line(struct buffer *listing, const struct dirhash_item *item, struct arena *arena,
	struct err *err)
{
	struct text hex = proof_hex(arena, item->sha256, sizeof(item->sha256));

	if (!hex.ptr)
		return err_nomem(err);
	if (memchr(item->name.ptr, '\n', item->name.len))
		return err_set(err, ERR_LOOK, "a name with a newline has no hash in Go");
	buffer_add(listing, hex);
	buffer_string(listing, "  ");
	buffer_add(listing, item->name);
	buffer_byte(listing, '\n');
	return 0;
}

int proof_dirhash(struct text *out, struct dirhash_item *items, size_t count, struct arena *arena,
	struct err *err)
{
	struct buffer listing = {0};
	char digest[LONGEST_HASH];
	struct text base64;
	int done = 0;

	if (count > 1)
		qsort(items, count, sizeof(*items), compare_names);
	for (size_t i = 0; done == 0 && i < count; i++)
		done = add_line(&listing, &items[i], arena, err);
	if (done == 0 && listing.failed)
		done = err_nomem(err);
	if (done == 0)
		done = hash_sha_bytes(buffer_text(&listing), 32, digest, err);
	buffer_free(&listing);
	if (done < 0)
		return -1;
	base64 = proof_base64(arena, (const unsigned char *)digest, 32);
	*out = base64.ptr ? arena_textf(arena, "h1:%s", base64.ptr) : (struct text){0};
	return out->ptr ? 0 : err_nomem(err);
}
