/* SPDX-License-Identifier: Apache-2.0
 *
 * Pipfile.lock, pipfile-spec 6: every member but `_meta` is a category: name → {version, hashes, index, …}. The hashes
 * are those of several files, without names. Of keys that stand twice the last counts, as for Python's json.
 */
#include "checks/dependencies/formats/python.h"
#include "gate/base/json.h"

struct reader {
	struct lock *lock;
	const struct document *document;
	const struct json *sources;
};

static int fail(
	const struct reader *reader, const struct json *at, struct err *err, const char *what)
{
	return err_set(
		err, ERR_LOOK, "%s:%u:%u: %s", reader->document->name, at->line, at->column, what);
}

static const struct json *last(const struct json *object, const char *key)
{
	const struct json *found = NULL;

	for (const struct json *member = object && object->type == JSON_OBJECT ? object->child
									       : NULL;
		member; member = member->next)
		if (text_is(member->key, key))
			found = member;
	return found;
}

static int string_of(const struct reader *reader, struct text *out, const struct json *object,
	const char *key, struct err *err)
{
	const struct json *value = last(object, key);

	*out = text_of("");
	if (!value)
		return 0;
	if (value->type != JSON_STRING)
		return fail(reader, value, err, "this is no string");
	*out = value->text;
	return 0;
}

static int report_doubled(struct reader *reader, const struct json *object, struct err *err)
{
	for (const struct json *member = object->child; member; member = member->next)
		if (member->duplicate && lock_doubled(reader->lock, member->key, member->key_line,
						 member->key_column, err) < 0)
			return -1;
	return 0;
}

/* ---- sources ---- */

/* Certificates are checked unless the source says false. */
static int read_verify(struct reader *reader, const struct json *source, struct err *err)
{
	const struct json *verify = last(source, "verify_ssl");
	struct text name;
	const char *guard;

	if (!verify || verify->type != JSON_FALSE)
		return 0;
	if (string_of(reader, &name, source, "name", err) < 0)
		return -1;
	guard = arena_printf(reader->document->arena, "verify_ssl %.*s",
		(int)(name.len < 256 ? name.len : 256), name.ptr);
	if (!guard)
		return err_nomem(err);
	return lock_setting(reader->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = text_of(guard),
			.value = text_of("false"),
			.usual = 1,
			.line = verify->key_line,
			.column = verify->key_column},
		err);
}

static int read_source(struct reader *reader, const struct json *source, struct err *err)
{
	struct setting setting = {.kind = SETTING_SOURCE,
		.name = text_of("source"),
		.line = source->line,
		.column = source->column};

	if (source->type != JSON_OBJECT)
		return fail(reader, source, err, "a source is no object");
	if (report_doubled(reader, source, err) < 0 ||
		string_of(reader, &setting.value, source, "url", err) < 0 ||
		lock_setting(reader->lock, &setting, err) < 0)
		return -1;
	return read_verify(reader, source, err);
}

static int read_meta(struct reader *reader, const struct json *meta, struct err *err)
{
	const struct json *spec = last(meta, "pipfile-spec");

	if (!spec || !text_is(spec->text, "6"))
		return fail(reader, spec ? spec : meta, err,
			"this is no Pipfile.lock of a version that is known (6)");
	reader->sources = last(meta, "sources");
	if (reader->sources && reader->sources->type != JSON_ARRAY)
		return fail(reader, reader->sources, err, "the sources are no array");
	for (const struct json *source = reader->sources ? reader->sources->child : NULL; source;
		source = source->next)
		if (read_source(reader, source, err) < 0)
			return -1;
	return report_doubled(reader, meta, err);
}

/* A lock has a handful of sources; of more the first are looked through. */
static struct text url_of_index(const struct reader *reader, struct text index)
{
	enum { MOST = 64 };
	const struct json *source = reader->sources ? reader->sources->child : NULL;

	for (int i = 0; source && i < MOST; source = source->next, i++)
		if (index.len && text_equal(json_text_at(source, "name"), index))
			return json_text_at(source, "url");
	return text_of("");
}

/* ---- packages ---- */

static int set_repository(
	struct reader *reader, struct pin *pin, struct text git, struct text ref, struct err *err)
{
	const char *whole = arena_printf(reader->document->arena, "git+%.*s#%.*s", (int)git.len,
		git.ptr, (int)ref.len, ref.ptr);

	if (!whole)
		return err_nomem(err);
	pin->source = text_of(whole);
	pin->flags = PIN_VCS | PIN_REFERENCE;
	pin->version = ref;
	return 0;
}

struct origin {
	struct text git, ref, path, file, index;
};

static int read_origin_texts(
	struct reader *reader, struct origin *out, const struct json *entry, struct err *err)
{
	const struct python_field fields[] = {{"git", &out->git}, {"ref", &out->ref},
		{"path", &out->path}, {"file", &out->file}, {"index", &out->index}};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (string_of(reader, fields[i].out, entry, fields[i].key, err) < 0)
			return -1;
	return 0;
}

static int read_origin(
	struct reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	struct origin from;

	if (read_origin_texts(reader, &from, entry, err) < 0)
		return -1;
	if (from.git.len)
		return set_repository(reader, pin, from.git, from.ref, err);
	if (from.path.len ||
		(from.file.len && text_find(from.file, text_of("://")) == from.file.len))
		pin->flags |= PIN_LOCAL;
	pin->source = from.path.len ? from.path : from.file;
	if (pin->source.len == 0)
		pin->source = url_of_index(reader, from.index);
	if (pin->source.len == 0 && pin->version.len == 0)
		return fail(reader, entry, err, "a package without a version or a source");
	return 0;
}

static int read_hashes(
	struct reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	const struct json *hashes = last(entry, "hashes");

	if (!hashes)
		return pin->flags & PIN_REFERENCE && is_commit_id(pin->version)
			       ? pin_git(reader->lock, pin, pin->version, err)
			       : 0;
	if (hashes->type != JSON_ARRAY)
		return fail(reader, hashes, err, "the hashes are no array");
	for (const struct json *hash = hashes->child; hash; hash = hash->next) {
		if (hash->type != JSON_STRING)
			return fail(reader, hash, err, "a hash is no string");
		if (pin_tagged(reader->lock, pin, hash->text, err) < 0)
			return -1;
	}
	return 0;
}

static int read_entry(struct reader *reader, const struct json *entry, struct err *err)
{
	struct pin pin = {
		.flags = PIN_ANY_OF, .line = entry->key_line, .column = entry->key_column};
	struct pin *added;

	if (entry->type != JSON_OBJECT)
		return fail(reader, entry, err, "a package is no object");
	if (report_doubled(reader, entry, err) < 0 ||
		python_name(&pin.name, entry->key, reader->document->arena, err) < 0 ||
		string_of(reader, &pin.version, entry, "version", err) < 0)
		return -1;
	if (!pin.name.ptr)
		return fail(reader, entry, err, "this is no name of a package");
	if (text_starts(pin.version, "=="))
		pin.version = text_trim(text_slice(pin.version, 2, pin.version.len));
	if (read_origin(reader, &pin, entry, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0)
		return -1;
	return read_hashes(reader, added, entry, err);
}

static int read_category(struct reader *reader, const struct json *category, struct err *err)
{
	if (category->type != JSON_OBJECT)
		return fail(reader, category, err, "a category of packages is no object");
	for (const struct json *entry = category->child; entry; entry = entry->next)
		if (read_entry(reader, entry, err) < 0)
			return -1;
	return report_doubled(reader, category, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock, .document = document};
	const struct json_options options = {.keep_duplicates = true};
	const struct json *root, *meta;

	if (json_read_with(
		    &root, document->content, document->name, &options, document->arena, err) < 0)
		return -1;
	if (root->type != JSON_OBJECT)
		return fail(&reader, root, err, "this is no object");
	meta = last(root, "_meta");
	if (!meta)
		return fail(&reader, root, err, "there is no \"_meta\"");
	if (read_meta(&reader, meta, err) < 0)
		return -1;
	for (const struct json *member = root->child; member; member = member->next)
		if (!text_is(member->key, "_meta") && read_category(&reader, member, err) < 0)
			return -1;
	return report_doubled(&reader, root, err) < 0 ? -1 : lock_name_pins(lock, err);
}

static const char *const globs[] = {"Pipfile.lock", NULL};
static const char *const manifests[] = {"Pipfile", NULL};

extern const struct format format_pipfile_lock;

const struct format format_pipfile_lock = {.name = "pipfile-lock",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.sources_come_and_go =
		true, /* "index" stands with what Pipfile asks for, not with what that needs */
	.read = read,
	.manifests = manifests,
	.find = python_find,
	.url_fits = python_url_fits};
