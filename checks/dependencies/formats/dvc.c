/* SPDX-License-Identifier: Apache-2.0
 *
 * *.dvc and dvc.lock (DVC, ".dvc files", "dvc.lock"): data by the MD5 of a file or of a listing. Data changes by design: a
 * reference, whose digest may be another, but not gone.
 */
#include "checks/dependencies/yaml_document.h"

static int read_output(struct lock *lock, const struct document *document,
	const struct yaml *output, struct err *err)
{
	static const char *const keys[] = {"md5", "checksum", "etag"};
	struct pin pin = yaml_pin(output), *added;
	struct text sum = {0};
	bool listing;

	pin.name = yaml_scalar(output, "path");
	pin.flags = PIN_REFERENCE;
	if (pin.name.len == 0)
		return yaml_place_error(document, output, err, "an entry without a path");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && sum.len == 0; i++)
		sum = yaml_scalar(output, keys[i]);
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	if (!yaml_get(output, "md5"))
		return 0;
	listing = text_ends(sum, ".dir");
	if (pin_hex(lock, added, DIGEST_MD5, text_slice(sum, 0, sum.len - (listing ? 4 : 0)), err) <
		0)
		return -1;
	added->digests[0].is_listing = listing;
	added->digests[0].is_folded = yaml_scalar(output, "hash").len == 0;
	return 0;
}

static int read_outputs(struct lock *lock, const struct document *document,
	const struct yaml *stage, struct err *err)
{
	const struct yaml *outs = yaml_get(stage, "outs");

	for (const struct yaml *one = outs ? outs->child : NULL; one; one = one->next)
		if (read_output(lock, document, one, err) < 0)
			return -1;
	return 0;
}

/* deps: [{path, repo: {url, rev_lock}}]: data of another repository, at a commit. */
static int read_imports(struct lock *lock, const struct yaml *stage, struct err *err)
{
	const struct yaml *deps = yaml_get(stage, "deps");

	for (const struct yaml *one = deps ? deps->child : NULL; one; one = one->next) {
		const struct yaml *repository = yaml_get(one, "repo");
		struct text commit = yaml_scalar(repository, "rev_lock");
		struct pin pin = yaml_pin(one), *added;

		if (!repository)
			continue;
		pin.name = yaml_scalar(one, "path");
		pin.version = commit;
		pin.source = yaml_scalar(repository, "url");
		pin.artifact = text_of("import");
		pin.flags = PIN_REFERENCE | PIN_VCS;
		if (lock_pin(lock, &pin, &added, err) < 0 ||
			(is_commit_id(commit) && pin_git(lock, added, commit, err) < 0))
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *stages;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	stages = yaml_get(root, "stages");
	for (const struct yaml *one = stages ? stages->child : NULL; one; one = one->next)
		if (read_outputs(lock, document, one, err) < 0)
			return -1;
	return read_outputs(lock, document, root, err) < 0 ? -1 : read_imports(lock, root, err);
}

static const char *const globs[] = {"*.dvc", "dvc.lock", NULL};

extern const struct format format_dvc;

const struct format format_dvc = {
	.name = "dvc", .ecosystem = "dvc", .globs = globs, .domain = DOMAIN_FILE, .read = read};
