/* SPDX-License-Identifier: Apache-2.0
 *
 * manifest.toml of Gleam: packages = [{name, version, source = "hex", outer_checksum, requirements}], and
 * [requirements], which repeats what gleam.toml asks for. The checksum is the SHA-256 of the whole archive.
 */
#include "checks/dependencies/format.h"
#include "gate/base/keys.h"
#include "gate/base/toml.h"

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct keys by_name; /* 1 + pin */
};

static int fail(const struct reading *reading, const struct toml *at, const char *what)
{
	return document_error(reading->document, at->line, at->column, reading->err, "%s", what);
}

static int read_package(struct reading *reading, const struct toml *package)
{
	struct text sum = toml_text(package, "outer_checksum"),
		    source = toml_text(package, "source");
	struct pin pin = {.name = toml_text(package, "name"),
			   .version = toml_text(package, "version"),
			   .line = package->line,
			   .column = package->column},
		   *added;
	uint32_t *index;

	if (pin.name.len == 0 || pin.version.len == 0)
		return fail(reading, package, "a package without a name or version");
	if (text_is(source, "local"))
		pin.flags = PIN_LOCAL;
	if (text_is(source, "git")) {
		pin.flags = PIN_VCS;
		pin.source = toml_text(package, "repo");
	}
	if (keys_add(&reading->by_name, pin.name, &index, reading->err) < 0 ||
		lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	*index = (uint32_t)reading->lock->pins.count;
	if (pin.flags & PIN_VCS)
		return pin_git(reading->lock, added, toml_text(package, "commit"), reading->err);
	return sum.len ? pin_hex(reading->lock, added, DIGEST_SHA256, sum, reading->err) : 0;
}

static int add_edge(struct reading *reading, uint32_t from, struct text name)
{
	uint32_t *index;

	if (keys_add(&reading->by_name, name, &index, reading->err) < 0)
		return -1;
	return *index ? lock_edge(reading->lock, from, *index - 1, reading->err) : 0;
}

static int read_edges(
	struct reading *reading, const struct toml *packages, const struct toml *roots)
{
	uint32_t from = 0;

	for (const struct toml *package = packages->child; package;
		package = package->next, from++) {
		const struct toml *all = toml_get(package, "requirements");

		for (const struct toml *one = all ? all->child : NULL; one; one = one->next)
			if (add_edge(reading, from, one->text) < 0)
				return -1;
	}
	for (const struct toml *one = roots ? roots->child : NULL; one; one = one->next)
		if (add_edge(reading, EDGE_ROOT, one->key) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct toml *root, *packages;

	keys_start(&reading.by_name, lock->arena);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	packages = toml_get(root, "packages");
	if (!packages || packages->type != TOML_ARRAY)
		return fail(&reading, root, "packages is missing");
	lock->has_edges = true;
	for (const struct toml *one = packages->child; one; one = one->next)
		if (read_package(&reading, one) < 0)
			return -1;
	return read_edges(&reading, packages, toml_get(root, "requirements"));
}

/* Other tools have a manifest.toml too. */
static bool is(struct text path, struct text content)
{
	(void)path;
	return text_find(content, text_of("packages")) < content.len &&
	       text_find(content, text_of("build_tools")) < content.len;
}

static const char *const globs[] = {"manifest.toml", NULL};

extern const struct format format_gleam_manifest;

const struct format format_gleam_manifest = {.name = "gleam-manifest",
	.ecosystem = "hex",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.is = is,
	.read = read};
