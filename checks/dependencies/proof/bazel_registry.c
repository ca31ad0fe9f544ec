/* SPDX-License-Identifier: Apache-2.0
 *
 * A registry of Bazel's in the repository: modules/<name>/<version>/source.json has the Subresource Integrity of each file in patches/ and
 * overlay/ beside it (bazel.build, "Bazel registries", "Index registry"). And what Bazel's repository cache has by its SHA-256.
 */
#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/json.h"

static const char remedy[] = "write source.json anew with the registry's own tool";

/* "…/modules/<name>/<version>/" */
static bool is_module(struct text folder, struct text *name, struct text *version)
{
	struct text above;

	if (folder.len == 0)
		return false;
	above = folder_of(text_slice(folder, 0, folder.len - 1));
	*version = text_slice(folder, above.len, folder.len - 1);
	if (above.len == 0)
		return false;
	folder = folder_of(text_slice(above, 0, above.len - 1));
	*name = text_slice(above, folder.len, above.len - 1);
	return text_is(folder, "modules/") || text_ends(folder, "/modules/");
}

struct module {
	struct proving *proving;
	struct text folder, name, version;
	const char *source; /* path of its source.json */
};

/* A name that leads out, or a hash that is none. */
static int refuse(struct proof *proof, struct proving *proving, struct err *err)
{
	struct err own = {0};

	err_set(&own, ERR_LOOK, "line %u names no file of the module with its hash", proof->line);
	return proving_broken(proof, proving, proof->path, false, &own, err) < 0
		       ? -1
		       : proving_add(proving, proof, err);
}

static int hold(struct module *module, const struct json *entry, const char *below, struct err *err)
{
	struct proving *proving = module->proving;
	struct lock lock = {.arena = proving->arena};
	struct pin *pin;
	struct text bytes = {0};
	struct proof proof = {.format = "bazel",
		.name = module->name,
		.version = module->version,
		.path = text_of(module->source),
		.line = entry->key_line,
		.reason = PROOF_BROKEN,
		.artifact = arena_textf(proving->arena, "%.*s%s/%.*s", (int)module->folder.len,
			module->folder.ptr, below, (int)entry->key.len, entry->key.ptr)};

	if (!proof.artifact.ptr)
		return err_nomem(err);
	if (entry->type != JSON_STRING || !sum_is_below(entry->key))
		return refuse(&proof, proving, err);
	if (lock_pin(&lock, &(struct pin){.name = module->name}, &pin, err) < 0 ||
		pin_sri(&lock, pin, entry->text, err) < 0 ||
		proving_read(&bytes, proving, SIDE_HEAD, proof.artifact, err) < 0)
		return -1;
	proof.what = bytes.ptr
			     ? "a file of the module is not the one that source.json has a hash of"
			     : "a file that source.json names is not there";
	proof.state = PROOF_REFUTED;
	if (bytes.ptr && proof_hold(&proof, proving, pin, bytes, err) < 0)
		return -1;
	return proving_add(proving, &proof, err);
}

static int hold_all(struct module *module, const struct json *root, const char *key,
	const char *below, struct err *err)
{
	const struct json *all = json_get(root, key);

	for (const struct json *one = all && all->type == JSON_OBJECT ? all->child : NULL; one;
		one = one->next)
		if (hold(module, one, below, err) < 0)
			return -1;
	return 0;
}

/* ---- what the base's had ---- */

static int tell(struct module *module, const struct json *now, const char *rule, const char *what,
	struct err *err)
{
	const struct proof proof = {.state = PROOF_REFUTED,
		.format = "bazel",
		.rule = rule,
		.name = module->name,
		.version = module->version,
		.path = text_of(module->source),
		.line = now ? now->line : 1,
		.computed = now ? now->text : text_of(""),
		.what = what};

	return proving_report(module->proving, &proof, err);
}

/* A hash of the base, and what stands there now. */
static int compare_hash(
	struct module *module, const struct json *was, const struct json *is, struct err *err)
{
	if (!was || !was->text.len || (is && text_equal(was->text, is->text)))
		return 0;
	return is && is->text.len
		       ? tell(module, is, "dependencies/hash-changed",
				 "has another hash in source.json than before under the same "
				 "version",
				 err)
		       : tell(module, is, "dependencies/hash-removed",
				 "has lost a hash in source.json under the same version", err);
}

static const struct json *find(const struct json *in, struct text key)
{
	const struct json *one = in && in->type == JSON_OBJECT ? in->child : NULL;

	while (one && !text_equal(one->key, key))
		one = one->next;
	return one;
}

static int compare_files(
	struct module *module, const struct json *was, const struct json *is, struct err *err)
{
	for (const struct json *one = was && was->type == JSON_OBJECT ? was->child : NULL; one;
		one = one->next)
		if (compare_hash(module, one, find(is, one->key), err) < 0)
			return -1;
	for (const struct json *one = is && is->type == JSON_OBJECT ? is->child : NULL; one;
		one = one->next)
		if (!find(was, one->key) &&
			tell(module, one, "dependencies/hash-changed",
				"has a file more in source.json than before under the same version",
				err) < 0)
			return -1;
	return 0;
}

/* A version of a module stays what it was. */
static int compare_base(struct module *module, const struct json *root, struct err *err)
{
	static const char *const files[] = {"patches", "overlay"};
	struct text content;
	const struct json *base;
	struct err own = {0};

	if (!module->proving->job->change->has_base ||
		!change_file(module->proving->job->change, text_of(module->source)))
		return 0;
	if (proving_read(&content, module->proving, SIDE_BASE, text_of(module->source), err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (json_read(&base, content, module->source, module->proving->arena, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	if (compare_hash(module, json_get(base, "integrity"), json_get(root, "integrity"), err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (compare_files(module, json_get(base, files[i]), json_get(root, files[i]), err) <
			0)
			return -1;
	return 0;
}

/* ---- modules that the change touches ---- */

static int hold_module(struct module *module, const struct json *root, struct err *err)
{
	if (compare_base(module, root, err) < 0 ||
		hold_all(module, root, "patches", "patches", err) < 0)
		return -1;
	return hold_all(module, root, "overlay", "overlay", err);
}

static int prove_module(struct proving *proving, struct text folder, struct err *err)
{
	struct module module = {.proving = proving, .folder = folder};
	struct text path = arena_textf(
			    proving->arena, "%.*ssource.json", (int)folder.len, folder.ptr),
		    content;
	const struct json *root;
	struct err own = {0};

	if (!is_module(folder, &module.name, &module.version))
		return 0;
	if (proving_read(&content, proving, SIDE_HEAD, path, err) < 0)
		return -1;
	module.source = path.ptr;
	if (content.ptr && json_read(&root, content, path.ptr, proving->arena, &own) == 0)
		return hold_module(&module, root, err);
	if (own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	if (content.ptr)
		check_incomplete(proving->job, path, own.message, remedy);
	return 0;
}

static int tree(struct proving *proving, struct err *err)
{
	struct proof_folders folders;

	if (proving_folders(&folders, proving, "source.json", err) < 0)
		return -1;
	for (size_t i = 0; i < folders.count && !job_stopped(proving->job); i++)
		if (prove_module(proving, folders.items[i].path, err) < 0)
			return -1;
	return 0;
}

/* ---- the repository cache ---- */

static const struct cache_place outputs = {NULL, "", "HOME", ".cache/bazel"};

/* $HOME/.cache/bazel/_bazel_$USER/cache/repos/v1/content_addressable/sha256/<hex>/file (bazel.build, "Output directory layout") */
static int read_cached(struct text *bytes, struct text *path, struct proving *proving,
	const char *cache, const struct digest *digest, struct err *err)
{
	const char *user = job_variable(proving->job, "USER");
	struct text hex;

	if (!user || digest->algorithm != DIGEST_SHA256 || digest->flaw)
		return 0;
	hex = proof_hex(
		proving->arena, (const unsigned char *)digest->bytes.ptr, digest->bytes.len);
	if (!hex.ptr)
		return err_nomem(err);
	*path = arena_textf(proving->arena,
		"_bazel_%s/cache/repos/v1/content_addressable/sha256/%s/file", user, hex.ptr);
	return proving_cache_read(bytes, proving, cache, *path, err);
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text path = {0}, bytes = {0};
	const char *cache;

	if (proving_cache(&cache, proving, &outputs, err) < 0)
		return -1;
	for (uint32_t i = 0; cache && i < pin->digest_count && !bytes.ptr; i++)
		if (read_cached(&bytes, &path, proving, cache, &pin->digests[i], err) < 0)
			return -1;
	if (!bytes.ptr)
		return 0;
	out->artifact = path;
	out->what = "what Bazel's repository cache has under this hash is another file";
	return proof_hold(out, proving, pin, bytes, err);
}

static const char *const formats_taken[] = {"bazel", "bazel-lock", NULL};

extern const struct prover prover_bazel_registry;
const struct prover prover_bazel_registry = {
	.name = "bazel-registry", .formats = formats_taken, .pin = prove, .tree = tree};
