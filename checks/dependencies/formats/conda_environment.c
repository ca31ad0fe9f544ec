/* SPDX-License-Identifier: Apache-2.0
 *
 * environment.yml of conda: channels, and dependencies "[channel::]name[ ]=version[=build]", which have no hashes; below
 * `pip` a list of lines of a requirements file.
 */
#include "checks/dependencies/yaml_document.h"

extern const struct format format_requirements;

/* Up to the first byte that begins a version, a bracket or a comment. */
static size_t name_end(struct text spec)
{
	size_t end = 0;

	while (end < spec.len &&
		!(spec.ptr[end] == ' ' || spec.ptr[end] == '=' || spec.ptr[end] == '<' ||
			spec.ptr[end] == '>' || spec.ptr[end] == '!' || spec.ptr[end] == '~' ||
			spec.ptr[end] == '['))
		end++;
	return end;
}

/* "=1.0" and "==1.0" are the version 1.0; other ranges stay as written. */
static struct text version_of(struct text rest)
{
	rest = text_trim(rest);
	while (rest.len && rest.ptr[0] == '=')
		rest = text_slice(rest, 1, rest.len);
	return text_trim(rest);
}

static int read_spec(struct lock *lock, const struct document *document, const struct yaml *item,
	struct err *err)
{
	struct text spec = text_trim(item->text);
	size_t channel = text_find(spec, text_of("::")), end;
	struct pin pin = yaml_pin(item), *added;

	pin.flags = PIN_NO_DIGEST;
	if (text_find(spec, text_of("://")) < spec.len) {
		pin.name = pin.source = spec;
		return lock_pin(lock, &pin, &added, err);
	}
	if (channel < spec.len) {
		pin.place = text_slice(spec, 0, channel);
		spec = text_slice(spec, channel + 2, spec.len);
	}
	end = name_end(spec);
	pin.name = text_slice(spec, 0, end);
	pin.version = version_of(text_slice(spec, end, spec.len));
	if (pin.name.len == 0)
		return yaml_place_error(document, item, err, "this is no dependency");
	return lock_pin(lock, &pin, &added, err);
}

/* One line of a requirements file; what it yields stands at the item. */
static int read_requirement(struct lock *lock, const struct document *document,
	const struct yaml *item, struct err *err)
{
	size_t pins = lock->pins.count, settings = lock->settings.count;
	struct document line = {
		.path = document->path, .content = item->text, .arena = document->arena};

	line.name = arena_printf(document->arena, "%s:%u", document->name, item->line);
	if (!line.name)
		return err_nomem(err);
	if (format_requirements.read(lock, &line, err) < 0)
		return -1;
	for (; pins < lock->pins.count; pins++) {
		lock->pins.items[pins].line = item->line;
		lock->pins.items[pins].column = item->column;
	}
	for (; settings < lock->settings.count; settings++) {
		lock->settings.items[settings].line = item->line;
		lock->settings.items[settings].column = item->column;
	}
	return 0;
}

static int read_item(struct lock *lock, const struct document *document, const struct yaml *item,
	struct err *err)
{
	const struct yaml *pip = yaml_get(item, "pip");

	if (item->type == YAML_SCALAR)
		return read_spec(lock, document, item, err);
	if (!pip || item->count != 1)
		return yaml_place_error(document, item, err, "this is no dependency");
	for (const struct yaml *one = pip->child; one; one = one->next)
		if (read_requirement(lock, document, one, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *channels, *items;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	channels = yaml_get(root, "channels");
	items = yaml_get(root, "dependencies");
	for (const struct yaml *one = channels ? channels->child : NULL; one; one = one->next)
		if (lock_setting(lock,
			    &(struct setting){.kind = SETTING_SOURCE,
				    .name = text_of("channel"),
				    .value = one->text,
				    .line = one->line,
				    .column = one->column},
			    err) < 0)
			return -1;
	for (const struct yaml *one = items ? items->child : NULL; one; one = one->next)
		if (read_item(lock, document, one, err) < 0)
			return -1;
	return 0;
}

/* Other programs have files of that name too. */
static bool is(struct text path, struct text content)
{
	(void)path;
	return text_starts(content, "dependencies:") ||
	       text_find(content, text_of("\ndependencies:")) < content.len;
}

static const char *const globs[] = {
	"environment.yml", "environment.yaml", "environment[-_.]*.{yml,yaml}", NULL};

extern const struct format format_conda_environment;

const struct format format_conda_environment = {.name = "conda-environment",
	.ecosystem = "conda",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.is = is,
	.read = read};
