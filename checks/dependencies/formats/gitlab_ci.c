/* SPDX-License-Identifier: Apache-2.0
 *
 * .gitlab-ci.yml (docs.gitlab.com, "CI/CD YAML syntax reference"): what it includes, images and services of the
 * defaults and of jobs, what `variables` say about package managers. `!reference` tags point into the file itself.
 */
#include <string.h>

#include "checks/dependencies/yaml_tree.h"

/* ---- include ---- */

static int add_remote(const struct yaml_tree *tree, const struct yaml *url,
	const struct yaml *integrity, struct err *err)
{
	struct pin pin = {.name = url->text,
		.source = url->text,
		.flags = PIN_REFERENCE,
		.line = url->line,
		.column = url->column};
	struct pin *added;

	if (has_variable(url->text))
		pin.flags |= PIN_NO_DIGEST;
	if (lock_pin(tree->lock, &pin, &added, err) < 0)
		return -1;
	return is_scalar(integrity) ? pin_sri(tree->lock, added, integrity->text, err) : 0;
}

static int add_local(const struct yaml_tree *tree, const struct yaml *file, struct err *err)
{
	struct pin pin = {.name = file->text,
		.flags = PIN_REFERENCE | PIN_LOCAL,
		.line = file->line,
		.column = file->column};
	struct pin *added;

	return lock_pin(tree->lock, &pin, &added, err);
}

static bool is_url(struct text text)
{
	return text_starts(text, "https://") || text_starts(text, "http://");
}

/* Without a ref it is the project's default branch. */
static int add_project(const struct yaml_tree *tree, const struct yaml *include, struct err *err)
{
	const struct yaml *project = yaml_get(include, "project"), *ref = yaml_get(include, "ref");
	struct reference reference = yaml_reference(tree, is_scalar(ref) ? ref : project);

	if (!is_scalar(ref))
		reference.written = text_of("");
	return reference_commit(tree->lock, &reference, project->text, text_of(""), 0, err);
}

static int add_component(
	const struct yaml_tree *tree, const struct yaml *component, struct err *err)
{
	struct reference reference = yaml_reference(tree, component);
	size_t at = text_find(component->text, text_of("@"));

	reference.written = text_slice(component->text, at + 1, component->text.len);
	return reference_commit(
		tree->lock, &reference, text_slice(component->text, 0, at), text_of(""), 0, err);
}

/* What comes with GitLab itself, or out of a job of this pipeline. */
static bool is_own(const struct yaml *include)
{
	return yaml_get(include, "artifact") || include->tag.len;
}

static int read_include(const struct yaml_tree *tree, const struct yaml *include, struct err *err)
{
	const struct yaml *remote = yaml_get(include, "remote"),
			  *component = yaml_get(include, "component");
	const struct yaml *local = yaml_get(include, "local");

	if (is_scalar(include))
		return is_url(include->text) ? add_remote(tree, include, NULL, err)
					     : add_local(tree, include, err);
	if (is_scalar(yaml_get(include, "project")))
		return add_project(tree, include, err);
	if (is_scalar(remote))
		return add_remote(tree, remote, yaml_get(include, "integrity"), err);
	if (is_scalar(component))
		return add_component(tree, component, err);
	if (!is_scalar(local))
		local = yaml_get(include, "template");
	if (is_scalar(local))
		return add_local(tree, local, err);
	if (is_own(include))
		return 0;
	return document_error(tree->document, include->line, include->column, err,
		"an include of a kind that is not known");
}

static int read_includes(const struct yaml_tree *tree, const struct yaml *include, struct err *err)
{
	if (!include || include->type != YAML_LIST)
		return include ? read_include(tree, include, err) : 0;
	for (const struct yaml *one = include->child; one; one = one->next)
		if (read_include(tree, one, err) < 0)
			return -1;
	return 0;
}

/* ---- images ---- */

static int read_image(const struct yaml_tree *tree, const struct yaml *image, struct err *err)
{
	const struct yaml *name =
		image && image->type == YAML_MAP ? yaml_get(image, "name") : image;
	struct reference reference;

	if (!is_scalar(name) || name->text.len == 0)
		return 0;
	reference = yaml_reference(tree, name);
	return reference_image(tree->lock, &reference, err);
}

static int read_images(const struct yaml_tree *tree, const struct yaml *owner, struct err *err)
{
	const struct yaml *services = yaml_get(owner, "services");

	if (read_image(tree, yaml_get(owner, "image"), err) < 0 ||
		yaml_environment(tree, yaml_get(owner, "variables"), err) < 0)
		return -1;
	if (!services || services->type != YAML_LIST || services->tag.len)
		return 0;
	for (const struct yaml *service = services->child; service; service = service->next)
		if (!service->tag.len && read_image(tree, service, err) < 0)
			return -1;
	return 0;
}

/* What is no job has no images either. */
static bool is_job(const struct yaml *member)
{
	return member->type == YAML_MAP && !text_is(member->key, "include") &&
	       !text_is(member->key, "variables") && !text_is(member->key, "image");
}

/* A trigger includes the pipeline that it starts. */
static int read_job(const struct yaml_tree *tree, const struct yaml *job, struct err *err)
{
	const struct yaml *include = yaml_get(yaml_get(job, "trigger"), "include");

	return read_images(tree, job, err) < 0 ? -1 : read_includes(tree, include, err);
}

static int read_root(const struct yaml_tree *tree, const struct yaml *root, struct err *err)
{
	if (read_images(tree, root, err) < 0)
		return -1;
	for (const struct yaml *member = root->child; member; member = member->next) {
		if (text_is(member->key, "include") && read_includes(tree, member, err) < 0)
			return -1;
		if (is_job(member) && read_job(tree, member, err) < 0)
			return -1;
	}
	return 0;
}

static int read_tree(const struct yaml_tree *tree, struct err *err)
{
	for (const struct yaml *root = tree->documents->child; root; root = root->next)
		if (root->type == YAML_MAP && read_root(tree, root, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	return yaml_tree_read(&tree, lock, document, err) < 0 ? -1 : read_tree(&tree, err);
}

/* Below .gitlab/ there are other files too. */
static int read_part(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	return yaml_tree_try(&tree, lock, document, err) < 0 ? -1 : read_tree(&tree, err);
}

static bool is_part(struct text path, struct text content)
{
	return !text_ends(path, ".gitlab-ci.yml") &&
	       (contains(content, "script:") || has_line(content, "include:") ||
		       has_line(content, "image:"));
}

static const char *const names[] = {".gitlab-ci.yml", "*.gitlab-ci.yml", NULL};
static const char *const parts[] = {".gitlab/**.{yml,yaml}", ".gitlab-ci/**.{yml,yaml}", NULL};

extern const struct format format_gitlab_ci, format_gitlab_ci_part;

const struct format format_gitlab_ci = {.name = "gitlab-ci",
	.ecosystem = "gitlab",
	.globs = names,
	.domain = DOMAIN_COMMIT,
	.read = read};

const struct format format_gitlab_ci_part = {.name = "gitlab-ci-part",
	.ecosystem = "gitlab",
	.globs = parts,
	.domain = DOMAIN_COMMIT,
	.is = is_part,
	.by_content = true,
	.read = read_part};
