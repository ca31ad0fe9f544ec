/* SPDX-License-Identifier: Apache-2.0
 *
 * Pipfile: what a Pipenv project asks for. Every table but [requires], [scripts] and [pipenv] is a category of packages.
 */
#include "checks/dependencies/formats/python_needs.h"

static bool is_category(const struct toml *member)
{
	return !text_is(member->key, "requires") && !text_is(member->key, "scripts") &&
	       !text_is(member->key, "pipenv") && !text_is(member->key, "source");
}

static int read_sources(struct python_lock *reading, const struct toml *root, struct err *err)
{
	const struct toml *source, *verify;

	if (python_tables(reading, &source, root, "source", err) < 0)
		return -1;
	for (; source; source = source->next) {
		verify = toml_get(source, "verify_ssl");
		if (python_source_setting(reading, "source", toml_get(source, "url"), err) < 0 ||
			(verify && python_verify_guard(
					   reading, toml_text(source, "name"), verify, err) < 0))
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct python_lock reading;
	const struct toml *root;

	python_lock_start(&reading, lock, document);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_sources(&reading, root, err) < 0)
		return -1;
	lock->has_needs = true;
	for (const struct toml *member = root->child; member; member = member->next) {
		uint32_t flags = text_is(member->key, "packages") ? 0 : NEED_DEV;

		if (!is_category(member))
			continue;
		if (member->type != TOML_TABLE)
			return python_error(
				&reading, member, err, "a category of packages is no table");
		if (python_needs_of_table(&reading, member, flags, err) < 0)
			return -1;
	}
	return 0;
}

static const char *const globs[] = {"Pipfile", NULL};

extern const struct format format_pipfile;

const struct format format_pipfile = {.name = "pipfile",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.read = read};
