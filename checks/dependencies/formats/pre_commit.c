/* SPDX-License-Identifier: Apache-2.0
 *
 * .pre-commit-config.yaml (pre-commit.com, "Adding pre-commit plugins to your project"): repositories at a rev, and the
 * packages that their hooks ask for beside.
 */
#include <string.h>

#include "checks/dependencies/yaml_tree.h"

static bool is_own(struct text repo)
{
	return text_is(repo, "local") || text_is(repo, "meta") || text_is(repo, "builtin");
}

/* "types-x==1.0", "eslint@8.0.0", "@scope/name@1.0": the name ends where its version begins. */
static size_t name_end(struct text dependency)
{
	for (size_t i = 1; i < dependency.len; i++)
		if (strchr("=<>~!@ ;[", dependency.ptr[i]))
			return i;
	return dependency.len;
}

static int add_dependency(const struct yaml_tree *tree, const struct yaml *item, struct err *err)
{
	size_t end = name_end(item->text);
	struct pin pin = {.name = text_slice(item->text, 0, end),
		.flags = PIN_NO_DIGEST,
		.version = text_slice(item->text, end, item->text.len),
		.line = item->line,
		.column = item->column};
	struct pin *added;

	while (pin.version.len && strchr("=@ ", pin.version.ptr[0]))
		pin.version = text_slice(pin.version, 1, pin.version.len);
	return lock_pin(tree->lock, &pin, &added, err);
}

static int read_hooks(const struct yaml_tree *tree, const struct yaml *repository, struct err *err)
{
	const struct yaml *hooks = yaml_get(repository, "hooks");

	for (const struct yaml *hook = hooks ? hooks->child : NULL; hook; hook = hook->next) {
		const struct yaml *more = yaml_get(hook, "additional_dependencies");

		for (const struct yaml *item = more ? more->child : NULL; item; item = item->next)
			if (is_scalar(item) && item->text.len &&
				add_dependency(tree, item, err) < 0)
				return -1;
	}
	return 0;
}

static int read_repository(
	const struct yaml_tree *tree, const struct yaml *repository, struct err *err)
{
	const struct yaml *repo = yaml_get(repository, "repo"), *rev = yaml_get(repository, "rev");
	struct reference reference;

	if (!is_scalar(repo))
		return document_error(tree->document, repository->line, repository->column, err,
			"an entry of repos without repo");
	if (read_hooks(tree, repository, err) < 0)
		return -1;
	if (is_own(repo->text))
		return 0;
	if (!is_scalar(rev))
		return document_error(
			tree->document, repo->line, repo->column, err, "a repo without rev");
	reference = yaml_reference(tree, rev);
	return reference_commit(tree->lock, &reference, repo->text, repo->text, PIN_BY_TAG, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	if (yaml_tree_read(&tree, lock, document, err) < 0)
		return -1;
	for (const struct yaml *root = tree.documents->child; root; root = root->next) {
		/* Before version 1 of pre-commit the list was the file. */
		const struct yaml *repos = root->type == YAML_LIST ? root : yaml_get(root, "repos");

		for (const struct yaml *one = repos ? repos->child : NULL; one; one = one->next)
			if (read_repository(&tree, one, err) < 0)
				return -1;
	}
	return 0;
}

static const char *const globs[] = {".pre-commit-config.yaml", ".pre-commit-config.yml", NULL};

extern const struct format format_pre_commit;

const struct format format_pre_commit = {.name = "pre-commit",
	.ecosystem = "pre-commit",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.read = read};
