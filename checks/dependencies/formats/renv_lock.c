/* SPDX-License-Identifier: Apache-2.0
 *
 * renv.lock (renv, "Lockfiles"): R packages with an MD5 over their DESCRIPTION, and the repositories they are from.
 */
#include "checks/dependencies/json_document.h"

static int read_package(struct lock *lock, const struct document *document,
	const struct json *package, struct err *err)
{
	struct text hash = json_text_at(package, "Hash"),
		    commit = json_text_at(package, "RemoteSha");
	struct pin pin = json_pin(package), *added;

	pin.name = package->key;
	pin.version = json_text_at(package, "Version");
	pin.source = json_text_at(package, "RemoteUrl");
	if (pin.version.len == 0)
		return json_error(document, package, err, "a package without a version");
	if (is_commit_id(commit))
		pin.flags = PIN_VCS | PIN_MIXED;
	if (lock_pin(lock, &pin, &added, err) < 0 ||
		(is_commit_id(commit) && pin_git(lock, added, commit, err) < 0))
		return -1;
	return hash.len ? pin_hex(lock, added, DIGEST_MD5, hash, err) : 0;
}

static int read_repositories(struct lock *lock, const struct json *all, struct err *err)
{
	for (const struct json *one = all ? all->child : NULL; one; one = one->next)
		if (lock_setting(lock,
			    &(struct setting){.kind = SETTING_SOURCE,
				    .name = json_text_at(one, "Name"),
				    .value = json_text_at(one, "URL"),
				    .line = one->line,
				    .column = one->column},
			    err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *packages;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	packages = json_get(root, "Packages");
	if (!packages)
		return json_error(document, root, err, "Packages is missing");
	for (const struct json *one = packages->child; one; one = one->next)
		if (read_package(lock, document, one, err) < 0)
			return -1;
	return read_repositories(lock, json_at(root, "R.Repositories"), err);
}

static const char *const globs[] = {"renv.lock", NULL};

extern const struct format format_renv_lock;

const struct format format_renv_lock = {.name = "renv-lock",
	.ecosystem = "cran",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
