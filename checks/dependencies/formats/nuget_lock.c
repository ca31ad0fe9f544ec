/* SPDX-License-Identifier: Apache-2.0
 *
 * packages.lock.json (NuGet, "Locking dependencies"): for each target framework the packages with the SHA-512 of their
 * content, and what each needs. Type "Project" is a project of the repository.
 */
#include "checks/dependencies/json_document.h"
#include "gate/base/keys.h"

/* Of one target framework. */
struct framework {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	const struct json *json;
	struct keys by_name; /* 1 + pin; ids compare without case, but a lock writes each in one */
};

static int read_package(struct framework *framework, const struct json *package)
{
	struct pin pin = json_pin(package), *added;
	struct text hash = json_text_at(package, "contentHash"), type = json_text_at(package, "type");
	uint32_t *index;

	pin.name = package->key;
	pin.version = json_text_at(package, "resolved");
	pin.artifact = framework->json->key;
	if (text_is(type, "Project"))
		pin.flags = PIN_PROJECT | PIN_LOCAL;
	else if (pin.version.len == 0)
		return json_error(framework->document, package, framework->err, "a package without a resolved version");
	if (keys_add(&framework->by_name, pin.name, &index, framework->err) < 0 ||
		lock_pin(framework->lock, &pin, &added, framework->err) < 0)
		return -1;
	*index = (uint32_t)framework->lock->pins.count;
	if (text_is(type, "Direct") && lock_edge(framework->lock, EDGE_ROOT, *index - 1, framework->err) < 0)
		return -1;
	if (text_is(type, "CentralTransitive") && lock_edge(framework->lock, EDGE_ROOT, *index - 1, framework->err) < 0)
		return -1;
	return hash.len ? pin_base64(framework->lock, added, DIGEST_SHA512, hash, framework->err) : 0;
}

static int read_edges(struct framework *framework, const struct json *package)
{
	const struct json *all = json_get(package, "dependencies");
	uint32_t *from, *to;

	for (const struct json *one = all ? all->child : NULL; one; one = one->next) {
		uint32_t pin;

		if (keys_add(&framework->by_name, package->key, &from, framework->err) < 0)
			return -1;
		pin = *from - 1;
		if (keys_add(&framework->by_name, one->key, &to, framework->err) < 0)
			return -1;
		if (*to && lock_edge(framework->lock, pin, *to - 1, framework->err) < 0)
			return -1;
	}
	return 0;
}

static int read_framework(struct framework *framework)
{
	keys_start(&framework->by_name, framework->lock->arena);
	for (const struct json *one = framework->json->child; one; one = one->next)
		if (read_package(framework, one) < 0)
			return -1;
	for (const struct json *one = framework->json->child; one; one = one->next)
		if (read_edges(framework, one) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *frameworks;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	frameworks = json_get(root, "dependencies");
	if (!frameworks || frameworks->type != JSON_OBJECT)
		return json_error(document, root, err, "dependencies is missing");
	for (const struct json *one = frameworks->child; one; one = one->next) {
		struct framework framework = {.lock = lock, .document = document, .err = err, .json = one};

		if (read_framework(&framework) < 0)
			return -1;
	}
	return 0;
}

static const char *const globs[] = {"packages.lock.json", "packages.*.lock.json", NULL};

extern const struct format format_nuget_lock;

const struct format format_nuget_lock = {.name = "nuget-lock",
	.ecosystem = "nuget",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
