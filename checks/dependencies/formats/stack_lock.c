/* SPDX-License-Identifier: Apache-2.0
 *
 * stack.yaml.lock (Stack, "Lock files"): packages "name-version@sha256:<hex>,size" with the SHA-256 of the cabal file and of the tree;
 * snapshots with the SHA-256 of their file.
 */
#include "checks/dependencies/yaml_document.h"

static int add_tree(
	struct lock *lock, const struct pin *package, const struct yaml *completed, struct err *err)
{
	struct text sum = yaml_scalar(yaml_get(completed, "pantry-tree"), "sha256");
	struct pin pin = *package, *added;

	if (sum.len == 0)
		return 0;
	pin.artifact = text_of("tree");
	return lock_pin(lock, &pin, &added, err) < 0
		       ? -1
		       : pin_hex(lock, added, DIGEST_SHA256, sum, err);
}

static int add_sum(struct lock *lock, struct pin *pin, const struct yaml *completed,
	struct text tagged, struct err *err)
{
	struct text commit = yaml_scalar(completed, "commit"),
		    archive = yaml_scalar(completed, "sha256");

	if (commit.len)
		return pin_git(lock, pin, commit, err);
	if (tagged.len)
		return pin_tagged(lock, pin, tagged, err);
	return archive.len ? pin_hex(lock, pin, DIGEST_SHA256, archive, err) : 0;
}

/* hackage: name-version@sha256:<hex>,<size>; or a git repository, or an archive. */
static int read_package(struct lock *lock, const struct document *document,
	const struct yaml *entry, struct err *err)
{
	const struct yaml *completed = yaml_get(entry, "completed");
	struct text hackage = yaml_scalar(completed, "hackage");
	size_t mark = text_find(hackage, text_of("@"));
	struct text tagged = text_slice(hackage, mark + 1, text_find(hackage, text_of(",")));
	struct pin pin = yaml_pin(entry), *added;

	pin.name = hackage.len ? text_slice(hackage, 0, mark) : yaml_scalar(completed, "name");
	pin.version = yaml_scalar(completed, "version");
	pin.source = yaml_scalar(completed, "git");
	if (pin.source.len == 0)
		pin.source = yaml_scalar(completed, "url");
	if (hackage.len == 0 && pin.source.len == 0)
		return yaml_place_error(
			document, entry, err, "a package without a place that it comes from");
	if (yaml_scalar(completed, "commit").len)
		pin.flags = PIN_VCS;
	if (add_tree(lock, &pin, completed, err) < 0 || lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return add_sum(lock, added, completed, tagged, err);
}

static int read_snapshot(struct lock *lock, const struct yaml *entry, struct err *err)
{
	const struct yaml *completed = yaml_get(entry, "completed");
	struct text sum = yaml_scalar(completed, "sha256");
	struct pin pin = yaml_pin(entry), *added;

	pin.name = pin.source = yaml_scalar(completed, "url");
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return sum.len ? pin_hex(lock, added, DIGEST_SHA256, sum, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *packages, *snapshots;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	packages = yaml_get(root, "packages");
	snapshots = yaml_get(root, "snapshots");
	for (const struct yaml *one = packages ? packages->child : NULL; one; one = one->next)
		if (read_package(lock, document, one, err) < 0)
			return -1;
	for (const struct yaml *one = snapshots ? snapshots->child : NULL; one; one = one->next)
		if (read_snapshot(lock, one, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"stack.yaml.lock", NULL};

extern const struct format format_stack_lock;

const struct format format_stack_lock = {.name = "stack-lock",
	.ecosystem = "hackage",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
