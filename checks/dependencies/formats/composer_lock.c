/* SPDX-License-Identifier: Apache-2.0
 *
 * composer.lock (Composer, src/Composer/Package/Locker.php): packages and packages-dev, each with a source (a commit) and
 * a dist (an archive, whose shasum most registries leave empty).
 */
#include "checks/dependencies/formats/install_code.h"
#include "checks/dependencies/json_document.h"
#include "gate/base/keys.h"

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct keys by_name; /* 1 + pin */
};

static int fail(const struct reading *reading, const struct json *at, const char *what)
{
	return json_error(reading->document, at, reading->err, what);
}

static int add_digests(const struct reading *reading, const struct json *package, struct pin *pin)
{
	struct text reference = json_text_at(package, "source.reference");
	struct text sum = json_text_at(package, "dist.shasum");

	if (reference.len == 0)
		reference = json_text_at(package, "dist.reference");
	if (is_commit_id(reference) && pin_git(reading->lock, pin, reference, reading->err) < 0)
		return -1;
	return sum.len ? pin_hex(reading->lock, pin, DIGEST_SHA1, sum, reading->err) : 0;
}

/* The version of a branch, whose commit moves. */
static bool is_branch(struct text version)
{
	return text_starts(version, "dev-") || text_ends(version, "-dev");
}

static int read_package(struct reading *reading, const struct json *package)
{
	struct pin pin = {.name = json_text_at(package, "name"),
		.version = json_text_at(package, "version"),
		.source = json_text_at(package, "dist.url"),
		.flags = PIN_MIXED,
		.line = package->line,
		.column = package->column};
	struct pin *added;
	uint32_t *index;

	if (pin.name.len == 0 || pin.version.len == 0)
		return fail(reading, package, "a package without a name or version");
	pin.line = json_get(package, "name")->key_line;
	pin.column = json_get(package, "name")->key_column;
	if (pin.source.len == 0)
		pin.source = json_text_at(package, "source.url");
	if (text_is(json_text_at(package, "dist.type"), "path"))
		pin.flags |= PIN_LOCAL;
	if (is_branch(pin.version) && json_text_at(package, "dist.shasum").len == 0)
		pin.flags |= PIN_VCS;
	if (keys_add(&reading->by_name, pin.name, &index, reading->err) < 0 ||
		lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	*index = (uint32_t)reading->lock->pins.count;
	return add_digests(reading, package, added);
}

static int add_edge(struct reading *reading, uint32_t from, struct text name)
{
	uint32_t *index;

	if (keys_add(&reading->by_name, name, &index, reading->err) < 0)
		return -1;
	return *index ? lock_edge(reading->lock, from, *index - 1, reading->err) : 0;
}

/* What a package replaces or provides is needed under the other's name. */
static int add_aliases(struct reading *reading, const struct json *package, uint32_t pin)
{
	static const char *const keys[] = {"provide", "replace"};

	for (size_t k = 0; k < 2; k++) {
		const struct json *all = json_get(package, keys[k]);

		for (const struct json *one = all ? all->child : NULL; one; one = one->next) {
			uint32_t *index;

			if (keys_add(&reading->by_name, one->key, &index, reading->err) < 0)
				return -1;
			if (!*index)
				*index = pin + 1;
		}
	}
	return 0;
}

static const char *const lists[] = {"packages", "packages-dev"};

typedef int visit(struct reading *reading, const struct json *package, uint32_t pin);

static int visit_all(struct reading *reading, const struct json *root, visit *one)
{
	uint32_t pin = 0;

	for (size_t i = 0; i < 2; i++) {
		const struct json *list = json_get(root, lists[i]);

		for (const struct json *package = list ? list->child : NULL; package;
			package = package->next)
			if (one(reading, package, pin++) < 0)
				return -1;
	}
	return 0;
}

static int visit_pin(struct reading *reading, const struct json *package, uint32_t pin)
{
	(void)pin;
	return read_package(reading, package);
}

static int visit_aliases(struct reading *reading, const struct json *package, uint32_t pin)
{
	return add_aliases(reading, package, pin);
}

/* Installed from the archive, or from the repository where that is preferred: both are looked at. */
static int visit_source(struct reading *reading, const struct json *package, uint32_t number)
{
	struct pin pin = reading->lock->pins.items[number], *added;
	struct text commit = json_text_at(package, "source.reference");
	uint32_t index = (uint32_t)reading->lock->pins.count;

	pin.source = json_text_at(package, "source.url");
	if (pin.source.len == 0 || json_text_at(package, "dist.url").len == 0 ||
		pin.flags & PIN_LOCAL)
		return 0;
	pin.artifact = text_of("source");
	pin.flags = PIN_VCS | PIN_AGAIN;
	pin.digests = NULL;
	pin.digest_count = 0;
	if (lock_pin(reading->lock, &pin, &added, reading->err) < 0 ||
		(is_commit_id(commit) && pin_git(reading->lock, added, commit, reading->err) < 0))
		return -1;
	return lock_edge(reading->lock, number, index, reading->err);
}

static int visit_edges(struct reading *reading, const struct json *package, uint32_t pin)
{
	const struct json *all = json_get(package, "require");

	for (const struct json *one = all ? all->child : NULL; one; one = one->next)
		if (add_edge(reading, pin, one->key) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct json *root;

	keys_start(&reading.by_name, lock->arena);
	if (document_json(&root, lock, document, err) < 0)
		return -1;
	if (!json_get(root, "packages"))
		return fail(&reading, root, "packages is missing");
	lock->has_edges = lock->open_roots = true;
	if (visit_all(&reading, root, visit_pin) < 0 ||
		visit_all(&reading, root, visit_aliases) < 0)
		return -1;
	if (visit_all(&reading, root, visit_edges) < 0)
		return -1;
	return visit_all(&reading, root, visit_source) < 0 ? -1 : lock_name_pins(lock, err);
}

static const char *const globs[] = {"composer.lock", NULL}, *const manifest_globs[] = {
								    "composer.json", NULL};
static const char *const manifests[] = {"composer.json", NULL};

/* ---- composer.json ---- */

static bool is_platform(struct text name)
{
	return text_is(name, "php") || text_starts(name, "php-") || text_starts(name, "ext-") ||
	       text_starts(name, "lib-") || text_starts(name, "composer-") ||
	       text_is(name, "composer") || text_is(name, "hhvm");
}

static int read_needs(struct lock *lock, const struct json *block, uint32_t flags, struct err *err)
{
	for (const struct json *one = block ? block->child : NULL; one; one = one->next) {
		struct need need = {.name = one->key,
			.range = one->text,
			.line = one->key_line,
			.column = one->key_column,
			.flags = flags | (is_platform(one->key) ? NEED_LOCAL : 0)};

		if (lock_need(lock, &need, err) < 0)
			return -1;
	}
	return 0;
}

static int read_repositories(struct lock *lock, const struct json *all, struct err *err)
{
	for (const struct json *one = all ? all->child : NULL; one; one = one->next) {
		struct text url = json_text_at(one, "url");

		if (url.len && lock_setting(lock,
				       &(struct setting){.kind = SETTING_SOURCE,
					       .name = text_of("repository"),
					       .value = url,
					       .line = one->line,
					       .column = one->column},
				       err) < 0)
			return -1;
	}
	return 0;
}

/* config.secure-http and config.disable-tls: https may be switched off. */
static int read_config(struct lock *lock, const struct json *config, struct err *err)
{
	static const struct {
		const char *key;
		enum json_type off;
	} switches[] = {{"secure-http", JSON_FALSE}, {"disable-tls", JSON_TRUE}};

	for (size_t i = 0; i < 2; i++) {
		const struct json *value = json_get(config, switches[i].key);

		if (value && lock_setting(lock,
				     &(struct setting){.kind = SETTING_GUARD,
					     .name = value->key,
					     .value = text_of(
						     value->type == JSON_TRUE ? "true" : "false"),
					     .strength = value->type != switches[i].off,
					     .usual = 1,
					     .line = value->key_line,
					     .column = value->key_column},
				     err) < 0)
			return -1;
	}
	return 0;
}

static int read_manifest(struct lock *lock, const struct document *document, struct err *err)
{
	static const char *const scripts[] = {"pre-install-cmd", "post-install-cmd",
		"pre-update-cmd", "post-update-cmd", "pre-autoload-dump", "post-autoload-dump",
		"pre-package-install", "post-package-install", "pre-package-update",
		"post-package-update", "pre-package-uninstall", "post-package-uninstall",
		"pre-dependencies-solving", "post-dependencies-solving", "pre-operations-exec",
		"pre-pool-create", "init", "command", "pre-command-run", "pre-file-download",
		"post-file-download", NULL};
	const struct json *root;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	lock->has_needs = true;
	if (read_needs(lock, json_get(root, "require"), 0, err) < 0 ||
		read_needs(lock, json_get(root, "require-dev"), NEED_DEV, err) < 0 ||
		read_repositories(lock, json_get(root, "repositories"), err) < 0)
		return -1;
	return read_config(lock, json_get(root, "config"), err) < 0
		       ? -1
		       : install_code_scripts(lock, json_get(root, "scripts"), scripts, err);
}

extern const struct format format_composer_lock, format_composer_manifest;

const struct format format_composer_lock = {.name = "composer-lock",
	.ecosystem = "composer",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.manifests = manifests};

const struct format format_composer_manifest = {.name = "composer-manifest",
	.ecosystem = "composer",
	.globs = manifest_globs,
	.read = read_manifest};
