/* SPDX-License-Identifier: Apache-2.0
 *
 * MODULE.bazel.lock (Bazel, "Lockfile"): the SHA-256 of every file of the module registry that was read, and
 * the repositories that module extensions make, with the hashes in their attributes.
 */
#include "checks/dependencies/json_document.h"

/* registryFileHashes: {URL: hex, or null where the file was not there} */
static int read_registry_file(struct lock *lock, const struct json *entry, struct err *err)
{
	struct pin pin = json_pin(entry), *added;

	pin.name = pin.source = entry->key;
	if (entry->type != JSON_STRING)
		pin.flags = PIN_NO_DIGEST;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return entry->type == JSON_STRING ? pin_hex(lock, added, DIGEST_SHA256, entry->text, err)
					  : 0;
}

static struct text first_url(const struct json *attributes)
{
	const struct json *urls = json_get(attributes, "urls");

	if (urls && urls->child)
		return urls->child->text;
	return json_text_at(attributes, "url");
}

static int add_sums(
	struct lock *lock, struct pin *pin, const struct json *attributes, struct err *err)
{
	struct text integrity = json_text_at(attributes, "integrity"),
		    sum = json_text_at(attributes, "sha256");
	struct text commit = json_text_at(attributes, "commit");

	if (integrity.len && pin_sri(lock, pin, integrity, err) < 0)
		return -1;
	if (sum.len && pin_hex(lock, pin, DIGEST_SHA256, sum, err) < 0)
		return -1;
	return is_commit_id(commit) ? pin_git(lock, pin, commit, err) : 0;
}

static int read_repository(struct lock *lock, const struct json *entry, struct err *err)
{
	const struct json *attributes = json_get(entry, "attributes");
	struct text commit = json_text_at(attributes, "commit");
	struct pin pin = json_pin(entry), *added;

	pin.name = entry->key;
	pin.source = first_url(attributes);
	if (pin.source.len == 0)
		pin.source = json_text_at(attributes, "remote");
	if (pin.source.len == 0)
		pin.flags = PIN_LOCAL;
	if (commit.len)
		pin.flags |= PIN_VCS;
	/* The name stays when the repository is another version: that is in its address. */
	pin.version = commit.len ? commit : pin.source;
	return lock_pin(lock, &pin, &added, err) < 0 ? -1 : add_sums(lock, added, attributes, err);
}

/* moduleExtensions: {extension: {platform: {generatedRepoSpecs: {name: {attributes}}}}} */
static int read_extensions(struct lock *lock, const struct json *extensions, struct err *err)
{
	for (const struct json *extension = extensions ? extensions->child : NULL; extension;
		extension = extension->next)
		for (const struct json *platform = extension->child; platform;
			platform = platform->next) {
			const struct json *all = json_get(platform, "generatedRepoSpecs");

			for (const struct json *one = all ? all->child : NULL; one; one = one->next)
				if (read_repository(lock, one, err) < 0)
					return -1;
		}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *files;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	if (!json_get(root, "lockFileVersion"))
		return json_error(document, root, err, "lockFileVersion is missing");
	files = json_get(root, "registryFileHashes");
	for (const struct json *one = files ? files->child : NULL; one; one = one->next)
		if (read_registry_file(lock, one, err) < 0)
			return -1;
	return read_extensions(lock, json_get(root, "moduleExtensions"), err);
}

static const char *const globs[] = {"MODULE.bazel.lock", NULL};

extern const struct format format_bazel_lock;

const struct format format_bazel_lock = {.name = "bazel-lock",
	.ecosystem = "bazel",
	.globs = globs,
	.domain = DOMAIN_FILE,
	.read = read};
