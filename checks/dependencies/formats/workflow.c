/* SPDX-License-Identifier: Apache-2.0
 *
 * Workflows of GitHub, Gitea and Forgejo, and action.yml (docs.github.com, "Workflow syntax for GitHub Actions",
 * "Metadata syntax for GitHub Actions"): `uses` of steps and of jobs, images of containers, services and actions; what
 * `env` says about package managers.
 */
#include "checks/dependencies/yaml_tree.h"

static int wrong(
	const struct yaml_tree *tree, const struct yaml *node, const char *key, struct err *err)
{
	return document_error(
		tree->document, node->line, node->column, err, "\"%s\" is no text", key);
}

static int read_uses(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	const struct yaml *uses = yaml_get(map, "uses");
	struct reference reference;

	if (!uses)
		return 0;
	if (!is_scalar(uses))
		return wrong(tree, uses, "uses", err);
	reference = yaml_reference(tree, uses);
	return uses->text.len ? reference_action(tree->lock, &reference, err) : 0;
}

static int read_steps(const struct yaml_tree *tree, const struct yaml *owner, struct err *err)
{
	const struct yaml *steps = yaml_get(owner, "steps");

	for (const struct yaml *step = steps ? steps->child : NULL; step; step = step->next)
		if (read_uses(tree, step, err) < 0 ||
			yaml_environment(tree, yaml_get(step, "env"), err) < 0)
			return -1;
	return 0;
}

static int read_image(const struct yaml_tree *tree, const struct yaml *image, struct err *err)
{
	struct reference reference;

	if (!image || (is_scalar(image) && image->text.len == 0))
		return 0;
	if (!is_scalar(image))
		return wrong(tree, image, "image", err);
	reference = yaml_reference(tree, image);
	return reference_image(tree->lock, &reference, err);
}

/* An image, or a map with one. */
static int read_container(
	const struct yaml_tree *tree, const struct yaml *container, struct err *err)
{
	if (!container || container->type != YAML_MAP)
		return read_image(tree, container, err);
	if (yaml_environment(tree, yaml_get(container, "env"), err) < 0)
		return -1;
	return read_image(tree, yaml_get(container, "image"), err);
}

static int read_job(const struct yaml_tree *tree, const struct yaml *job, struct err *err)
{
	const struct yaml *services = yaml_get(job, "services");

	if (read_uses(tree, job, err) < 0 || read_steps(tree, job, err) < 0 ||
		yaml_environment(tree, yaml_get(job, "env"), err) < 0 ||
		read_container(tree, yaml_get(job, "container"), err) < 0)
		return -1;
	for (const struct yaml *one = services ? services->child : NULL; one; one = one->next)
		if (read_container(tree, one, err) < 0)
			return -1;
	return 0;
}

/* A key that stands twice is read twice: which one counts is the runner's affair. */
static int read_jobs(const struct yaml_tree *tree, const struct yaml *root, struct err *err)
{
	for (const struct yaml *member = root->child; member; member = member->next) {
		if (!text_is(member->key, "jobs"))
			continue;
		for (const struct yaml *job = member->child; job; job = job->next)
			if (read_job(tree, job, err) < 0)
				return -1;
	}
	return 0;
}

/* `runs` of an action: steps, or an image that is built or fetched. */
static int read_runs(const struct yaml_tree *tree, const struct yaml *root, struct err *err)
{
	const struct yaml *runs = yaml_get(root, "runs"), *image = yaml_get(runs, "image");
	struct reference reference;

	if (read_steps(tree, runs, err) < 0 ||
		yaml_environment(tree, yaml_get(runs, "env"), err) < 0)
		return -1;
	if (!is_scalar(image) || !text_starts(image->text, "docker://"))
		return 0;
	reference = yaml_reference(tree, image);
	return reference_action(tree->lock, &reference, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	if (yaml_tree_read(&tree, lock, document, err) < 0)
		return -1;
	for (const struct yaml *root = tree.documents->child; root; root = root->next)
		if (yaml_environment(&tree, yaml_get(root, "env"), err) < 0 ||
			read_jobs(&tree, root, err) < 0 || read_runs(&tree, root, err) < 0)
			return -1;
	return 0;
}

static bool is_action(struct text path, struct text content)
{
	(void)path;
	return has_line(content, "runs:") || has_line(content, "\"runs\"");
}

static const char *const workflows[] = {".github/workflows/*.yml", ".github/workflows/*.yaml",
	".gitea/workflows/*.yml", ".gitea/workflows/*.yaml", ".forgejo/workflows/*.yml",
	".forgejo/workflows/*.yaml", NULL};
static const char *const actions[] = {"action.yml", "action.yaml", NULL};

extern const struct format format_workflow, format_action;

const struct format format_workflow = {.name = "workflow",
	.ecosystem = "github",
	.globs = workflows,
	.domain = DOMAIN_COMMIT,
	.read = read};

const struct format format_action = {.name = "action",
	.ecosystem = "github",
	.globs = actions,
	.domain = DOMAIN_COMMIT,
	.is = is_action,
	.read = read};
