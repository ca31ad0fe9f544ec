/* SPDX-License-Identifier: Apache-2.0
 *
 * poetry.toml (python-poetry.org/docs/configuration): settings of a project. Keys may be written with dots or as tables.
 */
#include <string.h>

#include "checks/dependencies/formats/python.h"

/* `cert = false` trusts everybody, a path an authority of the repository's choosing. */
static int read_certificates(struct python_lock *reading, const struct toml *root, struct err *err)
{
	const struct toml *all = toml_get(root, "certificates");

	for (const struct toml *one = all && all->type == TOML_TABLE ? all->child : NULL; one;
		one = one->next) {
		const struct toml *cert = one->type == TOML_TABLE ? toml_get(one, "cert") : NULL;
		const char *name;

		if (!cert || text_is(cert->text, "true"))
			continue;
		name = arena_printf(reading->document->arena, "certificates.%.*s.cert",
			(int)(one->key.len < 256 ? one->key.len : 256), one->key.ptr);
		if (!name)
			return err_nomem(err);
		if (python_guard(reading, text_of(name), cert, 0, 1, err) < 0)
			return -1;
	}
	return 0;
}

static int read_ages(struct python_lock *reading, const struct toml *root, struct err *err)
{
	enum { MOST = 1000000 };
	const struct toml *age = toml_at(root, "solver.min-release-age");
	uint64_t days = 0;

	if (!age || !text_to_uint(age->text, MOST, &days))
		return 0;
	return python_guard(reading, text_of("solver.min-release-age"), age, (int)days, 0, err);
}

/* ":all:" has code of each package run when it is installed. */
static int read_binaries(struct python_lock *reading, const struct toml *root, struct err *err)
{
	const struct toml *binary = toml_at(root, "installer.no-binary");

	if (!binary || binary->type != TOML_STRING || !text_is(binary->text, ":all:"))
		return 0;
	return python_guard(reading, text_of("installer.no-binary"), binary, 0, 1, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct python_lock reading;
	const struct toml *root;

	python_lock_start(&reading, lock, document);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_certificates(&reading, root, err) < 0 || read_ages(&reading, root, err) < 0)
		return -1;
	return read_binaries(&reading, root, err);
}

static const char *const globs[] = {"poetry.toml", NULL};

extern const struct format format_poetry_toml;

const struct format format_poetry_toml = {.name = "poetry-toml",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.read = read};
