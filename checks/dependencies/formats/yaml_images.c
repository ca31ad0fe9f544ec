/* SPDX-License-Identifier: Apache-2.0
 *
 * YAML in which images stand under `image` keys, wherever they are: compose files, Kubernetes manifests and Tekton
 * tasks, Helm values, the configuration of CircleCI, Bitbucket, Azure Pipelines, Drone and Woodpecker. What else
 * these hold (orbs, pipes, templates of other repositories, images of a kustomization) is read by key as well.
 */
#include <string.h>

#include "checks/dependencies/yaml_tree.h"

static int add_image(const struct yaml_tree *tree, const struct yaml *scalar, struct err *err)
{
	struct reference reference = yaml_reference(tree, scalar);

	return scalar->text.len ? reference_image(tree->lock, &reference, err) : 0;
}

/* image: {registry, repository, tag, digest}, as charts have it: put together as one text. */
static int add_parts(const struct yaml_tree *tree, const struct yaml *image, const char *name,
	const char *tag_key, struct err *err)
{
	struct text registry = yaml_text(image, "registry"), repository = yaml_text(image, name);
	struct text tag = yaml_text(image, tag_key), digest = yaml_text(image, "digest");
	const struct yaml *at = yaml_get(image, digest.len ? "digest" : tag.len ? tag_key : name);
	struct reference reference;
	char *whole;

	if (repository.len == 0)
		return 0;
	whole = arena_printf(tree->document->arena, "%.*s%s%.*s%s%.*s%s%.*s", (int)registry.len,
		registry.ptr, registry.len ? "/" : "", (int)repository.len, repository.ptr,
		tag.len ? ":" : "", (int)tag.len, tag.ptr, digest.len ? "@" : "", (int)digest.len,
		digest.ptr);
	if (!whole)
		return err_nomem(err);
	reference = yaml_reference(tree, at);
	reference.written = text_of(whole);
	return reference_image(tree->lock, &reference, err);
}

/* An image by name alone, or a map that has its name under `name` or `repository`. */
static int read_image(const struct yaml_tree *tree, const struct yaml *image, struct err *err)
{
	const struct yaml *name = yaml_get(image, "name");

	if (is_scalar(image))
		return add_image(tree, image, err);
	if (is_scalar(name))
		return add_image(tree, name, err);
	return image->type == YAML_MAP ? add_parts(tree, image, "repository", "tag", err) : 0;
}

static int visit_image(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	for (const struct yaml *member = map->child; member; member = member->next)
		if (text_is(member->key, "image") && read_image(tree, member, err) < 0)
			return -1;
	return 0;
}

static int visit_service(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	return visit_image(tree, map, err) < 0
		       ? -1
		       : yaml_environment(tree, yaml_get(map, "environment"), err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	return yaml_tree_read(&tree, lock, document, err) < 0
		       ? -1
		       : yaml_walk(&tree, visit_service, err);
}

/* ---- Kubernetes, Tekton, Helm values ---- */

/* A manifest that a template makes is read where it happens to be YAML. */
static int read_manifest(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;
	int done = is_template(document->content) ? yaml_tree_try(&tree, lock, document, err)
						  : yaml_tree_read(&tree, lock, document, err);

	lock->doubled.count = 0; /* many generators double keys; the server refuses them */
	return done < 0 ? -1 : yaml_walk(&tree, visit_image, err);
}

static bool is_manifest(struct text path, struct text content)
{
	return has_line(content, "apiVersion:") && has_line(content, "kind:") &&
	       contains(content, "image:") && !text_ends(path, "kustomization.yaml") &&
	       !text_ends(path, "kustomization.yml");
}

static int visit_values(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	if (yaml_get(map, "repository") && (yaml_get(map, "tag") || yaml_get(map, "digest")))
		return add_parts(tree, map, "repository", "tag", err);
	for (const struct yaml *member = map->child; member; member = member->next)
		if (text_is(member->key, "image") && is_scalar(member) &&
			contains(member->text, ":") && add_image(tree, member, err) < 0)
			return -1;
	return 0;
}

static int read_values(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	if (yaml_tree_try(&tree, lock, document, err) < 0)
		return -1;
	lock->doubled.count = 0;
	return yaml_walk(&tree, visit_values, err);
}

static bool is_values(struct text path, struct text content)
{
	(void)path;
	return contains(content, "repository:") && contains(content, "tag:");
}

/* ---- kustomization ---- */

/* https://host/owner/repo//folder?ref=v1, also without a scheme: a folder of another repository. */
static int add_remote(const struct yaml_tree *tree, const struct yaml *item, struct err *err)
{
	struct reference reference = yaml_reference(tree, item);
	struct text url = item->text;
	size_t mark = text_find(url, text_of("?")), ref = text_find(url, text_of("ref="));

	if (text_find(url, text_of("://")) == url.len && ref == url.len)
		return 0;
	reference.written = text_slice(url, ref + strlen("ref="), url.len);
	reference.written.len = text_find(reference.written, text_of("&"));
	return reference_commit(
		tree->lock, &reference, text_slice(url, 0, mark), text_slice(url, 0, mark), 0, err);
}

static int read_remotes(const struct yaml_tree *tree, const struct yaml *root, struct err *err)
{
	static const char *const keys[] = {"resources", "bases", "components", NULL};

	for (const char *const *key = keys; *key; key++) {
		const struct yaml *list = yaml_get(root, *key);

		for (const struct yaml *item = list ? list->child : NULL; item; item = item->next)
			if (is_scalar(item) && add_remote(tree, item, err) < 0)
				return -1;
	}
	return 0;
}

static int read_kustomization(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	if (yaml_tree_read(&tree, lock, document, err) < 0)
		return -1;
	for (const struct yaml *root = tree.documents->child; root; root = root->next) {
		const struct yaml *images = yaml_get(root, "images");

		for (const struct yaml *image = images ? images->child : NULL; image;
			image = image->next)
			if (add_parts(&tree, image, yaml_get(image, "newName") ? "newName" : "name",
				    "newTag", err) < 0)
				return -1;
		if (read_remotes(&tree, root, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- CircleCI ---- */

/* owner/orb@1.2.3 is published once; anything shorter moves. */
static bool is_whole_version(struct text version)
{
	size_t dots = 0;

	for (size_t i = 0; i < version.len; i++)
		dots += version.ptr[i] == '.';
	return dots == 2;
}

static int add_orb(const struct yaml_tree *tree, const struct yaml *orb, struct err *err)
{
	size_t at = text_find(orb->text, text_of("@"));
	struct reference reference = yaml_reference(tree, orb);
	struct text name = text_slice(orb->text, 0, at);
	struct pin pin = {.name = name,
			   .version = text_slice(orb->text, at + 1, orb->text.len),
			   .flags = PIN_NO_DIGEST,
			   .line = orb->line,
			   .column = orb->column},
		   *added;

	if (is_whole_version(pin.version))
		return lock_pin(tree->lock, &pin, &added, err);
	reference.written = pin.version;
	return reference_commit(tree->lock, &reference, name, text_of(""), 0, err);
}

static int read_circleci(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	if (yaml_tree_read(&tree, lock, document, err) < 0)
		return -1;
	for (const struct yaml *root = tree.documents->child; root; root = root->next) {
		const struct yaml *orbs = yaml_get(root, "orbs");

		for (const struct yaml *orb = orbs ? orbs->child : NULL; orb; orb = orb->next)
			if (is_scalar(orb) && add_orb(&tree, orb, err) < 0)
				return -1;
	}
	/* `machine` names images of virtual machines. */
	for (const struct yaml *root = tree.documents->child; root; root = root->next)
		if (root->type != YAML_MAP)
			return document_error(document, root->line, root->column, err, "is no map");
	return yaml_walk(&tree, visit_image, err);
}

/* ---- Bitbucket ---- */

static int visit_bitbucket(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	const struct yaml *pipe = yaml_get(map, "pipe");
	struct reference reference;

	if (visit_image(tree, map, err) < 0)
		return -1;
	if (!is_scalar(pipe))
		return 0;
	reference = yaml_reference(tree, pipe);
	if (text_starts(pipe->text, "docker://"))
		reference.written = text_slice(pipe->text, strlen("docker://"), pipe->text.len);
	return reference_image(tree->lock, &reference, err);
}

static int read_bitbucket(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	return yaml_tree_read(&tree, lock, document, err) < 0
		       ? -1
		       : yaml_walk(&tree, visit_bitbucket, err);
}

/* ---- Azure Pipelines ---- */

/* `container` is an alias of resources.containers, or an image. */
static int read_container(
	const struct yaml_tree *tree, const struct yaml *container, struct err *err)
{
	if (!is_scalar(container))
		return 0;
	if (!contains(container->text, ":") && !contains(container->text, "/"))
		return 0;
	return add_image(tree, container, err);
}

static int visit_azure(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	const struct yaml *ref = yaml_get(map, "ref"), *repository = yaml_get(map, "repository");
	struct text name = yaml_text(map, "name");
	struct reference reference;

	if (visit_image(tree, map, err) < 0 ||
		read_container(tree, yaml_get(map, "container"), err) < 0)
		return -1;
	if (!is_scalar(repository) || name.len == 0)
		return 0;
	reference = yaml_reference(tree, is_scalar(ref) ? ref : repository);
	if (!is_scalar(ref))
		reference.written = text_of("");
	return reference_commit(tree->lock, &reference, name, text_of(""), 0, err);
}

static int read_azure(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	return yaml_tree_read(&tree, lock, document, err) < 0 ? -1
							      : yaml_walk(&tree, visit_azure, err);
}

/* ---- the formats ---- */

static const char *const compose[] = {"compose.yml", "compose.yaml", "docker-compose.yml",
	"docker-compose.yaml", "{docker-,}compose[.-]*.{yml,yaml}", NULL};
static const char *const any_yaml[] = {"*.yaml", "*.yml", NULL};
static const char *const values[] = {"*values*.yaml", "*values*.yml", NULL};
static const char *const kustomization[] = {
	"kustomization.yaml", "kustomization.yml", "Kustomization", NULL};
static const char *const circleci[] = {".circleci/config.yml", ".circleci/config.yaml", NULL};
static const char *const bitbucket[] = {"bitbucket-pipelines.yml", NULL};
static const char *const azure[] = {"azure-pipelines.yml", "azure-pipelines.yaml",
	"azure-pipelines[-._]*.{yml,yaml}", ".azure-pipelines/**.{yml,yaml}", NULL};
static const char *const drone[] = {".drone.yml", ".drone.yaml", NULL};
static const char *const woodpecker[] = {
	".woodpecker.yml", ".woodpecker.yaml", ".woodpecker/**.{yml,yaml}", NULL};

#define IMAGES(id, shown, patterns, sniff, wide, reader)  \
	extern const struct format format_##id;           \
	const struct format format_##id = {.name = shown, \
		.ecosystem = "docker",                    \
		.globs = patterns,                        \
		.domain = DOMAIN_IMAGE,                   \
		.is = sniff,                              \
		.by_content = wide,                       \
		.read = reader}

IMAGES(compose, "compose", compose, NULL, false, read);
IMAGES(kubernetes, "kubernetes", any_yaml, is_manifest, true, read_manifest);
IMAGES(helm_values, "helm-values", values, is_values, true, read_values);
IMAGES(kustomization, "kustomization", kustomization, NULL, false, read_kustomization);
IMAGES(circleci, "circleci", circleci, NULL, false, read_circleci);
IMAGES(bitbucket, "bitbucket-pipelines", bitbucket, NULL, false, read_bitbucket);
IMAGES(azure, "azure-pipelines", azure, NULL, false, read_azure);
IMAGES(drone, "drone", drone, NULL, false, read);
IMAGES(woodpecker, "woodpecker", woodpecker, NULL, false, read);
