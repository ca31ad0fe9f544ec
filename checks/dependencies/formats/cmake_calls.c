/* SPDX-License-Identifier: Apache-2.0
 *
 * What CMake files fetch: FetchContent and ExternalProject (cmake-modules(7)), file(DOWNLOAD), CPM's packages, and vcpkg's
 * portfile functions. Variables that the same file sets before are followed; what else is in a URL is not known (fetch.h).
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/cmake_scan.h"
#include "checks/dependencies/formats/fetch.h"
#include "gate/base/buffer.h"
#include "gate/base/keys.h"

enum { LONGEST_VALUE = 512, MOST_URLS = 256, MOST_GUARDS = 1000 };

struct reading {
	struct lock *lock;
	const struct document *document;
	struct keys names;   /* 1 + index in values */
	struct text *values; /* .ptr NULL where it is not known */
	size_t count, capacity;
};

/* ---- variables ---- */

static int keep_value(struct reading *reading, struct text name, struct text value, struct err *err)
{
	uint32_t *number;
	struct text own = arena_text(reading->lock->arena, name);

	if (!own.ptr)
		return err_nomem(err);
	if (keys_add(&reading->names, own, &number, err) < 0)
		return -1;
	if (!*number) {
		if (arena_reserve(reading->lock->arena, (void **)&reading->values,
			    &reading->capacity, reading->count + 1, sizeof(*reading->values)) < 0)
			return err_nomem(err);
		*number = (uint32_t)++reading->count;
	}
	reading->values[*number - 1] = value;
	return 0;
}

static struct text value_of(const struct reading *reading, struct text name)
{
	const uint32_t *number = keys_find(&reading->names, name);

	return number && *number ? reading->values[*number - 1] : (struct text){NULL, 0};
}

/* A text with the values of its variables. */
struct value {
	struct text text;
	bool is_open; /* some are not known, and stand as written */
};

static void expand_into(
	const struct reading *reading, struct buffer *out, bool *is_open, struct text text)
{
	size_t at = 0;

	while (at < text.len) {
		struct text rest = text_slice(text, at, text.len);
		size_t open = text_find(rest, text_of("${")), close;
		struct text value;

		buffer_add(out, text_slice(rest, 0, open));
		if (open == rest.len)
			return;
		rest = text_slice(rest, open, rest.len);
		close = text_find(rest, text_of("}"));
		value = value_of(reading, text_slice(rest, 2, close));
		*is_open = *is_open || !value.ptr;
		buffer_add(out, value.ptr ? value : text_slice(rest, 0, close + 1));
		if (buffer_text(out).len > LONGEST_VALUE) {
			*is_open = true;
			return;
		}
		at += open + (close < rest.len ? close + 1 : rest.len);
	}
}

static int expand(const struct reading *reading, struct value *out,
	const struct cmake_argument *argument, struct err *err)
{
	struct buffer text = {0};
	char *copy;

	*out = (struct value){.text = argument->text};
	if (argument->is_raw || text_find(argument->text, text_of("$")) == argument->text.len)
		return 0;
	if (argument->text.len > LONGEST_VALUE) {
		out->is_open = true;
		return 0;
	}
	expand_into(reading, &text, &out->is_open, argument->text);
	if (!text.failed && buffer_text(&text).len > LONGEST_VALUE) {
		out->is_open = true;
		buffer_free(&text);
		return 0;
	}
	copy = text.failed ? NULL : arena_copy(reading->lock->arena, buffer_text(&text));
	buffer_free(&text);
	if (!copy)
		return err_nomem(err);
	out->text = text_of(copy);
	out->is_open = out->is_open || text_find(out->text, text_of("$")) < out->text.len;
	return 0;
}

/* set(NAME VALUE [CACHE …] [PARENT_SCOPE]); a list or an empty value is not followed. */
static int read_set(struct reading *reading, const struct cmake_command *command, struct err *err)
{
	const struct cmake_argument *arguments = command->arguments;
	bool is_one = command->count == 2 ||
		      (command->count > 2 && (text_is(arguments[2].text, "CACHE") ||
						     text_is(arguments[2].text, "PARENT_SCOPE")));
	struct value value = {.is_open = true};

	if (command->count == 0)
		return 0;
	if (is_one && expand(reading, &value, &arguments[1], err) < 0)
		return -1;
	if (value.is_open || value.text.len > LONGEST_VALUE)
		value.text = (struct text){NULL, 0};
	return keep_value(reading, arguments[0].text, value.text, err);
}

/* ---- arguments ---- */

/* The argument behind a keyword, from `from` on; NULL. To CMake a keyword in quotes is one too. */
static const struct cmake_argument *behind(
	const struct cmake_command *command, size_t from, const char *keyword)
{
	for (size_t i = from; i + 1 < command->count; i++)
		if (text_is(command->arguments[i].text, keyword))
			return &command->arguments[i + 1];
	return NULL;
}

static int value_behind(const struct reading *reading, struct value *out,
	const struct cmake_command *command, size_t from, const char *keyword, struct err *err)
{
	const struct cmake_argument *argument = behind(command, from, keyword);

	*out = (struct value){.text = {"", 0}};
	return argument ? expand(reading, out, argument, err) : 0;
}

static bool is_keyword(const struct cmake_argument *argument)
{
	if (argument->text.len < 2)
		return false;
	for (size_t i = 0; i < argument->text.len; i++)
		if (!isupper((unsigned char)argument->text.ptr[i]) &&
			!isdigit((unsigned char)argument->text.ptr[i]) &&
			argument->text.ptr[i] != '_')
			return false;
	return true;
}

static void start(struct fetch *fetch, const struct cmake_argument *at, struct text name)
{
	*fetch = (struct fetch){.name = name, .line = at->line, .column = at->column};
}

/* ---- archives ---- */

enum hash_syntax { HASH_TAGGED, HASH_MD5, HASH_SHA512 };

struct hash {
	const char *keyword;
	enum hash_syntax syntax;
};

static int add_hash(struct reading *reading, struct pin *pin, enum hash_syntax syntax,
	struct text text, struct err *err)
{
	if (syntax == HASH_TAGGED)
		return pin_tagged(reading->lock, pin, text, err);
	return pin_hex(
		reading->lock, pin, syntax == HASH_MD5 ? DIGEST_MD5 : DIGEST_SHA512, text, err);
}

/* One that is only known when the build runs is none. */
static int add_hashes(struct reading *reading, struct pin *pin, const struct cmake_command *command,
	struct err *err)
{
	static const struct hash hashes[] = {{"URL_HASH", HASH_TAGGED},
		{"EXPECTED_HASH", HASH_TAGGED}, {"URL_MD5", HASH_MD5}, {"EXPECTED_MD5", HASH_MD5},
		{"SHA512", HASH_SHA512}};

	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		struct value value;

		if (value_behind(reading, &value, command, 1, hashes[i].keyword, err) < 0)
			return -1;
		if (value.text.len && !value.is_open &&
			add_hash(reading, pin, hashes[i].syntax, value.text, err) < 0)
			return -1;
	}
	return 0;
}

static int add_archive(struct reading *reading, struct fetch *fetch,
	const struct cmake_command *command, const struct cmake_argument *url, struct err *err)
{
	struct value value;
	struct pin *pin;

	if (expand(reading, &value, url, err) < 0)
		return -1;
	fetch->url = value.text;
	fetch->is_open = value.is_open;
	if (fetch_archive(reading->lock, fetch, &pin, err) < 0)
		return -1;
	return add_hashes(reading, pin, command, err);
}

/* All that stand behind a keyword, up to the next keyword. */
static int add_archives(struct reading *reading, struct fetch *fetch,
	const struct cmake_command *command, const char *keyword, struct err *err)
{
	const struct cmake_argument *first = behind(command, 1, keyword);
	size_t count = 0, most = first ? command->count - (size_t)(first - command->arguments) : 0;

	while (count < most && !is_keyword(&first[count]))
		count++;
	if (count > MOST_URLS)
		return document_error(reading->document, first->line, first->column, err,
			"more than %d URLs", MOST_URLS);
	for (size_t i = 0; i < count; i++)
		if (add_archive(reading, fetch, command, &first[i], err) < 0)
			return -1;
	return 0;
}

/* TLS_VERIFY OFF of one fetch. */
static int add_guard(struct reading *reading, const struct cmake_command *command, struct text name,
	struct err *err)
{
	static const char *const off[] = {"OFF", "FALSE", "NO", "0", "N"};
	const struct cmake_argument *at = behind(command, 1, "TLS_VERIFY");
	struct setting setting = {.kind = SETTING_GUARD, .strength = 1, .usual = 1};
	char *own;

	if (!at)
		return 0;
	if (reading->lock->settings.count == MOST_GUARDS)
		return document_error(reading->document, at->line, at->column, err,
			"more than %d TLS_VERIFY", MOST_GUARDS);
	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		if (text_is_nocase(at->text, off[i]))
			setting.strength = 0;
	own = arena_printf(reading->lock->arena, "TLS_VERIFY of %.*s", (int)name.len, name.ptr);
	if (!own)
		return err_nomem(err);
	setting.name = text_of(own);
	setting.value = at->text;
	setting.line = at->line;
	setting.column = at->column;
	return lock_setting(reading->lock, &setting, err);
}

/* ---- repositories ---- */

static int add_repository(struct reading *reading, struct fetch *fetch,
	const struct cmake_command *command, const struct value *url, struct err *err)
{
	struct value tag;

	if (value_behind(reading, &tag, command, 0, "GIT_TAG", err) < 0)
		return -1;
	fetch->url = url->text;
	fetch->version = tag.text;
	fetch->is_open = tag.is_open;
	return fetch_repository(reading->lock, fetch, err);
}

/* FetchContent_Declare(NAME …), FetchContent_Populate(NAME …), ExternalProject_Add(NAME …) */
static int read_declared(
	struct reading *reading, const struct cmake_command *command, struct err *err)
{
	struct value name, url;
	struct fetch fetch;

	if (command->count == 0)
		return 0;
	if (expand(reading, &name, &command->arguments[0], err) < 0 ||
		value_behind(reading, &url, command, 1, "GIT_REPOSITORY", err) < 0 ||
		add_guard(reading, command, name.text, err) < 0)
		return -1;
	start(&fetch, &command->arguments[0], name.text);
	if (url.text.len)
		return add_repository(reading, &fetch, command, &url, err);
	return add_archives(reading, &fetch, command, "URL", err);
}

/* file(DOWNLOAD URL [FILE] …), called after its file. */
static int read_file_command(
	struct reading *reading, const struct cmake_command *command, struct err *err)
{
	struct fetch fetch;
	struct value name;

	if (command->count < 2 || !text_is(command->arguments[0].text, "DOWNLOAD"))
		return 0;
	if (expand(reading, &name,
		    &command->arguments[command->count > 2 && !is_keyword(&command->arguments[2])
						? 2
						: 1],
		    err) < 0 ||
		add_guard(reading, command, name.text, err) < 0)
		return -1;
	start(&fetch, &command->arguments[0], name.text);
	return add_archive(reading, &fetch, command, &command->arguments[1], err);
}

/* ---- CPM ---- */

struct forge {
	const char *keyword, *short_name, *address;
};

static const struct forge forges[] = {{"GITHUB_REPOSITORY", "gh:", "https://github.com/"},
	{"GITLAB_REPOSITORY", "gl:", "https://gitlab.com/"},
	{"BITBUCKET_REPOSITORY", "bb:", "https://bitbucket.org/"}};

enum { FORGE_COUNT = sizeof(forges) / sizeof(forges[0]) };

static int join(struct reading *reading, struct text *out, const char *front, struct text back,
	struct err *err)
{
	char *both = arena_printf(reading->lock->arena, "%s%.*s", front, (int)back.len, back.ptr);

	if (!both)
		return err_nomem(err);
	*out = text_of(both);
	return 0;
}

/* The ref behind "#", or that of the version behind "@": tag v1.2.3. */
static int split_short(struct reading *reading, struct fetch *fetch, struct text rest,
	struct text *path, struct err *err)
{
	size_t hash = text_find(rest, text_of("#")), at = text_find(rest, text_of("@"));

	*path = text_slice(rest, 0, hash < at ? hash : at);
	if (hash < rest.len) {
		size_t end = at > hash ? at : rest.len;

		fetch->version = text_slice(rest, hash + 1, end);
		return 0;
	}
	fetch->version = text_of("");
	return at < rest.len ? join(reading, &fetch->version, "v",
				       text_slice(rest, at + 1, rest.len), err)
			     : 0;
}

/* "gh:owner/name@1.2.3", "https://host/x.zip#MD5=…" is left to URL. */
static int read_short(
	struct reading *reading, struct fetch *fetch, const struct value *value, struct err *err)
{
	for (size_t i = 0; i < FORGE_COUNT; i++) {
		struct text rest = text_slice(
				    value->text, strlen(forges[i].short_name), value->text.len),
			    path;

		if (!text_starts(value->text, forges[i].short_name))
			continue;
		if (split_short(reading, fetch, rest, &path, err) < 0)
			return -1;
		fetch->name = path;
		fetch->is_open = value->is_open;
		return join(reading, &fetch->url, forges[i].address, path, err) < 0
			       ? -1
			       : fetch_repository(reading->lock, fetch, err);
	}
	if (text_find(value->text, text_of("://")) == value->text.len)
		return 0;
	if (split_short(reading, fetch, value->text, &fetch->url, err) < 0)
		return -1;
	fetch->name = fetch->url;
	fetch->is_open = value->is_open;
	return fetch_repository(reading->lock, fetch, err);
}

/* The repository that the keywords name, "" where none does. */
static int forge_url(struct reading *reading, struct value *out,
	const struct cmake_command *command, struct err *err)
{
	if (value_behind(reading, out, command, 0, "GIT_REPOSITORY", err) < 0)
		return -1;
	for (size_t i = 0; out->text.len == 0 && i < FORGE_COUNT; i++) {
		if (value_behind(reading, out, command, 0, forges[i].keyword, err) < 0)
			return -1;
		if (out->text.len &&
			join(reading, &out->text, forges[i].address, out->text, err) < 0)
			return -1;
	}
	return 0;
}

static int add_package(struct reading *reading, struct fetch *fetch,
	const struct cmake_command *command, const struct value *url, struct err *err)
{
	struct value version;

	if (behind(command, 0, "GIT_TAG"))
		return add_repository(reading, fetch, command, url, err);
	if (value_behind(reading, &version, command, 0, "VERSION", err) < 0)
		return -1;
	fetch->url = url->text;
	fetch->is_open = version.is_open;
	if (version.text.len && join(reading, &fetch->version, "v", version.text, err) < 0)
		return -1;
	return fetch_repository(reading->lock, fetch, err);
}

/* "gh:owner/name@1.2.3", behind URI or alone; "" where there is none. */
static int cpm_short(struct reading *reading, struct value *out,
	const struct cmake_command *command, struct err *err)
{
	if (value_behind(reading, out, command, 0, "URI", err) < 0)
		return -1;
	return out->text.len == 0 && command->count == 1
		       ? expand(reading, out, &command->arguments[0], err)
		       : 0;
}

/* CPMAddPackage(NAME … VERSION … GITHUB_REPOSITORY …), CPMAddPackage("gh:owner/name@1.2.3"). */
static int read_cpm(struct reading *reading, const struct cmake_command *command, struct err *err)
{
	struct value name, url, one;
	struct fetch fetch;

	if (command->count == 0)
		return 0;
	start(&fetch, &command->arguments[0], text_of(""));
	if (cpm_short(reading, &one, command, err) < 0)
		return -1;
	if (one.text.len)
		return read_short(reading, &fetch, &one, err);
	if (value_behind(reading, &name, command, 0, "NAME", err) < 0 ||
		forge_url(reading, &url, command, err) < 0)
		return -1;
	fetch.name = name.text.len ? name.text : url.text;
	if (url.text.len)
		return add_package(reading, &fetch, command, &url, err);
	return add_archives(reading, &fetch, command, "URL", err);
}

/* ---- vcpkg ---- */

/* vcpkg_from_github(… REPO owner/name REF v1 SHA512 …): an archive of a ref. */
static int read_vcpkg_forge(
	struct reading *reading, const struct cmake_command *command, struct err *err)
{
	struct value repository, ref;
	struct fetch fetch;
	struct pin *pin;

	if (value_behind(reading, &repository, command, 0, "REPO", err) < 0 ||
		value_behind(reading, &ref, command, 0, "REF", err) < 0)
		return -1;
	start(&fetch, &(struct cmake_argument){.line = command->line, .column = command->column},
		repository.text);
	fetch.version = ref.text;
	fetch.is_open = ref.is_open || repository.is_open;
	if (fetch_archive(reading->lock, &fetch, &pin, err) < 0)
		return -1;
	return add_hashes(reading, pin, command, err);
}

/* vcpkg_from_git(… URL … REF commit) */
static int read_vcpkg_git(
	struct reading *reading, const struct cmake_command *command, struct err *err)
{
	struct value url, ref;
	struct fetch fetch;

	if (value_behind(reading, &url, command, 0, "URL", err) < 0 ||
		value_behind(reading, &ref, command, 0, "REF", err) < 0)
		return -1;
	start(&fetch, &(struct cmake_argument){.line = command->line, .column = command->column},
		url.text);
	fetch.url = url.text;
	fetch.version = ref.text;
	fetch.is_open = ref.is_open;
	return fetch_repository(reading->lock, &fetch, err);
}

/* vcpkg_download_distfile(OUT URLS … FILENAME … SHA512 …) */
static int read_vcpkg_file(
	struct reading *reading, const struct cmake_command *command, struct err *err)
{
	struct value name;
	struct fetch fetch;

	if (value_behind(reading, &name, command, 1, "FILENAME", err) < 0)
		return -1;
	start(&fetch, &(struct cmake_argument){.line = command->line, .column = command->column},
		name.text);
	return add_archives(reading, &fetch, command, "URLS", err);
}

/* ---- the whole ---- */

static const struct fetcher {
	const char *name;
	int (*read)(struct reading *, const struct cmake_command *, struct err *);
} fetchers[] = {{"set", read_set}, {"file", read_file_command},
	{"FetchContent_Declare", read_declared}, {"FetchContent_Populate", read_declared},
	{"ExternalProject_Add", read_declared}, {"CPMAddPackage", read_cpm},
	{"CPMFindPackage", read_cpm}, {"CPMDeclarePackage", read_cpm},
	{"vcpkg_from_github", read_vcpkg_forge}, {"vcpkg_from_gitlab", read_vcpkg_forge},
	{"vcpkg_from_bitbucket", read_vcpkg_forge}, {"vcpkg_from_sourceforge", read_vcpkg_forge},
	{"vcpkg_from_git", read_vcpkg_git}, {"vcpkg_download_distfile", read_vcpkg_file}};

static const struct fetcher *fetcher_named(struct text name)
{
	for (size_t i = 0; i < sizeof(fetchers) / sizeof(fetchers[0]); i++)
		if (text_is_nocase(name, fetchers[i].name))
			return &fetchers[i];
	return NULL;
}

static bool wants(struct text name)
{
	return fetcher_named(name) != NULL;
}

static int read_command(void *closure, const struct cmake_command *command, struct err *err)
{
	return fetcher_named(command->name)->read(closure, command, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document};
	const struct cmake_visitor visitor = {&reading, wants, read_command};

	keys_start(&reading.names, lock->arena);
	return cmake_scan(document, &visitor, err);
}

static const char *const globs[] = {"CMakeLists.txt", "*.cmake", NULL};

extern const struct format format_cmake_calls;

const struct format format_cmake_calls = {.name = "cmake",
	.ecosystem = "cmake",
	.globs = globs,
	.domain = DOMAIN_FILE,
	.plain = PLAIN_BYTES,
	.read = read};
