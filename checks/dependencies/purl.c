/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/purl.h"

#include <ctype.h>
#include <string.h>

#include "checks/dependencies/address.h"
#include "gate/base/buffer.h"

enum { MOST_QUALIFIERS = 2 };

/* What a type holds for the same. */
enum {
	FOLD_CASE = 1 << 0,
	FOLD_LINE = 1 << 1, /* '_' and '-' */
};

/* The parts, not encoded yet. */
struct purl {
	const char *type;
	struct text host;  /* a segment before the namespace; "" */
	struct text space; /* segments between slashes; "" */
	struct text name, version;
	struct text path; /* the subpath; "" */
	struct {
		const char *key; /* in the order of the keys */
		struct text value;
	} qualifiers[MOST_QUALIFIERS];
	unsigned fold; /* of namespace and name */
};

/* The last segment is the name. */
static void split_last(struct purl *purl, struct text name)
{
	size_t slash = name.len;

	while (slash > 0 && name.ptr[slash - 1] != '/')
		slash--;
	purl->space = text_slice(name, 0, slash ? slash - 1 : 0);
	purl->name = text_slice(name, slash, name.len);
}

static bool lower(struct purl *purl, const struct pin *pin)
{
	purl->fold = FOLD_CASE;
	split_last(purl, pin->name);
	return true;
}

static bool python(struct purl *purl, const struct pin *pin)
{
	purl->fold = FOLD_CASE | FOLD_LINE;
	purl->name = pin->name;
	return true;
}

static bool plain(struct purl *purl, const struct pin *pin)
{
	purl->name = pin->name;
	return true;
}

/* A module of Deno's other registry, and a file at an address, are no packages of npm. */
static bool npm(struct purl *purl, const struct pin *pin)
{
	return pin->artifact.len ? false : lower(purl, pin);
}

/* The artifact tells platforms apart. */
static bool gem(struct purl *purl, const struct pin *pin)
{
	purl->qualifiers[0].key = "platform";
	purl->qualifiers[0].value = pin->artifact;
	return plain(purl, pin);
}

/* "group:artifact"; the file of Gradle's metadata is no classifier. */
static bool maven(struct purl *purl, const struct pin *pin)
{
	size_t colon = text_find(pin->name, text_of(":"));

	purl->space = text_slice(pin->name, 0, colon);
	purl->name = text_slice(pin->name, colon + 1, pin->name.len);
	if (text_find(pin->artifact, text_of(".")) == pin->artifact.len) {
		purl->qualifiers[0].key = "classifier";
		purl->qualifiers[0].value = pin->artifact;
	}
	return colon < pin->name.len;
}

/* "version@user/channel" */
static bool conan(struct purl *purl, const struct pin *pin)
{
	size_t at = text_find(pin->version, text_of("@"));
	struct text owner = text_slice(pin->version, at + 1, pin->version.len);
	size_t slash = text_find(owner, text_of("/"));

	purl->version = text_slice(pin->version, 0, at);
	purl->qualifiers[0].key = "channel";
	purl->qualifiers[0].value = text_slice(owner, slash + 1, owner.len);
	purl->qualifiers[1].key = "user";
	purl->qualifiers[1].value = text_slice(owner, 0, slash);
	return plain(purl, pin);
}

/* "Pod/Part" */
static bool pod(struct purl *purl, const struct pin *pin)
{
	size_t slash = text_find(pin->name, text_of("/"));

	purl->name = text_slice(pin->name, 0, slash);
	purl->path = text_slice(pin->name, slash + 1, pin->name.len);
	return true;
}

static const struct digest *digest_of(const struct pin *pin, bool commit)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && (pin->digests[i].algorithm == DIGEST_GIT) == commit)
			return &pin->digests[i];
	return NULL;
}

static void fix_commit(struct purl *purl, const struct pin *pin)
{
	const struct digest *commit = digest_of(pin, true);

	if (commit)
		purl->version = commit->written;
}

/* "owner/name/path" at a ref. */
static bool repository(struct purl *purl, struct text name)
{
	size_t first = text_find(name, text_of("/"));
	struct text rest = text_slice(name, first + 1, name.len);
	size_t second = text_find(rest, text_of("/"));

	purl->type = "github";
	purl->fold = FOLD_CASE;
	purl->space = text_slice(name, 0, first);
	purl->name = text_slice(rest, 0, second);
	purl->path = text_slice(rest, second + 1, rest.len);
	return purl->name.len > 0;
}

static struct text without_git(struct text path)
{
	while (text_starts(path, "/"))
		path = text_slice(path, 1, path.len);
	while (text_ends(path, "/"))
		path.len--;
	return text_ends(path, ".git") ? text_slice(path, 0, path.len - 4) : path;
}

/* A repository at an address: only of the host that has a type of its own. */
static bool repository_at(struct purl *purl, const struct pin *pin, struct text address)
{
	const struct address known = {.scheme = text_of("https"), .host = text_of("github.com")};
	struct address at;

	fix_commit(purl, pin);
	return address_parse(&at, address) && text_equal(at.host, known.host) &&
	       repository(purl, without_git(at.path));
}

/* An address other than GitHub's, "docker://" and "./" have no owner and name. */
static bool action(struct purl *purl, const struct pin *pin)
{
	struct address at;

	if (pin->flags & (PIN_IMAGE | PIN_LOCAL))
		return false;
	if (address_parse(&at, pin->name))
		return repository_at(purl, pin, pin->name);
	fix_commit(purl, pin);
	return repository(purl, pin->name);
}

static bool hook(struct purl *purl, const struct pin *pin)
{
	return repository_at(purl, pin, pin->name);
}

static bool submodule(struct purl *purl, const struct pin *pin)
{
	return repository_at(purl, pin, pin->source);
}

/* The host and the owner are the namespace. */
static bool swift(struct purl *purl, const struct pin *pin)
{
	struct address at;

	if (!address_parse(&at, pin->source) || pin->version.len == 0)
		return false;
	purl->host = at.host;
	split_last(purl, without_git(at.path));
	return purl->space.len > 0;
}

static bool is_registry(struct text first)
{
	return text_is(first, "localhost") || text_find(first, text_of(".")) < first.len ||
	       text_find(first, text_of(":")) < first.len;
}

/* "registry:port/owner/name" */
static bool image(struct purl *purl, const struct pin *pin)
{
	size_t slash = text_find(pin->name, text_of("/"));
	struct text first = text_slice(pin->name, 0, slash), rest = pin->name;
	const struct digest *digest = digest_of(pin, false);

	if (slash < pin->name.len && is_registry(first)) {
		purl->qualifiers[0].key = "repository_url";
		purl->qualifiers[0].value = first;
		rest = text_slice(pin->name, slash + 1, pin->name.len);
	}
	split_last(purl, rest);
	purl->fold = FOLD_CASE;
	if (digest)
		purl->version = digest->written;
	return true;
}

static bool model(struct purl *purl, const struct pin *pin)
{
	split_last(purl, pin->name);
	fix_commit(purl, pin);
	return true;
}

static const struct kind {
	const char *ecosystem, *type;
	bool (*fill)(struct purl *purl, const struct pin *pin);
} kinds[] = {
	{"npm", "npm", npm},
	{"pypi", "pypi", python},
	{"cargo", "cargo", plain},
	{"golang", "golang", lower},
	{"gem", "gem", gem},
	{"composer", "composer", lower},
	{"nuget", "nuget", plain},
	{"maven", "maven", maven},
	{"hex", "hex", lower},
	{"pub", "pub", lower},
	{"swift", "swift", swift},
	{"cocoapods", "cocoapods", pod},
	{"conda", "conda", plain},
	{"conan", "conan", conan},
	{"cran", "cran", plain},
	{"hackage", "hackage", plain},
	{"docker", "docker", image},
	{"github", "github", action},
	{"pre-commit", "github", hook},
	{"git", "github", submodule},
	{"huggingface", "huggingface", model},
};

/* A pin inside another kind of file: an image in a workflow, a model in a script. */
static const char *ecosystem_of(const struct format *format, const struct pin *pin)
{
	if (pin->flags & PIN_IMAGE)
		return "docker";
	return pin->flags & PIN_MODEL ? "huggingface" : format->ecosystem;
}

/* ---- printing ---- */

static unsigned char folded(unsigned char byte, unsigned fold)
{
	if (fold & FOLD_CASE && byte >= 'A' && byte <= 'Z')
		return (unsigned char)(byte - 'A' + 'a');
	return fold & FOLD_LINE && byte == '_' ? '-' : byte;
}

/* Letters, digits, ".-_~" and the colon stay as they are. */
static void add_encoded(struct buffer *out, struct text text, unsigned fold)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = folded((unsigned char)text.ptr[i], fold);

		if (byte < 0x80 && (isalnum(byte) || (byte && strchr(".-_~:", byte))))
			buffer_byte(out, (char)byte);
		else
			buffer_printf(out, "%%%02X", byte);
	}
}

/* Empty segments and, of a subpath, "." and ".." are not part of a package URL. */
static void add_segments(
	struct buffer *out, struct text text, char before, unsigned fold, bool is_path)
{
	struct text part;

	while (text_next_part(&text, '/', &part)) {
		if (part.len == 0 || (is_path && (text_is(part, ".") || text_is(part, ".."))))
			continue;
		buffer_byte(out, before);
		add_encoded(out, part, fold);
		before = '/';
	}
}

static void add_qualifiers(struct buffer *out, const struct purl *purl)
{
	char before = '?';

	for (size_t i = 0; i < MOST_QUALIFIERS; i++) {
		if (!purl->qualifiers[i].key || purl->qualifiers[i].value.len == 0)
			continue;
		buffer_printf(out, "%c%s=", before, purl->qualifiers[i].key);
		add_encoded(out, purl->qualifiers[i].value, 0);
		before = '&';
	}
}

static void print(struct buffer *out, const struct purl *purl)
{
	buffer_printf(out, "pkg:%s", purl->type);
	add_segments(out, purl->host, '/', FOLD_CASE, false);
	add_segments(out, purl->space, '/', purl->fold, false);
	buffer_byte(out, '/');
	add_encoded(out, purl->name, purl->fold);
	if (purl->version.len) {
		buffer_byte(out, '@');
		add_encoded(out, purl->version, 0);
	}
	add_qualifiers(out, purl);
	add_segments(out, purl->path, '#', 0, true);
}

static bool fill(struct purl *purl, const struct format *format, const struct pin *pin)
{
	const char *ecosystem = ecosystem_of(format, pin);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].ecosystem, ecosystem) != 0)
			continue;
		purl->type = kinds[i].type;
		purl->version = pin->version;
		return kinds[i].fill(purl, pin) && purl->name.len > 0;
	}
	return false;
}

int pin_purl(struct text *out, const struct format *format, const struct pin *pin,
	struct arena *arena, struct err *err)
{
	struct purl purl = {0};
	struct buffer printed = {0};

	*out = text_of("");
	if (pin->flags & (PIN_LOCAL | PIN_PROJECT) || !fill(&purl, format, pin))
		return 0;
	print(&printed, &purl);
	if (!printed.failed)
		*out = arena_text(arena, buffer_text(&printed));
	if (printed.failed || !out->ptr)
		err_nomem(err);
	buffer_free(&printed);
	return out->ptr && !printed.failed ? 0 : -1;
}
