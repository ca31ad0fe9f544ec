/* SPDX-License-Identifier: Apache-2.0
 *
 * yarn.lock of yarn 2 and later, __metadata.version 4 and up: YAML, an entry for each package, called by all descriptors that
 * it stands for (github.com/yarnpkg/berry, packages/yarnpkg-core/sources/Project.ts). What is installed is what `resolution`
 * says. `checksum` is the SHA-512 of the zip that yarn makes, perhaps behind the cache key of how it made it, which here is
 * the pin's artifact: checksums under two keys say nothing about one another.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/formats/js.h"
#include "gate/base/yaml_cursor.h"

enum { OLDEST_VERSION = 4, NEWEST_VERSION = 100 };

struct reader {
	struct lock *lock;
	const struct document *document;
	struct yaml_cursor cursor;
	struct arena *scratch; /* one entry */
	struct arena *work;    /* the whole reading */
	struct asks asks;
	struct text cache_key;
	bool has_metadata;
};

static int wrong(
	const struct reader *reader, const struct yaml *at, struct err *err, const char *what)
{
	return js_error(reader->document, at->line, at->column, err, "%s", what);
}

static int scalar(
	struct text *out, const struct reader *reader, const struct yaml *value, struct err *err)
{
	*out = text_of("");
	if (!value)
		return 0;
	if (value->type != YAML_SCALAR)
		return wrong(reader, value, err, "a list or map where a text must be");
	*out = value->text;
	return js_keep(out, reader->document, err);
}

static int note_doubled(const struct reader *reader, const struct yaml *map, struct err *err)
{
	for (const struct yaml *at = map->child; at; at = at->next) {
		struct text key = at->key;

		if (at->duplicate && (js_keep(&key, reader->document, err) < 0 ||
					     lock_doubled(reader->lock, key, at->key_line,
						     at->key_column, err) < 0))
			return -1;
		for (const struct yaml *inner = at->child; inner; inner = inner->next) {
			key = inner->key;
			if (inner->duplicate &&
				(js_keep(&key, reader->document, err) < 0 ||
					lock_doubled(reader->lock, key, inner->key_line,
						inner->key_column, err) < 0))
				return -1;
		}
	}
	return 0;
}

static int hex_value(char digit)
{
	return digit >= '0' && digit <= '9'   ? digit - '0'
	       : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
	       : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
					      : -1;
}

/* "%3A" is ":". .ptr NULL: out of memory. */
static struct text percent_decoded(struct text text, struct arena *arena)
{
	char *out = arena_copy(arena, text);
	size_t len = 0;

	for (size_t i = 0; out && i < text.len; i++) {
		int high = text.ptr[i] == '%' && text.len - i > 2 ? hex_value(text.ptr[i + 1]) : -1;
		int low = high >= 0 ? hex_value(text.ptr[i + 2]) : -1;

		out[len++] = low >= 0 ? (char)(high * 16 + low) : text.ptr[i];
		i += low >= 0 ? 2 : 0;
	}
	return (struct text){out, len};
}

/* ---- resolution: "name@npm:1.0.0::__archiveUrl=…", "name@workspace:path", "name@patch:…", "name@https://…#commit=…" ---- */

static bool is_semver_or_tag(struct text range)
{
	return text_find(range, text_of(":")) == range.len &&
	       text_find(range, text_of("/")) == range.len;
}

static int add_archive_url(
	struct reader *reader, struct pin *pin, struct text bindings, struct err *err)
{
	static const char key[] = "__archiveUrl=";
	struct text part;

	while (text_next_part(&bindings, '&', &part))
		if (text_starts(part, key)) {
			pin->source = percent_decoded(
				text_slice(part, strlen(key), part.len), reader->document->arena);
			if (!pin->source.ptr)
				return err_nomem(err);
		}
	return 0;
}

static int read_resolution(struct reader *reader, struct pin *pin, struct text resolution,
	struct text *reference, struct err *err)
{
	size_t mark;

	js_split(resolution, &pin->name, reference);
	mark = text_find(*reference, text_of("::"));
	if (text_starts(*reference, "npm:")) {
		pin->version = text_slice(*reference, strlen("npm:"), mark);
		return add_archive_url(
			reader, pin, text_slice(*reference, mark + 2, reference->len), err);
	}
	if (js_is_local(*reference) && !text_ends(text_slice(*reference, 0, mark), ".tgz"))
		pin->flags |= PIN_LOCAL;
	if (text_starts(*reference, "workspace:"))
		pin->flags |= PIN_PROJECT;
	if (text_starts(*reference, "patch:"))
		return 0;
	if (text_find(*reference, text_of("#commit=")) < reference->len)
		pin->flags |= PIN_VCS;
	if (!(pin->flags & PIN_LOCAL))
		pin->source = text_slice(*reference, 0, mark);
	return 0;
}

/* The hash of a patch, yarn's own or the project's: yarn computes that anew from the patch and takes no entry with another
 * one, so that under another hash it is another artifact. */
static struct text patch_hash(struct text reference)
{
	struct text bindings = text_slice(
			    reference, text_find(reference, text_of("::")), reference.len),
		    part;

	bindings = text_slice(bindings, 2, bindings.len);
	while (text_next_part(&bindings, '&', &part))
		if (text_starts(part, "hash="))
			return text_slice(part, strlen("hash="), part.len);
	return text_of("");
}

/* "[cacheKey/]<hex>" */
static int read_checksum(struct reader *reader, const struct yaml *entry, struct text reference,
	struct pin *pin, struct text *hex, struct err *err)
{
	struct text patch = patch_hash(reference);
	const struct yaml *checksum = yaml_get(entry, "checksum");
	struct text key = reader->cache_key;
	size_t slash;

	if (scalar(hex, reader, checksum, err) < 0)
		return -1;
	slash = text_find(*hex, text_of("/"));
	if (slash < hex->len) {
		key = text_slice(*hex, 0, slash);
		*hex = text_slice(*hex, slash + 1, hex->len);
	}
	if (pin->flags & PIN_PROJECT)
		return 0;
	pin->artifact = key;
	if (text_starts(reference, "patch:"))
		pin->artifact = arena_textf(reader->document->arena, "%.*s patched%s%.*s",
			(int)key.len, key.ptr, patch.len ? " " : "", (int)patch.len, patch.ptr);
	if (!pin->artifact.ptr)
		return err_nomem(err);
	/* Packages for other platforms are not fetched, and have no checksum then. */
	if (!checksum && yaml_get(entry, "conditions"))
		pin->flags |= PIN_NO_DIGEST | PIN_OPTIONAL;
	return 0;
}

static int add_pin(struct reader *reader, const struct pin *pin, const struct yaml *checksum,
	struct text hex, struct err *err)
{
	struct pin *added;

	if (lock_pin(reader->lock, pin, &added, err) < 0)
		return -1;
	if (checksum && pin_hex(reader->lock, added, DIGEST_SHA512, hex, err) < 0)
		return -1;
	if (!(pin->flags & PIN_VCS))
		return 0;
	{
		struct text artifact = added->artifact;
		int done = js_commit(reader->lock, added, err);

		added->artifact = artifact;
		return done;
	}
}

/* ---- who asks for it ---- */

/* yarn 2 and 3 leave "npm:" out within a patch: "a@^1" is "a@npm:^1". */
static struct text with_protocol(struct text key, struct arena *arena)
{
	struct text name, range;

	js_split(key, &name, &range);
	if (range.len == 0 || text_find(range, text_of(":")) < range.len)
		return key;
	return arena_textf(
		arena, "%.*s@npm:%.*s", (int)name.len, name.ptr, (int)range.len, range.ptr);
}

/* A patched package leads to the plain one; where yarn itself patches, the plain one also to the patched one. */
static int ask_patch(struct reader *reader, uint32_t pin, struct text key, struct text reference,
	struct err *err)
{
	struct ask ask = {.from = pin};
	size_t hash = text_find(reference, text_of("#"));

	if (!text_starts(reference, "patch:"))
		return 0;
	ask.key = percent_decoded(text_slice(reference, strlen("patch:"), hash), reader->work);
	if (ask.key.ptr)
		ask.key = with_protocol(ask.key, reader->work);
	if (!ask.key.ptr)
		return err_nomem(err);
	if (asks_add(&reader->asks, &ask, err) < 0)
		return -1;
	if (text_find(reference, text_of("builtin<")) == reference.len)
		return 0;
	ask = (struct ask){.from = ASK_BY_KEY, .from_key = ask.key, .key = key};
	return asks_add(&reader->asks, &ask, err);
}

/* As package.json has it: yarn 4 writes the default "npm:" out. */
static struct text plain_range(struct text range)
{
	struct text rest = text_slice(range, strlen("npm:"), range.len);

	if (!text_starts(range, "npm:") || (rest.len && rest.ptr[0] == '@') ||
		text_find(rest, text_of("@")) < rest.len)
		return range;
	return rest;
}

/* The descriptor "name@npm:range", or the alias "name@npm:real@range", must be of what the entry resolves to. */
static int fit_descriptor(struct reader *reader, uint32_t pin, struct text name,
	struct text reference, struct err *err)
{
	struct text range =
		text_slice(reference, strlen("npm:"), text_find(reference, text_of("::")));

	if (!text_starts(reference, "npm:"))
		return 0;
	if (plain_range(reference).ptr == reference.ptr)
		js_split(range, &name, &range);
	return asks_fit(&reader->asks, pin, name, range, err);
}

/* "a@npm:^1, a@npm:^1.2" */
static int name_entry(struct reader *reader, struct text descriptors, uint32_t pin, struct err *err)
{
	for (struct text rest = descriptors, key; rest.len;) {
		size_t comma = text_find(rest, text_of(", "));
		struct text name, reference;

		key = text_slice(rest, 0, comma);
		rest = text_slice(rest, comma + 2, rest.len);
		js_split(key, &name, &reference);
		if (asks_name(&reader->asks, key, pin, err) < 0 ||
			asks_also(&reader->asks, name, pin, err) < 0 ||
			fit_descriptor(reader, pin, name, reference, err) < 0 ||
			ask_patch(reader, pin, key, reference, err) < 0)
			return -1;
	}
	return 0;
}

/* yarn 2 and 3 leave the default "npm:" out. */
static int add_ask(
	struct reader *reader, uint32_t pin, struct text name, struct text range, struct err *err)
{
	struct ask ask = {.from = pin, .name = name};

	ask.key = arena_textf(reader->work, "%.*s@%s%.*s", (int)name.len, name.ptr,
		is_semver_or_tag(range) ? "npm:" : "", (int)range.len, range.ptr);
	if (!ask.key.ptr)
		return err_nomem(err);
	return js_keep(&ask.name, reader->document, err) < 0 ? -1
							     : asks_add(&reader->asks, &ask, err);
}

static int add_need(struct reader *reader, const struct yaml *at, struct text place,
	struct text range, struct err *err)
{
	struct need need = {.name = at->key,
		.range = plain_range(range),
		.place = place,
		.line = at->key_line,
		.column = at->key_column};

	if (js_is_local(need.range))
		need.flags |= NEED_LOCAL;
	return js_keep(&need.name, reader->document, err) < 0 ? -1
							      : lock_need(reader->lock, &need, err);
}

static int read_asks(struct reader *reader, const struct yaml *entry, uint32_t pin,
	const struct text *place, struct err *err)
{
	const struct yaml *block = yaml_get(entry, "dependencies");

	if (block && block->type != YAML_MAP)
		return wrong(reader, block, err, "dependencies are no map");
	for (const struct yaml *at = block ? block->child : NULL; at; at = at->next) {
		struct text range;

		if (scalar(&range, reader, at, err) < 0 ||
			add_ask(reader, pin, at->key, range, err) < 0)
			return -1;
		if (place && add_need(reader, at, *place, range, err) < 0)
			return -1;
	}
	return 0;
}

/* "workspace:packages/a": the folder with its slash. */
static int folder_of_workspace(
	struct text *out, const struct reader *reader, struct text reference, struct err *err)
{
	struct text folder = text_slice(reference, strlen("workspace:"), reference.len);

	*out = text_of("");
	if (text_is(folder, "."))
		return 0;
	*out = arena_textf(reader->document->arena, "%.*s/", (int)folder.len, folder.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

/* A member of the workspace also needs what it asks for. */
static int read_needs(struct reader *reader, const struct yaml *entry, uint32_t pin,
	struct text reference, struct err *err)
{
	bool is_project = reader->lock->pins.items[pin].flags & PIN_PROJECT;
	struct text place;

	if (is_project && folder_of_workspace(&place, reader, reference, err) < 0)
		return -1;
	return read_asks(reader, entry, pin, is_project ? &place : NULL, err);
}

static int read_entry(struct reader *reader, const struct yaml_member *member,
	const struct yaml *entry, struct err *err)
{
	struct pin pin = {.line = member->line, .column = member->column};
	uint32_t index = (uint32_t)reader->lock->pins.count;
	struct text resolution, reference, hex, descriptors = member->key;

	if (scalar(&resolution, reader, yaml_get(entry, "resolution"), err) < 0 ||
		scalar(&pin.version, reader, yaml_get(entry, "version"), err) < 0 ||
		js_keep(&descriptors, reader->document, err) < 0)
		return -1;
	if (resolution.len == 0)
		return wrong(reader, entry, err, "an entry without a resolution");
	if (read_resolution(reader, &pin, resolution, &reference, err) < 0 ||
		read_checksum(reader, entry, reference, &pin, &hex, err) < 0 ||
		add_pin(reader, &pin, yaml_get(entry, "checksum"), hex, err) < 0 ||
		name_entry(reader, descriptors, index, err) < 0)
		return -1;
	return read_needs(reader, entry, index, reference, err);
}

/* ---- the file ---- */

static int read_metadata(struct reader *reader, const struct yaml *metadata, struct err *err)
{
	const struct yaml *version = yaml_get(metadata, "version"),
			  *key = yaml_get(metadata, "cacheKey");
	struct setting setting = {
		.kind = SETTING_GUARD, .name = text_of("cacheKey"), .strength = 1, .usual = 1};
	uint64_t number;

	if (!version || version->type != YAML_SCALAR ||
		!text_to_uint(version->text, NEWEST_VERSION, &number) || number < OLDEST_VERSION)
		return wrong(reader, metadata, err, "a version of the format that is not known");
	reader->has_metadata = true;
	if (scalar(&reader->cache_key, reader, key, err) < 0)
		return -1;
	setting.value = reader->cache_key;
	setting.line = key ? key->key_line : metadata->line;
	setting.column = key ? key->key_column : metadata->column;
	return lock_setting(reader->lock, &setting, err);
}

static int read_member(struct reader *reader, const struct yaml_member *member, struct err *err)
{
	const struct yaml *entry;

	arena_reset(reader->scratch);
	if (member->duplicate &&
		lock_doubled(reader->lock, member->key, member->line, member->column, err) < 0)
		return -1;
	if (yaml_value(&reader->cursor, &entry, reader->scratch, err) < 0)
		return -1;
	if (entry->type != YAML_MAP)
		return wrong(reader, entry, err, "an entry that is no map");
	if (note_doubled(reader, entry, err) < 0)
		return -1;
	if (text_is(member->key, "__metadata"))
		return read_metadata(reader, entry, err);
	if (!reader->has_metadata)
		return wrong(reader, entry, err, "__metadata does not come first");
	return read_entry(reader, member, entry, err);
}

static int read_file(struct reader *reader, struct err *err)
{
	static const struct yaml_options options = {
		.max_bytes = 1u << 30, .keep_duplicates = true, .kind = ERR_LOOK};
	struct yaml_member member;
	bool more;

	if (yaml_open(&reader->cursor, reader->document->content, reader->document->name, &options,
		    reader->document->arena, err) < 0 ||
		yaml_enter(&reader->cursor, YAML_MAP, err) < 0)
		return -1;
	for (;;) {
		if (yaml_next(&reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_member(reader, &member, err) < 0)
			return -1;
	}
	if (yaml_end(&reader->cursor, err) < 0)
		return -1;
	reader->lock->has_edges = reader->lock->has_needs = reader->lock->lacks_scripts = true;
	return asks_resolve(&reader->asks, err) < 0 ? -1 : js_implied_registry(reader->lock, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader *reader = arena_alloc(document->arena, sizeof(*reader));
	int done;

	if (!reader)
		return err_nomem(err);
	*reader = (struct reader){
		.lock = lock, .document = document, .scratch = arena_new(), .work = arena_new()};
	done = reader->scratch && reader->work ? asks_start(&reader->asks, lock, reader->work, err)
					       : err_nomem(err);
	if (done == 0)
		done = read_file(reader, err);
	arena_free(reader->scratch);
	arena_free(reader->work);
	return done;
}

/* yarn 1 has the same file name. */
static bool is(struct text path, struct text content)
{
	(void)path;
	return text_starts(content, "__metadata:") ||
	       text_find(content, text_of("\n__metadata:")) < content.len;
}

static const char *const globs[] = {"yarn.lock", NULL};
static const char *const manifests[] = {"package.json", NULL};

extern const struct format format_yarn_berry;

const struct format format_yarn_berry = {.name = "yarn-berry",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_REPACKED,
	.is = is,
	.read = read,
	.ignores_orphans = true,
	.manifests = manifests,
	.url_fits = js_url_fits,
	.shadow = asks_shadow};
