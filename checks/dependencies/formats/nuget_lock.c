/* SPDX-License-Identifier: Apache-2.0
 *
 * packages.lock.json (NuGet, "Locking dependencies"): for each target framework the packages with the SHA-512 of their
 * content, and what each needs. Type "Project" is a project of the repository.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/json_document.h"
#include "gate/base/keys.h"

enum { MOST_FRAMEWORKS = 64 }; /* of one id that are followed: time stays linear */

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct keys by_name; /* 1 + the last pin of that name, by its id in lower case */
	struct keys
		before; /* 1 + the pin of the same name before that one, by the pin's number in its four bytes */
	struct text framework;
};

static int failed(struct reading *reading, const struct json *at, const char *what)
{
	return json_error(reading->document, at, reading->err, what);
}

/* Ids compare without case. */
static int find_id(uint32_t **number, struct reading *reading, struct text id)
{
	char *key = arena_copy(reading->lock->arena, id);

	if (!key)
		return err_nomem(reading->err);
	for (size_t i = 0; i < id.len; i++)
		key[i] = (char)tolower((unsigned char)key[i]);
	return keys_add(&reading->by_name, (struct text){key, id.len}, number, reading->err);
}

static int find_before(uint32_t **number, struct reading *reading, uint32_t pin)
{
	char *key = arena_alloc(reading->lock->arena, sizeof(pin));

	if (!key)
		return err_nomem(reading->err);
	memcpy(key, &pin, sizeof(pin));
	return keys_add(&reading->before, (struct text){key, sizeof(pin)}, number, reading->err);
}

/* The same id stands once a framework: those are chained. */
static int name_pin(struct reading *reading, struct text id, uint32_t pin)
{
	uint32_t *last, *before, previous;

	if (find_id(&last, reading, id) < 0)
		return -1;
	previous = *last;
	*last = pin + 1;
	if (find_before(&before, reading, pin) < 0)
		return -1;
	*before = previous;
	return 0;
}

/* "CentralTransitive" is needed by others as "Transitive" is; only its version is kept in Directory.Packages.props. */
static bool is_asked_for(struct text type)
{
	return text_is(type, "Direct");
}

/* What the project itself asks for, in a range as it is kept there: "[1.3.0, )". */
static int add_need(struct reading *reading, const struct json *package, struct text type)
{
	struct need need = {.name = package->key,
		.range = json_text_at(package, "requested"),
		.place = text_of(""),
		.line = package->key_line,
		.column = package->key_column};

	return is_asked_for(type) ? lock_need(reading->lock, &need, reading->err) : 0;
}

static int read_package(struct reading *reading, const struct json *package)
{
	struct pin pin = json_pin(package), *added;
	struct text hash = json_text_at(package, "contentHash"),
		    type = json_text_at(package, "type");
	uint32_t index = (uint32_t)reading->lock->pins.count;

	pin.name = package->key;
	pin.version = json_text_at(package, "resolved");
	pin.artifact = reading->framework;
	if (text_is(type, "Project"))
		pin.flags = PIN_PROJECT | PIN_LOCAL;
	else if (pin.version.len == 0)
		return failed(reading, package, "a package without a resolved version");
	if (lock_pin(reading->lock, &pin, &added, reading->err) < 0 ||
		(hash.len &&
			pin_base64(reading->lock, added, DIGEST_SHA512, hash, reading->err) < 0) ||
		name_pin(reading, pin.name, index) < 0 || add_need(reading, package, type) < 0)
		return -1;
	return is_asked_for(type) ? lock_edge(reading->lock, EDGE_ROOT, index, reading->err) : 0;
}

/* To all of that name: what a runtime adds ("net8.0/linux-x64") is asked for by what the framework itself has. */
static int add_edges(struct reading *reading, uint32_t from, struct text id)
{
	uint32_t *next, to;

	if (find_id(&next, reading, id) < 0)
		return -1;
	for (int followed = 0; *next && followed < MOST_FRAMEWORKS; followed++) {
		to = *next - 1;
		if (lock_edge(reading->lock, from, to, reading->err) < 0 ||
			find_before(&next, reading, to) < 0)
			return -1;
	}
	return 0;
}

static int read_edges(struct reading *reading, const struct json *package, uint32_t pin)
{
	const struct json *all = json_get(package, "dependencies");

	for (const struct json *one = all ? all->child : NULL; one; one = one->next)
		if (add_edges(reading, pin, one->key) < 0)
			return -1;
	return 0;
}

static int read_all(struct reading *reading, const struct json *frameworks)
{
	uint32_t pin = 0;

	for (const struct json *framework = frameworks->child; framework;
		framework = framework->next) {
		reading->framework = framework->key;
		for (const struct json *one = framework->child; one; one = one->next)
			if (read_package(reading, one) < 0)
				return -1;
	}
	for (const struct json *framework = frameworks->child; framework;
		framework = framework->next)
		for (const struct json *one = framework->child; one; one = one->next)
			if (read_edges(reading, one, pin++) < 0)
				return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct json *root, *frameworks;

	keys_start(&reading.by_name, lock->arena);
	keys_start(&reading.before, lock->arena);
	if (document_json(&root, lock, document, err) < 0)
		return -1;
	frameworks = json_get(root, "dependencies");
	if (!frameworks || frameworks->type != JSON_OBJECT)
		return json_error(document, root, err, "dependencies is missing");
	lock->has_edges = true;
	return read_all(&reading, frameworks);
}

static const char *const globs[] = {"packages.lock.json", "packages.*.lock.json", NULL};

extern const struct format format_nuget_lock;

const struct format format_nuget_lock = {.name = "nuget-lock",
	.ecosystem = "nuget",
	.globs = globs,
	.is_missed = true,
	.domain = DOMAIN_PACKAGE,
	.read = read};
