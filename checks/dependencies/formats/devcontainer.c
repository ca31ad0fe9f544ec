/* SPDX-License-Identifier: Apache-2.0
 *
 * devcontainer.json (containers.dev, "Dev Container metadata reference"), JSON with comments: the image, and features, which
 * are named like images. devcontainer-lock.json fixes features by digest.
 */
#include "checks/dependencies/reference.h"
#include "gate/base/json.h"

static const struct json_options commented = {
	.comments = true, .trailing_commas = true, .keep_duplicates = true};

static int note_doubles(struct lock *lock, const struct json *object, struct err *err)
{
	for (const struct json *member = object ? object->child : NULL; member;
		member = member->next)
		if (member->duplicate && lock_doubled(lock, member->key, member->key_line,
						 member->key_column, err) < 0)
			return -1;
	return 0;
}

static int add_feature(struct lock *lock, const struct json *feature, struct err *err)
{
	struct reference reference = {
		.written = feature->key, .line = feature->key_line, .column = feature->key_column};
	struct pin local = {.name = feature->key,
		.flags = PIN_REFERENCE | PIN_LOCAL,
		.line = feature->key_line,
		.column = feature->key_column};
	struct pin *added;

	if (text_starts(feature->key, "./"))
		return lock_pin(lock, &local, &added, err);
	return reference_image(lock, &reference, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *image, *features;
	struct reference reference;

	if (json_read_with(
		    &root, document->content, document->name, &commented, document->arena, err) < 0)
		return -1;
	image = json_get(root, "image");
	features = json_get(root, "features");
	if (note_doubles(lock, root, err) < 0 || note_doubles(lock, features, err) < 0)
		return -1;
	for (const struct json *one = features ? features->child : NULL; one; one = one->next)
		if (add_feature(lock, one, err) < 0)
			return -1;
	if (!image || image->type != JSON_STRING)
		return 0;
	reference = (struct reference){
		.written = image->text, .line = image->line, .column = image->column};
	return reference_image(lock, &reference, err);
}

static int add_locked(struct lock *lock, const struct document *document,
	const struct json *feature, struct err *err)
{
	const struct json *integrity = json_get(feature, "integrity");
	struct pin pin = {.name = feature->key,
		.version = json_text_at(feature, "version"),
		.line = feature->key_line,
		.column = feature->key_column};
	struct pin *added;

	if (feature->type != JSON_OBJECT)
		return document_error(document, feature->line, feature->column, err,
			"a feature that is no object");
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return integrity && integrity->type == JSON_STRING
		       ? pin_tagged(lock, added, integrity->text, err)
		       : 0;
}

static int read_lock(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *features;

	if (json_read_with(
		    &root, document->content, document->name, &commented, document->arena, err) < 0)
		return -1;
	features = json_get(root, "features");
	if (note_doubles(lock, root, err) < 0 || note_doubles(lock, features, err) < 0)
		return -1;
	for (const struct json *one = features ? features->child : NULL; one; one = one->next)
		if (add_locked(lock, document, one, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"devcontainer.json", ".devcontainer.json", NULL};
static const char *const locks[] = {"devcontainer-lock.json", ".devcontainer-lock.json", NULL};

extern const struct format format_devcontainer, format_devcontainer_lock;

const struct format format_devcontainer = {.name = "devcontainer",
	.ecosystem = "docker",
	.globs = globs,
	.domain = DOMAIN_IMAGE,
	.read = read};

const struct format format_devcontainer_lock = {.name = "devcontainer-lock",
	.ecosystem = "docker",
	.globs = locks,
	.domain = DOMAIN_IMAGE,
	.read = read_lock};
