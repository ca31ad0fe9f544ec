/* SPDX-License-Identifier: Apache-2.0
 *
 * vcpkg.json and vcpkg-configuration.json (vcpkg, "Manifest files"): registries pinned by the commit of their baseline, and
 * overrides by version.
 */
#include "checks/dependencies/json_document.h"

static int add_baseline(struct lock *lock, const struct json *at, struct text name,
	struct text source, struct text commit, struct err *err)
{
	struct pin pin = json_pin(at), *added;

	pin.name = name;
	pin.version = commit;
	pin.source = source;
	pin.flags = PIN_REFERENCE | PIN_VCS;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return is_commit_id(commit) ? pin_git(lock, added, commit, err) : 0;
}

static int read_registry(struct lock *lock, const struct json *registry, struct err *err)
{
	const struct json *baseline = json_get(registry, "baseline");
	struct text source = json_text_at(registry, "repository");

	/* A registry in a folder has baselines of other names. */
	if (!baseline || baseline->type != JSON_STRING ||
		text_is(json_text_at(registry, "kind"), "filesystem"))
		return 0;
	return add_baseline(lock, baseline, source.len ? source : text_of("baseline"), source,
		baseline->text, err);
}

static int read_overrides(struct lock *lock, const struct json *all, struct err *err)
{
	for (const struct json *one = all ? all->child : NULL; one; one = one->next) {
		struct pin pin = json_pin(one), *added;

		pin.name = json_text_at(one, "name");
		pin.version = json_text_at(one, "version");
		pin.flags = PIN_NO_DIGEST;
		if (lock_pin(lock, &pin, &added, err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *baseline, *all;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	baseline = json_get(root, "builtin-baseline");
	if (baseline && add_baseline(lock, baseline, text_of("builtin-baseline"), text_of(""),
				baseline->text, err) < 0)
		return -1;
	if (json_get(root, "default-registry") &&
		read_registry(lock, json_get(root, "default-registry"), err) < 0)
		return -1;
	all = json_get(root, "registries");
	for (const struct json *one = all ? all->child : NULL; one; one = one->next)
		if (read_registry(lock, one, err) < 0)
			return -1;
	return read_overrides(lock, json_get(root, "overrides"), err);
}

static const char *const globs[] = {"vcpkg.json", "vcpkg-configuration.json", NULL};

extern const struct format format_vcpkg;

const struct format format_vcpkg = {.name = "vcpkg",
	.ecosystem = "vcpkg",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.read = read};
