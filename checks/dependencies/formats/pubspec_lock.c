/* SPDX-License-Identifier: Apache-2.0
 *
 * pubspec.lock (Dart pub, lib/src/lock_file.dart): packages with their source; hosted ones with the SHA-256 of the
 * archive since Dart 2.19.
 */
#include "checks/dependencies/yaml_document.h"

static int add_digest(
	struct lock *lock, struct pin *pin, const struct yaml *description, struct err *err)
{
	struct text sum = yaml_scalar(description, "sha256"),
		    commit = yaml_scalar(description, "resolved-ref");

	if (pin->flags & PIN_VCS)
		return pin_git(lock, pin, commit, err);
	return sum.len ? pin_hex(lock, pin, DIGEST_SHA256, sum, err) : 0;
}

static int read_package(struct lock *lock, const struct document *document,
	const struct yaml *package, struct err *err)
{
	const struct yaml *description = yaml_get(package, "description");
	struct text source = yaml_scalar(package, "source");
	struct pin pin = yaml_pin(package), *added;

	pin.name = package->key;
	pin.version = yaml_scalar(package, "version");
	pin.source = yaml_scalar(description, "url");
	if (pin.version.len == 0)
		return yaml_place_error(document, package, err, "a package without a version");
	if (text_is(source, "path") || text_is(source, "sdk"))
		pin.flags = PIN_LOCAL;
	if (text_is(source, "git"))
		pin.flags = PIN_VCS;
	return lock_pin(lock, &pin, &added, err) < 0 ? -1
						     : add_digest(lock, added, description, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *packages;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	packages = yaml_get(root, "packages");
	if (!packages)
		return yaml_place_error(document, root, err, "packages is missing");
	for (const struct yaml *one = packages->child; one; one = one->next)
		if (read_package(lock, document, one, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"pubspec.lock", NULL};

extern const struct format format_pubspec_lock;

const struct format format_pubspec_lock = {.name = "pubspec-lock",
	.ecosystem = "pub",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
