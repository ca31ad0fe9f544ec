/* SPDX-License-Identifier: Apache-2.0
 *
 * What must be the same in all shards of one run: the commits, what is to be looked at, the checks and what they are set
 * to. Two clones of different depth cut different work, and what both leave out nobody would look at.
 */
#include "gate/base/buffer.h"
#include "gate/registry.h"
#include "gate/run_parts.h"

/* The text that is hashed is folded up when it gets this long. */
enum { FOLD_BYTES = 1 << 16 };

static int fold(struct buffer *text, char digest[SHA256_HEX], struct err *err)
{
	if (text->failed)
		return err_nomem(err);
	if (hash_sha256_hex(buffer_text(text), digest, err) < 0)
		return -1;
	text->len = 0;
	buffer_string(text, digest);
	return 0;
}

static void add_oid(struct buffer *text, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(oid, hex);
	buffer_string(text, hex);
}

static int add_commits(
	struct buffer *text, const struct change *change, char digest[SHA256_HEX], struct err *err)
{
	add_oid(text, &change->base);
	add_oid(text, &change->head);
	add_oid(text, &change->merge_base);
	for (size_t i = 0; i < change->commit_count; i++) {
		add_oid(text, change_commit(change, i));
		if (text->len > FOLD_BYTES && fold(text, digest, err) < 0)
			return -1;
	}
	return 0;
}

static int add_blobs(
	struct buffer *text, struct blobs blobs, char digest[SHA256_HEX], struct err *err)
{
	for (size_t i = 0; i < blobs.count; i++) {
		const struct blob *blob = blobs_at(blobs, i);
		struct text path = blob_places(blob)[0].path->text;

		buffer_printf(text, "%d %llu %zu:", (int)blob->kind,
			(unsigned long long)blob_size(blob), path.len);
		buffer_add(text, path);
		add_oid(text, &blob->oid);
		buffer_add(text, blob_text(blob));
		if (text->len > FOLD_BYTES && fold(text, digest, err) < 0)
			return -1;
	}
	return 0;
}

static void add_settings(struct buffer *text, const struct run *run)
{
	for (size_t judge = 0; judge < run->request->judge_count; judge++) {
		buffer_printf(text, "policy %s\n", run->request->judges[judge].policy->sha256);
		for (size_t i = 0; i < registry.count; i++) {
			const struct check_setting *setting =
				run_setting(run, registry.items[i], judge);

			if (setting)
				buffer_printf(
					text, "%s %s\n", registry.items[i]->name, setting->digest);
		}
	}
}

int run_plan(struct run *run, struct blobs all, struct err *err)
{
	struct buffer text = {0};
	char *digest = run->result.shard.plan;
	int done = 0;

	if (!run->request->shard.is_asked)
		return 0;
	add_settings(&text, run);
	done = add_commits(&text, run->request->change, digest, err);
	if (done == 0)
		done = add_blobs(&text, all, digest, err);
	if (done == 0)
		done = fold(&text, digest, err);
	buffer_free(&text);
	return done;
}
