/* SPDX-License-Identifier: Apache-2.0
 *
 * conda-lock.yml (conda-lock's unified lock file, version 1): a list of packages of conda and of pip, one entry for
 * each platform.
 */
#include "checks/dependencies/formats/conda.h"
#include "checks/dependencies/formats/python.h"

static int set_name(struct pin *pin, const struct yaml *package, const struct document *document,
	struct err *err)
{
	struct text name = yaml_scalar(package, "name");

	pin->name = name;
	if (text_is(yaml_scalar(package, "manager"), "pip") &&
		python_name(&pin->name, name, document->arena, err) < 0)
		return -1;
	if (pin->name.ptr && pin->name.len)
		return 0;
	return yaml_place_error(document, package, err, "a package without its name");
}

static int read_package(struct lock *lock, const struct document *document,
	const struct yaml *package, struct err *err)
{
	struct pin pin = yaml_pin(package), *added;
	struct text url = yaml_scalar(package, "url");

	if (package->type != YAML_MAP)
		return yaml_place_error(document, package, err, "a package is no map");
	if (set_name(&pin, package, document, err) < 0)
		return -1;
	pin.version = yaml_scalar(package, "version");
	pin.place = yaml_scalar(package, "platform");
	if (pin.version.len == 0 || url.len == 0)
		return yaml_place_error(
			document, package, err, "a package without its version or URL");
	(void)conda_pin(&pin, url);
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return conda_digests(lock, added, yaml_get(package, "hash"), err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *packages;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	packages = yaml_get(root, "package");
	if (!text_is(yaml_scalar(root, "version"), "1"))
		return yaml_place_error(document, root, err,
			"this is no conda lock of a version that is known (1)");
	if (!packages || packages->type != YAML_LIST)
		return yaml_place_error(document, root, err, "there is no list of packages");
	for (const struct yaml *one = packages->child; one; one = one->next)
		if (read_package(lock, document, one, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"conda-lock.yml", "{*.conda-lock,*-conda-lock}.yml", NULL};

extern const struct format format_conda_lock;

const struct format format_conda_lock = {.name = "conda-lock",
	.ecosystem = "conda",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.url_fits = conda_url_fits};
