/* SPDX-License-Identifier: Apache-2.0
 *
 * Manifest.toml of Julia (Pkg, "Manifest.toml"): packages with the id of the git tree of their source; formats 1 (tables at the
 * top) and 2 (below deps). Packages of the standard library have no tree.
 */
#include "checks/dependencies/format.h"
#include "gate/base/toml.h"

static int read_package(
	struct lock *lock, const struct toml *name, const struct toml *package, struct err *err)
{
	struct text tree = toml_text(package, "git-tree-sha1");
	struct pin pin = {.name = name->key,
			   .version = toml_text(package, "version"),
			   .source = toml_text(package, "repo-url"),
			   .line = package->line,
			   .column = package->column},
		   *added;

	if (tree.len == 0)
		pin.flags = PIN_NO_DIGEST;
	if (toml_get(package, "repo-rev")) /* follows a branch or tag */
		pin.flags |= PIN_VCS;
	if (toml_get(package, "path"))
		pin.flags |= PIN_LOCAL;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return tree.len ? pin_git(lock, added, tree, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct toml *root, *all;

	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	all = toml_get(root, "manifest_format") ? toml_get(root, "deps") : root;
	for (const struct toml *name = all ? all->child : NULL; name; name = name->next) {
		if (name->type != TOML_ARRAY)
			continue; /* julia_version and the like */
		for (const struct toml *one = name->child; one; one = one->next)
			if (read_package(lock, name, one, err) < 0)
				return -1;
	}
	return 0;
}

static const char *const globs[] = {
	"Manifest.toml", "JuliaManifest.toml", "Manifest-v*.toml", NULL};

extern const struct format format_julia_manifest;

const struct format format_julia_manifest = {.name = "julia-manifest",
	.ecosystem = "julia",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.read = read};
