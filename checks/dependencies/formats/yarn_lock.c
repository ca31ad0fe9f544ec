/* SPDX-License-Identifier: Apache-2.0
 *
 * yarn.lock of yarn 1: for each group of ranges that were asked for, the version that stands for them.
 * yarn 2 and later use the same name for YAML with a member __metadata.
 */
#include <string.h>

#include "checks/dependencies/address.h"
#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_tree.h"
#include "checks/dependencies/formats/yarn1.h"

/* One entry while it is read. Its keys and asks are taken over at once; the rest when it ends. */
struct entry {
	bool open;
	uint32_t line, column;
	struct yarn_word *keys;
	size_t key_count;
	struct text version, resolved, integrity;
	struct npm_ask *asks;
	size_t ask_count, ask_capacity;
	struct keys seen; /* fields of the entry */
	struct keys in_block;
	bool in_dependencies;
	unsigned block; /* level of the open block's lines; 0: none */
};

struct reader {
	struct lock *lock;
	const struct document *document;
	struct npm_tree *tree;
	struct yarn_reader lines;
	struct entry entry;
	struct keys headers;
};

/* ---- where it comes from ---- */

static bool is_commit_archive(struct text url)
{
	size_t slash = url.len;

	while (slash > 0 && url.ptr[slash - 1] != '/')
		slash--;
	return is_commit_id(text_slice(url, slash, url.len)) &&
	       text_ends(text_slice(url, 0, slash), "/tar.gz/");
}

/* "URL#<SHA-1>". */
static int add_fragment(struct lock *lock, struct pin *pin, struct err *err)
{
	size_t hash = text_find(pin->source, text_of("#"));
	struct text fragment = text_slice(pin->source, hash + 1, pin->source.len);

	pin->source = text_slice(pin->source, 0, hash);
	return fragment.len ? pin_hex(lock, pin, DIGEST_SHA1, fragment, err) : 0;
}

static int add_digests(
	struct lock *lock, struct pin *pin, const struct entry *entry, struct err *err)
{
	if (pin->flags & PIN_VCS) {
		if (!is_commit_archive(pin->source))
			return js_commit(lock, pin, err);
		pin->artifact = text_slice(pin->source, pin->source.len - 40, pin->source.len);
		return pin_git(lock, pin, pin->artifact, err);
	}
	if (add_fragment(lock, pin, err) < 0)
		return -1;
	return entry->integrity.ptr ? pin_sri(lock, pin, entry->integrity, err) : 0;
}

/* "name@range", "alias@npm:name@range": what the package is really called, and what was asked for. */
static void split_key(struct text key, struct text *name, struct text *range)
{
	js_split(key, name, range);
	if (text_starts(*range, "npm:"))
		js_split(text_slice(*range, strlen("npm:"), range->len), name, range);
}

/* "file:packages/a", and no archive. */
static bool is_folder(struct text resolved)
{
	return js_is_local(resolved) && !text_ends(resolved, "gz") &&
	       text_find(resolved, text_of("#")) == resolved.len;
}

static uint32_t flags_of(const struct entry *entry, struct text range)
{
	if (!entry->resolved.len && (js_is_local(range) || range.len == 0))
		return PIN_LOCAL;
	if (is_folder(entry->resolved))
		return PIN_LOCAL;
	if (js_is_vcs(entry->resolved) || is_commit_archive(entry->resolved))
		return PIN_VCS;
	return PIN_MIXED;
}

/* ---- the end of an entry ---- */

static int add_pin(struct reader *reader, struct text name, struct text range,
	const struct yarn_word *key, struct err *err)
{
	struct entry *entry = &reader->entry;
	struct pin pin = {.name = name,
			   .version = entry->version,
			   .source = entry->resolved,
			   .flags = flags_of(entry, range),
			   .line = entry->line,
			   .column = key->column},
		   *added;

	if (lock_pin(reader->lock, &pin, &added, err) < 0 ||
		add_digests(reader->lock, added, entry, err) < 0 ||
		npm_tree_node(reader->tree, false, NULL, err) < 0)
		return -1;
	npm_tree_asks(reader->tree, entry->asks, entry->ask_count);
	return 0;
}

/* A pin for each name that the keys have: one, but for tampering. */
static int add_key(
	struct reader *reader, struct keys *names, const struct yarn_word *key, struct err *err)
{
	struct text name, range;
	uint32_t *number;

	split_key(key->text, &name, &range);
	if (name.len == 0)
		return js_error(reader->document, reader->entry.line, key->column, err,
			"the entry has no name");
	if (keys_add(names, name, &number, err) < 0)
		return -1;
	if (*number == 0) {
		if (add_pin(reader, name, range, key, err) < 0)
			return -1;
		*number = (uint32_t)reader->lock->pins.count;
	}
	return npm_tree_name(reader->tree, *number - 1, key->text, err);
}

static int end_entry(struct reader *reader, struct err *err)
{
	struct entry *entry = &reader->entry;
	struct keys names = {0};

	if (!entry->open)
		return 0;
	if (entry->version.len == 0)
		return js_error(reader->document, entry->line, entry->column, err,
			"the entry has no version");
	keys_start(&names, reader->document->arena);
	for (size_t i = 0; i < entry->key_count; i++)
		if (add_key(reader, &names, &entry->keys[i], err) < 0)
			return -1;
	return 0;
}

/* ---- lines ---- */

static int note(
	struct reader *reader, struct keys *seen, const struct yarn_word *word, struct err *err)
{
	uint32_t *number;

	if (keys_add(seen, word->text, &number, err) < 0)
		return -1;
	if ((*number)++ == 0)
		return 0;
	return lock_doubled(reader->lock, word->text, reader->lines.number, word->column, err);
}

static int start_entry(struct reader *reader, struct err *err)
{
	const struct yarn_line *line = &reader->lines.line;
	struct entry *entry = &reader->entry;
	struct keys seen = entry->seen, in_block = entry->in_block;

	if (end_entry(reader, err) < 0)
		return -1;
	if (!line->opens)
		return yarn_fail(&reader->lines, line->keys[0].column, "expected an entry", err);
	*entry = (struct entry){.open = true,
		.line = line->number,
		.column = line->keys[0].column,
		.key_count = line->key_count,
		.seen = seen,
		.in_block = in_block};
	keys_start(&entry->seen, reader->document->arena);
	entry->keys = arena_array(reader->document->arena, line->key_count, sizeof(*entry->keys));
	if (!entry->keys)
		return err_nomem(err);
	memcpy(entry->keys, line->keys, line->key_count * sizeof(*entry->keys));
	for (size_t i = 0; i < line->key_count; i++)
		if (note(reader, &reader->headers, &line->keys[i], err) < 0)
			return -1;
	return 0;
}

static int read_field(struct reader *reader, struct err *err)
{
	const struct yarn_line *line = &reader->lines.line;
	struct entry *entry = &reader->entry;
	const struct {
		const char *key;
		struct text *to;
	} fields[] = {{"version", &entry->version}, {"resolved", &entry->resolved},
		{"integrity", &entry->integrity}};
	struct text key = line->keys[0].text;

	if (note(reader, &entry->seen, &line->keys[0], err) < 0)
		return -1;
	entry->block = line->opens ? line->level + 1 : 0;
	entry->in_dependencies =
		text_is(key, "dependencies") || text_is(key, "optionalDependencies");
	keys_start(&entry->in_block, reader->document->arena);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!text_is(key, fields[i].key))
			continue;
		if (!line->has_value)
			return yarn_fail(
				&reader->lines, line->keys[0].column, "expected a value", err);
		*fields[i].to = line->value.text.len ? line->value.text : text_of("");
	}
	return 0;
}

static int read_ask(struct reader *reader, struct err *err)
{
	const struct yarn_line *line = &reader->lines.line;
	struct entry *entry = &reader->entry;
	struct npm_ask ask = npm_ask(line->keys[0].text, line->value.text, ASK_PLAIN);

	if (note(reader, &entry->in_block, &line->keys[0], err) < 0)
		return -1;
	if (!entry->in_dependencies)
		return 0;
	if (!line->has_value)
		return yarn_fail(&reader->lines, line->keys[0].column, "expected a version", err);
	if (arena_reserve(reader->document->arena, (void **)&entry->asks, &entry->ask_capacity,
		    entry->ask_count + 1, sizeof(*entry->asks)) < 0)
		return err_nomem(err);
	entry->asks[entry->ask_count++] = ask;
	return 0;
}

static int read_line(struct reader *reader, struct err *err)
{
	const struct yarn_line *line = &reader->lines.line;
	struct entry *entry = &reader->entry;

	if (line->level == 0)
		return start_entry(reader, err);
	if (!entry->open)
		return yarn_fail(&reader->lines, line->keys[0].column, "expected an entry", err);
	if (line->key_count != 1)
		return yarn_fail(&reader->lines, line->keys[1].column, "one word too many", err);
	if (line->level == 1)
		return read_field(reader, err);
	if (line->level != entry->block)
		return yarn_fail(&reader->lines, line->keys[0].column, "is indented too far", err);
	return read_ask(reader, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock, .document = document};
	bool more;

	if (npm_tree_new(&reader.tree, lock, document, err) < 0)
		return -1;
	keys_start(&reader.headers, document->arena);
	yarn_start(&reader.lines, document);
	for (;;) {
		if (yarn_next(&reader.lines, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_line(&reader, err) < 0)
			return -1;
	}
	if (end_entry(&reader, err) < 0)
		return -1;
	lock->has_edges = lock->open_roots = lock->lacks_scripts = true;
	reader.tree->by_range = reader.tree->has_plain_only = true;
	return 0;
}

static bool is(struct text path, struct text content)
{
	(void)path;
	return !text_starts(content, "__metadata:") &&
	       text_find(content, text_of("\n__metadata:")) == content.len;
}

static const char *const globs[] = {"yarn.lock", NULL};
static const char *const manifests[] = {"package.json", NULL};

extern const struct format format_yarn_lock;

const struct format format_yarn_lock = {.name = "yarn-lock",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.is = is,
	.plain = PLAIN_UTF8,
	.read = read,
	.link = npm_tree_link,
	.manifests = manifests,
	.find = npm_tree_find,
	.url_fits = js_url_fits,
	.ignores_orphans = true,
	.shadow = npm_tree_shadow};
