/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/js.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "checks/dependencies/address.h"
#include "checks/dependencies/semver.h"

const struct json_options js_options = {.keep_duplicates = true};

int js_error(const struct document *document, uint32_t line, uint32_t column, struct err *err,
	const char *what, ...)
{
	char text[256];
	va_list arguments;

	va_start(arguments, what);
	vsnprintf(text, sizeof(text), what, arguments);
	va_end(arguments);
	return err_set(err, ERR_LOOK, "%s:%u:%u: %s", document->name, line, column, text);
}

int js_keep(struct text *text, const struct document *document, struct err *err)
{
	uintptr_t at = (uintptr_t)text->ptr, start = (uintptr_t)document->content.ptr;

	if (text->len == 0 || (at >= start && at < start + document->content.len))
		return 0;
	*text = arena_text(document->arena, *text);
	return text->ptr ? 0 : err_nomem(err);
}

const struct json *js_member(const struct json *object, const char *key)
{
	const struct json *last = NULL;
	const struct text wanted = text_of(key);

	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (const struct json *member = object->child; member; member = member->next)
		if (text_equal(member->key, wanted))
			last = member;
	return last;
}

int js_string(struct text *out, const struct json *object, const char *key,
	const struct document *document, struct err *err)
{
	const struct json *member = js_member(object, key);

	*out = text_of("");
	if (!member || member->type == JSON_NULL || member->type == JSON_FALSE)
		return 0;
	if (member->type != JSON_STRING)
		return js_error(
			document, member->line, member->column, err, "%s is no string", key);
	*out = member->text;
	return js_keep(out, document, err);
}

int js_object(const struct json **out, const struct json *object, const char *key,
	const struct document *document, struct err *err)
{
	const struct json *member = js_member(object, key);

	*out = NULL;
	if (!member || member->type == JSON_NULL)
		return 0;
	if (member->type != JSON_OBJECT)
		return js_error(
			document, member->line, member->column, err, "%s is no object", key);
	*out = member;
	return 0;
}

bool js_is_true(const struct json *object, const char *key)
{
	const struct json *member = js_member(object, key);

	return member && member->type == JSON_TRUE;
}

/* As deep as JSON may be nested: JSON_DEEPEST. */
int js_doubled(struct lock *lock, const struct json *tree, const struct document *document,
	struct err *err)
{
	for (const struct json *member = tree ? tree->child : NULL; member; member = member->next) {
		struct text key = member->key;

		if (member->duplicate && (js_keep(&key, document, err) < 0 ||
						 lock_doubled(lock, key, member->key_line,
							 member->key_column, err) < 0))
			return -1;
		if (member->child && js_doubled(lock, member, document, err) < 0)
			return -1;
	}
	return 0;
}

bool js_is_local(struct text range)
{
	switch (range.len ? range.ptr[0] : '\0') {
	case 'f':
		return text_starts(range, "file:");
	case 'l':
		return text_starts(range, "link:");
	case 'w':
		return text_starts(range, "workspace:");
	case 'p':
		return text_starts(range, "portal:");
	case '.':
		return text_is(range, ".") || text_is(range, "..") || text_starts(range, "./") ||
		       text_starts(range, "../");
	case '~':
		return text_starts(range, "~/");
	default:
		return range.len && range.ptr[0] == '/';
	}
}

/* "owner/name" and "owner/name#ref". */
static bool is_short_hand(struct text range)
{
	size_t slash = text_find(range, text_of("/")), hash = text_find(range, text_of("#"));

	return slash > 0 && slash < hash && range.ptr[0] != '@' && range.ptr[0] != '.' &&
	       text_find(range, text_of(":")) == range.len;
}

bool js_is_vcs(struct text range)
{
	static const char *const prefixes[] = {
		"git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "gist:", "ssh:", NULL};
	size_t hash = text_find(range, text_of("#"));

	for (size_t i = 0; prefixes[i]; i++)
		if (text_starts(range, prefixes[i]))
			return true;
	return is_short_hand(range) || text_ends(text_slice(range, 0, hash), ".git");
}

/* ---- needs ---- */

struct block {
	const char *key;
	uint32_t flags;
};

static int add_need(struct lock *lock, const struct json *member, struct text place, uint32_t flags,
	const struct document *document, struct err *err)
{
	struct need need = {.name = member->key,
		.range = member->text,
		.place = place,
		.flags = flags,
		.line = member->key_line,
		.column = member->key_column};

	if (member->type != JSON_STRING)
		return js_error(document, member->line, member->column, err,
			"the version that is asked for is no string");
	if (js_is_local(need.range))
		need.flags |= NEED_LOCAL;
	if (js_keep(&need.name, document, err) < 0 || js_keep(&need.range, document, err) < 0)
		return -1;
	return lock_need(lock, &need, err);
}

/* The names among the optional ones, for quick look-up. */
static int collect(struct keys *names, const struct json *block, struct err *err)
{
	uint32_t *number;

	for (const struct json *member = block ? block->child : NULL; member; member = member->next)
		if (keys_add(names, member->key, &number, err) < 0)
			return -1;
	return 0;
}

int js_needs(struct lock *lock, const struct json *package, struct text place,
	const struct document *document, struct err *err)
{
	static const struct block blocks[] = {{"optionalDependencies", NEED_OPTIONAL},
		{"dependencies", 0}, {"devDependencies", NEED_DEV},
		{"peerDependencies", NEED_PEER}};
	struct keys optional = {0};
	const struct json *block;

	keys_start(&optional, document->arena);
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (js_object(&block, package, blocks[i].key, document, err) < 0)
			return -1;
		if (i == 0 && collect(&optional, block, err) < 0)
			return -1;
		for (const struct json *member = block ? block->child : NULL; member;
			member = member->next)
			if (!(i == 1 && keys_find(&optional, member->key)) &&
				add_need(lock, member, place, blocks[i].flags, document, err) < 0)
				return -1;
	}
	return 0;
}

/* ---- workspaces ---- */

static struct text plain_folder(struct text glob)
{
	if (text_starts(glob, "./"))
		glob = text_slice(glob, 2, glob.len);
	while (glob.len > 1 && glob.ptr[glob.len - 1] == '/')
		glob.len--;
	return glob;
}

static int workspace_list(const struct json **out, const struct json *package,
	const struct document *document, struct err *err)
{
	const struct json *list = js_member(package, "workspaces");

	if (list && list->type == JSON_OBJECT)
		list = js_member(list, "packages");
	*out = list && list->type != JSON_NULL ? list : NULL;
	if (*out && (*out)->type != JSON_ARRAY)
		return js_error(document, list->line, list->column, err, "workspaces is no list");
	return 0;
}

int js_workspaces(struct lock *lock, const struct json *package, const struct document *document,
	struct err *err)
{
	const struct json *list;

	if (workspace_list(&list, package, document, err) < 0)
		return -1;
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct text glob = plain_folder(item->text);

		if (item->type != JSON_STRING)
			return js_error(
				document, item->line, item->column, err, "the folder is no string");
		if (js_keep(&glob, document, err) < 0 || lock_workspace(lock, glob, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- URLs ---- */

/* Equal, but that either may have "%2f" or "%40" for what the other has plainly. */
static bool same_encoded(struct text a, struct text b)
{
	size_t i = 0;

	for (size_t j = 0; j < b.len; i++) {
		bool encoded = a.len - i >= 3 && a.ptr[i] == '%';
		char byte = i < a.len ? a.ptr[i] : '\0';

		if (encoded && strncasecmp(a.ptr + i, "%2f", 3) == 0)
			byte = '/', i += 2;
		else if (encoded && strncasecmp(a.ptr + i, "%40", 3) == 0)
			byte = '@', i += 2;
		if (i >= a.len || byte != b.ptr[j++])
			return false;
	}
	return i == a.len;
}

static size_t find_last(struct text text, const char *needle)
{
	size_t len = strlen(needle);

	for (size_t at = text.len; at-- > 0;)
		if (text.len - at >= len && memcmp(text.ptr + at, needle, len) == 0)
			return at;
	return text.len;
}

/* The last part of a path, or the last two where the first of them is a scope. */
static struct text name_in(struct text path)
{
	size_t last = find_last(path, "/"), before;
	struct text own = last < path.len ? text_slice(path, last + 1, path.len) : path;

	before = find_last(text_slice(path, 0, last), "/");
	if (last < path.len && before < last && path.ptr[before + 1] == '@')
		own = text_slice(path, before + 1, path.len);
	return own;
}

static struct text base_of(struct text name)
{
	size_t slash = text_find(name, text_of("/"));

	return name.len && name.ptr[0] == '@' ? text_slice(name, slash + 1, name.len) : name;
}

/* "BASE-VERSION.tgz". Build metadata of a version is not part of the file's name everywhere. */
static bool file_fits(struct text file, const struct pin *pin)
{
	struct text base = base_of(pin->name), version = pin->version, rest;
	size_t plus = text_find(version, text_of("+"));

	if (text_starts(file, "@"))
		file = base_of(file);
	if (file.len <= base.len || memcmp(file.ptr, base.ptr, base.len) != 0 ||
		file.ptr[base.len] != '-')
		return false;
	rest = text_slice(file, base.len + 1, file.len - strlen(".tgz"));
	return version.len == 0 || same_encoded(rest, version) ||
	       same_encoded(rest, text_slice(version, 0, plus));
}

bool js_url_fits(const struct pin *pin)
{
	struct address address;
	size_t mark;
	struct text name, file;

	if (pin->flags & (PIN_VCS | PIN_LOCAL) || !address_parse(&address, pin->source))
		return true;
	mark = find_last(address.path, "/-/");
	if (mark == address.path.len || !text_ends(address.path, ".tgz"))
		return true;
	name = name_in(text_slice(address.path, 0, mark));
	file = text_slice(address.path, mark + strlen("/-/"), address.path.len);
	if (text_find(file, text_of("/")) < file.len && !text_starts(file, "@"))
		return true; /* another layout */
	return same_encoded(name, pin->name) && file_fits(file, pin);
}

int js_commit(struct lock *lock, struct pin *pin, struct err *err)
{
	size_t hash = find_last(pin->source, "#");
	struct text commit = text_slice(pin->source, hash + 1, pin->source.len);
	size_t equals = text_find(commit, text_of("commit="));

	if (equals < commit.len)
		commit = text_slice(commit, equals + strlen("commit="), commit.len);
	commit = text_slice(commit, 0, text_find(commit, text_of("&")));
	if (!is_commit_id(commit))
		return 0;
	pin->artifact = commit;
	return pin_git(lock, pin, commit, err);
}

/* npm takes it for a tag's name: of that any version may be. What can be none either it refuses. */
static bool is_tag(struct text range)
{
	for (size_t i = 0; i < range.len; i++)
		if (!strchr("0123456789.xX", range.ptr[i]))
			return false;
	return !semver_is_range(range);
}

bool js_range_excludes(struct text range, struct text version)
{
	for (size_t i = 0; i < range.len; i++)
		if (!strchr("0123456789.^~<>=|*xX ", range.ptr[i]) || range.ptr[i] == '\0')
			return false;
	return text_find(version, text_of("-")) == version.len && version.len &&
	       !semver_satisfies(range, version) && !is_tag(range);
}

int js_implied_registry(struct lock *lock, struct err *err)
{
	static const struct setting usual = {.kind = SETTING_HOST,
		.name = {"usual registry", 14},
		.value = {"https://usual-registry.invalid/", 31}};

	for (size_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];

		if (pin->source.len == 0 && pin->digest_count &&
			!(pin->flags & (PIN_LOCAL | PIN_VCS | PIN_PROJECT)))
			return lock_setting(lock, &usual, err);
	}
	return 0;
}

void js_split(struct text spec, struct text *name, struct text *rest)
{
	size_t at = spec.len ? 1 + text_find(text_slice(spec, 1, spec.len), text_of("@")) : 0;

	*name = text_slice(spec, 0, at);
	*rest = text_slice(spec, at + 1, spec.len);
}

struct text js_overridden_name(struct text key)
{
	struct text name, rest;

	for (size_t at; (at = text_find(key, text_of(">"))) < key.len;)
		key = text_slice(key, at + 1, key.len);
	for (size_t at = key.len; at-- > 0;)
		if (key.ptr[at] == '/') {
			size_t from = at;

			while (from > 0 && key.ptr[from - 1] != '/')
				from--;
			key = text_slice(key, key.ptr[from] == '@' ? from : at + 1, key.len);
			break;
		}
	js_split(key, &name, &rest);
	return name;
}
