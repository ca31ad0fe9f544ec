/* SPDX-License-Identifier: Apache-2.0
 *
 * Podfile.lock (CocoaPods, "What is a Podfile.lock"): PODS "Name (version)" with what each needs, DEPENDENCIES, and the SHA-1 of each
 * podspec (not of the source). A name with a slash is a part of the pod before it.
 */
#include "checks/dependencies/yaml_document.h"
#include "gate/base/keys.h"

enum { MOST_REPOSITORIES = 1000 };

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct keys by_name; /* 1 + pin */
	struct keys parts;   /* 1 + the first pin that is a part of that pod */
};

static struct text name_of(struct text pod)
{
	return text_slice(pod, 0, text_find(pod, text_of(" (")));
}

/* "Name (1.0)" alone, or as the key of a list of what it needs. */
static struct text pod_text(const struct yaml *entry)
{
	return entry->type == YAML_MAP && entry->child ? entry->child->key : entry->text;
}

static int read_pod(struct reading *reading, const struct yaml *entry)
{
	struct text pod = pod_text(entry);
	size_t open = text_find(pod, text_of(" (")), close = text_find(pod, text_of(")")), slash;
	struct pin pin = yaml_pin(entry), *added;
	uint32_t *index;

	if (open >= close || close == pod.len)
		return yaml_place_error(reading->document, entry, reading->err,
			"a pod that is not \"Name (version)\"");
	pin.name = text_slice(pod, 0, open);
	pin.version = text_slice(pod, open + 2, close);
	slash = text_find(pin.name, text_of("/"));
	if (slash < pin.name.len)
		pin.flags = PIN_NO_DIGEST;
	if (keys_add(&reading->by_name, pin.name, &index, reading->err) < 0 ||
		lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	*index = (uint32_t)reading->lock->pins.count;
	if (slash == pin.name.len)
		return 0;
	if (keys_add(&reading->parts, text_slice(pin.name, 0, slash), &index, reading->err) < 0)
		return -1;
	if (!*index)
		*index = (uint32_t)reading->lock->pins.count;
	return 0;
}

static int add_edge(struct reading *reading, uint32_t from, struct text wanted)
{
	uint32_t *index;

	if (keys_add(&reading->by_name, name_of(wanted), &index, reading->err) < 0)
		return -1;
	return *index ? lock_edge(reading->lock, from, *index - 1, reading->err) : 0;
}

static int read_edges(struct reading *reading, const struct yaml *pods, const struct yaml *roots)
{
	uint32_t from = 0;

	for (const struct yaml *pod = pods->child; pod; pod = pod->next, from++)
		for (const struct yaml *one = pod->child ? pod->child->child : NULL; one;
			one = one->next)
			if (add_edge(reading, from, one->text) < 0)
				return -1;
	for (const struct yaml *one = roots ? roots->child : NULL; one; one = one->next)
		if (add_edge(reading, EDGE_ROOT, one->text) < 0)
			return -1;
	return 0;
}

static int read_checksums(struct reading *reading, const struct yaml *sums)
{
	for (const struct yaml *one = sums ? sums->child : NULL; one; one = one->next) {
		struct pin wanted = yaml_pin(one), *pin;
		const uint32_t *part;
		uint32_t *index;

		wanted.name = one->key;
		/* Of a pod of which only parts are used: it has their version. */
		wanted.flags = PIN_PROJECT;
		part = keys_find(&reading->parts, one->key);
		if (part)
			wanted.version = reading->lock->pins.items[*part - 1].version;
		if (keys_add(&reading->by_name, one->key, &index, reading->err) < 0)
			return -1;
		pin = *index ? &reading->lock->pins.items[*index - 1] : NULL;
		if (!pin && lock_pin(reading->lock, &wanted, &pin, reading->err) < 0)
			return -1;
		if (pin_hex(reading->lock, pin, DIGEST_SHA1, one->text, reading->err) < 0)
			return -1;
	}
	return 0;
}

/* SPEC REPOS: {URL or "trunk": [names]} */
static int read_repositories(struct reading *reading, const struct yaml *all)
{
	size_t count = 0;

	for (const struct yaml *one = all ? all->child : NULL; one; one = one->next) {
		struct setting setting = {.kind = SETTING_SOURCE,
			.name = text_of("spec repo"),
			.value = one->key,
			.line = one->key_line,
			.column = one->key_column};

		if (++count > MOST_REPOSITORIES)
			return yaml_place_error(reading->document, one, reading->err,
				"more spec repos than anyone has");
		if (lock_setting(reading->lock, &setting, reading->err) < 0)
			return -1;
	}
	return 0;
}

/* EXTERNAL SOURCES: {Name: {:git: URL}, Name: {:podspec: URL}, Name: {:path: folder}} */
static int read_external(struct reading *reading, const struct yaml *all)
{
	static const char *const keys[] = {":git", ":podspec", ":http"};

	for (const struct yaml *one = all ? all->child : NULL; one; one = one->next) {
		const uint32_t *index = keys_find(&reading->by_name, one->key);
		struct pin *pin;

		if (!index)
			index = keys_find(&reading->parts, one->key);
		if (!index)
			continue;
		pin = &reading->lock->pins.items[*index - 1];
		if (yaml_get(one, ":path"))
			pin->flags |= PIN_LOCAL;
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && pin->source.len == 0; i++)
			pin->source = yaml_scalar(one, keys[i]);
	}
	return 0;
}

/* CHECKOUT OPTIONS: {Name: {:git: URL, :commit: id}} */
static int read_checkouts(struct reading *reading, const struct yaml *checkouts)
{
	for (const struct yaml *one = checkouts ? checkouts->child : NULL; one; one = one->next) {
		struct text commit = yaml_scalar(one, ":commit");
		uint32_t *index;

		if (keys_add(&reading->by_name, one->key, &index, reading->err) < 0)
			return -1;
		if (!*index || commit.len == 0)
			continue;
		reading->lock->pins.items[*index - 1].flags |= PIN_VCS | PIN_MIXED;
		reading->lock->pins.items[*index - 1].source = yaml_scalar(one, ":git");
		if (pin_git(reading->lock, &reading->lock->pins.items[*index - 1], commit,
			    reading->err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct yaml *root, *pods;

	keys_start(&reading.by_name, lock->arena);
	keys_start(&reading.parts, lock->arena);
	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	pods = yaml_get(root, "PODS");
	if (!pods)
		return yaml_get(root, "PODFILE CHECKSUM")
			       ? 0
			       : yaml_place_error(document, root, err, "PODS is missing");
	lock->has_edges = true;
	for (const struct yaml *one = pods->child; one; one = one->next)
		if (read_pod(&reading, one) < 0)
			return -1;
	if (read_repositories(&reading, yaml_get(root, "SPEC REPOS")) < 0 ||
		read_external(&reading, yaml_get(root, "EXTERNAL SOURCES")) < 0 ||
		read_edges(&reading, pods, yaml_get(root, "DEPENDENCIES")) < 0 ||
		read_checksums(&reading, yaml_get(root, "SPEC CHECKSUMS")) < 0)
		return -1;
	return read_checkouts(&reading, yaml_get(root, "CHECKOUT OPTIONS"));
}

static const char *const globs[] = {"Podfile.lock", NULL};

extern const struct format format_podfile_lock;

const struct format format_podfile_lock = {.name = "podfile-lock",
	.ecosystem = "cocoapods",
	.globs = globs,
	.domain = DOMAIN_FILE,
	.read = read};
