/* SPDX-License-Identifier: Apache-2.0
 *
 * pnpm-lock.yaml, lockfileVersion 5.x (pnpm 3 to 7), 6.x (8) and 9.0 (9 and later): what the project asks for (`importers`, or
 * at the top without a workspace), `packages` by dependency path, and who needs whom: in `packages` up to 6, in `snapshots`
 * from 9 on (github.com/pnpm/spec, lockfile/). From pnpm 11 on a first document holds pnpm's own dependencies.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/formats/js.h"
#include "gate/base/yaml_cursor.h"

struct reader {
	struct lock *lock;
	const struct document *document;
	struct yaml_cursor cursor;
	struct arena *scratch; /* one entry */
	struct arena *work;    /* the whole reading */
	struct asks asks;
	struct keys overrides; /* what is forced: "name\nversion" */
	unsigned version;      /* 5, 6 or 9; 0 before it was read */
};

static int wrong(
	const struct reader *reader, const struct yaml *at, struct err *err, const char *what)
{
	return js_error(reader->document, at->line, at->column, err, "%s", what);
}

static int keep(const struct reader *reader, struct text *text, struct err *err)
{
	return js_keep(text, reader->document, err);
}

/* A kept scalar; "" for NULL. */
static int scalar(
	struct text *out, const struct reader *reader, const struct yaml *value, struct err *err)
{
	*out = text_of("");
	if (!value)
		return 0;
	if (value->type != YAML_SCALAR)
		return wrong(reader, value, err, "a list or map where a text must be");
	*out = value->text;
	return keep(reader, out, err);
}

static bool is_true(const struct yaml *map, const char *key)
{
	const struct yaml *value = yaml_get(map, key);

	return value && value->type == YAML_SCALAR && text_is(value->text, "true");
}

/* Of a small map and the maps in it. */
static int note_doubled(const struct reader *reader, const struct yaml *map, struct err *err)
{
	for (const struct yaml *at = map->child; at; at = at->next) {
		struct text key = at->key;

		if (at->duplicate && (keep(reader, &key, err) < 0 ||
					     lock_doubled(reader->lock, key, at->key_line,
						     at->key_column, err) < 0))
			return -1;
		for (const struct yaml *inner = at->child; inner; inner = inner->next) {
			key = inner->key;
			if (inner->duplicate &&
				(keep(reader, &key, err) < 0 ||
					lock_doubled(reader->lock, key, inner->key_line,
						inner->key_column, err) < 0))
				return -1;
		}
	}
	return 0;
}

/* ---- dependency paths ---- */

/* Without the peers: "(react@17.0.2)" from version 6 on, "_react@17.0.2" behind the last slash before. */
static struct text without_peers(const struct reader *reader, struct text path)
{
	size_t slash = path.len;

	if (reader->version > 5)
		return text_slice(path, 0, text_find(path, text_of("(")));
	while (slash > 0 && path.ptr[slash - 1] != '/')
		slash--;
	return text_slice(
		path, 0, slash + text_find(text_slice(path, slash, path.len), text_of("_")));
}

static bool is_place(struct text version)
{
	return text_find(version, text_of(":")) < version.len ||
	       text_find(version, text_of("/")) < version.len;
}

/* "/name/1.0.0", "/name@1.0.0", "name@1.0.0". False for what does not say both: a URL's or a folder's path. */
static bool split_path(
	const struct reader *reader, struct text path, struct text *name, struct text *version)
{
	size_t slash;

	path = without_peers(reader, path);
	if (reader->version < 9) {
		if (!text_starts(path, "/"))
			return false;
		path = text_slice(path, 1, path.len);
	}
	if (reader->version > 5) {
		js_split(path, name, version);
	} else {
		slash = path.len;
		while (slash > 0 && path.ptr[slash - 1] != '/')
			slash--;
		*name = text_slice(path, 0, slash ? slash - 1 : 0);
		*version = text_slice(path, slash, path.len);
	}
	return name->len > 0 && version->len > 0;
}

/* Under which path the dependency `name: reference` stands (pnpm, refToRelative); "" for a link. */
static struct text path_of(
	struct text name, struct text reference, const struct reader *reader, struct arena *arena)
{
	size_t at = text_find(reference, text_of("@")), colon = text_find(reference, text_of(":"));
	size_t peers = text_find(reference, text_of("("));
	bool whole = reader->version < 9 ? is_place(text_slice(reference, 0, peers))
					 : text_starts(reference, "@") ||
						   (at < reference.len && at < colon && at < peers);

	if (text_starts(reference, "link:"))
		return text_of("");
	if (whole)
		return reference;
	return arena_textf(arena, "%s%.*s%s%.*s", reader->version < 9 ? "/" : "",
		(int)name.len, name.ptr, reader->version == 5 ? "/" : "@", (int)reference.len,
		reference.ptr);
}

static int add_ask(struct reader *reader, const struct ask *ask, struct text name,
	struct text reference, struct err *err)
{
	struct ask made = *ask;

	made.key = path_of(name, reference, reader, reader->work);
	if (!made.key.ptr)
		return err_nomem(err);
	if (made.key.len == 0)
		return 0;
	if (reader->version == 9)
		made.key = without_peers(reader, made.key);
	if (keep(reader, &made.key, err) < 0)
		return -1;
	made.name = name;
	return keep(reader, &made.name, err) < 0 ? -1 : asks_add(&reader->asks, &made, err);
}

/* `dependencies` and `optionalDependencies` of an entry. */
static int read_asks(
	struct reader *reader, const struct yaml *entry, const struct ask *ask, struct err *err)
{
	static const char *const blocks[] = {"dependencies", "optionalDependencies"};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		const struct yaml *block = yaml_get(entry, blocks[i]);

		if (block && block->type != YAML_MAP)
			return wrong(reader, block, err, "dependencies are no map");
		for (const struct yaml *at = block ? block->child : NULL; at; at = at->next) {
			struct text reference;

			if (scalar(&reference, reader, at, err) < 0 ||
				add_ask(reader, ask, at->key, reference, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* ---- packages ---- */

/* The commit at the end of a code host's archive: ".../tar.gz/<commit>". */
static int add_archive_commit(const struct reader *reader, struct pin *pin, struct err *err)
{
	size_t slash = pin->source.len;
	struct text commit;

	while (slash > 0 && pin->source.ptr[slash - 1] != '/')
		slash--;
	commit = text_slice(pin->source, slash, pin->source.len);
	if (!is_commit_id(commit))
		return 0;
	pin->flags |= PIN_VCS;
	pin->artifact = commit;
	return pin_git(reader->lock, pin, commit, err);
}

static int add_commit(const struct reader *reader, struct pin *pin, const struct yaml *resolution,
	struct err *err)
{
	struct text commit;

	if (scalar(&pin->source, reader, yaml_get(resolution, "repo"), err) < 0 ||
		scalar(&commit, reader, yaml_get(resolution, "commit"), err) < 0)
		return -1;
	pin->flags |= PIN_VCS;
	pin->artifact = commit;
	return pin_git(reader->lock, pin, commit, err);
}

/* Integrity and tarball or url of one archive. */
static int add_archive(const struct reader *reader, struct pin *pin, const struct yaml *resolution,
	struct err *err)
{
	const struct yaml *integrity = yaml_get(resolution, "integrity"),
			  *from = yaml_get(resolution, "tarball");
	struct text sri, source;

	if (scalar(&sri, reader, integrity, err) < 0 ||
		scalar(&source, reader, from ? from : yaml_get(resolution, "url"), err) < 0)
		return -1;
	if (source.len)
		pin->source = source;
	if (integrity)
		return pin_sri(reader->lock, pin, sri, err);
	if (js_is_local(pin->source))
		return 0;
	return add_archive_commit(reader, pin, err);
}

/* One archive for each platform. */
static int add_variants(const struct reader *reader, const struct pin *pin,
	const struct yaml *resolution, struct err *err)
{
	const struct yaml *variants = yaml_get(resolution, "variants");

	for (const struct yaml *at = variants ? variants->child : NULL; at; at = at->next) {
		const struct yaml *own = yaml_get(at, "resolution");
		struct pin variant = *pin, *added;

		if (!own || own->type != YAML_MAP)
			return wrong(reader, at, err, "a variant without a resolution");
		if (scalar(&variant.artifact, reader, yaml_get(own, "url"), err) < 0)
			return -1;
		variant.line = at->line;
		variant.column = at->column;
		if (lock_pin(reader->lock, &variant, &added, err) < 0 ||
			add_archive(reader, added, own, err) < 0)
			return -1;
	}
	return variants && variants->child ? 0 : wrong(reader, resolution, err, "no variant");
}

static int read_resolution(
	struct reader *reader, const struct pin *pin, const struct yaml *entry, struct err *err)
{
	const struct yaml *resolution = yaml_get(entry, "resolution"),
			  *type = yaml_get(resolution, "type");
	struct pin *added;

	if (!resolution || resolution->type != YAML_MAP)
		return wrong(reader, entry, err, "an entry without a resolution");
	if (type && text_is(type->text, "variations"))
		return add_variants(reader, pin, resolution, err);
	if (lock_pin(reader->lock, pin, &added, err) < 0)
		return -1;
	if (type && text_is(type->text, "git"))
		return add_commit(reader, added, resolution, err);
	if (yaml_get(resolution, "directory")) {
		added->flags |= PIN_LOCAL;
		return scalar(&added->source, reader, yaml_get(resolution, "directory"), err);
	}
	return add_archive(reader, added, resolution, err);
}

static int name_pin(
	const struct reader *reader, struct pin *pin, const struct yaml *entry, struct err *err)
{
	const struct yaml *name = yaml_get(entry, "name"), *version = yaml_get(entry, "version");
	bool has_both = split_path(reader, pin->place, &pin->name, &pin->version);

	if (has_both && !is_place(pin->version))
		return 0;
	if (has_both)
		pin->source = pin->version;
	else if (scalar(&pin->name, reader, name, err) < 0)
		return -1;
	if (pin->name.len == 0)
		pin->name = without_peers(reader, pin->place);
	return scalar(&pin->version, reader, version, err);
}

/* Version 9 keeps peers out of `packages`; before, each set of peers has an entry of its own. */
static int read_package(struct reader *reader, const struct yaml_member *member,
	const struct yaml *entry, struct err *err)
{
	struct pin pin = {.place = member->key, .line = member->line, .column = member->column};
	struct ask ask = {.from = (uint32_t)reader->lock->pins.count};

	if (keep(reader, &pin.place, err) < 0 || name_pin(reader, &pin, entry, err) < 0)
		return -1;
	if (is_true(entry, "requiresBuild"))
		pin.flags |= PIN_INSTALL_SCRIPT;
	if (is_true(entry, "optional"))
		pin.flags |= PIN_OPTIONAL;
	if (asks_name(&reader->asks, pin.place, ask.from, err) < 0 ||
		read_resolution(reader, &pin, entry, err) < 0)
		return -1;
	return reader->version < 9 ? read_asks(reader, entry, &ask, err) : 0;
}

static int read_snapshot(struct reader *reader, const struct yaml_member *member,
	const struct yaml *entry, struct err *err)
{
	struct ask ask = {.from = ASK_BY_KEY, .from_key = without_peers(reader, member->key)};

	return keep(reader, &ask.from_key, err) < 0 ? -1 : read_asks(reader, entry, &ask, err);
}

typedef int read_member(struct reader *reader, const struct yaml_member *member,
	const struct yaml *entry, struct err *err);

static int read_one_of(struct reader *reader, const struct yaml_member *member, read_member *read_one,
	struct err *err)
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
	return note_doubled(reader, entry, err) < 0 ? -1 : read_one(reader, member, entry, err);
}

/* The members of a large map, one after the other. */
static int read_map(struct reader *reader, read_member *read_one, struct err *err)
{
	struct yaml_member member;
	bool more;

	if (reader->version == 0)
		return js_error(reader->document, 1, 1, err, "lockfileVersion does not come first");
	if (yaml_enter(&reader->cursor, YAML_MAP, err) < 0)
		return -1;
	for (;;) {
		if (yaml_next(&reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_one_of(reader, &member, read_one, err) < 0)
			return -1;
	}
}

/* ---- what the project asks for ---- */

static bool is_forced(const struct reader *reader, struct text name, struct text range)
{
	char *key = arena_printf(
		reader->scratch, "%.*s\n%.*s", (int)name.len, name.ptr, (int)range.len, range.ptr);

	return key && keys_find(&reader->overrides, text_of(key));
}

/* pnpm writes a forced version in the place of what the manifest says. */
static int add_need(const struct reader *reader, const struct yaml *at,
	const struct yaml *specifier, struct text place, uint32_t flags, struct err *err)
{
	struct need need = {.name = at->key,
		.place = place,
		.flags = flags,
		.line = at->key_line,
		.column = at->key_column};

	if (text_starts(place, ".."))
		return 0;
	if (keep(reader, &need.name, err) < 0 || scalar(&need.range, reader, specifier, err) < 0)
		return -1;
	if (js_is_local(need.range))
		need.flags |= NEED_LOCAL;
	if (is_forced(reader, need.name, need.range))
		need.flags |= NEED_OVERRIDE;
	return lock_need(reader->lock, &need, err);
}

/* "name: version" in version 5, "name: {specifier, version}" later. */
static int read_block(struct reader *reader, const struct yaml *block, struct text place,
	uint32_t flags, bool needed, struct err *err)
{
	struct ask project = {.from = EDGE_ROOT};

	if (block && block->type != YAML_MAP)
		return wrong(reader, block, err, "dependencies are no map");
	for (const struct yaml *at = block ? block->child : NULL; at; at = at->next) {
		const struct yaml *version = at->type == YAML_MAP ? yaml_get(at, "version") : at;
		const struct yaml *specifier =
			at->type == YAML_MAP ? yaml_get(at, "specifier") : NULL;
		struct text reference;

		if (!version)
			return wrong(reader, at, err, "a dependency without a version");
		if (scalar(&reference, reader, version, err) < 0 ||
			scalar(&project.range, reader, specifier, err) < 0)
			return -1;
		if (!specifier || is_place(project.range))
			project.range.ptr = NULL; /* may be of any name */
		if (add_ask(reader, &project, at->key, reference, err) < 0)
			return -1;
		if (needed && specifier && add_need(reader, at, specifier, place, flags, err) < 0)
			return -1;
	}
	return 0;
}

static int read_specifiers(
	const struct reader *reader, const struct yaml *block, struct text place, struct err *err)
{
	if (block && block->type != YAML_MAP)
		return wrong(reader, block, err, "specifiers are no map");
	for (const struct yaml *at = block ? block->child : NULL; at; at = at->next)
		if (add_need(reader, at, at, place, 0, err) < 0)
			return -1;
	return 0;
}

struct block {
	const char *key;
	uint32_t flags;
	bool needed; /* stands in a package.json */
};

static const struct block blocks[] = {{"dependencies", 0, true},
	{"devDependencies", NEED_DEV, true}, {"optionalDependencies", NEED_OPTIONAL, true},
	{"configDependencies", 0, false}, {"packageManagerDependencies", 0, false}};

enum { BLOCKS = sizeof(blocks) / sizeof(blocks[0]) };

static int read_importer(struct reader *reader, const struct yaml_member *member,
	const struct yaml *entry, struct err *err)
{
	struct text place = text_of("");

	if (!text_is(member->key, ".")) {
		place = arena_textf(
			reader->document->arena, "%.*s/", (int)member->key.len, member->key.ptr);
		if (!place.ptr)
			return err_nomem(err);
	}
	if (read_specifiers(reader, yaml_get(entry, "specifiers"), place, err) < 0)
		return -1;
	for (size_t i = 0; i < BLOCKS; i++)
		if (read_block(reader, yaml_get(entry, blocks[i].key), place, blocks[i].flags,
			    blocks[i].needed, err) < 0)
			return -1;
	return 0;
}

/* ---- the top ---- */

static int read_version(struct reader *reader, const struct yaml *value, struct err *err)
{
	struct text major;

	if (value->type != YAML_SCALAR)
		return wrong(reader, value, err, "lockfileVersion is no number");
	major = text_slice(value->text, 0, text_find(value->text, text_of(".")));
	reader->version = text_is(major, "5")   ? 5
			  : text_is(major, "6") ? 6
			  : text_is(major, "9") ? 9
						: 0;
	if (reader->version == 0)
		return wrong(
			reader, value, err, "a lockfileVersion that is not known (5, 6 and 9 are)");
	reader->lock->lacks_scripts = reader->version == 9;
	return 0;
}

/* "a", "a@1", "parent>a": what is forced is the last. */
static int read_overrides(struct reader *reader, const struct yaml *map, struct err *err)
{
	for (const struct yaml *at = map->child; at; at = at->next) {
		struct text key = at->key, name, rest;
		uint32_t *number;
		char *forced;

		for (size_t mark; (mark = text_find(key, text_of(">"))) < key.len && mark > 0 &&
				  key.ptr[mark - 1] != '@';)
			key = text_slice(key, mark + 1, key.len);
		js_split(key, &name, &rest);
		forced = arena_printf(reader->work, "%.*s\n%.*s", (int)name.len, name.ptr,
			(int)at->text.len, at->text.ptr);
		if (!forced)
			return err_nomem(err);
		if (keys_add(&reader->overrides, text_of(forced), &number, err) < 0 ||
			asks_force(&reader->asks, name, err) < 0)
			return -1;
	}
	return 0;
}

/* Changes of these change dependencies of packages that stay the same. */
static int read_checksum(struct reader *reader, const struct yaml *value, struct err *err)
{
	struct text sum;

	return scalar(&sum, reader, value, err) < 0 ? -1 : asks_mark(&reader->asks, sum, err);
}

static int read_small(struct reader *reader, const struct yaml_member *member, struct err *err)
{
	const struct yaml *value;

	arena_reset(reader->scratch);
	if (yaml_value(&reader->cursor, &value, reader->scratch, err) < 0 ||
		note_doubled(reader, value, err) < 0)
		return -1;
	if (text_is(member->key, "lockfileVersion"))
		return read_version(reader, value, err);
	if (text_is(member->key, "overrides"))
		return read_overrides(reader, value, err);
	if (text_is(member->key, "pnpmfileChecksum") ||
		text_is(member->key, "packageExtensionsChecksum"))
		return read_checksum(reader, value, err);
	if (text_is(member->key, "specifiers"))
		return read_specifiers(reader, value, text_of(""), err);
	for (size_t i = 0; i < BLOCKS; i++)
		if (text_is(member->key, blocks[i].key))
			return read_block(
				reader, value, text_of(""), blocks[i].flags, blocks[i].needed, err);
	return 0;
}

static int read_top(struct reader *reader, const struct yaml_member *member, struct err *err)
{
	bool is_map = member->type == YAML_MAP;

	if (member->duplicate &&
		lock_doubled(reader->lock, member->key, member->line, member->column, err) < 0)
		return -1;
	if (is_map && text_is(member->key, "packages"))
		return read_map(reader, read_package, err);
	if (is_map && text_is(member->key, "snapshots"))
		return read_map(reader, read_snapshot, err);
	if (is_map && text_is(member->key, "importers"))
		return read_map(reader, read_importer, err);
	return read_small(reader, member, err);
}

static int read_document(struct reader *reader, struct err *err)
{
	struct yaml_member member;
	bool more;

	if (yaml_enter(&reader->cursor, YAML_MAP, err) < 0)
		return -1;
	for (reader->version = 0;;) {
		if (yaml_next(&reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return reader->version ? 0
					       : js_error(reader->document, 1, 1, err,
							 "no lockfileVersion");
		if (read_top(reader, &member, err) < 0)
			return -1;
	}
}

static int read_file(struct reader *reader, struct err *err)
{
	static const struct yaml_options options = {.max_bytes = 1u << 30,
		.documents = true,
		.keep_duplicates = true,
		.kind = ERR_LOOK};
	struct yaml_member member;
	bool more;

	if (yaml_open(&reader->cursor, reader->document->content, reader->document->name, &options,
		    reader->document->arena, err) < 0 ||
		yaml_enter(&reader->cursor, YAML_LIST, err) < 0)
		return -1;
	for (;;) {
		if (yaml_next(&reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_document(reader, err) < 0)
			return -1;
	}
	if (yaml_end(&reader->cursor, err) < 0)
		return -1;
	reader->lock->has_edges = reader->lock->has_needs = true;
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
	keys_start(&reader->overrides, reader->work);
	done = reader->scratch && reader->work ? asks_start(&reader->asks, lock, reader->work, err)
					       : err_nomem(err);
	if (done == 0)
		done = read_file(reader, err);
	arena_free(reader->scratch);
	arena_free(reader->work);
	return done;
}

static const char *const globs[] = {"pnpm-lock.yaml", NULL};
static const char *const manifests[] = {"package.json", NULL};

extern const struct format format_pnpm_lock;

const struct format format_pnpm_lock = {.name = "pnpm-lock",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.manifests = manifests,
	.url_fits = js_url_fits,
	.shadow = asks_shadow};
