/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/archive_kinds.h"

#include <string.h>

#include "checks/dependencies/subjects.h"

static struct text name_of(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

/* Without scope: "@s/n" is "n". */
static struct text plain_name(struct text name)
{
	return name_of(name);
}

/* "name-version" + suffix */
static bool is_joined(struct text file, struct text name, struct text version, const char *suffix)
{
	size_t len = strlen(suffix);

	return name.len && version.len && file.len == name.len + 1 + version.len + len &&
	       memcmp(file.ptr, name.ptr, name.len) == 0 && file.ptr[name.len] == '-' &&
	       memcmp(file.ptr + name.len + 1, version.ptr, version.len) == 0 &&
	       text_ends(file, suffix);
}

static void add_name(struct archived_names *names, struct text name)
{
	names->failed = names->failed ||
			arena_reserve(names->arena, (void **)&names->items, &names->capacity,
				names->count + 1, sizeof(*names->items)) < 0;
	if (!names->failed)
		names->items[names->count++] = name;
}

/* ptr NULL: out of memory. */
static void add_made(struct archived_names *names, struct text made)
{
	names->failed = names->failed || !made.ptr;
	add_name(names, made);
}

static void add_joined(
	struct archived_names *names, struct text name, struct text version, const char *suffix)
{
	add_made(names, arena_textf(names->arena, "%.*s-%.*s%s", (int)name.len, name.ptr,
				(int)version.len, version.ptr, suffix));
}

static void add_file_name(struct archived_names *names, struct text path)
{
	add_name(names, name_of(path));
}

/* ---- npm and its like ---- */

/* The file that "file:x.tgz" or "https://host/x.tgz#hash" names. */
static struct text last_of(struct text source)
{
	source = text_slice(source, 0, text_find(source, text_of("#")));
	source = text_slice(source, 0, text_find(source, text_of("?")));
	return name_of(source);
}

/* "@scope-name-1.0.0.tgz": yarn's offline mirror. */
static bool is_scoped(struct text file, const struct pin *pin)
{
	size_t slash = text_find(pin->name, text_of("/"));
	struct text scope = text_slice(pin->name, 0, slash);

	return slash < pin->name.len && file.len > scope.len && file.ptr[scope.len] == '-' &&
	       memcmp(file.ptr, scope.ptr, scope.len) == 0 &&
	       is_joined(text_slice(file, scope.len + 1, file.len), plain_name(pin->name),
		       pin->version, ".tgz");
}

/* The file that "file:../x.tgz#hash" of a lock in that folder names. */
static bool is_file_source(struct text source, struct text folder, struct text path)
{
	source = text_slice(source, 0, text_find(source, text_of("#")));
	while (text_starts(source, "./") || text_starts(source, "../")) {
		if (source.ptr[1] == '.') {
			if (!folder.len)
				return false; /* outside of the repository */
			folder = folder_of(text_slice(folder, 0, folder.len - 1));
		}
		source = text_slice(source, source.ptr[1] == '.' ? 3 : 2, source.len);
	}
	return path.len == folder.len + source.len &&
	       text_equal(text_slice(path, folder.len, path.len), source) &&
	       text_equal(text_slice(path, 0, folder.len), folder);
}

static bool is_npm(const struct pin *pin, struct text lock_folder, struct text path)
{
	struct text file = name_of(path);

	if (text_starts(pin->source, "file:"))
		return is_file_source(text_slice(pin->source, strlen("file:"), pin->source.len),
			lock_folder, path);
	if (is_scoped(file, pin))
		return true;
	return pin->name.ptr && !memchr(pin->name.ptr, '/', pin->name.len) &&
	       (is_joined(file, pin->name, pin->version, ".tgz") ||
		       text_equal(last_of(pin->source), file));
}

/* The file's name in "file:../x.tgz#hash". */
static struct text name_of_file_source(struct text source)
{
	source = text_slice(source, strlen("file:"), text_find(source, text_of("#")));
	return name_of(source);
}

static void add_scoped(struct archived_names *names, const struct pin *pin, struct text scope)
{
	struct text plain = plain_name(pin->name);

	add_made(
		names, arena_textf(names->arena, "%.*s-%.*s-%.*s.tgz", (int)scope.len, scope.ptr,
			       (int)plain.len, plain.ptr, (int)pin->version.len, pin->version.ptr));
}

static void add_npm(struct archived_names *names, const struct pin *pin)
{
	size_t slash = text_find(pin->name, text_of("/"));

	if (text_starts(pin->source, "file:")) {
		add_name(names, name_of_file_source(pin->source));
	} else if (slash < pin->name.len) {
		add_scoped(names, pin, text_slice(pin->name, 0, slash));
	} else {
		add_joined(names, pin->name, pin->version, ".tgz");
		add_name(names, last_of(pin->source));
	}
}

/* ---- Python ---- */

static bool is_separator(char byte)
{
	return byte == '-' || byte == '_' || byte == '.';
}

/* Takes the next letter off, in lower case; '-' for a run of separators; NUL at the end. */
static char next_letter(struct text *rest)
{
	char letter = rest->len ? rest->ptr[0] : '\0';
	bool is_run = is_separator(letter);

	do
		*rest = text_slice(*rest, 1, rest->len);
	while (is_run && rest->len && is_separator(rest->ptr[0]));
	if (is_run)
		return '-';
	return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* PEP 503 and PEP 427: runs of "-", "_" and "." are the same, and case plays no part. */
static bool same_python_name(struct text a, struct text b)
{
	while (a.len && b.len)
		if (next_letter(&a) != next_letter(&b))
			return false;
	return !a.len && !b.len;
}

/* "name-version-…" or "name-version.tar.gz" */
static bool is_version_behind(struct text file, size_t dash, struct text version)
{
	struct text rest = text_slice(file, dash + 1, file.len);

	return version.len && rest.len > version.len &&
	       memcmp(rest.ptr, version.ptr, version.len) == 0 &&
	       (rest.ptr[version.len] == '-' || rest.ptr[version.len] == '.');
}

static bool is_python(const struct pin *pin, struct text lock_folder, struct text path)
{
	struct text file = name_of(path), version = pin->version;

	(void)lock_folder;
	if (pin->artifact.len)
		return text_equal(name_of(pin->artifact), file);
	if (text_starts(version, "=="))
		version = text_trim(text_slice(version, 2, version.len));
	for (size_t i = 1; i < file.len; i++)
		if (file.ptr[i] == '-' && is_version_behind(file, i, version) &&
			same_python_name(text_slice(file, 0, i), pin->name))
			return true;
	return false;
}

/* As next_letter has it, so that those that are the same have the same bytes. */
static void add_python_name(struct archived_names *names, struct text name)
{
	char *out = arena_copy(names->arena, name);
	size_t len = 0;

	while (out && name.len)
		out[len++] = next_letter(&name);
	add_made(names, (struct text){out, len});
}

static void add_python(struct archived_names *names, const struct pin *pin)
{
	if (pin->artifact.len)
		add_name(names, name_of(pin->artifact));
	else
		add_python_name(names, pin->name);
}

/* Of each name that what stands before a dash may be. */
static void add_python_file(struct archived_names *names, struct text path)
{
	struct text file = name_of(path);

	add_name(names, file);
	for (size_t i = 1; i < file.len; i++)
		if (file.ptr[i] == '-')
			add_python_name(names, text_slice(file, 0, i));
}

/* ---- crates ---- */

static bool is_crate(const struct pin *pin, struct text lock_folder, struct text path)
{
	(void)lock_folder;
	return is_joined(name_of(path), pin->name, pin->version, ".crate");
}

static void add_crate(struct archived_names *names, const struct pin *pin)
{
	add_joined(names, pin->name, pin->version, ".crate");
}

/* ---- the table ---- */

static const char *const npm_suffixes[] = {".tgz", NULL}, *const wheel_suffixes[] = {".whl", NULL},
			 *const sdist_suffixes[] = {".tar.gz", ".zip", NULL},
			 *const crate_suffixes[] = {".crate", NULL};
static const char *const npm_formats[] = {"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock", NULL};
static const char *const python_formats[] = {
	"pip-requirements", "uv-lock", "poetry-lock", "pdm-lock", "pylock", "pipfile-lock", NULL};
static const char *const cargo_formats[] = {"cargo-lock", NULL};

static const struct archived_kind kinds[] = {
	{npm_suffixes, npm_formats, is_npm, add_npm, add_file_name, false},
	{wheel_suffixes, python_formats, is_python, add_python, add_python_file, true},
	{sdist_suffixes, python_formats, is_python, add_python, add_python_file, false},
	{crate_suffixes, cargo_formats, is_crate, add_crate, add_file_name, true},
};

const struct archived_kinds archived_kinds = {kinds, sizeof(kinds) / sizeof(kinds[0])};

const struct archived_kind *archived_kind_of(struct text path)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (const char *const *suffix = kinds[i].suffixes; *suffix; suffix++)
			if (text_ends(path, *suffix))
				return &kinds[i];
	return NULL;
}
