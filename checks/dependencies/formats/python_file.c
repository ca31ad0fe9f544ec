/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/formats/python.h"
#include "gate/base/digest.h"

/* Longer names are no names of files. */
enum { LONGEST_FILE = 512 };

static bool is_separator(char byte)
{
	return byte == '-' || byte == '_' || byte == '.';
}

static bool is_normal(struct text name)
{
	for (size_t i = 0; i < name.len; i++) {
		char byte = name.ptr[i];

		if (byte == '_' || byte == '.' || isupper((unsigned char)byte) ||
			(byte == '-' && i && name.ptr[i - 1] == '-'))
			return false;
	}
	return true;
}

static bool is_name(struct text name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_separator(name.ptr[i]) && !isalnum((unsigned char)name.ptr[i]))
			return false;
	return name.len && isalnum((unsigned char)name.ptr[0]) &&
	       isalnum((unsigned char)name.ptr[name.len - 1]);
}

/* Writes the normal form into as many bytes as the name has. */
static size_t normalise(char *out, struct text name)
{
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (is_separator(name.ptr[i]) && len && out[len - 1] == '-')
			continue;
		out[len++] =
			is_separator(name.ptr[i]) ? '-' : (char)tolower((unsigned char)name.ptr[i]);
	}
	return len;
}

int python_name(struct text *out, struct text name, struct arena *arena, struct err *err)
{
	char *copy;

	*out = (struct text){NULL, 0};
	if (!is_name(name))
		return 0;
	*out = name;
	if (is_normal(name))
		return 0;
	copy = arena_alloc(arena, name.len + 1);
	if (!copy)
		return err_nomem(err);
	*out = (struct text){copy, normalise(copy, name)};
	return 0;
}

/* ---- file names ---- */

static bool decode_percent(char *out, size_t *len, struct text text)
{
	uint32_t high, low;

	*len = 0;
	if (text.len >= LONGEST_FILE)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '%' && i + 2 < text.len && hex_digit(text.ptr[i + 1], &high) &&
			hex_digit(text.ptr[i + 2], &low)) {
			out[(*len)++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[(*len)++] = text.ptr[i];
		}
	}
	return true;
}

static const char *const archives[] = {
	".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz", ".tar.Z", NULL};

/* Without its ending; false where it is none of the archives. */
static bool archive_stem(struct text *stem, struct text file)
{
	for (const char *const *ending = archives; *ending; ending++)
		if (text_ends(file, *ending)) {
			*stem = text_slice(file, 0, file.len - strlen(*ending));
			return true;
		}
	return false;
}

bool python_same_name(struct text written, struct text normal)
{
	char bytes[LONGEST_FILE];

	return written.len < sizeof(bytes) && is_name(written) &&
	       text_equal((struct text){bytes, normalise(bytes, written)}, normal);
}

/* "name-version-[build-]python-abi-platform" */
static bool wheel_parts(struct text stem, struct text *name, struct text *version)
{
	return text_next_part(&stem, '-', name) && text_next_part(&stem, '-', version) &&
	       version->len;
}

static bool wheel_fits(struct text stem, struct text name, struct text version)
{
	struct text its_name, its_version;

	return wheel_parts(stem, &its_name, &its_version) && python_same_name(its_name, name) &&
	       (version.len == 0 || python_same_version(its_version, version));
}

/* Old ones have dashes in their names and in their versions: any place may be the one between them. */
static bool sdist_fits(struct text stem, struct text name, struct text version)
{
	bool names_a_version = false;

	for (size_t i = 0; i + 1 < stem.len; i++) {
		if (stem.ptr[i] != '-')
			continue;
		names_a_version |= isdigit((unsigned char)stem.ptr[i + 1]) != 0;
		if (python_same_name(text_slice(stem, 0, i), name) &&
			(version.len == 0 ||
				python_same_version(text_slice(stem, i + 1, stem.len), version)))
			return true;
	}
	return !names_a_version;
}

bool python_file_fits(struct text file, struct text name, struct text version)
{
	char bytes[LONGEST_FILE];
	struct text stem, plain = {bytes, 0};

	if (!decode_percent(bytes, &plain.len, file))
		return false;
	if (text_ends(plain, ".whl"))
		return wheel_fits(text_slice(plain, 0, plain.len - strlen(".whl")), name, version);
	return !archive_stem(&stem, plain) || sdist_fits(stem, name, version);
}

bool python_file_parts(struct text file, struct text *name, struct text *version)
{
	struct text stem;

	if (text_ends(file, ".whl"))
		return wheel_parts(text_slice(file, 0, file.len - strlen(".whl")), name, version);
	if (!archive_stem(&stem, file))
		return false;
	for (size_t i = stem.len; i-- > 1;)
		if (stem.ptr[i] == '-' && i + 1 < stem.len &&
			isdigit((unsigned char)stem.ptr[i + 1])) {
			*name = text_slice(stem, 0, i);
			*version = text_slice(stem, i + 1, stem.len);
			return true;
		}
	return false;
}

struct text python_file_of(struct text url)
{
	size_t fragment = text_find(url, text_of("#")), query, from;

	url = text_slice(url, 0, fragment);
	query = text_find(url, text_of("?"));
	url = text_slice(url, 0, query);
	for (from = url.len; from > 0 && url.ptr[from - 1] != '/' && url.ptr[from - 1] != '\\';)
		from--;
	return text_slice(url, from, url.len);
}

/* ---- URLs ---- */

bool python_is_vcs(struct text url)
{
	return text_starts(url, "git+") || text_starts(url, "hg+") || text_starts(url, "svn+") ||
	       text_starts(url, "bzr+");
}

void python_vcs_split(struct python_vcs *out, struct text url)
{
	size_t fragment = text_find(url, text_of("#")), query, at, authority;

	*out = (struct python_vcs){
		.fragment = text_slice(url, fragment + 1, url.len), .reference = text_of("")};
	url = text_slice(url, 0, fragment);
	query = text_find(url, text_of("?"));
	url = text_slice(url, 0, query);
	authority = text_find(url, text_of("://"));
	authority = authority < url.len ? authority + strlen("://") : 0;
	while (authority < url.len && url.ptr[authority] != '/')
		authority++;
	for (at = url.len; at > authority && url.ptr[at - 1] != '@';)
		at--;
	if (at > authority) {
		out->reference = text_slice(url, at, url.len);
		url = text_slice(url, 0, at - 1);
	}
	out->url = url;
}

struct text python_plain_url(struct text url)
{
	struct python_vcs parts;

	python_vcs_split(&parts, url);
	url = parts.url;
	if (text_starts(url, "git+"))
		url = text_slice(url, strlen("git+"), url.len);
	while (url.len && url.ptr[url.len - 1] == '/')
		url.len--;
	return text_ends(url, ".git") ? text_slice(url, 0, url.len - strlen(".git")) : url;
}

/* "…?rev=<commit>#<commit>", as uv writes it and as the reader of Poetry's locks puts it together. */
static bool commits_agree(struct text url)
{
	static const char key[] = "rev=";
	size_t at = text_find(url, text_of(key)), fragment = text_find(url, text_of("#")), end;
	struct text asked;

	if (at == url.len || at > fragment)
		return true;
	for (end = at + strlen(key); end < fragment && url.ptr[end] != '&';)
		end++;
	asked = text_slice(url, at + strlen(key), end);
	return !is_commit_id(asked) || text_equal(asked, text_slice(url, fragment + 1, url.len));
}

/* VCS hosts name archives by the reference. */
static bool is_vcs_archive(struct text url)
{
	return text_find(url, text_of("/archive/")) < url.len ||
	       text_find(url, text_of("/zipball/")) < url.len ||
	       text_find(url, text_of("/tarball/")) < url.len;
}

bool python_url_fits(const struct pin *pin)
{
	if (pin->flags & PIN_VCS)
		return commits_agree(pin->source);
	if (pin->flags & PIN_LOCAL || is_vcs_archive(pin->source))
		return true;
	return python_file_fits(python_file_of(pin->source), pin->name, pin->version);
}
