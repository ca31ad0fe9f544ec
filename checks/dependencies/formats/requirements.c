/* SPDX-License-Identifier: Apache-2.0
 *
 * pip's requirements and constraints files. Every requirement is a pin: with "==" its version, else what it asks for,
 * so that one that lost its version and hash beside others is a new entry without a hash. Digests are those of several files
 * of which any may be installed. Files that -r and -c name are read only where their own names match.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/formats/pip_lines.h"
#include "checks/dependencies/formats/python.h"
#include "checks/dependencies/formats/requirement.h"

struct reader {
	struct lock *lock;
	const struct document *document;
	struct pip_lines lines;
};

static int fail(
	const struct reader *reader, const struct pip_line *line, struct err *err, const char *what)
{
	return err_set(err, ERR_LOOK, "%s:%u:%u: %s", reader->document->name, line->line,
		line->column, what);
}

/* ---- what a requirement names ---- */

static bool is_url(struct text text)
{
	static const char *const schemes[] = {"http:", "https:", "file:", "ftp:"};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (text.len > strlen(schemes[i]) &&
			text_contains_nocase(
				text_slice(text, 0, strlen(schemes[i])), text_of(schemes[i])))
			return true;
	return python_is_vcs(text);
}

static bool is_path(struct text text)
{
	struct text name, version;

	return text_find(text, text_of("/")) < text.len ||
	       text_find(text, text_of("\\")) < text.len || text_starts(text, ".") ||
	       python_file_parts(text, &name, &version);
}

/* Up to " ;" or "; ": a URL may hold a ";". */
static struct text without_marker(struct text text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if ((text.ptr[i] == ';' && isspace((unsigned char)text.ptr[i + 1])) ||
			(text.ptr[i + 1] == ';' && isspace((unsigned char)text.ptr[i])))
			return text_trim(text_slice(text, 0, i));
	return text;
}

/* "egg=name[extra]" of a fragment; "" where there is none. */
static struct text egg_of(struct text url)
{
	struct text fragment = text_slice(url, text_find(url, text_of("#")) + 1, url.len), part;

	while (text_next_part(&fragment, '&', &part))
		if (text_starts(part, "egg=")) {
			part = text_slice(part, strlen("egg="), part.len);
			return text_slice(part, 0, text_find(part, text_of("[")));
		}
	return text_of("");
}

/* A name is the fragment's, the file's or the last part of the path. */
static int name_of_url(struct reader *reader, struct pin *pin, struct text url, struct err *err)
{
	struct text written = egg_of(url), file = python_file_of(url), name, version = text_of("");

	if (python_file_parts(file, &name, &version)) {
		pin->version = version;
		written = written.len ? written : name;
	}
	if (written.len == 0)
		written = file.len ? file : url;
	if (python_name(&pin->name, written, reader->document->arena, err) < 0)
		return -1;
	if (!pin->name.ptr)
		pin->name = written;
	return 0;
}

/* "#sha256=…": pip holds a download to it. */
static int fragment_digests(
	struct reader *reader, struct pin *pin, struct text url, struct err *err)
{
	struct text fragment = text_slice(url, text_find(url, text_of("#")) + 1, url.len), part;

	while (text_next_part(&fragment, '&', &part)) {
		struct text key = text_slice(part, 0, text_find(part, text_of("=")));

		if (algorithm_named(key) != DIGEST_UNKNOWN &&
			pin_tagged(reader->lock, pin, part, err) < 0)
			return -1;
	}
	return 0;
}

static int set_url(struct reader *reader, struct pin *pin, struct text url, struct err *err)
{
	struct python_vcs vcs;

	pin->source = url;
	if (pin->name.len == 0 && name_of_url(reader, pin, url, err) < 0)
		return -1;
	if (python_is_vcs(url)) {
		python_vcs_split(&vcs, url);
		pin->version = vcs.reference;
		pin->flags = PIN_VCS | PIN_REFERENCE;
		return is_commit_id(vcs.reference) ? pin_git(reader->lock, pin, vcs.reference, err)
						   : 0;
	}
	if (text_starts(url, "file:"))
		pin->flags |= PIN_LOCAL;
	return fragment_digests(reader, pin, url, err);
}

static int set_path(struct reader *reader, struct pin *pin, struct text path, struct err *err)
{
	pin->flags |= PIN_LOCAL;
	pin->source = path;
	return name_of_url(reader, pin, path, err);
}

static int set_named(struct reader *reader, struct pin *pin, const struct requirement *requirement,
	struct err *err)
{
	struct text name, version;

	if (python_name(&pin->name, requirement->name, reader->document->arena, err) < 0)
		return -1;
	if (requirement->url.len) {
		if (python_file_parts(python_file_of(requirement->url), &name, &version))
			pin->version = version;
		return set_url(reader, pin, requirement->url, err);
	}
	pin->version = requirement_version(requirement->specifier);
	if (pin->version.len)
		return 0;
	return python_specifier(
		&pin->version, requirement->specifier, reader->document->arena, err);
}

static int set_requirement(struct reader *reader, struct pin *pin, const struct pip_line *line,
	struct text text, struct err *err)
{
	struct requirement requirement;
	const char *wrong;

	if (is_url(text))
		return set_url(reader, pin, without_marker(text), err);
	wrong = requirement_read(&requirement, text);
	if (!wrong &&
		(requirement.url.len || requirement.specifier.len || !is_path(requirement.name)))
		return set_named(reader, pin, &requirement, err);
	if (is_path(text) && text.ptr[0] != ';')
		return set_path(reader, pin, without_marker(text), err);
	return fail(reader, line, err, wrong ? wrong : "this is no requirement");
}

static int add_requirement(struct reader *reader, const struct pip_line *line, struct text text,
	struct pin **added, struct err *err)
{
	struct pin pin = {.name = text_of(""),
		.version = text_of(""),
		.flags = PIN_ANY_OF,
		.line = line->line,
		.column = line->column};

	if (set_requirement(reader, &pin, line, text, err) < 0)
		return -1;
	return lock_pin(reader->lock, &pin, added, err);
}

/* ---- options ---- */

static int add_guard(struct reader *reader, const struct pip_line *line, const char *name,
	struct text value, int strength, int usual, struct err *err)
{
	return lock_setting(reader->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = text_of(name),
			.value = value,
			.strength = strength,
			.usual = usual,
			.line = line->line,
			.column = line->column},
		err);
}

static int add_source(struct reader *reader, const struct pip_line *line, const char *name,
	struct text value, struct err *err)
{
	return lock_setting(reader->lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = text_of(name),
			.value = value,
			.line = line->line,
			.column = line->column},
		err);
}

/* A guard for each host: one more is one protection less. */
static int add_trusted(
	struct reader *reader, const struct pip_line *line, struct text host, struct err *err)
{
	const char *name = arena_printf(reader->document->arena, "trusted-host %.*s",
		(int)(host.len < 256 ? host.len : 256), host.ptr);

	return name ? add_guard(reader, line, name, host, 0, 1, err) : err_nomem(err);
}

static int add_setting(struct reader *reader, const struct pip_line *line,
	const struct pip_word *word, struct err *err)
{
	struct text all = text_of(":all:");

	switch (word->option) {
	case PIP_INDEX_URL:
		return add_source(reader, line, "index-url", word->value, err);
	case PIP_EXTRA_INDEX_URL:
		return add_source(reader, line, "extra-index-url", word->value, err);
	case PIP_FIND_LINKS:
		return add_source(reader, line, "find-links", word->value, err);
	case PIP_REQUIREMENT:
	case PIP_CONSTRAINT:
		return add_source(reader, line, "requirement", word->value, err);
	case PIP_TRUSTED_HOST:
		return add_trusted(reader, line, word->value, err);
	case PIP_NO_INDEX:
		return add_guard(reader, line, "no-index", text_of("true"), 1, 0, err);
	case PIP_REQUIRE_HASHES:
		return add_guard(reader, line, "require-hashes", text_of("true"), 1, 0, err);
	case PIP_ONLY_BINARY:
		return text_equal(word->value, all)
			       ? add_guard(reader, line, "only-binary", all, 1, 0, err)
			       : 0;
	case PIP_NO_BINARY:
		return text_equal(word->value, all)
			       ? add_guard(reader, line, "no-binary", all, 0, 1, err)
			       : 0;
	default:
		return 0;
	}
}

static int take_option(struct reader *reader, const struct pip_line *line, struct pin **pin,
	const struct pip_word *word, struct err *err)
{
	if (word->option == PIP_EDITABLE && !*pin)
		return add_requirement(reader, line, word->value, pin, err);
	if (word->option != PIP_HASH)
		return add_setting(reader, line, word, err);
	if (!*pin)
		return fail(reader, line, err, "a hash without its requirement");
	return pin_tagged(reader->lock, *pin, word->value, err);
}

static int read_line(struct reader *reader, struct pip_line *line, struct err *err)
{
	struct pin *pin = NULL;
	struct pip_word word;
	bool more;

	if (line->requirement.len &&
		add_requirement(reader, line, line->requirement, &pin, err) < 0)
		return -1;
	for (;;) {
		if (pip_line_option(&reader->lines, line, &word, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (take_option(reader, line, &pin, &word, err) < 0)
			return -1;
	}
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock, .document = document};
	struct pip_line line;
	bool more;

	if (pip_lines_start(&reader.lines, document, err) < 0)
		return -1;
	for (;;) {
		if (pip_lines_next(&reader.lines, &line, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_line(&reader, &line, err) < 0)
			return -1;
	}
}

/* ---- which files ---- */

static bool is_own_name(struct text path)
{
	struct text name = python_file_of(path);

	return text_starts(name, "requirements") || text_starts(name, "constraints") ||
	       text_ends(name, "requirements.txt") || text_ends(name, "constraints.txt");
}

static bool looks_like_requirement(struct text line)
{
	struct requirement requirement;
	size_t comment = text_find(line, text_of(" #"));

	line = text_trim(text_slice(line, 0, comment));
	while (line.len && line.ptr[line.len - 1] == '\\')
		line = text_trim(text_slice(line, 0, line.len - 1));
	line = text_trim(text_slice(line, 0, text_find(line, text_of(" --"))));
	return line.ptr[0] == '-' || is_url(line) || requirement_read(&requirement, line) == NULL;
}

/* Files of other names in such folders may be prose: what the first line of sense says. */
static bool is(struct text path, struct text content)
{
	struct text line;

	if (is_own_name(path))
		return true;
	while (text_next_line(&content, &line)) {
		line = text_trim(line);
		if (line.len && line.ptr[0] != '#')
			return looks_like_requirement(line);
	}
	return true;
}

/* The last one is any name with such a word in it: is() keeps prose out. */
static const char *const globs[] = {"requirements*.txt", "requirements*.in", "constraints*.txt",
	"{requirements,**/requirements}/*.{txt,in}", "{*requirements*,*constraints*}.{txt,in}",
	NULL};

extern const struct format format_requirements;

const struct format format_requirements = {.name = "pip-requirements",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.is = is,
	.plain = PLAIN_UTF8,
	.read = read,
	.url_fits = python_url_fits};
