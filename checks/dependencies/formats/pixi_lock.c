/* SPDX-License-Identifier: Apache-2.0
 *
 * pixi.lock, versions 4 to 6: channels and indexes by environment, and one list of packages. In version 6 an entry is
 * `conda: URL` or `pypi: URL`, before that `kind`, `name`, `version` and `url`.
 */
#include "checks/dependencies/formats/conda.h"
#include "checks/dependencies/formats/python.h"

static int add_source(struct lock *lock, const struct yaml *at, const char *name, struct text url,
	struct err *err)
{
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = text_of(name),
			.value = url,
			.line = at->line,
			.column = at->column},
		err);
}

static int read_environment(struct lock *lock, const struct yaml *environment, struct err *err)
{
	const struct yaml *channels = yaml_get(environment, "channels");
	const struct yaml *indexes = yaml_get(environment, "indexes");

	for (const struct yaml *one = channels ? channels->child : NULL; one; one = one->next)
		if (add_source(lock, one, "channel", yaml_scalar(one, "url"), err) < 0)
			return -1;
	for (const struct yaml *one = indexes ? indexes->child : NULL; one; one = one->next)
		if (add_source(lock, one, "index", one->text, err) < 0)
			return -1;
	return 0;
}

/* The URL or path, wherever this version has it. */
static struct text url_of(const struct yaml *package, bool *is_python)
{
	static const char *const keys[] = {"conda", "pypi", "url", "path"};

	*is_python = yaml_get(package, "pypi") || text_is(yaml_scalar(package, "kind"), "pypi");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct text url = yaml_scalar(package, keys[i]);

		if (url.len)
			return url;
	}
	return text_of("");
}

static int read_package(struct lock *lock, const struct document *document,
	const struct yaml *package, struct err *err)
{
	struct pin pin = yaml_pin(package), *added;
	bool is_python;
	struct text url = url_of(package, &is_python);

	pin.name = yaml_scalar(package, "name");
	pin.version = yaml_scalar(package, "version");
	if (url.len == 0 || !conda_pin(&pin, url))
		return yaml_place_error(
			document, package, err, "a package without its name or URL");
	if (is_python && python_name(&pin.name, pin.name, document->arena, err) < 0)
		return -1;
	if (!pin.name.ptr)
		return yaml_place_error(document, package, err, "this is no name of a package");
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return conda_digests(lock, added, package, err);
}

static int check_version(const struct document *document, const struct yaml *root, struct err *err)
{
	uint64_t version;

	if (text_to_uint(yaml_scalar(root, "version"), 6, &version) && version >= 4)
		return 0;
	return yaml_place_error(
		document, root, err, "this is no pixi lock of a version that is known (4 to 6)");
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *environments, *packages;

	if (document_yaml(&root, lock, document, err) < 0 || check_version(document, root, err) < 0)
		return -1;
	environments = yaml_get(root, "environments");
	packages = yaml_get(root, "packages");
	if (!packages || packages->type != YAML_LIST)
		return yaml_place_error(document, root, err, "there is no list of packages");
	for (const struct yaml *one = environments ? environments->child : NULL; one;
		one = one->next)
		if (read_environment(lock, one, err) < 0)
			return -1;
	for (const struct yaml *one = packages->child; one; one = one->next)
		if (read_package(lock, document, one, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"pixi.lock", NULL};

extern const struct format format_pixi_lock;

const struct format format_pixi_lock = {.name = "pixi-lock",
	.ecosystem = "conda",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.url_fits = conda_url_fits};
